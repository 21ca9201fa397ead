"""Lines that belong together, joined: folded fields and sentences, a reply under a sentence, an object."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from smtptui.transcripts.formats import objects
from smtptui.transcripts.parts import CODE, STATUS
from smtptui.transcripts.pieces import Line

OBJECT_READ = 65_536
"""Characters of an object of several lines that are waited for."""

OBJECT_LINES = 2000

JOINED = 4096
"""Characters of a joined text: what is longer is no reply."""

ASKS_READ = 500
"""Characters of a sentence under which a reply is to follow."""


class Waits(Enum):
    """What a line waits for."""

    FIELD = auto()
    """The folded lines of a header field (RFC 5322 §2.2.3)."""
    FOLDED = auto()
    """Lines indented deeper, as of a bounce's paragraph."""
    ANSWER = auto()
    """The reply under a sentence that ends where it should follow."""
    LINES = auto()
    """The further lines of a reply of several."""
    PIECES = auto()
    """The next piece of a text that Node.js shows in several."""


class Waiting(NamedTuple):
    """What a line waits for; `label` is what stands before each line of a reply, `code` is its code."""

    what: Waits
    label: str = ""
    code: str = ""


_FIELD = re.compile(
    r"(?:[\w-]*Diagnostic-Code|X-\w+-Diagnostic|Status|Remote-MTA|Final-Recipient):", re.IGNORECASE
)
_SENTENCE = re.compile(
    rf"\s*(?:<[^<>\s]+>(?: \(expanded from <[^<>\s]+>\))?: (?:host |connect|delivery|mail|lost |timed |\S+$)"
    rf"|(?:<[^<>\s]+>"
    rf"|\S+@\S+)[:,]? .*\b{CODE}\b"
    rf"|\(reason: {CODE}|.*\b(?:said|refused to talk to me|returned|response was|reply):? .*\b(?:{CODE}"
    rf"|{STATUS}))"
)
_OBJECT_FIELD = re.compile(
    r"\s+(?:at\s|from /|\.\.\. \d|File \"|[\w\"']+\s?[:=] ?(?:['\"\[{(]|\d+,?$)|[}\])])"
)
_ASKS = re.compile(
    r"(?:said|responded|response|reply|replied|was|is|error|message|reason|host|data|returned|answer(?:ed)?"
    r"|transcript|because|following|command|[>\]]|SIZE=\d+)\s*:$"
    r"|did not like our (?:RCPT TO|MAIL FROM|DATA|EHLO|HELO|\w+ \w+):$"
    r"|(?:does not like recipient|failed after I sent the message|sender was rejected|my name was rejected"
    r"|greeting failed|accepted message|failed on DATA command)\.?$"
    r"|\bafter (?:RCPT TO|MAIL FROM|end of data|DATA|initial connection|EHLO|HELO)\b.*:$",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    rf"\s*(?:[\"'(]?{CODE}(?:[ -:]|$)|{STATUS}\b|host \S+ ?\[[^\]]+\](?::\d+)?: "
    rf"|Remote (?:host said|server replied): "
    rf"|smtp; ?{CODE}|[\w.-]+ said: )",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?P<label>(?:[\w./-]+: ){0,3}[\w ]*(?:message|said|response|error|reply): |<[^<>\s]+>: )"
    rf"(?P<code>{CODE})-",
    re.IGNORECASE,
)
_OPEN = re.compile(rf"(?:[a-z)\]>]: |\bmessage [\"'])(?P<code>{CODE})-\S")
_AT_HEAD = re.compile(rf"(?:Remote (?:host said|server replied): )?(?P<code>{CODE})-")
_SENT = re.compile(r"\bsent: (?:RCPT TO|MAIL FROM|DATA|EHLO|HELO)\b")
_ENDS_WITH_CODE = re.compile(rf"[:,;-] ?['\"(]?{CODE}-?$")
"""A reply that is folded right behind its code: what follows is its, whatever that looks like."""

_SERVED = re.compile(r"(?:host|server|mx|remote(?: host)?): ?\S+$", re.IGNORECASE)
"""A line between a sentence that asks and its reply, which names the other server."""

_CONCATENATED = ("' +", '" +')


def waiting_of(line: Line) -> Waiting | None:
    """Return what a line waits for, None where it stands alone."""
    text = line.text
    if len(text) > JOINED:
        return None
    if text.endswith(_CONCATENATED):
        return Waiting(Waits.PIECES)
    if "-" in text:
        if (found := _LABELLED.match(text)) and _is_open(text, found["code"]):
            return Waiting(Waits.LINES, found["label"], found["code"])
        if (found := _OPEN.search(text)) and _is_open(text, found["code"]):
            return Waiting(Waits.LINES, text[: found.start("code")], found["code"])
    if line.stamp is not None:
        return None
    if _FIELD.match(text):
        return Waiting(Waits.FIELD)
    if _SENTENCE.match(text):
        return Waiting(Waits.FOLDED)
    if " sent: " in text and _SENT.search(text):
        return Waiting(Waits.ANSWER)
    ended = text.rstrip()
    asks = ended[-1:] in (":", ".") and len(text) < ASKS_READ
    if asks and _ASKS.search(ended) and not _AT_HEAD.match(ended):
        return Waiting(Waits.ANSWER)
    return None


def _is_open(text: str, code: str) -> bool:
    """Return whether the last line of a reply with this code is still to come."""
    last = text.rfind(code)
    return text[last + 3 : last + 4] == "-"


def joined(held: Line, waiting: Waiting, line: Line) -> tuple[str, Waiting | None] | None:
    """Return two lines as one text and what that waits for; None where they do not belong together."""
    text, bare = line.text, line.text.strip()
    if len(held.text) > JOINED or line.source != held.source:
        return None
    if waiting.what is Waits.PIECES:
        if bare[:1] not in ("'", '"'):
            return None
        whole = held.text.rstrip()[:-3] + bare[1:]
        return whole, waiting if bare.endswith(_CONCATENATED) else None
    if waiting.what is Waits.LINES:
        again = f"{waiting.label}{waiting.code}"
        if text.startswith(again) or bare.startswith((waiting.code + "-", waiting.code + " ")):
            own = text[len(waiting.label) :] if text.startswith(again) else bare
            return f"{held.text}\n{own}", waiting if own[3:4] == "-" else None
        return (f"{held.text} {bare}", waiting) if _is_folded(held, line) else None
    if line.stamp is not None:
        return None
    if waiting.what is Waits.ANSWER:
        return _answered(held, text)
    if waiting.what is Waits.FIELD:
        is_folded = text[:1] == " " and bool(bare) and not _OBJECT_FIELD.match(text)
    else:
        is_folded = _is_folded(held, line)
    return (f"{held.text} {bare}", waiting) if is_folded else None


def _answered(held: Line, text: str) -> tuple[str, Waiting | None] | None:
    if not text.strip() and not held.text.endswith("\n"):
        # A reply may follow after an empty line, but not after two.
        return held.text + "\n", Waiting(Waits.ANSWER)
    if _SERVED.match(text.strip()):
        return f"{held.text.rstrip()} {text.strip()}", Waiting(Waits.ANSWER)
    if not _ANSWERS.match(text):
        return None
    whole = f"{held.text.rstrip()} {text.strip()}"
    if text.rstrip().endswith(":") and _ASKS.search(text):
        return whole, Waiting(Waits.ANSWER)
    found = _AT_HEAD.match(text.strip())
    return whole, Waiting(Waits.LINES, "", found["code"]) if found else None


def _is_folded(held: Line, line: Line) -> bool:
    text = line.text
    if not text.startswith("  ") or not text.strip() or line.stamp is not None:
        return False
    deeper = _indent_of(text) > _indent_of(held.text)
    if deeper and (_ENDS_WITH_CODE.search(held.text) or _goes_on(held.text, text)):
        return True
    return deeper and not _ANSWERS.match(text) and not _OBJECT_FIELD.match(text)


def _goes_on(before: str, text: str) -> bool:
    """Return whether a folded line begins with a further line of the reply that has begun before it."""
    found = _AT_HEAD.match(text.strip())
    return found is not None and f" {found['code']}-" in before


def _indent_of(text: str) -> int:
    return len(text) - len(text.lstrip())


_JOINED_TAGS = frozenset(("courieresmtp", "courierd", "courieresmtpd"))
"""Programs of which the log has each line of a reply in a line of its own."""


class Gathering:
    """Takes lines and returns them, those that belong together as one with the last one's number."""

    def __init__(self) -> None:
        self._held: Line | None = None
        self._waiting = Waiting(Waits.FIELD)
        self._object: list[Line] = []
        self._size = self._depth = 0

    def feed(self, line: Line) -> Iterator[Line]:
        """Yield the lines that are complete."""
        if self._object:
            yield from self._in_object(line)
            return
        if (held := self._held) is not None:
            if (more := joined(held, self._waiting, line)) is not None:
                whole, waiting = more
                number = line.number if line.text.strip() else held.number
                self._held = held._replace(text=whole, tabbed="", number=number)
                if waiting is None:
                    yield from self._released()
                else:
                    self._waiting = waiting
                return
            yield from self._released()
        if line.text[:1] in ("{", "[") and _opens_object(line.text):
            self._object, self._size, self._depth = [line], 0, _depth_of(line.text)
        elif (waits := None if line.tag and line.tag not in _JOINED_TAGS else waiting_of(line)) is not None:
            self._held, self._waiting = line, waits
        else:
            yield line

    def passes(self, line: Line) -> bool:
        """Return whether a line stands alone, whatever comes: a daemon writes none that go on."""
        return bool(line.tag) and line.tag not in _JOINED_TAGS and self.is_idle

    @property
    def is_idle(self) -> bool:
        """Whether no line waits for another."""
        return self._held is None and not self._object

    def end(self) -> Iterator[Line]:
        """Yield what is left."""
        yield from self._released()
        kept, self._object = self._object, []
        yield from kept

    def _released(self) -> Iterator[Line]:
        held, self._held = self._held, None
        if held is not None:
            yield held._replace(text=held.text.rstrip())

    def _in_object(self, line: Line) -> Iterator[Line]:
        self._object.append(line)
        self._size += len(line.text)
        self._depth += _depth_of(line.text)
        over = self._size > OBJECT_READ or len(self._object) > OBJECT_LINES
        if self._depth > 0 and not over:
            return
        kept, self._object = self._object, []
        whole = "\n".join(own.text for own in kept)
        if not over and objects.parsed(whole) is not None:
            yield line._replace(text=whole, tabbed="")
        else:
            yield from kept


def _opens_object(text: str) -> bool:
    """Return whether a line begins an object that further lines end."""
    bare = text.strip()
    return bare in ("{", "[", "[{") or (
        bare.startswith(("[{", '{"')) and bare[-1] in ",{[" and _depth_of(bare) > 0
    )


_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')


def _depth_of(text: str) -> int:
    """Return how many brackets a line opens and does not close, those in strings left out."""
    bare = _STRINGS.sub("", text)
    return bare.count("{") + bare.count("[") - bare.count("}") - bare.count("]")
