"""From a name to a connection: look-ups that fail, addresses that do not answer."""

import asyncio
import errno

import anyio
import pytest
from anyio.abc import ByteStream

from smtptui.session.network.attempts import connect_failure, connect_tcp
from smtptui.session.network.resolve import LookupFailedError, MailExchanger, interleaved
from smtptui.session.session import Deadlines, Session
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import (
    Closed,
    CloseReason,
    Connected,
    ConnectFailed,
    Connecting,
    Event,
    Noticed,
    Resolved,
    Resolving,
)
from tests.session.peer import listen, peer, signal
from tests.session.watching import QUICK, closed, only, rest, until


class Names:
    """A resolver that knows what it is told."""

    def __init__(
        self,
        addresses: dict[str, tuple[str, ...]] | None = None,
        exchangers: dict[str, tuple[MailExchanger, ...]] | None = None,
    ) -> None:
        self._addresses = addresses or {}
        self._exchangers = exchangers or {}

    async def addresses(self, name: str) -> tuple[str, ...]:
        if name not in self._addresses:
            raise LookupFailedError(f"there is no host {name}", "Check the spelling.")
        return self._addresses[name]

    async def mail_exchangers(self, domain: str) -> tuple[MailExchanger, ...]:
        if domain not in self._exchangers:
            raise LookupFailedError(f"there is no domain {domain}", "Check the spelling.")
        return self._exchangers[domain]


class Silent(Names):
    """Name servers that never answer."""

    async def addresses(self, name: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    async def mail_exchangers(self, domain: str) -> tuple[MailExchanger, ...]:
        await asyncio.Event().wait()
        return ()


def _network(port: int, *, working: tuple[str, ...] = (), black_holes: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    """Return a connector for a network in which these addresses work, and all others refuse."""

    async def connect(address: str, _: int, local: str | None) -> ByteStream:
        if address in black_holes:
            await asyncio.Event().wait()
        if address not in working:
            raise OSError(errno.ECONNREFUSED, "refused")
        return await connect_tcp("127.0.0.1", port, local)

    return connect


MX = Target("example.org", 25, TlsMode.NONE, mx=True)
HOST = Target("mx.example", 25, TlsMode.NONE)


async def _events(target: Target, names: Names, connector=_network(0)) -> list[Event]:  # type: ignore[no-untyped-def]  # noqa: B008
    async with Session(target, QUICK, resolver=names, connector=connector) as session:
        return await until(session, lambda event: isinstance(event, (Connected, Closed)))


async def test_a_host_that_does_not_exist_ends_the_session_in_words() -> None:
    events = await _events(HOST, Names())
    assert isinstance(events[0], Resolving)
    assert closed(events).detail == "there is no host mx.example"
    assert closed(events).reason is CloseReason.NOT_CONNECTED
    assert closed(events).advice


@pytest.mark.parametrize("target", [HOST, MX], ids=["host", "MX"])
async def test_name_servers_that_never_answer_are_given_up(target: Target) -> None:
    events = await _events(target, Silent())
    assert "no name server answered" in closed(events).detail


async def test_a_domain_that_accepts_no_mail_is_not_connected_to() -> None:
    events = await _events(MX, Names(exchangers={"example.org": (MailExchanger(0, "."),)}))
    assert "accepts no mail" in closed(events).detail
    assert not only(events, Connecting)


async def test_mail_exchangers_are_tried_in_order_of_preference() -> None:
    names = Names(
        {"a.example": ("192.0.2.1",), "b.example": ("192.0.2.2",)},
        {"example.org": (MailExchanger(10, "a.example"), MailExchanger(20, "b.example"))},
    )
    async with peer(listen) as server:
        events = await _events(MX, names, _network(server.port, working=("192.0.2.2",)))
    assert only(events, Resolved)[0].found == ("10 a.example", "20 b.example")
    assert [event.host for event in only(events, Connecting)] == ["a.example", "b.example"]
    assert only(events, Connected)[0].host == "b.example"


async def test_a_domain_without_mx_is_its_own_mail_exchanger() -> None:
    names = Names({"example.org": ("192.0.2.1",)}, {"example.org": ()})
    async with peer(listen) as server:
        events = await _events(MX, names, _network(server.port, working=("192.0.2.1",)))
    assert "no MX record" in only(events, Noticed)[0].text
    assert only(events, Connected)[0].host == "example.org"


async def test_a_black_hole_is_overtaken_by_the_next_address_and_each_attempt_is_shown() -> None:
    names = Names({"mx.example": ("192.0.2.1", "192.0.2.2", "192.0.2.3")})
    options = QUICK._replace(deadlines=QUICK.deadlines._replace(connect=4.0))
    async with peer(listen) as server:
        network = _network(server.port, working=("192.0.2.2",), black_holes=("192.0.2.1",))
        async with Session(HOST, options, resolver=names, connector=network) as session:
            events = await until(session, lambda event: isinstance(event, (Connected, Closed)))
    first, second = only(events, Connecting)
    assert (first.address, second.address) == ("192.0.2.1", "192.0.2.2")
    assert second.at - first.at >= options.deadlines.attempt_delay * 0.9
    assert only(events, ConnectFailed) == []
    assert only(events, Connected)[0].address == "192.0.2.2"


def test_the_next_address_is_tried_after_a_quarter_of_a_second_by_default() -> None:
    assert Deadlines().attempt_delay == 0.25


async def test_each_address_that_fails_is_one_event_and_the_next_is_tried_at_once() -> None:
    names = Names({"mx.example": ("192.0.2.1", "192.0.2.2")})
    options = QUICK._replace(deadlines=QUICK.deadlines._replace(attempt_delay=60))
    async with Session(HOST, options, resolver=names, connector=_network(0)) as session:
        events = await rest(session)
    assert [(event.address, event.why) for event in only(events, ConnectFailed)] == [
        ("192.0.2.1", "connection refused"),
        ("192.0.2.2", "connection refused"),
    ]
    assert closed(events).detail == "192.0.2.2:25: connection refused"


async def test_an_address_that_never_answers_times_out_in_words() -> None:
    names = Names({"mx.example": ("192.0.2.1",)})
    events = await _events(HOST, names, _network(0, black_holes=("192.0.2.1",)))
    assert only(events, ConnectFailed)[0].why == "no answer in 0.3 s"
    assert "port 25" in only(events, ConnectFailed)[0].advice


async def test_a_real_closed_port_is_refused() -> None:
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    await listener.aclose()
    async with Session(Target("127.0.0.1", port, TlsMode.NONE), QUICK) as session:
        events = await rest(session)
    assert only(events, ConnectFailed)[0].why == "connection refused"


async def test_a_connection_that_came_to_stand_while_it_was_asked_for_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def stands_already(*_: object) -> None:
        raise OSError(errno.EISCONN, "Socket is already connected")

    monkeypatch.setattr("smtptui.session.network.attempts._connects_at_once", lambda *_: False)
    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", stands_already)
    stream = await connect_tcp("127.0.0.1", 9, None)
    await stream.aclose()


async def test_the_local_address_is_the_one_asked_for() -> None:
    accepted = asyncio.Event()
    async with peer(signal(accepted), listen) as server:
        options = QUICK._replace(local_address="127.0.0.2")
        async with Session(server.target(), options) as session:
            await until(session, lambda event: isinstance(event, Connected))
            await accepted.wait()
            remote = server.connections[0].socket.extra(anyio.abc.SocketAttribute.remote_address)
    assert remote[0] == "127.0.0.2"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ECONNREFUSED, "connection refused"),
        (errno.EHOSTUNREACH, "unreachable"),
        (errno.ENETUNREACH, "unreachable"),
        (errno.ETIMEDOUT, "no answer"),
        (errno.EADDRNOTAVAIL, "that local address is not one of this machine"),
        (errno.EACCES, "not permitted"),
        (errno.ECONNRESET, "the server reset the connection at once"),
    ],
)
def test_failures_of_the_system_are_said_in_words_with_advice(number: int, why: str) -> None:
    said, advice = connect_failure(OSError(number, "some words"), 30)
    assert said == why
    assert advice


def test_families_take_turns_beginning_with_the_first() -> None:
    found = [(10, "::1"), (10, "::2"), (10, "::3"), (2, "192.0.2.1"), (2, "192.0.2.1"), (2, "192.0.2.2")]
    assert interleaved(found) == ("::1", "192.0.2.1", "::2", "::3", "192.0.2.2")
