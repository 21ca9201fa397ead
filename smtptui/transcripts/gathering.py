"""Lines that belong together, joined: folded fields and sentences, a reply under a sentence, an object."""

import re
from collections.abc import Iterator

from smtptui.transcripts.formats import objects
from smtptui.transcripts.parts import CODE, STATUS
from smtptui.transcripts.pieces import Line

OBJECT_READ = 65_536
"""Characters of an object of several lines that are waited for."""

OBJECT_LINES = 2000
JOINED = 4096
"""Characters of a folded text that are kept."""

_FIELD = re.compile(
    r"(?:[\w-]*Diagnostic-Code|X-\w+-Diagnostic|Status|Remote-MTA|Final-Recipient):", re.IGNORECASE
)
_SENTENCE = re.compile(
    rf"<[^<>\s]+>: (?:host |connect|delivery|mail|lost |timed |\S+$)|(?:<[^<>\s]+>"
    rf"|\S+@\S+)[:,]? .*\b{CODE}\b|.*\b(?:said|refused to talk to me|returned|response was"
    rf"|reply):? .*\b(?:{CODE}|{STATUS})|\(reason: {CODE}"
)
_OBJECT_FIELD = re.compile(r"\s+(?:at\s|\.\.\. \d|File \"|[\w\"']+\s?[:=] ?['\"\d\[{(]|[}\])])")
_ASKS = re.compile(
    r"(?:said|responded|response|reply|replied|was|is|error|message|reason|host|data|returned"
    r"|answer(?:ed)?|transcript|because|following|[>\]]|SIZE=\d+)\s*:$"
    r"|(?:does not like recipient|failed after I sent the message|sender was rejected|my name was rejected"
    r"|greeting failed|accepted message|failed on DATA command)\.?$"
    r"|\bafter (?:RCPT TO|MAIL FROM|end of data|DATA|initial connection|EHLO|HELO)\b.*:$",
    re.IGNORECASE,
)
"""How a line ends under which a reply is to follow."""

_ANSWERS = re.compile(
    rf"\s*(?:[\"'(]?{CODE}(?:[ -:]|$)|{STATUS}\b|host \S+ ?\[[^\]]+\](?::\d+)?: |Remote host said: "
    rf"|smtp; ?{CODE}|[\w.-]+ said: )",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?P<label>(?:[\w./-]+: ){{0,3}}[\w ]*(?:message|said|response|error|reply): )(?P<code>{CODE})-",
    re.IGNORECASE,
)
"""A line of a reply of several, with the words before it that each of them has."""

_REPLY = re.compile(rf".*?(?<![\w.])(?P<code>{CODE})-")
_INDENTED = re.compile(r"\s{2,}\S|\t\S| \S")


class Gathering:
    """Takes lines and returns them, those that belong together as one with the last one's number."""

    def __init__(self) -> None:
        self._held: Line | None = None
        self._asks = self._field = self._labelled = False
        self._several = ""
        self._object: list[Line] = []
        self._size = self._depth = 0

    def feed(self, line: Line) -> Iterator[Line]:
        """Yield the lines that are complete."""
        if self._object:
            yield from self._in_object(line)
            return
        held = self._held
        if held is not None:
            if self._labelled and self._repeats_prefix(held, line):
                label = _LABELLED.match(held.text)
                start = len(label["label"]) if label is not None else 0
                whole = f"{held.text}\n{line.text[start:]}"
                self._held = line._replace(text=whole, tabbed="")
                self._labelled = line.text[start + 3 : start + 4] == "-"
                return
            if self._goes_on(held, line):
                self._hold(held, line)
                return
            if self._asks and not line.text.strip() and not held.text.endswith("\n"):
                self._held = held._replace(text=held.text + "\n")
                return
            self._held = None
            yield held._replace(text=held.text.rstrip())
        if line.text[:1] in ("{", "[") and line.text.strip() in ("{", "[", "[{"):
            self._object, self._size, self._depth = [line], 0, _depth_of(line.text)
            return
        text = line.text
        if line.stamp is None and (
            text[-1:] in ":."
            or text[:1] in "DSRFXdsrfx<( "
            or "said" in text
            or "@" in text
            or "return" in text
        ):
            told = len(text) < JOINED and _SENTENCE.match(text.strip()) is not None
            self._asks = not told and text[-1:] in ":." and len(text) < 500 and _ASKS.search(text) is not None
            self._field = _FIELD.match(text) is not None
            self._labelled = "-" in text and _LABELLED.match(text) is not None
            if self._asks or self._field or told or self._labelled:
                self._held, self._several = line, ""
                return
        yield line

    def end(self) -> Iterator[Line]:
        """Yield what is left."""
        held, self._held = self._held, None
        if held is not None:
            yield held._replace(text=held.text.rstrip())
        kept, self._object = self._object, []
        yield from kept

    def _goes_on(self, held: Line, line: Line) -> bool:
        text = line.text
        if (
            line.stamp is not None
            or not text.strip()
            or line.source != held.source
            or len(held.text) > JOINED
        ):
            return False
        if self._asks:
            return _ANSWERS.match(text) is not None
        if self._several:
            return re.match(rf"\s*{self._several}[ -]", text) is not None
        if _indent_of(text) <= _indent_of(held.text) and not self._field:
            return False
        if not _INDENTED.match(text) or _ANSWERS.match(text) or _OBJECT_FIELD.match(text):
            return self._field and text[:1] == " " and not _OBJECT_FIELD.match(text)
        return text[:2] == "  " or self._field

    def _repeats_prefix(self, held: Line, line: Line) -> bool:
        """Return whether a line goes on with a reply of several lines, the words before each the same."""
        found = _LABELLED.match(held.text)
        return found is not None and line.text.startswith(found["label"] + found["code"])

    def _hold(self, held: Line, line: Line) -> None:
        text = line.text.strip()
        joint = "\n" if self._several else " "
        self._held = line._replace(text=f"{held.text.rstrip()}{joint}{text}", tabbed="")
        if self._asks and (_ASKS.search(text) is None or _CODE_AT.match(text)):
            found = _REPLY.match(text)
            self._several = (
                found["code"] if found and text.startswith((found["code"], "Remote host said")) else ""
            )
            self._asks, self._several = False, self._several or "done"
        elif self._several and not text.startswith(self._several + "-"):
            self._several = "done"

    def _in_object(self, line: Line) -> Iterator[Line]:
        self._object.append(line)
        self._size += len(line.text)
        self._depth += _depth_of(line.text)
        if self._depth <= 0:
            kept, self._object = self._object, []
            whole = "\n".join(own.text for own in kept)
            if objects.parsed(whole) is not None:
                yield line._replace(text=whole, tabbed="")
            else:
                yield from kept
        elif self._size > OBJECT_READ or len(self._object) > OBJECT_LINES:
            kept, self._object = self._object, []
            yield from kept


_CODE_AT = re.compile(rf"[\"'(]?{CODE}\b")


def _indent_of(text: str) -> int:
    return len(text) - len(text.lstrip())


_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')


def _depth_of(text: str) -> int:
    """Return how many brackets a line opens and does not close, those in strings left out."""
    bare = _STRINGS.sub("", text)
    return bare.count("{") + bare.count("[") - bare.count("}") - bare.count("]")
