"""The lines of a user, sent in order as soon as it is known what they are: command, response, or data."""

from collections import deque
from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import NamedTuple

from smtptui.session.automatic import AutomaticAnswers
from smtptui.wire.command import BreachError, CommandError, verb_of
from smtptui.wire.dialogue import Dialogue, Sent
from smtptui.wire.events import Event, Held, Refused, Risk, State, Wait
from smtptui.wire.secrecy import AUTH_VERBS, Awaited, judge
from smtptui.wire.verbs import Verb, is_plainly_command
from smtptui.words import _


class RiskError(CommandError):
    """A line that is sent only if the user insists."""

    def __init__(self, risk: Risk, message: str) -> None:
        super().__init__(message)
        self.risk = risk


class _Line(NamedTuple):
    text: str
    insist: bool
    shown: bytes


class _Fate(Enum):
    """What becomes of the lines that were held, now that what they waited for is there."""

    ALL = auto()
    """They are what they were typed as."""
    QUIT_ONLY = auto()
    """The greeting refuses."""
    NONE = auto()
    """They were typed for the inside of TLS, which was refused."""
    AFTER_THE_MESSAGE = auto()
    """DATA was refused: only what stands after the final dot may be a command."""
    COMMANDS = auto()
    """Message or exchange are over: what is plainly no command was typed for them."""


def _nowhere(_what: object) -> None:
    return


class TypedLines:
    """Holds lines back while what they are depends on a reply, and sends them when it is there.

    If the reply says that they are not what they were typed as, they come back as `Refused`: message data
    or a response never goes out as a command. `write` takes what the dialogue made of a line.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        automatic: AutomaticAnswers,
        *,
        insecure: bool,
        clock: Callable[[], float],
        tell: Callable[[Iterable[Event]], None],
        write: Callable[[Sent], None],
    ) -> None:
        self._dialogue = dialogue
        self._automatic = automatic
        self._insecure = insecure
        self._clock = clock
        self._tell = tell
        self._write = write
        self._held: deque[_Line] = deque()
        self._waited: Wait | None = None
        self._waited_for_verb = ""
        self._fate = _Fate.ALL
        self._exchange_held = False
        self.open = False
        """Whether octets can be sent: connected, and where TLS comes first, inside it."""

    def __len__(self) -> int:
        return len(self._held)

    @property
    def wait(self) -> Wait | None:
        """What has to come before the next line can be understood."""
        dialogue = self._dialogue
        if dialogue.state is State.CLOSED:
            return None
        if not self.open:
            return Wait.GREETING
        if is_no_command(dialogue):
            return None
        if dialogue.waits is None and self._automatic.opening:
            return Wait.STARTTLS
        return dialogue.waits

    def send(self, line: str, *, insist: bool = False) -> None:
        """Send a line, or hold it back. Raises CommandError before anything is written."""
        wait = self.wait
        if insist and self.open and self._dialogue.greeting is None:
            self._send_early(line)
        elif wait is None and not self._held:
            self._send(line, insist=insist)
        else:
            self._hold(line, wait or Wait.GREETING, insist=insist)

    def go_on(self) -> None:
        """Send what no longer has to wait."""
        while self._held:
            wait = self.wait
            if wait is not None:
                self._wait_for(wait)
                return
            if self._waited is not None:
                self._fate = self._decide(self._waited)
                self._waited = None
            line = self._held.popleft()
            if why := self._misplaced(line.text):
                self._refuse(line, why)
                continue
            try:
                self._send(line.text, insist=line.insist)
            except CommandError as error:
                self._refuse(line, str(error), getattr(error, "risk", None))
        self._exchange_held = False

    def give_up(self) -> None:
        """Say of every line that still waits that it is not sent."""
        while self._held:
            self._refuse(self._held.popleft(), _("The connection has ended: connect again."))

    def release(self) -> None:
        """Let go of who writes and who is told: the session has ended."""
        self._write, self._tell = _nowhere, _nowhere

    def shown(self, line: str) -> bytes:
        """Return what may be shown of a line that is typed now."""
        if self._exchange_held and not is_plainly_command(line):
            judged = judge(line, Awaited.RESPONSE)
        else:
            judged = self._dialogue.judge(line)
        return judged.shown.encode("utf-8", "replace")

    def _hold(self, line: str, wait: Wait, *, insist: bool) -> None:
        self._wait_for(wait)
        shown = self.shown(line)
        self._exchange_held = self._exchange_held or verb_of(line) in AUTH_VERBS
        self._held.append(_Line(line, insist, shown))
        self._tell([Held(self._clock(), shown, wait, len(self._held))])

    def _wait_for(self, wait: Wait) -> None:
        self._waited = wait
        pending = self._dialogue.pending
        self._waited_for_verb = pending[-1].verb if pending else ""

    def _send_early(self, line: str) -> None:
        """Send what waits for the greeting, and this line unless it is the last of those."""
        if not self._held or self._held[-1].text != line:
            self._hold(line, Wait.GREETING, insist=True)
        while self._held:
            early = self._held.popleft()
            try:
                self._send(early.text, insist=early.insist, risk=Risk.EARLY)
            except CommandError as error:
                self._refuse(early, str(error), getattr(error, "risk", None))

    def _send(self, line: str, *, insist: bool, risk: Risk | None = None) -> None:
        at, dialogue = self._clock(), self._dialogue
        if dialogue.state is State.DATA:
            self._write(dialogue.send_data_line(line, at))
            return
        if dialogue.chunk_wanted is not None:
            self._write(dialogue.send_chunk(dialogue.fit_chunk(line), at))
            return
        if self._insecure and (verb_of(line) in AUTH_VERBS or dialogue.judge(line).begins is not None):
            msg = _("AUTH is forbidden while certificates are not verified.")
            raise CommandError(msg)
        if dialogue.risk_of(line) is Risk.IN_CLEAR:
            if not insist:
                msg = _("This sends a password in the clear: the connection is not encrypted.")
                raise RiskError(Risk.IN_CLEAR, msg)
            risk = Risk.IN_CLEAR
        try:
            sent = dialogue.send(line, at, risk=risk)
        except BreachError as error:
            if not insist:
                raise RiskError(Risk.BREACH, str(error)) from None
            sent = dialogue.send(line, at, risk=Risk.BREACH)
        self._write(sent)

    def _decide(self, waited: Wait) -> _Fate:
        if is_no_command(self._dialogue):
            return _Fate.ALL
        match waited:
            case Wait.GREETING:
                return _Fate.QUIT_ONLY if self._dialogue.state is State.REFUSED else _Fate.ALL
            case Wait.STARTTLS:
                refused = self._automatic.users_starttls_refused and not self._dialogue.tls
                return _Fate.NONE if refused else _Fate.ALL
            case Wait.DATA if self._waited_for_verb == Verb.DATA:
                return _Fate.AFTER_THE_MESSAGE
            case _:
                return _Fate.COMMANDS

    def _misplaced(self, line: str) -> str:
        """Return why a held line is not sent; empty if it is."""
        match self._fate:
            case _Fate.QUIT_ONLY if verb_of(line) != "QUIT":
                return _("The server has refused the connection: only QUIT is left.")
            case _Fate.NONE:
                return _("STARTTLS was refused, and this was typed for the encrypted connection.")
            case _Fate.AFTER_THE_MESSAGE:
                if line == ".":
                    self._fate = _Fate.COMMANDS
                return _("DATA was refused, and this was typed as a line of the message.")
            case _Fate.COMMANDS if not is_plainly_command(line):
                return _(
                    "This is plainly no command, and what it was typed for is over: send it again if it is."
                )
        return ""

    def _refuse(self, line: _Line, why: str, risk: Risk | None = None) -> None:
        self._tell([Refused(self._clock(), line.shown, why, risk)])


def is_no_command(dialogue: Dialogue) -> bool:
    """Whether a line is message data, a chunk or a response now."""
    return dialogue.state is State.DATA or dialogue.chunk_wanted is not None or dialogue.challenged
