"""A bounce that is a mail: its parts decoded, and the message that comes back with it passed over.

The standard library's `email` reads the fields of a part and decodes what they say; a part is looked at line
by line all the same, because a bounce may stand anywhere in a text, cut, or one of thousands in a mailbox.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

PART_READ = 262_144
"""Characters of an encoded part that are decoded: a report has no more."""

FIELDS_READ = 64
"""Lines of a header that are looked at."""

_FIELD = re.compile(r"(?:Content-(?:Type|Transfer-Encoding)|MIME-Version):", re.IGNORECASE)
_HEADER_LINE = re.compile(r"[A-Za-z][A-Za-z0-9-]*:|[ \t]\S")
_BOUNDARY = re.compile(r"--[^\s-]\S{2,}|--=?_\S+")
_SOFT_BREAK = re.compile(r"=[ \t]*$")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}$")
_COPIED = re.compile(
    r"-{2,}\s*(?:Begin )?(?:Original|Forwarded|Returned|Copy of (?:your|the)|Undelivered|Failed"
    r"|Unsent) ?(?:message|mail)?\b.{0,40}?-{2,}\s*$"
    r"|-{4,} ?This is a copy of (?:the|your) message.{0,60}-{2,}\s*$"
    r"|--- Below this line is a copy of the message"
    r"|-{4,} ?The (?:header|body) of the (?:original )?message.*-{2,}\s*$|-{5} ?Original message ?-{5}"
    r"|(?:The )?headers? of the (?:original )?message:?\s*$|Original message headers:\s*$"
    r"|Header of the (?:original )?message:\s*$"
    r"|-{2,}\s*(?:Ursprüngliche|Original) Nachricht\s*-{2,}",
    re.IGNORECASE,
)
"""What stands above the message that could not be delivered."""

_RESUMES = re.compile(
    r"From \S+@?\S* +[A-Z][a-z]{2} |(?:Reporting-MTA|Diagnostic-Code|Final-Recipient):"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+\[\d+\]:",
)
"""What no copied message has: the next mail of a mailbox, a report's fields, a log."""

_MESSAGES = ("message/rfc822", "text/rfc822-headers", "message/global", "text/rfc822")


_CONCERNED = frozenset("-Cc")
"""What the lines begin with that part a mail, or name what its parts are."""

_ABOVE = frozenset("MTHOtho(> ")
"""What the lines may begin with that stand above a message that comes back."""


class Mail:
    """Takes the lines of a text and returns what is to be read of them."""

    def __init__(self) -> None:
        self._fields: list[str] | None = None
        self._part: Message | None = None
        self._kept: list[str] = []
        self._size = 0
        self._joined = ""
        self._copied = self._html = False

    def passes(self, line: str) -> bool:
        """Return whether a line has nothing to do with a mail, and is to be read as it is."""
        if self._part is not None or self._copied or self._html or self._fields is not None:
            return False
        first = line[:1]
        if first in _CONCERNED:
            return False
        return first not in _ABOVE or not ("essage" in line or line.startswith(("MIME", "Mime")))

    def feed(self, line: str) -> Iterator[str]:
        """Yield the lines that one gives: itself, none while a part is collected, or those of the part."""
        if self._part is not None:
            yield from self._in_part(line)
            return
        if self._html and not self._is_boundary(line):
            yield _without_tags(line)
            return
        self._html = False
        if self._copied:
            if not (_RESUMES.match(line) or self._is_boundary(line)):
                return
            self._copied = self._html = False
        first = line[:1]
        if first == "-" or (first in "CTHOctho(> " and "essage" in line):
            if self._is_boundary(line):
                self._fields = []
                yield line
                return
            if _COPIED.match(line.lstrip("> ")):
                self._copied = True
                return
        if self._fields is None and first in "CMcm" and _FIELD.match(line):
            self._fields = []
        if self._fields is not None:
            self._in_header(line)
        yield line

    def end(self) -> Iterator[str]:
        """Yield the lines of a part that the text broke off."""
        yield from self._decoded()

    def _is_boundary(self, line: str) -> bool:
        return (
            line.startswith("--") and _BOUNDARY.match(line.rstrip()) is not None and " " not in line.strip()
        )

    def _in_header(self, line: str) -> None:
        fields = self._fields
        assert fields is not None
        if line.strip():
            if len(fields) < FIELDS_READ and _HEADER_LINE.match(line):
                fields.append(line.rstrip("\r\n"))
            elif not _HEADER_LINE.match(line):
                self._fields = None
            return
        self._fields = None
        # It imports much, sockets among it, and few texts are mails.
        from email.parser import HeaderParser

        part = HeaderParser().parsestr("\n".join(fields) + "\n\n")
        if part.get_content_type() in _MESSAGES:
            self._copied = True
        elif str(part.get("Content-Transfer-Encoding", "")).strip().lower() in ("quoted-printable", "base64"):
            self._part, self._kept, self._size = part, [], 0
        elif part.get_content_type() == "text/html":
            self._html = True

    def _in_part(self, line: str) -> Iterator[str]:
        """Collect an encoded part; only what its encoding cannot be ends it where a boundary is missing."""
        part = self._part
        assert part is not None
        coded = line.strip()
        base64 = str(part["Content-Transfer-Encoding"]).strip().lower() == "base64"
        over = (
            (base64 and not _BASE64.match(coded)) or self._is_boundary(line) or _RESUMES_MAILBOX.match(line)
        )
        if not over and self._size < PART_READ:
            self._size += len(line)
            if base64:
                self._kept.append(coded)
            else:
                yield from self._unquoted(part, line)
            return
        yield from self._decoded()
        if over:
            yield from self.feed(line)

    def _unquoted(self, part: "Message", line: str) -> Iterator[str]:
        """Yield a line of quoted-printable when its last piece is there; each is decoded at once."""
        line = self._joined + line.rstrip("\r\n")
        if _SOFT_BREAK.search(line) and len(line) < PART_READ:
            self._joined = _SOFT_BREAK.sub("", line)
            return
        self._joined = ""
        yield from _decode(part, line).splitlines() or [""]

    def _decoded(self) -> Iterator[str]:
        part, kept, joined = self._part, self._kept, self._joined
        self._part, self._kept, self._joined = None, [], ""
        if part is None:
            return
        if joined:
            yield _decode(part, joined)
        if kept and part.get_content_maintype() in ("text", "message"):
            yield from _decode(part, "\n".join(kept)).splitlines()


_RESUMES_MAILBOX = re.compile(r"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d")


_TAG = re.compile(r"</?[A-Za-z!][^>@]*>")


def begins_mail(line: str) -> bool:
    """Return whether a line parts the mails of a mailbox (RFC 4155)."""
    return _RESUMES_MAILBOX.match(line) is not None


def _decode(part: "Message", coded: str) -> str:
    """Return a piece of a part as text; what cannot be decoded is left as it stands."""
    part.set_payload(coded)
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes):
        return coded
    try:
        text = octets.decode(part.get_content_charset() or "utf-8", "backslashreplace")
    except (LookupError, ValueError):
        text = octets.decode("utf-8", "backslashreplace")
    return _without_tags(text) if part.get_content_subtype() == "html" else text


def _without_tags(text: str) -> str:
    """Return a line of HTML as it is read, roughly: a bounce says the same in plain text beside it."""
    # It brings a table of 2231 names with it.
    from html import unescape

    return unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
