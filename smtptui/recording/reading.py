"""The objects of a recording → events again; whatever is in them, nothing but `DamageError` is raised."""

from collections.abc import Callable

from smtptui.recording.fields import (
    DamageError,
    Object,
    enum_of,
    enums_of,
    flag_of,
    list_of,
    number_of,
    octets_of,
    seconds_of,
    text_of,
    texts_of,
)
from smtptui.recording.lines import read_line
from smtptui.wire.events import (
    Asked,
    Certificate,
    Closed,
    CloseReason,
    CommandSent,
    Connected,
    ConnectFailed,
    Connecting,
    DataSent,
    Event,
    GreetingReceived,
    Held,
    LineReceived,
    Noticed,
    PartialLine,
    Refused,
    ReplyReceived,
    Resolved,
    Resolving,
    Risk,
    State,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
    Wait,
    Way,
)
from smtptui.wire.limits import REPLY_LINES
from smtptui.wire.reply import Anomaly, Reply, ReplyLine
from smtptui.words import _

MESSAGE_READ = 1024 * 1024
"""Octets of message data: as many as are kept."""


class Reading:
    """Makes events of the objects of one session, in their order; their times are since its start."""

    def __init__(self) -> None:
        self._heard: list[ReplyLine] = []

    def event(self, made: Object) -> Event:
        """Return the event that an object stands for; raise DamageError."""
        try:
            name, at = made["event"], seconds_of(made["at"])
            if name == "line":
                return self._line(made, at)
            if name in ("reply", "greeting"):
                return self._reply(made, at, greeting=name == "greeting")
            return _EVENTS[text_of(name)](made, at)
        except DamageError:
            raise
        except KeyError as error:
            raise DamageError(
                _("no event of a session: {what} is missing or unknown", what=error.args[0])
            ) from None
        except (TypeError, ValueError):
            raise DamageError(_("no event of a session: a value is of the wrong kind")) from None

    def _line(self, made: Object, at: float) -> LineReceived:
        number = number_of(made.get("number", 0))
        line = read_line({key: made[key] for key in made if key != "number"} if number else made, at)
        if number == 0 or len(self._heard) >= REPLY_LINES:
            self._heard = []
        self._heard.append(line)
        return LineReceived(at, line, number)

    def _reply(self, made: Object, at: float, *, greeting: bool) -> GreetingReceived | ReplyReceived:
        lines = self._lines(made["lines"])
        noted = enums_of(Anomaly, made.get("noted", []))
        reply = Reply((noted, flag_of(made.get("parsed", False)), *lines))
        if greeting:
            return GreetingReceived(at, reply)
        asked = None
        if "verb" in made:
            asked = Asked(text_of(made["verb"]), octets_of(made["line"]), seconds_of(made["asked"]))
        return ReplyReceived(at, reply, asked, enum_of(State, made["state"]), seconds_of(made["took"]))

    def _lines(self, value: object) -> list[ReplyLine]:
        heard, self._heard = self._heard, []
        if isinstance(value, list):
            lines = [_line_of(each) for each in value[:REPLY_LINES]]
        else:
            count = number_of(value)
            if count > len(heard):
                raise DamageError(_("a reply without its lines"))
            lines = heard[len(heard) - count :]
        if all(line.code is None for line in lines):
            raise DamageError(_("a reply without a code"))
        return lines


def _line_of(value: object) -> ReplyLine:
    fields = _object_of(value)
    return read_line(fields, seconds_of(fields["ended"]))


def _object_of(value: object) -> Object:
    if not isinstance(value, dict):
        raise TypeError(type(value).__name__)
    return value


def _command(made: Object, at: float) -> Event:
    asked = Asked(text_of(made["verb"]), octets_of(made["line"]), at)
    return CommandSent(at, asked, number_of(made["octets"]), _risk(made))


def _risk(made: Object) -> Risk | None:
    return enum_of(Risk, made["risk"]) if "risk" in made else None


def _held(made: Object, at: float) -> Event:
    return Held(at, octets_of(made["line"]), enum_of(Wait, made["until"]), number_of(made["waiting"]))


def _endpoint(made: Object) -> tuple[str, str, int]:
    return text_of(made["host"]), text_of(made["address"]), number_of(made["port"])


def _why(made: Object) -> tuple[str, str, tuple[Way, ...]]:
    advice, ways = text_of(made.get("advice", "")), enums_of(Way, made.get("ways", []))
    return text_of(made["why"]), advice, ways


def _tls(made: Object, at: float) -> Event:
    return TlsEstablished(
        at,
        text_of(made["version"]),
        text_of(made["cipher"]),
        number_of(made["bits"]),
        flag_of(made["verified"]),
        _chain(made["chain"]),
        seconds_of(made["took"]),
        text_of(made.get("problem", "")),
    )


def _chain(made: object) -> tuple[Certificate, ...]:
    return tuple(_certificate(_object_of(each)) for each in list_of(made))


def _certificate(made: Object) -> Certificate:
    return Certificate(
        text_of(made["subject"]),
        text_of(made["issuer"]),
        texts_of(made["names"]),
        text_of(made["not_before"]),
        text_of(made["not_after"]),
        text_of(made["fingerprint"]),
    )


def _closed(made: Object, at: float) -> Event:
    why, advice, ways = _why(made)
    return Closed(at, enum_of(CloseReason, made["reason"]), why, advice, flag_of(made["expected"]), ways)


_EVENTS: dict[str, Callable[[Object, float], Event]] = {
    "partial": lambda made, at: PartialLine(at, octets_of(made["octets"])),
    "command": _command,
    "state": lambda made, at: StateChanged(at, enum_of(State, made["before"]), enum_of(State, made["after"])),
    "data": lambda made, at: DataSent(
        at, number_of(made["lines"]), number_of(made["octets"]), octets_of(made.get("text", ""), MESSAGE_READ)
    ),
    "held": _held,
    "refused": lambda made, at: Refused(at, octets_of(made["line"]), text_of(made["why"]), _risk(made)),
    "resolving": lambda made, at: Resolving(at, text_of(made["name"]), text_of(made["kind"])),
    "resolved": lambda made, at: Resolved(
        at, text_of(made["name"]), text_of(made["kind"]), texts_of(made["found"])
    ),
    "connecting": lambda made, at: Connecting(at, *_endpoint(made)),
    "connect-failed": lambda made, at: ConnectFailed(at, *_endpoint(made), *_why(made)),
    "connected": lambda made, at: Connected(at, *_endpoint(made), seconds_of(made["took"])),
    "tls": _tls,
    "tls-failed": lambda made, at: TlsFailed(at, *_why(made), _chain(made.get("chain", []))),
    "timeout": lambda made, at: TimedOut(at, text_of(made["waiting_for"]), seconds_of(made["after"])),
    "notice": lambda made, at: Noticed(at, *_why(made)),
    "closed": _closed,
}
"""The name of an event in a recording → what makes it."""
