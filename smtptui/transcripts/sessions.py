"""The sessions of a text: what each line tells, brought to the conversation that it belongs to."""

from collections import OrderedDict
from collections.abc import Iterator

from smtptui.reference.explaining.evidence import Evidence
from smtptui.transcripts.conversation import Conversation
from smtptui.transcripts.credentials import Secrets
from smtptui.transcripts.formats.marked import Marked
from smtptui.transcripts.formats.plain import Plain
from smtptui.transcripts.pieces import Asked, Ended, Heard, Line, Logged, Opened, Piece, Said, Telling
from smtptui.transcripts.repeats import FoundReply, Repeats

SHARED = "session"
"""Lines with marks and without them may be of one session, as where only the client is marked."""

SESSIONS_KEPT = 256
"""Sessions of a mixed log that are followed at once; the one unused the longest is forgotten."""

Key = tuple[str, str]
"""The format of a session, or `SHARED`, and what tells it from others of that format."""


class Sessions:
    """Takes pieces, and yields the replies that they complete."""

    def __init__(self, repeats: Repeats) -> None:
        self.secrets = Secrets()
        self._repeats = repeats
        self._conversations: OrderedDict[Key, Conversation] = OrderedDict()
        self._numbers: dict[Key, int] = {}
        self._count = 0
        """Sessions that have begun."""

    def __len__(self) -> int:
        return len(self._conversations)

    def shared(self, source: str) -> Conversation | None:
        """Return the session that lines with and without marks are of, if it has begun."""
        return self._conversations.get((SHARED, source))

    @property
    def sources(self) -> list[str]:
        """What tells the sessions apart that lines with and without marks are of."""
        return [source for name, source in self._conversations if name == SHARED]

    def take(self, piece: Piece, name: str, line: Line) -> Iterator[FoundReply]:
        """Take what a line tells in the format `name`."""
        match piece:
            case Opened(session, last_only):
                yield from self._close(name, session, line)
                key = self._key(name, session)
                self._conversations[key] = Conversation(self.secrets, opened=True, last_only=last_only)
            case Ended(session):
                yield from self._close(name, session, line)
            case Said(text, session):
                key = self._key(name, session)
                yield from self._wire(key, self._session(key).said(text), name, line)
            case Heard(text, session, marked):
                key = self._key(name, session)
                yield from self._wire(key, self._session(key).heard(text, marked=marked), name, line)
            case Logged():
                yield from self.told(piece, name, line)
            case Asked(command):
                self._repeats.asked(command)

    def told(self, piece: Logged, name: str, line: Line) -> Iterator[FoundReply]:
        """Take a reply that stands in a line by itself."""
        text = self.secrets.scrubbed(piece.text).strip() if piece.text else ""
        asked = self.secrets.scrubbed(piece.command_line) if piece.command_line else ""
        evidence = Evidence(piece.code, piece.enhanced, text, piece.command, asked, server=piece.server)
        number = piece.line or line.number
        if not piece.code and name == Plain.name and self._repeats.goes_on(number, evidence):
            return
        yield from self._repeats.take(number, name, evidence, piece.telling, line.stamp, when=line.stamp)

    def end(self, last: Line) -> Iterator[FoundReply]:
        """Yield the replies whose end never came."""
        for key, conversation in self._conversations.items():
            yield from self._wire(key, conversation.end(), key[0], last)

    def _close(self, name: str, session: str, line: Line) -> Iterator[FoundReply]:
        key = self._key(name, session)
        if (conversation := self._conversations.get(key)) is not None:
            yield from self._wire(key, conversation.end(), name, line)
        self._numbers.pop(key, None)

    def _wire(self, key: Key, replies: Iterator[Evidence], name: str, line: Line) -> Iterator[FoundReply]:
        """Take replies of a session that the text shows; a greeting begins another one."""
        for evidence in replies:
            if key not in self._numbers or evidence.command == "CONNECT":
                self._count += 1
                self._numbers[key] = self._count
            number = self._numbers[key]
            yield from self._repeats.take(
                line.number, name, evidence, Telling.WIRE, session=number, when=line.stamp
            )

    def _key(self, name: str, session: str) -> Key:
        return (SHARED if is_shared(name) else name, session)

    def _session(self, key: Key) -> Conversation:
        if key not in self._conversations:
            self._conversations[key] = Conversation(self.secrets)
            if len(self._conversations) > SESSIONS_KEPT:
                gone, _ = self._conversations.popitem(last=False)
                self._numbers.pop(gone, None)
        self._conversations.move_to_end(key)
        return self._conversations[key]


def is_shared(name: str) -> bool:
    """Return whether a format's lines may be of one session with those of another format."""
    return name in (Marked.name, Plain.name)
