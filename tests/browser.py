"""A real browser that tests talk to over a pipe: Chromium without a window, its developer protocol, no network.

``needs_browser`` skips a test, and says why, where there is no Chromium.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import subprocess
import time
from base64 import b64decode
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 120  # seconds: machines that test are busy

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: no browser opens the page")

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_COMPLAINTS = ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")


class Browser:
    """A tab of Chromium. ``complaints`` are its script errors, policy violations and console lines;
    ``requests`` the addresses it asked for, ``blocked`` why any of them failed: ``csp`` is the page's own policy.
    """

    def __init__(self, process: subprocess.Popen[bytes], commands: int, answers: int) -> None:
        self._process = process
        self._commands, self._answers = commands, answers
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.blocked: list[str] = []
        self._loaded = 0

    def start(self) -> None:
        """Open the tab."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.complaints.clear()
        self.requests.clear()
        self.blocked.clear()

    def call(self, method: str, **parameters: object) -> Mapping[str, Any]:
        """Return what the browser answers to ``method``. Fails the test where it answers an error or not at all."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, f"{method}: {told}"
                result: Mapping[str, Any] = told["result"]
                return result

    def _next(self) -> Mapping[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"Chromium said nothing for {PATIENCE} seconds"
            some = os.read(self._answers, 1 << 20)
            assert some, f"Chromium ended with {self._process.poll()}"
            self._rest += some
        first, _, self._rest = self._rest.partition(b"\0")
        told: Mapping[str, Any] = json.loads(first)
        method = told.get("method")
        if method in _COMPLAINTS:
            self.complaints.append(json.dumps(told["params"], ensure_ascii=False))
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["params"]["request"]["url"])
        elif method == "Network.loadingFailed":
            self.blocked.append(told["params"].get("blockedReason", ""))
        elif method == "Page.loadEventFired":
            self._loaded += 1
        return told

    def open(self, path: Path) -> None:
        """Load the file and wait until it is there."""
        before = self._loaded
        self.call("Page.navigate", url=path.as_uri())
        while self._loaded == before:
            self._next()

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - any JSON value
        """Return the value of a JavaScript expression in the page; the page's policy does not bind it."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key of the keyboard."""
        for kind in ("keyDown", "keyUp"):
            said = {"text": text} if text and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **said)

    def look(self, *, scheme: str = "light", width: int = 1280, height: int = 900, media: str = "") -> None:
        """Set the window and what the reader prefers: ``light`` or ``dark``, ``print`` or the screen."""
        self.call("Emulation.setEmulatedMedia", media=media, features=[_feature("prefers-color-scheme", scheme)])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def screenshot(self) -> bytes:
        """Return the whole page as PNG."""
        return b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"])

    def pdf(self) -> bytes:
        """Return the page as it is printed."""
        return b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])


def _feature(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Start Chromium with a profile of its own and end it again."""
    assert CHROMIUM is not None
    child_reads, commands = os.pipe()
    answers, child_writes = os.pipe()
    # the protocol is spoken on descriptors 3 and 4; a shell puts ours there
    line = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
    arguments = [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(
        ["bash", "-c", line, "bash", str(child_reads), str(child_writes), *arguments],
        pass_fds=(child_reads, child_writes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(child_reads)
    os.close(child_writes)
    tab = Browser(process, commands, answers)
    try:
        tab.start()
        yield tab
    finally:
        with contextlib.suppress(OSError):
            os.write(commands, b'{"id": 0, "method": "Browser.close"}\0')
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(commands)
        os.close(answers)
