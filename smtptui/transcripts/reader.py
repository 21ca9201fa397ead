"""The replies in a text, line by line, at a steady memory: the one way from text to evidence."""

import re
from collections.abc import Iterable, Iterator

from smtptui.transcripts.asked import command_told
from smtptui.transcripts.body import REPLY, Body
from smtptui.transcripts.formats import objects
from smtptui.transcripts.formats.bounce import Bounce
from smtptui.transcripts.formats.exchange import Exchange
from smtptui.transcripts.formats.exim import Exim
from smtptui.transcripts.formats.hmailserver import HMailServer
from smtptui.transcripts.formats.marked import Marked, begins_or_ends
from smtptui.transcripts.formats.pairs import Pairs
from smtptui.transcripts.formats.plain import BARE, Plain, is_setting
from smtptui.transcripts.formats.postfix import NOTHING, Postfix, tells_nothing
from smtptui.transcripts.formats.prose import Prose
from smtptui.transcripts.formats.qmail import Qmail
from smtptui.transcripts.formats.sendmail import Sendmail
from smtptui.transcripts.formats.table import Table
from smtptui.transcripts.formats.tcpdump import Tcpdump
from smtptui.transcripts.gathering import Gathering
from smtptui.transcripts.mail import Mail, begins_mail
from smtptui.transcripts.parts import split_reply
from smtptui.transcripts.peeling import Peeler, lines_in
from smtptui.transcripts.pieces import Ended, Family, Heard, Line, Logged, Nothing, Opened, Piece, Said
from smtptui.transcripts.repeats import FoundReply, Repeats
from smtptui.transcripts.sessions import Sessions, is_shared
from smtptui.transcripts.telling import may_tell

_FTP = re.compile(r"\bFTP\b|FTPd\b|FileZilla", re.IGNORECASE)

__all__ = ["FoundReply", "Reader", "find_replies"]


class Reader:
    """Finds replies; `feed` takes the lines in their order, `end` what is left.

    Where the text is `live`, what a session says is given as it comes.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._mail, self._peeler, self._gathering = Mail(), Peeler(), Gathering()
        self._bounce, self._marked, self._plain, self._prose = Bounce(), Marked(), Plain(), Prose()
        self._postfix, self._pairs = Postfix(), Pairs()
        self._tcpdump = Tcpdump()
        self._families: tuple[Family, ...] = (
            HMailServer(), Exchange(), self._tcpdump, Table(), Sendmail(), Qmail(), Exim(), self._marked,
        )  # fmt: skip
        self._repeats = Repeats(live=live)
        self._sessions = Sessions(self._repeats)
        self._body = Body()
        self._foreign: set[str] = set()
        self._number = 0

    def feed(self, line: str) -> Iterator[FoundReply]:
        """Take one line, without its end, and yield the replies that are complete."""
        self._number += 1
        if line.startswith("From ") and begins_mail(line):
            # The next mail of a mailbox: what it tells, nothing before it has told.
            yield from self._repeats.end()
        passes = self._mail.passes(line)
        if passes and self._gathering.is_idle and tells_nothing(line):
            if self._repeats.holds:
                yield from self._repeats.passed(self._number)
            return
        for own in (line,) if passes else self._mail.feed(line):
            peeled = self._peeler.peel(own, self._number)
            for whole in (peeled,) if self._gathering.passes(peeled) else self._gathering.feed(peeled):
                if not whole.tag.startswith("postfix"):
                    for text in lines_in(whole.text):
                        yield from self._read(whole if text is whole.text else whole._replace(text=text))
                elif (pieces := self._postfix.read(whole)) is not NOTHING:
                    yield from self._taken(pieces, self._postfix, whole)
        if self._repeats.holds:
            yield from self._repeats.passed(self._number)

    def end(self) -> Iterator[FoundReply]:
        """Yield replies whose end never came, and those that might have been told again."""
        for own in self._mail.end():
            for whole in self._gathering.feed(self._peeler.peel(own, self._number)):
                yield from self._read(whole)
        for whole in self._gathering.end():
            yield from self._read(whole)
        last = Line("", self._number)
        yield from self._taken(self._marked.end(), self._marked, last)
        yield from self._taken(self._bounce.end(), self._bounce, last)
        for source in self._sessions.sources:
            yield from self._without_dot(source)
        yield from self._sessions.end(last)
        yield from self._repeats.end()

    def _read(self, line: Line) -> Iterator[FoundReply]:
        if (line.tag or line.stamp is not None) and not may_tell(line.text):
            return
        if line.text[:1] in ("{", "[") and objects.may_begin(line.text):
            value = objects.parsed(line.text)
            if value is not None:
                yield from self._of_object(value, line)
                return
        if self._is_of_message(line):
            return
        if line.text.endswith(("}", ",")) or line.text[:1] == '"':
            words, value = objects.behind(line.text)
            if value is not None and (
                told := [own for own in objects.read(value) if isinstance(own, Logged)]
            ):
                for own in told:
                    command = own.command or command_told(words, "")
                    yield from self._sessions.told(own._replace(command=command), "JSON", line)
                return
        for family, pieces in self._pieces(line):
            yield from self._taken(pieces, family, line)

    def _of_object(self, value: object, line: Line) -> Iterator[FoundReply]:
        for own in objects.read(value):
            if isinstance(own, Logged):
                yield from self._sessions.told(own, "JSON", line)
                continue
            for text in own.text.splitlines():
                inner = self._peeler.peel(text, line.number, tag=own.tag, pid=own.pid)
                if inner.text.strip() and not objects.may_begin(inner.text):
                    yield from self._read(inner)

    def _taken(self, pieces: tuple[Piece, ...], family: Family, line: Line) -> Iterator[FoundReply]:
        for piece in pieces:
            if isinstance(piece, Opened | Ended) and is_shared(family.name):
                yield from self._without_dot(piece.session)
            yield from self._sessions.take(piece, family.name, line)

    def _pieces(self, line: Line) -> Iterator[tuple[Family, tuple[Piece, ...]]]:
        """Yield what a line holds, with the family of its format: the first that knows it."""
        if line.tag.startswith("postfix"):
            yield self._postfix, self._postfix.read(line)
            return
        if pieces := self._bounce.read(line):
            yield self._bounce, pieces
            # A DSN's field may end with a line that belongs to another family.
            if not all(isinstance(piece, Logged) for piece in pieces):
                return
        bare = self._marked.is_idle and self._tcpdump.is_idle and BARE.match(line.text)
        for family in () if bare else self._families:
            if pieces := family.read(line):
                yield family, pieces
                return
        if pieces := self._unmarked(line):
            yield self._plain, pieces
        elif pieces := self._pairs.read(line):
            yield self._pairs, pieces
        elif pieces := self._prose.read(line):
            yield self._prose, pieces

    def _unmarked(self, line: Line) -> tuple[Piece, ...]:
        """Return what a line is as one of the wire, in the session that it stands in."""
        session = self._sessions.shared(line.source)
        if self._is_foreign(line):
            return ()
        if session is None or not session.begun:
            return self._plain.read(line) if not line.tag else ()
        pieces = self._plain.read(
            line, unfinished=session.unfinished, begun=True, authenticates=session.authenticates
        )
        if session.marked_server and session.last_only and session.begun:
            # Sendmail adds words of its own to the reply that it has shown.
            return tuple(
                _as_own_words(piece, session.code) for piece in pieces if isinstance(piece, Heard | Logged)
            )
        if session.marked_server:
            # Where the format marks the server's lines, one without a mark repeats them.
            return tuple(
                told for piece in pieces if isinstance(piece, Heard | Logged) for told in _as_told(piece)
            )
        if session.asked and not (pieces and isinstance(pieces[0], Heard)) and line.text.strip():
            return (Said(line.text.strip(), line.source, marked=False),)
        if (
            not pieces
            and line.text.count(" ") < 4
            and not is_setting(line.text)
            and self._sessions.secrets.gives_away(line.text)
        ):
            return (Said(line.text, line.source, marked=False),)
        if not pieces:
            session.overheard(line.text)
        return pieces

    def _is_foreign(self, line: Line) -> bool:
        """Return whether a line is of a session of FTP, whose replies look like those of SMTP."""
        if line.tag:
            return False
        if line.text.startswith("220"):
            if _FTP.search(line.text) and "SMTP" not in line.text:
                self._foreign.add(line.source)
            else:
                self._foreign.discard(line.source)
        return line.source in self._foreign

    def _is_of_message(self, line: Line) -> bool:
        """Take a line without a mark as message data, where that is due."""
        session = self._sessions.shared(line.source)
        if session is None or not session.in_data or session.marked_server:
            return False
        if self._body.ends(line):
            self._body.clear()
            session.data_ended()
            return True
        if not self._body.lines and REPLY.match(line.text):
            session.data_left_out()
            return False
        if begins_or_ends(line.text):
            return False
        self._body.keep(line)
        return True

    def _without_dot(self, source: str) -> Iterator[FoundReply]:
        """Read what follows a message whose end was not pasted."""
        session = self._sessions.shared(source)
        if session is None or not session.in_data or not self._body.lines:
            return
        session.data_left_out()
        for line in self._body.left():
            yield from self._read(line)


def _as_own_words(piece: Heard | Logged, code: str) -> Piece:
    """Return what a client adds to the reply with a code: another place of it, or nothing."""
    own = piece.code if isinstance(piece, Logged) else piece.text[:3]
    return Logged(code, "", "") if own == code else Nothing()


def _as_told(piece: Heard | Logged) -> tuple[Logged, ...]:
    if isinstance(piece, Logged):
        return (piece,)
    parts = split_reply(piece.text)
    return (Logged(*parts),) if parts is not None else ()


def find_replies(lines: Iterable[str], *, live: bool = False) -> Iterator[FoundReply]:
    """Yield every reply in the lines, each once, in their order; see `Reader` for `live`."""
    reader = Reader(live=live)
    for line in lines:
        yield from reader.feed(line)
    yield from reader.end()
