"""Texts that somebody wrote to be obeyed: by a terminal, a spreadsheet, a reader of Markdown, a browser, a calendar."""

from __future__ import annotations

import re

CLASSES = {
    "controls": "a\x00b\x07c\x08d\x0be\x7ff",
    "sequences": "\x1b[2J\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "eight-bit controls": "\x9b31m\x85\x9d0;t\x9c",
    "line ends": "one\rtwo\nthree\r\nfour",
    "separators": "one\u2028two\u2029three",
    "overrides": "\u202edesrever\u202c\u202atfel\u202bthgir\u202d",
    "isolates": "\u2066a\u2067b\u2068c\u2069\u200e\u200f\u061c",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u034fh",
    "fillers": "a\u3164b\u115fc\u1160d\uffa0e\u2800f",
    "tags": "a\U000e0001\U000e0068\U000e0069\U000e007f",
    "selectors": "a\ufe00\ufe01\ufe02\U000e0100\U000e0101 \ufe0f",
    "no characters": "a\ufffeb\uffffc\ufdd0d\U0010ffffe",
    "markup of the screen": "[red]a[/red][link=http://e.example]b[/link][/]",
    "pipes": "a|b||c\\|d\\",
    "Markdown": "`a` **b** _c_ ~~d~~ [e](http://e.example) ![f](http://e.example/i.png) <http://e.example>",
    "addresses": "http://e.example https://www.e.example www.e.example ftp://e.example me@e.example",
    "blocks": "- a",
    "numbered": "1. a",
    "rule": "---",
    "code": "    a = b",
    "quotation": "> a",
    "heading": "# a #",
    "entities": "&lt;b&gt;&amp;&#x1b;&copy; $x$ [1]: http://e.example 'a'",
    "HTML": '<b onclick="alert(1)">a</b><!-- b --><style>*{display:none}</style>',
    "script": "</script><script>alert(1)</script>",
    "attributes": "\" onmouseover=\"alert(1)\" x='y' autofocus onfocus=alert(1) ",
    "SVG": "</text></svg><svg/onload=alert(1)><image href='http://e.example/i.png'/>",
    "image": '<img src="http://e.example/i.png" onerror="alert(1)">',
    "formula": "=1+1",
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "blank": " =1+1",
    "quote": "'=1+1",
    "wide formula": "＝1+1",
    "wide plus": "＋1",
    "wide minus": "－1",
    "wide at": "＠SUM(A1)",
    "link": '=HYPERLINK("http://e.example","a")',
    "calendar": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT;b,c;d:e\\nf",
    "JSON": '"},{"a":"b\\',
    "XML": "]]></w:t><w:instrText>QUIT</w:instrText>&#x0;<?a b?>",
    "text of a sheet": "<r><t>x</t></r>",
    "escapes of a sheet": "_x0041_x_x000D_",
    "foot of a sheet": '&P&N&G&"Arial"&&',
    "places": "{period}{0}{flow.received}{{0}}%s%(a)s%d$a${b}\\1",
    "SQL": "'; drop table entry; --",
    "path": "../../etc/passwd\\..\\CON",
}  # fmt: skip
EVERYTHING = " ".join(CLASSES.values())
FIRST_DOOR = {name: text for name, text in CLASSES.items() if "\0" not in text}  # no command line holds a NUL

HARMLESS = (
    "南昌县人民政府",
    "葛\U000e0100城区",  # 葛 with the form that a register of names chose
    "辻\U000e0101",
    "䶮㐂𠮷野家",  # rare characters of names, one of them beyond the first plane
    "ＡＢＣ１２３（）〔〕",
    "甲·乙——丙…“丁”",
    "全角\u3000空格",
    "阿不都·买买提",
    "\ue000私用区",  # where older fonts keep rare characters of names
    "☎\ufe0f 0791-85712000",
    "№5 ℃ ㎡ ％",
)

_ADDRESS = re.compile(r"[a-z]+://|(?<![a-z])www\.|\S@\S", re.IGNORECASE)


def has_address(text: str) -> bool:
    """Tell whether readers of Markdown make a link of something in ``text``."""
    return _ADDRESS.search(text) is not None
