"""Every way out of a failure leads somewhere: connected by it, the session goes on."""

from pathlib import Path

import pytest
import trustme

from smtptui.session.again import WAYS_WITH_A_FILE, again
from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import (
    Closed,
    ConnectFailed,
    Event,
    Noticed,
    ReplyReceived,
    TlsEstablished,
    TlsFailed,
    Way,
)
from tests.session.authority import good
from tests.session.peer import BYE, HELLO, listen, peer, secure
from tests.session.watching import OPTIONS, QUICK, all_of, closed, only

OFFERED: dict[Way, tuple[Target, Options]] = {
    Way.INSPECT: (Target("h.example", 25, TlsMode.AUTO), Options(ca=Path("ca.pem"), insecure=True)),
    Way.PLAINTEXT: (Target("h.example", 25, TlsMode.NONE), Options(ca=Path("ca.pem"))),
    Way.IMPLICIT_TLS: (Target("h.example", 25, TlsMode.IMPLICIT), Options(ca=Path("ca.pem"))),
    Way.CA_FILE: (Target("h.example", 25, TlsMode.AUTO), Options(ca=Path("file.pem"))),
    Way.CLIENT_CERT: (
        Target("h.example", 25, TlsMode.AUTO),
        Options(ca=Path("ca.pem"), client_cert=Path("file.pem"), client_key=Path("key.pem")),
    ),
    Way.RETRY: (Target("h.example", 25, TlsMode.AUTO), Options(ca=Path("ca.pem"))),
}


@pytest.mark.parametrize("way", Way)
def test_a_way_changes_what_it_names_and_nothing_else(way: Way) -> None:
    target, options = Target("h.example", 25, TlsMode.AUTO), Options(ca=Path("ca.pem"))
    file = Path("file.pem") if way in WAYS_WITH_A_FILE else None
    assert again(way, target, options, file=file, key=Path("key.pem")) == OFFERED[way]


def _ways(events: list[Event]) -> set[Way]:
    failures = [event for event in events if isinstance(event, ConnectFailed | TlsFailed | Noticed | Closed)]
    return {way for event in failures for way in event.ways}


async def test_an_authority_that_is_not_trusted_is_inspected_or_named(
    authority: trustme.CA, ca_file: Path
) -> None:
    script = (secure(good(authority), fails=True), listen)
    seen = (secure(good(authority)), *HELLO, *BYE)
    async with peer(*script, then=[seen, seen]) as server:
        target = server.target(TlsMode.IMPLICIT, "localhost")
        failed = await all_of(target)
        assert {Way.INSPECT, Way.CA_FILE} <= _ways(failed)
        inspected = await all_of(*_by(Way.INSPECT, target))
        trusted = await all_of(*_by(Way.CA_FILE, target, ca_file))
    assert [only(events, TlsEstablished)[0].verified for events in (inspected, trusted)] == [False, True]
    assert closed(trusted).expected


async def test_a_port_that_expects_tls_is_connected_to_so(authority: trustme.CA, ca_file: Path) -> None:
    options = QUICK._replace(ca=ca_file, deadlines=QUICK.deadlines._replace(silence=0.05))
    speaks_tls = (secure(good(authority), fails=True), listen)
    async with peer(*speaks_tls, then=[(secure(good(authority)), *HELLO, *BYE)]) as server:
        target = server.target(TlsMode.AUTO, "localhost")
        assert Way.IMPLICIT_TLS in _ways(await all_of(target, options=options))
        events = await all_of(*_by(Way.IMPLICIT_TLS, target, options=options))
    assert only(events, TlsEstablished)
    assert only(events, ReplyReceived)


async def test_what_is_refused_offers_to_try_again() -> None:
    async with peer() as server:
        target = server.target()
    failed = await all_of(target)
    assert _ways(failed) == {Way.RETRY}
    assert closed(failed).ways == (Way.RETRY,)


def _by(
    way: Way, target: Target, file: Path | None = None, options: Options = OPTIONS
) -> tuple[Target, tuple[()], Options]:
    there, how = again(way, target, options, file=file)
    return there, (), how
