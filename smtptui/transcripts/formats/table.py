"""Tables: a line of column names, then rows; comma, semicolon or tab between them (RFC 4180, Zeek)."""

import csv
import re

from smtptui.transcripts.fielded import CODES, STATUSES, TEXTS, folded, reply_in
from smtptui.transcripts.parts import CODE, STATUS, split_reply
from smtptui.transcripts.pieces import Line, Logged, Nothing, Piece, Telling

_NAME = re.compile(r"[\"']?#?[A-Za-z][\w .:/()-]{0,40}[\"']?$")
_TELLING = CODES | STATUSES | frozenset(TEXTS)
COLUMNS_READ = 200
MISFITS = 5
"""Rows of another width after which the table is over."""


class Table:
    """Rows of which the head names a column for a reply's code or text."""

    name = "table"

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._separator = ""
        self._misfits = 0

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the reply of a row, or nothing for what is none of a table's lines."""
        if self._begins(line):
            return (Nothing(),)
        if not self._names:
            return ()
        if line.text.startswith("#"):
            return (Nothing(),)
        row = _split(line.tabbed or line.text, self._separator)
        if len(row) != len(self._names):
            self._misfits += 1
            if self._misfits > MISFITS:
                self._names = ()
            return ()
        self._misfits = 0
        fields: dict[str, object] = {
            name: value
            for name, value in zip(self._names, row, strict=True)
            if value not in ("", "-", "(empty)")
        }
        replies = [*_of_context(fields), *reply_in(fields)]
        return tuple(reply._replace(telling=Telling.EVENT) for reply in replies) or (Nothing(),)

    def _begins(self, line: Line) -> bool:
        text = line.tabbed or line.text
        if text.startswith("#fields\t"):
            names, separator = text.split("\t")[1:], "\t"
        else:
            text = text.removeprefix("#Fields: ")
            separator = next((own for own in ("\t", ",", ";") if text.count(own) >= 2), "")
            if not separator:
                return False
            names = _split(text, separator)
            if len(names) < 3 or len(names) > COLUMNS_READ or not all(_NAME.match(name) for name in names):
                return False
        known = tuple(map(folded, names))
        sure = [name for name in known if name in _TELLING]
        if not sure or len(set(known)) < len(known) or not any(_looks_named(name) for name in names):
            return False
        self._names, self._separator, self._misfits = known, separator, 0
        return True


_CONTEXT = re.compile(rf"(?:^|;)(?P<reply>{CODE} {STATUS} [^;]+)(?:;|$)")


def _of_context(fields: dict[str, object]) -> tuple[Logged, ...]:
    """Return the reply to the message that Exchange's tracking log has beside that to the recipient."""
    context = fields.get("sourcecontext")
    found = _CONTEXT.search(context) if isinstance(context, str) and "recipientstatus" in fields else None
    parts = split_reply(found["reply"]) if found else None
    return (Logged(*parts),) if parts and found and found["reply"] != fields["recipientstatus"] else ()


def _looks_named(name: str) -> bool:
    return "_" in name or "-" in name or name.islower() or " " not in name


def _split(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return []
