"""Delivery status notifications (RFC 3464): the diagnostic of each recipient."""

import re

from smtptui.transcripts.asked import command_told
from smtptui.transcripts.extents import trimmed
from smtptui.transcripts.parts import CODE, STATUS, split_reply, split_status
from smtptui.transcripts.pieces import Line, Logged, Nothing, Piece

_DIAGNOSTIC = re.compile(
    r"(?P<name>[\w-]*Diagnostic-Code|X-\w+-Diagnostic"
    r"|Diagnostic):\s*(?:(?P<kind>[\w-]+)\s*;\s*)?(?P<text>.*)",
    re.IGNORECASE,
)
_STATUS = re.compile(
    rf"Status:\s*(?P<status>{STATUS})\b(?![.\d])(?: \((?P<comment>[^()]{{1,200}})\))?", re.IGNORECASE
)
_FIELD = re.compile(
    r"(?:Reporting-MTA|Received-From-MTA|Arrival-Date|Final-Recipient|Original-Recipient"
    r"|Original-Envelope-ID|Action|Remote-MTA"
    r"|Last-Attempt-Date|Will-Retry-Until|Final-Log-ID|X-Postfix-\w[\w-]*|X-Supplementary-Info"
    r"|X-Display-Name):",
    re.IGNORECASE,
)
_CODE = re.compile(rf"(?<![\d.\w/-])(?P<code>{CODE})(?=[ -:]|$)")
_PROVED = re.compile(rf"(?<![\d.\w/])(?P<reply>{CODE}[ -]['\"(#]{{0,2}}{STATUS}\b)")


class Bounce:
    """The fields of a DSN, unfolded; a status without a diagnostic is a finding of its own."""

    name = "bounce"

    def __init__(self) -> None:
        self._status = self._comment = ""
        self._number = 0
        self._explained = False

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return what a field tells, nothing for lines that are no fields of a DSN."""
        text = line.text
        if not self._status and text[:1] not in _FIRST:
            self._explained = False
            return ()
        if found := _DIAGNOSTIC.match(text):
            status, self._status, self._explained = self._status, "", True
            kind = (found["kind"] or "smtp").lower()
            if kind in ("smtp", "lmtp", "esmtp") or _CODE.search(found["text"]):
                return (*_of_diagnostic(found["text"].strip(), status, found["name"]), Nothing())
            told = Logged("", status, found["text"].strip(), line=self._number) if status else Nothing()
            return (told, Nothing())
        if found := _STATUS.match(text):
            before = self.end()
            if not self._explained:
                self._status, self._comment, self._number = (
                    found["status"],
                    found["comment"] or "",
                    line.number,
                )
            return (*before, Nothing())
        if found := _FIELD.match(text):
            if found[0].lower().startswith(("final-recipient", "original-recipient")):
                self._explained = False
                return (*self.end(), Nothing())
            return (Nothing(),)
        self._explained = False
        return self.end()

    def end(self) -> tuple[Piece, ...]:
        """Return the status that no diagnostic explained, if any."""
        status, self._status = self._status, ""
        return (Logged("", status, self._comment, line=self._number),) if status else ()


_FIRST = frozenset("RASFOLWXDMrasfolwxdm")


def _of_diagnostic(diagnostic: str, status: str, name: str) -> tuple[Piece, ...]:
    # Some put the host's name, the greeting, the status or the protocol again before the reply.
    found = _PROVED.search(diagnostic) or _CODE.search(diagnostic[:200])
    if found and (parts := split_reply(trimmed(diagnostic[found.start() :].rstrip()))):
        before, after = diagnostic[: found.start()], diagnostic[found.end() :]
        return (Logged(*parts, command=command_told(before, after)),)
    if not name.lower().endswith("code"):
        return ()
    enhanced, text = split_status(diagnostic)
    status = enhanced or status
    return (Logged("", status, text),) if status else ()
