"""The replies in a text, line by line, at a steady memory."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from smtptui.reference.explaining.evidence import PHASES, Evidence
from smtptui.text import visible
from smtptui.transcripts.conversation import Conversation
from smtptui.transcripts.formats.bounce import Bounce
from smtptui.transcripts.formats.exchange import Exchange
from smtptui.transcripts.formats.exim import Exim
from smtptui.transcripts.formats.marked import Marked
from smtptui.transcripts.formats.plain import Plain
from smtptui.transcripts.formats.postfix import Postfix
from smtptui.transcripts.formats.prose import Prose
from smtptui.transcripts.formats.sendmail import Sendmail
from smtptui.transcripts.parts import LINE_READ
from smtptui.transcripts.pieces import Family, Heard, Logged, Opened, Piece, Said
from smtptui.transcripts.redaction import SECRETS_KEPT, scrubbed, without_payload, without_response

SESSIONS_KEPT = 256
"""Sessions of a mixed log that are followed at once; the one unused the longest is forgotten."""


class FoundReply(NamedTuple):
    """A reply in a text: the number of the line (from 1) it ended in, and the family of its format."""

    line: int
    format: str
    evidence: Evidence


class Reader:
    """Finds replies; `feed` takes the lines in their order, `end` what is left."""

    def __init__(self) -> None:
        self._bounce, self._plain = Bounce(), Plain()
        self._families: tuple[Family, ...] = (
            self._bounce, Postfix(), Exim(), Sendmail(), Exchange(), Marked(), self._plain, Prose(),
        )  # fmt: skip
        self._sessions: OrderedDict[tuple[str, str], Conversation] = OrderedDict()
        self._secrets: deque[frozenset[str]] = deque(maxlen=SECRETS_KEPT)
        self._number = 0
        self._found = Evidence("")

    def feed(self, line: str) -> Iterator[FoundReply]:
        """Take one line, without its end, and yield the replies that it completes."""
        self._number += 1
        line = visible(line[:LINE_READ].rstrip("\r\n").replace("\t", " "))
        if self._response_expected(line):
            return
        for family in self._families:
            pieces = family.read(line)
            for found in self._taken(pieces, family):
                if isinstance(family, Prose) and self._again(found.evidence):
                    continue
                self._found = found.evidence
                yield found
            # A DSN's field may end with a line that belongs to another family.
            if pieces and not (family is self._bounce and all(isinstance(piece, Logged) for piece in pieces)):
                return

    def end(self) -> Iterator[FoundReply]:
        """Yield replies whose end never came."""
        yield from self._taken(self._bounce.end(), self._bounce)
        for (name, _), conversation in self._sessions.items():
            for evidence in conversation.end():
                yield FoundReply(self._number, name, evidence)

    def _taken(self, pieces: tuple[Piece, ...], family: Family) -> Iterator[FoundReply]:
        for piece in pieces:
            match piece:
                case Opened(session):
                    key = (family.name, session)
                    for evidence in self._session(key).end():
                        yield FoundReply(self._number, family.name, evidence)
                    self._sessions[key] = Conversation(self._secrets)
                case Said(text, session):
                    self._session((family.name, session)).said(text)
                case Heard(text, session):
                    conversation = self._session((family.name, session))
                    for evidence in conversation.heard(text, directed=family is not self._plain):
                        yield FoundReply(self._number, family.name, evidence)
                case Logged(code, enhanced, text, command, command_line, server):
                    shown = scrubbed(without_payload(text), self._secrets)
                    asked, _ = without_response(command_line)
                    yield FoundReply(
                        self._number,
                        family.name,
                        Evidence(
                            code,
                            enhanced,
                            shown.strip(),
                            command,
                            asked,
                            PHASES.get(command, ""),
                            server=server,
                        ),
                    )

    def _again(self, evidence: Evidence) -> bool:
        """Return whether a sentence repeats the reply found last, as error messages after a transcript do."""
        last = self._found
        return evidence.code == last.code and (evidence.text in last.text or last.text in evidence.text)

    def _response_expected(self, line: str) -> bool:
        """Take a line without a mark as the response to a challenge, or as message data, where one is due."""
        conversation = self._sessions.get((self._plain.name, ""))
        if conversation is None or not (conversation.asked or conversation.in_data):
            return False
        if isinstance(next(iter(self._plain.read(line)), None), Heard):
            return False
        conversation.said(line)
        return True

    def _session(self, key: tuple[str, str]) -> Conversation:
        if key not in self._sessions:
            self._sessions[key] = Conversation(self._secrets)
            if len(self._sessions) > SESSIONS_KEPT:
                self._sessions.popitem(last=False)
        self._sessions.move_to_end(key)
        return self._sessions[key]


def find_replies(lines: Iterable[str]) -> Iterator[FoundReply]:
    """Yield every reply in the lines, in their order."""
    reader = Reader()
    for line in lines:
        yield from reader.feed(line)
    yield from reader.end()
