"""Whatever a row says of an event, it says in the language that is spoken."""

import pytest

from smtptui.tui.widgets.event_page import event_page
from smtptui.watching.fold import Fold
from smtptui.watching.narration import (
    STAGES,
    Awaiting,
    Silence,
    end_words,
    held_words,
    narrated,
    stage_words,
    wait_words,
)
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
    Held,
    Noticed,
    Overdue,
    Refused,
    Resolved,
    Resolving,
    Risk,
    TimedOut,
    TlsEstablished,
    TlsFailed,
    Wait,
)
from tests.pseudo import english_in, marked, speaking

WHY = marked("a sentence of the session")
CHAIN = (Certificate("CN=mx", "CN=ca", ("mx",), "2026-01-01", "2027-01-01", "AB:CD"),)

EVENTS: tuple[Event, ...] = (
    Resolving(0.0, "mx", "MX"),
    Resolved(0.0, "mx", "MX", ()),
    Resolved(0.0, "mx", "MX", ("192.0.2.1",)),
    Connecting(0.0, "mx", "192.0.2.1", 25),
    ConnectFailed(0.0, "mx", "192.0.2.1", 25, WHY, WHY),
    Connected(0.0, "mx", "192.0.2.1", 25, 0.1),
    *(CommandSent(0.0, Asked("NOOP", b"NOOP", 0.0), 6, risk) for risk in (None, *Risk)),
    *(Held(0.0, b"NOOP", until, waiting) for until in Wait for waiting in (1, 2)),
    *(Refused(0.0, shown, WHY, risk) for shown in (b"", b"NOOP") for risk in (None, *Risk)),
    DataSent(0.0, 1, 10),
    DataSent(0.0, 2, 10),
    TlsEstablished(0.0, "TLSv1.3", "AES", 256, True, CHAIN * 2),
    TlsEstablished(0.0, "TLSv1.3", "AES", 256, False, CHAIN, 0.1, WHY),
    TlsFailed(0.0, WHY, WHY),
    *(TimedOut(0.0, str(what), 3.0) for what in ("NOOP", *Overdue)),
    Noticed(0.0, WHY, WHY),
    *(Closed(0.0, reason, detail, WHY) for reason in CloseReason for detail in ("", WHY)),
)
SAID = ("CN=mx", "CN=ca", "mx", "TLSv1.3", "MX")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_is_told_in_the_language(event: Event) -> None:
    with speaking():
        fold = Fold()
        fold.receive(event)
        said = [
            narrated(event),
            *(row.text for row in fold.rows),
            *(event_page(row).plain for row in fold.rows),
        ]
        said += [held_words(event)] if isinstance(event, Held) else []
        said += [end_words(event)] if isinstance(event, Closed) else []
    assert any(said)
    assert [word for text in said for word in english_in(text, SAID)] == []


def test_stages_and_waits_are_named_in_the_language() -> None:
    with speaking():
        said = [stage_words(str(stage)) for stage in STAGES]
        said += [wait_words(Awaiting(0.0, what, "NOOP"), 3.0) for what in Silence]
    assert [word for text in said for word in english_in(text, ("s",))] == []
