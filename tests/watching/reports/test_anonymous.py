"""Stand-ins for names: none is left, and the same one is for the same."""

import pytest

from smtptui.watching.reports.anonymous import Anonymous
from smtptui.watching.reports.swaks import transcript
from smtptui.wire.events import (
    Closed,
    CloseReason,
    ConnectFailed,
    Connecting,
    Event,
    Resolved,
    TlsEstablished,
)
from tests.recording.written import EACH
from tests.tui.transcript import events

SESSION = """
S: 220 mx1.corp.net ESMTP Postfix
C: EHLO laptop
S: 250-mx1.corp.net Hello laptop [203.0.113.77]
S: 250 SIZE 1000
C: MAIL FROM:<jane.doe@corp.net> SIZE=100
S: 250 2.1.0 <jane.doe@corp.net>... Sender ok
C: RCPT TO:<bob@other.co.uk>
S: 550 5.1.1 <bob@other.co.uk>: no such user bob; see http://help.corp.net/?ip=2001:610:1108:5010::137
C: RCPT TO:<postmaster@[198.51.100.9]>
S: 504 5.5.2 <laptop>: Helo command rejected: need fully-qualified hostname
"""

NAMES = ("corp", "jane", "bob", "other.co", "laptop", "203.0.113.77", "2001:610", "198.51.100.9")


def shown(happened: list[Event]) -> str:
    anonymous = Anonymous("mx1")
    return "\n".join(transcript(anonymous.events(happened)))


def test_no_name_is_left_and_the_codes_stay() -> None:
    text = shown(list(events(SESSION)))
    for name in NAMES:
        assert name not in text
    for kept in ("550 5.1.1", "504 5.5.2", "SIZE=100", "ESMTP Postfix", "postmaster@", "no such user"):
        assert kept in text


def test_the_same_name_has_the_same_stand_in_wherever_it_stands() -> None:
    lines = shown(list(events(SESSION))).splitlines()
    greeting = next(line for line in lines if "220" in line).split()[2]
    assert f"250-{greeting} Hello" in "\n".join(lines)
    refused = next(line for line in lines if "550" in line)
    address = refused.split("<")[2 if refused.startswith("<**") else 1].split(">")[0]
    assert f"RCPT TO:<{address}>" in "\n".join(lines)
    assert f"no such user {address.split('@')[0]};" in refused


def test_a_bare_host_is_recognised_after_its_ehlo() -> None:
    text = shown(list(events(SESSION)))
    said = next(line for line in text.splitlines() if "EHLO" in line).split()[-1]
    assert f"<{said}>: Helo command rejected" in text


@pytest.mark.parametrize("event", EACH, ids=lambda event: type(event).__name__)
def test_an_event_without_names_stays_of_its_kind(event: Event) -> None:
    made = Anonymous().event(event)
    assert type(made) is type(event)
    assert made.at == event.at


def test_names_in_what_is_around_the_dialogue_go_too() -> None:
    certificate = next(event for event in EACH if isinstance(event, TlsEstablished)).chain[0]
    happened: list[Event] = [
        Resolved(1.0, "corp.net", "MX", ("mx1.corp.net", "mx2.corp.net")),
        Connecting(1.0, "mx1.corp.net", "203.0.113.9", 25),
        ConnectFailed(1.0, "mx1.corp.net", "203.0.113.9", 25, "203.0.113.9 refused", "Ask corp.net."),
        TlsEstablished(1.0, "TLSv1.3", "AES", 256, True, (certificate._replace(subject="CN=mx1.corp.net"),)),
        Closed(1.0, CloseReason.NOT_CONNECTED, "corp.net"),
    ]
    made = repr(list(Anonymous().events(happened)))
    assert "corp" not in made
    assert "203.0.113.9" not in made


@pytest.mark.parametrize(
    "text", ["5.7.1", "4.7.0 try later", "250 2.1.0 Ok", "TLSv1.3", "10:20:30", "1.5 MB"]
)
def test_what_is_no_name_stays(text: str) -> None:
    assert Anonymous().text(text) == text


def test_addresses_are_told_apart_beyond_what_is_reserved() -> None:
    anonymous = Anonymous()
    given = [f"10.{number // 250}.{number % 250}.7" for number in range(1000)]
    assert len({anonymous.text(one) for one in given}) == 1000


@pytest.mark.parametrize("octets", [b"\xff\xfe user@x.org", b"a" * 60000 + b"@", b":" * 5000, b"a." * 20000])
def test_any_octets_are_borne(octets: bytes) -> None:
    assert isinstance(Anonymous().octets(octets), bytes)
