"""A reply within a sentence: exceptions, error messages, logs of programs that no other family knows."""

import re
from collections.abc import Iterator
from html import unescape

from smtptui.transcripts.asked import command_line_told, command_told
from smtptui.transcripts.extents import quoted_to, trimmed, unescaped
from smtptui.transcripts.formats.web import is_other_protocol
from smtptui.transcripts.parts import CODE, STATUS, Parts, split_reply, split_status
from smtptui.transcripts.pieces import Asked, Line, Logged, Piece
from smtptui.transcripts.telling import CANDIDATE, PROVED, is_status_told, is_told
from smtptui.transcripts.verbs import verb_named

_COMMAND_FIELD = re.compile(r"\s+(?:command|stage): ['\"](?P<command>[A-Za-z][\w ]{2,30})['\"],?(?: ?\})?$")
_TUPLE = re.compile(rf"\(\s*(?P<code>{CODE}),\s*(?:u|b)?(?P<quote>['\"])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FIELDS = re.compile(r", [A-Z][\w ()]{1,20}: ")
_BRACKETED = re.compile(rf"\((?P<code>{CODE})\):? (?P<text>\S.*)")
_PAIRED = re.compile(
    rf"\bcode[\"']?\s*[:=]?\s*[\"']?(?P<code>{CODE})[\"']?\s*[,;]?\s+(?:and |with )*(?:message|msg|text"
    rf"|response|reason)[\"']?\s*[:=]?\s*[\"']?(?P<text>.*)",
    re.IGNORECASE,
)
_STATUS_ALONE = re.compile(
    rf"\b(?:dsn|status|enhanced(?:[ -]?status)?(?: code)?)[=: ]+(?P<enhanced>{STATUS})\b(?![.\d])",
    re.IGNORECASE,
)
_QMAIL = re.compile(rf"(?P<text>[A-Z][^()]{{4,400}})\(#(?P<enhanced>{STATUS})\)")
_PHPMAILER = re.compile(rf"(?: Additional SMTP info: (?:(?P<enhanced>{STATUS})|.*))$")
_RUST = re.compile(
    r"severity: (?P<class>Positive|Transient|Permanent)\w+, category: (?P<second>\w+), "
    r"detail: (?P<third>\w+),? ?\}(?:, message: \[\"(?P<text>[^\]]*)\"\])?"
)
_SECOND = {
    "Syntax": "0",
    "Information": "1",
    "Connections": "2",
    "Unspecified3": "3",
    "Unspecified4": "4",
    "MailSystem": "5",
}
_THIRD = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
PAIR_READ = 2000
"""Characters in which the text of a code is looked for that stands in another field."""

REPLIES_READ = 32
"""Replies of one line that are looked for: a dictionary of refused recipients has one for each."""


class Prose:
    """Any line at all; looked at only where no other family knows it."""

    name = "text"

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the replies in the line where something proves that they are some."""
        text = unescape(line.text) if "&" in line.text and ";" in line.text else line.text
        before = f"{line.tag}: " if line.tag and text[:1].isdigit() else ""
        found = tuple(_replies(before + text))
        if found:
            return found
        if asked := _COMMAND_FIELD.match(text):
            verb = verb_named(asked["command"])
            return (Asked(verb),) if verb else ()
        if status := _STATUS_ALONE.search(text):
            return (Logged("", status["enhanced"]),)
        return ()


def _replies(text: str) -> Iterator[Logged]:
    if rust := _RUST.search(text):
        yield from _of_rust(rust)
        return
    position = 0
    for _ in range(REPLIES_READ):
        found = CANDIDATE.search(text, position)
        if found is None:
            return
        reply, end = _reply_at(text, found)
        if reply is not None:
            before, after = text[: found.start()], text[found.end() :]
            yield Logged(*reply, command=command_told(before, after), command_line=command_line_told(before))
        position = max(end, found.end())


def _reply_at(text: str, found: re.Match[str]) -> tuple[Parts | None, int]:
    """Return the reply that a candidate is, and where it ends; None where it is another number."""
    start, end = found.span()
    if found["enhanced"]:
        return _status_at(text, found)
    code = found["code"] or found["ended"]
    if tupled := _TUPLE.match(text, max(start - 1, 0)):
        stop, _ = quoted_to(text, tupled.end())
        if not _WORD.search(text, tupled.end(), stop) or is_other_protocol(text[:start]):
            return None, stop
        return split_reply(f"{code} {unescaped(text[tupled.end() : stop])}"), stop
    if not PROVED.match(text, end):
        paired = _PAIRED.search(text, max(0, start - 12), end + PAIR_READ)
        if paired and paired.start("code") == start and is_told(text[:start], code, " " + paired["text"]):
            return split_reply(f"{code} {_unquoted(text, paired.start('text'))}"), len(text)
        if not is_told(text[:start], code, text[end:]):
            return None, end
    if _FIELDS.match(text, end):
        return Parts(code, "", ""), end
    if addition := _PHPMAILER.match(text, end):
        return Parts(code, addition["enhanced"] or "", ""), addition.end()
    if bracketed := _BRACKETED.match(text, max(start - 1, 0)):
        return split_reply(f"{code} {trimmed(bracketed['text'])}"), len(text)
    stop, quoted = quoted_to(text, start)
    inner = unescaped(text[start:stop]) if quoted else text[start:stop]
    if nested := _nested(inner):
        return None, start + nested
    return split_reply(trimmed(inner)), stop


def _unquoted(text: str, start: int) -> str:
    stop, _ = quoted_to(text, start)
    return trimmed(unescaped(text[start:stop]))


def _nested(reply: str) -> int:
    """Return where a reply stands that the greeting or a success only carries, or 0."""
    if reply[0] not in "23":
        return 0
    inner = re.search(rf"(?<![\w.])[45][0-5]\d[ -]{STATUS}\b", reply[4:])
    return inner.start() + 4 if inner else 0


def _status_at(text: str, found: re.Match[str]) -> tuple[Parts | None, int]:
    start, end = found.span()
    before = text[:start]
    if is_status_told(before, found["enhanced"], text[end:]):
        later = re.search(rf"(?<![\w.]){CODE}[ -]['\"(]?#?{STATUS}\b", text[end:])
        if later:
            return None, end + later.start()
        stop, _ = quoted_to(text, start)
        enhanced, rest = split_status(trimmed(text[start:stop]).removeprefix("#"))
        return Parts("", enhanced, rest), stop
    if qmail := _QMAIL.search(text[: end + 1]):
        return Parts("", qmail["enhanced"], qmail["text"].strip()), end
    return None, end


def _of_rust(found: re.Match[str]) -> Iterator[Logged]:
    first = {"Positive": "2", "Transient": "4", "Permanent": "5"}[found["class"]]
    if found["second"] in _SECOND and found["third"] in _THIRD:
        code = first + _SECOND[found["second"]] + str(_THIRD.index(found["third"]))
        if parts := split_reply(f"{code} {found['text'] or ''}"):
            yield Logged(*parts)
