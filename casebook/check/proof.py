"""Proof of the file: the chain of digests, the schema, and the database's own word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook import seals
from casebook.check.findings import ERROR, WARNING, Finding, Subject
from casebook.store import chain, shape, verify
from casebook.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.seals import Seal

_TICK = 1000


def digests(subject: Subject) -> Iterator[Finding]:
    """The chain of digests fits the content of every entry; the first that does not is named."""
    total = chain.last_entry(subject.book.connection)  # the row of the book may be gone
    for link in chain.links(subject.book.connection):
        if not (link.fits and link.names_fit):
            yield Finding("digest", ERROR, broken(link.entry_no))
            return
        if link.entry_no % _TICK == 0:
            subject.tick("digest", link.entry_no, total)


def broken(entry_no: int) -> Words:
    """Return what it means that the content of an entry does not fit its digest."""
    return Words(
        f"登记号 {entry_no} 的内容与其摘要不符：日志被改动过。请从备份恢复并追查。",
        f"The content of entry {entry_no} does not fit its digest: the journal was changed. Restore a backup and find out who.",
    )


def sealed(subject: Subject) -> Iterator[Finding]:
    """Nothing up to the entry of a seal was changed since it was printed."""
    seal = subject.seal
    fault = _fault(subject, seal) if seal is not None else None
    if fault is not None:
        yield Finding("seal", ERROR, fault)


def _fault(subject: Subject, seal: Seal) -> Words | None:
    last = subject.book.head.entry_no
    if len(seal.digest) < seals.DIGITS:
        return Words(
            f"封印 {seal} 只有 {len(seal.digest)} 位，不足以证明。请照报表抄全 {seals.DIGITS} 位。",
            f"The seal {seal} has {len(seal.digest)} digits and proves nothing. Copy all {seals.DIGITS} from the report.",
        )
    if seal.entry_no > last:
        return Words(
            f"封印是登记号 {seal.entry_no} 的，而台账止于 {last}：末尾的登记被删去。请从备份恢复并追查。",
            f"The seal is of entry {seal.entry_no}, but the book ends with {last}: entries were cut off. Restore a backup and find out who.",
        )
    for link in chain.links(subject.book.connection):
        if link.entry_no > seal.entry_no:
            break
        if not (link.fits and link.names_fit):
            return broken(link.entry_no)
        if link.entry_no % _TICK == 0:
            subject.tick("seal", link.entry_no, seal.entry_no)
    if not seals.begins(chain.digest_at(subject.book.connection, seal.entry_no), seal):
        return Words(
            f"登记号 {seal.entry_no} 的摘要与封印 {seal} 不符：封印之前的日志被整体改写，或不是这本台账，或抄写有误。请从备份恢复并追查。",
            f"The digest of entry {seal.entry_no} is not that of the seal {seal}: the journal before it was written anew, or it is another book, or a slip. Restore a backup and find out who.",
        )
    return None


_HOW = {
    shape.MISSING: Words("缺失", "is missing"),
    shape.CHANGED: Words("被改动", "was changed"),
    shape.ADDED: Words("不是本程序所建", "is not of this program"),
}
_KIND = {
    "table": Words("表", "table"),
    "view": Words("视图", "view"),
    "index": Words("索引", "index"),
    "trigger": Words("触发器", "trigger"),
}


def schema(subject: Subject) -> Iterator[Finding]:
    """Tables, triggers, views and indexes are those of the schema; a trigger that is gone lets rows be changed."""
    for each in shape.deviations(subject.book.connection):
        harmless = each.how == shape.ADDED and each.kind != "trigger"
        how, kind = _HOW[each.how], _KIND[each.kind]
        todo = Words(
            "请从备份恢复，并查明由谁所为。" if not harmless else "如系其他工具所建且不再需要，可删除。",
            "Restore a backup and find out who."
            if not harmless
            else "If another tool made it, drop it when it is no longer needed.",
        )
        message = Words(f"{kind.zh} {each.name} {how.zh}。{todo.zh}", f"The {kind.en} {each.name} {how.en}. {todo.en}")
        yield Finding("schema", WARNING if harmless else ERROR, message)


def database(subject: Subject) -> Iterator[Finding]:
    """The database finds no fault with its pages, its indexes and the links between rows."""
    subject.tick("integrity", 0, 0)
    for said in verify.integrity(subject.book.connection):
        message = Words(
            f"数据库自检：{said}。请从备份恢复。",
            f"The database says of itself: {said}. Restore a backup.",
        )
        yield Finding("integrity", ERROR, message)
