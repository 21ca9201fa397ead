"""A session in the notation of swaks, which mail people read without thinking.

``<-  220 …`` came from the server, `` -> EHLO …`` went to it; inside TLS the lines are waves: ``<~  ``,
`` ~> ``. ``<** 504 …`` (``<~* `` inside TLS) is a refusal or no reply at all; ``===`` tells what happened
beside, ``***`` what went wrong. Where swaks has words of its own for it, they stand, in every language:
programs that read its output know them.
"""

from collections.abc import Iterable, Iterator

from smtptui.text import visible
from smtptui.watching.narration import endpoint, narrated
from smtptui.wire.events import (
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
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
)
from smtptui.words import _

REFUSED_FROM = 400
"""From this code on a line is marked as a refusal."""


class Swaks:
    """Writes events one by one; it remembers only whether TLS stands."""

    def __init__(self) -> None:
        self._tls = False

    def lines(self, event: Event) -> Iterator[str]:
        """Yield what an event says, safe to show: no line, one, or one with advice."""
        yield from swaks_lines(event, tls=self._tls)
        if isinstance(event, TlsEstablished):
            self._tls = True


def transcript(events: Iterable[Event]) -> Iterator[str]:
    """Yield the lines of a whole session."""
    swaks = Swaks()
    for event in events:
        yield from swaks.lines(event)


def swaks_lines(event: Event, *, tls: bool = False) -> Iterator[str]:
    """Yield what one event says; `tls` tells that it happened inside TLS."""
    match event:
        case LineReceived(_, line):
            code = line.code
            bad = code is None or code >= REFUSED_FROM
            yield f"{_RECEIVED[tls, bad]}{visible(line.body)}"
        case CommandSent(asked=asked):
            yield f"{' ~> ' if tls else ' -> '}{visible(asked.line)}"
        case PartialLine() | GreetingReceived() | ReplyReceived() | StateChanged() | Held():
            pass
        case ConnectFailed() | TlsFailed() | TimedOut() | Noticed():
            yield from _trouble(event, event.advice if not isinstance(event, TimedOut) else "")
        case Refused():
            yield from _trouble(event, "")
        case Closed(advice=advice, expected=False):
            yield from _trouble(event, advice)
        case DataSent():
            yield f"{' ~> ' if tls else ' -> '}[{narrated(event)}]"
        case Connecting(_, _, address, port):
            yield f"=== Trying {endpoint(address, port)}..."
        case Connected(_, _, address):
            yield f"=== Connected to {visible(address)}."
        case TlsEstablished(_, version, cipher, bits, verified):
            yield f"=== TLS started with cipher {visible(version)}:{visible(cipher)}:{bits}"
            if not verified:
                yield f"*** {narrated(event)}"
        case Closed(reason=CloseReason.QUIT):
            yield "=== Connection closed with remote host."
        case _:
            yield f"=== {narrated(event)}"


_RECEIVED = {
    (False, False): "<-  ",
    (False, True): "<** ",
    (True, False): "<~  ",
    (True, True): "<~* ",
}
"""(inside TLS, bad) → the mark of a line that came."""


def _trouble(event: Event, advice: str) -> Iterator[str]:
    yield f"*** {narrated(event)}"
    if advice:
        yield f"*** {visible(_(advice))}"
