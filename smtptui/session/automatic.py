"""What a session says unasked: EHLO, STARTTLS where it is offered, and the answers of a mechanism."""

from typing import NamedTuple

from smtptui.session.ending import SessionEnd
from smtptui.session.target import SUBMISSION_PORT, Target, TlsMode
from smtptui.session.tls.offers import TlsOffers
from smtptui.text import visible
from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue, Sent
from smtptui.wire.events import (
    Asked,
    CloseReason,
    CommandSent,
    Event,
    GreetingReceived,
    LineReceived,
    Noticed,
    PartialLine,
    ReplyReceived,
    State,
    StateChanged,
    TlsFailed,
    Way,
)
from smtptui.wire.reply import Anomaly, Reply
from smtptui.words import _

_LEAVING = (State.CLOSING, State.OUT_OF_STEP, State.CLOSED)


class Answered(NamedTuple):
    """What came of octets: events, octets to write, an end; `injected` if more follows a 220 to STARTTLS."""

    events: list[Event]
    octets: bytes = b""
    end: SessionEnd | None = None
    injected: bool = False


class AutomaticAnswers:
    """Wraps a dialogue and never waits; whatever it decides is decided together with what came."""

    def __init__(
        self, dialogue: Dialogue, target: Target, *, auto_ehlo: bool, offers: TlsOffers | None = None
    ) -> None:
        self._dialogue = dialogue
        self._target = target
        self._tls = target.tls
        self._offers = TlsOffers() if offers is None else offers
        self._auto_ehlo = auto_ehlo
        self._due = ""
        self._own: Asked | None = None
        self._quit_answered = False
        self.ehlo_name = ""
        self.mechanism_answers = False
        self.users_starttls_refused = False
        """Whether the newest STARTTLS was the user's, and refused."""

    @property
    def opening(self) -> bool:
        """Whether what we say unasked has yet to be said or answered, and TLS may come of it."""
        return self._tls in (TlsMode.AUTO, TlsMode.STARTTLS) and (self._due != "" or self._own is not None)

    @property
    def quitting(self) -> bool:
        """Whether QUIT was sent: then an end of the connection is what was asked for."""
        return self._quit_answered or any(asked.verb == "QUIT" for asked in self._dialogue.pending)

    def receive(self, octets: bytes, at: float) -> Answered:
        """Take in what came, and answer it."""
        events = self._dialogue.receive(octets, at)
        told: list[Event] = []
        out = b""
        end: SessionEnd | None = None
        granted = injected = False
        for event in events:
            if not granted and (
                type(event) is StateChanged or (type(event) is LineReceived and not event.line.anomalies)
            ):
                # Most events call for no answer.
                continue
            if granted and (
                isinstance(event, LineReceived) or (isinstance(event, PartialLine) and event.octets)
            ):
                injected = True
            granted = granted or _grants_tls(event)
            try:
                said, sent = self._answer(event, at)
            except SessionEnd as reason:
                end = end or reason
            except CommandError:
                # What came later in the same octets forbids the answer.
                continue
            else:
                out += said
                told += sent
        if end is None and not injected:
            said, sent = self._speak(at)
            out += said
            told += sent
        if end is not None:
            if end.reason is CloseReason.TLS:
                events.append(TlsFailed(at, end.detail, end.advice, end.ways))
            return Answered(events, b"", end)
        return Answered([*events, *told] if told else events, out, None, injected)

    def say_ehlo(self, at: float) -> Sent:
        """Say EHLO, if that is wanted: at once, or when the user is not within a message or an exchange."""
        self._due = "EHLO" if self._auto_ehlo else ""
        return self._speak(at)

    @property
    def _may_speak(self) -> bool:
        return self._dialogue.may_say_unasked and self._dialogue.state not in _LEAVING

    def _speak(self, at: float) -> Sent:
        if not self._due or self.quitting or not self._may_speak:
            return b"", []
        line = f"EHLO {self.ehlo_name}" if self._due == "EHLO" else self._due
        self._due = ""
        octets, events = self._dialogue.send(line, at)
        self._own = next((event.asked for event in events if type(event) is CommandSent), None)
        return octets, events

    def _answer(self, event: Event, at: float) -> Sent:
        match event:
            case LineReceived(_, line) if Anomaly.NOT_SMTP in line.anomalies:
                raise _not_smtp(line.guess)
            case GreetingReceived(_, reply):
                if reply.severity == 2:
                    return self.say_ehlo(at)
            case ReplyReceived(_, reply, asked) if asked is not None:
                return self._answer_reply(reply, asked, at)
        return b"", []

    def _answer_reply(self, reply: Reply, asked: Asked, at: float) -> Sent:
        match asked.verb:
            case "EHLO":
                return self._after_ehlo(reply.code, at, own=self._is_own(asked))
            case "STARTTLS":
                return self._after_starttls(reply, at, own=self._is_own(asked))
            case "AUTH" | "RESPONSE" if self.mechanism_answers:
                if self._dialogue.challenged:
                    return self._dialogue.respond_to_challenge(at)
                self.mechanism_answers = False
            case "QUIT":
                self._quit_answered = True
        return b"", []

    def _is_own(self, asked: Asked) -> bool:
        """Whether a reply answers what we said unasked; then it is answered."""
        own = asked is self._own
        if own:
            self._own = None
        return own

    def _after_ehlo(self, code: int, at: float, *, own: bool) -> Sent:
        if code in (500, 502):
            if own and self._tls is TlsMode.STARTTLS:
                raise _no_starttls(_("the server does not know EHLO"))
            advice = _(
                "Send HELO {name}: it has no extensions, but every server knows it.", name=self.ehlo_name
            )
            return b"", [Noticed(at, _("the server does not know EHLO ({code})", code=code), advice)]
        if not own or code // 100 != 2 or self._dialogue.tls:
            return b"", []
        extensions = self._dialogue.extensions
        offered = extensions is not None and "STARTTLS" in extensions
        if offered:
            self._offers.add(self._target)
        if offered and self._tls in (TlsMode.AUTO, TlsMode.STARTTLS):
            self._due = "STARTTLS"
            return self._speak(at)
        if self._tls is TlsMode.STARTTLS:
            names = ", ".join(keyword.name for keyword in extensions.keywords) if extensions else ""
            if not names:
                raise _no_starttls(_("the server does not offer STARTTLS, nor any other extension"))
            raise _no_starttls(_("the server does not offer STARTTLS, only {names}", names=visible(names)))
        return b"", [] if offered or self._tls is TlsMode.NONE else self._missing_tls(at)

    def _missing_tls(self, at: float) -> list[Event]:
        """Say so where TLS is to be expected and is not offered (RFC 3207 §6 tells how it is removed)."""
        if self._target in self._offers:
            text = _("STARTTLS is missing, which this server offered before: somebody may remove it")
        elif self._target.port == SUBMISSION_PORT:
            text = _("STARTTLS is missing on port 587, where it is expected: somebody may remove it")
        else:
            return []
        advice = _("Send no password here. TLS from the first octet, on port 465, cannot be removed so.")
        return [Noticed(at, text, advice, (Way.RETRY,))]

    def _after_starttls(self, reply: Reply, at: float, *, own: bool) -> Sent:
        if reply.severity == 2:
            return b"", []
        self.users_starttls_refused = not own
        if self._tls is TlsMode.STARTTLS:
            raise _no_starttls(_("the server refused STARTTLS ({code})", code=reply.code))
        if not own:
            return b"", []
        text = _("the server offers STARTTLS and refuses it ({code})", code=reply.code)
        advice = _("The session goes on in plaintext: send no password.")
        return b"", [Noticed(at, text, advice, (Way.RETRY,))]


def _grants_tls(event: Event) -> bool:
    return (
        isinstance(event, ReplyReceived)
        and event.asked is not None
        and event.asked.verb == "STARTTLS"
        and event.reply.severity == 2
    )


def _no_starttls(why: str) -> SessionEnd:
    advice = _("TLS was required, so nothing more was sent: try port 465, or stay in plaintext.")
    return SessionEnd(CloseReason.TLS, why, advice, ways=(Way.PLAINTEXT,))


def _not_smtp(guess: str) -> SessionEnd:
    what = visible(guess) or _("something else")
    advice = _("Check the port: SMTP is on 25, 465 (TLS at once) or 587.")
    if "TLS" in what:
        advice = _("This port speaks TLS from the first octet: so must we.")
        return SessionEnd(
            CloseReason.NOT_SMTP, _("it looks like {what}", what=what), advice, ways=(Way.IMPLICIT_TLS,)
        )
    return SessionEnd(CloseReason.NOT_SMTP, _("it looks like {what}", what=what), advice)
