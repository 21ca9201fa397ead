"""A session in a line: who answered, how far it came, what it was refused last and what that means."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from smtptui.text import visible
from smtptui.watching.narration import Milestone
from smtptui.wire.events import (
    Connected,
    Event,
    GreetingReceived,
    ReplyReceived,
    TlsEstablished,
)
from smtptui.wire.verbs import Occasion, Verb

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation
    from smtptui.watching.fold import Fold
    from smtptui.watching.rows import Row

FURTHER = (
    Milestone.CONNECT,
    Milestone.GREETING,
    Verb.HELO,
    Verb.EHLO,
    Verb.LHLO,
    Verb.STARTTLS,
    Milestone.TLS,
    Verb.AUTH,
    Verb.MAIL,
    Verb.RCPT,
    Verb.DATA,
    Occasion.END_OF_DATA,
)
"""The stages of a session, each further than those before; a name of `narration.stage_words`."""

_RANK: dict[str, int] = {str(name): rank for rank, name in enumerate(FURTHER)}
_RANK |= {str(Verb.BDAT): _RANK[Verb.DATA], str(Occasion.RESPONSE): _RANK[Verb.AUTH]}
_RANK[str(Occasion.BDAT_LAST)] = _RANK[Occasion.END_OF_DATA]


class Summary(NamedTuple):
    """What stands in a list of sessions; texts are safe to show.

    `stage` is the furthest that was reached, a name of `narration.stage_words`, empty for none. `refusal` is
    the last reply of 4yz or 5yz, `meaning` what it means in a line.
    """

    server: str
    stage: str
    replies: int
    refusal: str = ""
    meaning: str = ""
    seconds: float = 0.0
    """From its first event to its last one."""
    ending: str = ""
    """Why it ends in the file, if it was not closed there, in words."""


def summary(
    events: Iterable[Event], fold: "Fold", explain: "Callable[[Row], Explanation | None]", server: str = ""
) -> Summary:
    """Return a session in a line; `fold` takes its events, and `server` is what it is called."""
    rank, first, last = -1, None, 0.0
    refused: Row | None = None
    for event in events:
        fold.receive(event)
        first, last = event.at if first is None else first, event.at
        rank = max(rank, _rank(event))
        match event:
            case GreetingReceived(_, reply) | ReplyReceived(_, reply):
                if reply.code >= 400:
                    refused = fold.rows[-1]
                if isinstance(event, GreetingReceived) and not server:
                    server = _host(reply.lines[0].text)
    explanation = explain(refused) if refused is not None else None
    return Summary(
        server,
        str(FURTHER[rank]) if rank >= 0 else "",
        fold.progress.replies,
        refused.text if refused is not None else "",
        visible(explanation.summary) if explanation is not None else "",
        last - (first or 0.0),
    )


def _rank(event: Event) -> int:
    match event:
        case Connected():
            return _RANK[Milestone.CONNECT]
        case TlsEstablished():
            return _RANK[Milestone.TLS]
        case GreetingReceived(_, reply) if reply.severity == 2:
            return _RANK[Milestone.GREETING]
        case ReplyReceived(_, reply, asked) if asked is not None and reply.severity in (2, 3):
            return _RANK.get(asked.verb, -1)
        case _:
            return -1


def _host(text: bytes) -> str:
    """Return the name that a greeting begins with."""
    words = visible(text[:256]).split()
    return words[0] if words else ""
