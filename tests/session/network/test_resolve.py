"""The real resolvers: getaddrinfo, and dnspython with a name server on loopback."""

from collections.abc import AsyncIterator

import anyio
import dns.asyncresolver
import pytest

from smtptui.session.network.resolve import LookupFailedError, MailExchanger, SystemResolver
from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import Resolved
from tests.session.name_server import name_server
from tests.session.watching import QUICK, closed, only, rest

TABLE = {
    "example.org": ["20 b.example.", "10 a.example."],
    "null.example": ["0 ."],
    "none.example": [],
    "failing.example": None,
}


@pytest.fixture
async def loopback_names(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Let every MX look-up go to a name server of our own."""
    async with name_server(TABLE) as port:
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = port
        resolver.lifetime = 1.0
        monkeypatch.setattr(dns.asyncresolver, "default_resolver", resolver)
        yield


@pytest.mark.usefixtures("loopback_names")
async def test_mail_exchangers_come_in_order_of_preference() -> None:
    found = await SystemResolver().mail_exchangers("example.org")
    assert found == (MailExchanger(10, "a.example"), MailExchanger(20, "b.example"))


@pytest.mark.usefixtures("loopback_names")
async def test_a_null_mx_is_a_single_dot_and_no_mx_is_nothing() -> None:
    assert await SystemResolver().mail_exchangers("null.example") == (MailExchanger(0, "."),)
    assert await SystemResolver().mail_exchangers("none.example") == ()


@pytest.mark.usefixtures("loopback_names")
@pytest.mark.parametrize(
    ("domain", "words"), [("nowhere.example", "no domain nowhere.example"), ("failing.example", "failed")]
)
async def test_a_look_up_that_fails_says_so_in_words_with_advice(domain: str, words: str) -> None:
    with pytest.raises(LookupFailedError, match=words) as failure:
        await SystemResolver().mail_exchangers(domain)
    assert failure.value.advice


@pytest.mark.usefixtures("loopback_names")
async def test_a_name_server_that_is_silent_is_given_up_by_the_session() -> None:
    async with Session(Target("silent.example", 25, TlsMode.NONE, mx=True), QUICK) as session:
        events = await rest(session)
    assert "no name server answered for silent.example" in closed(events).detail


@pytest.mark.usefixtures("loopback_names")
async def test_a_domain_that_accepts_no_mail_is_told_from_one_that_is_down() -> None:
    async with Session(Target("null.example", 25, TlsMode.NONE, mx=True), QUICK) as session:
        events = await rest(session)
    assert only(events, Resolved)[0].found == ("0 .",)
    assert "RFC 7505" in closed(events).detail


async def test_the_hosts_file_is_asked_off_the_event_loop() -> None:
    assert "127.0.0.1" in await SystemResolver().addresses("localhost")


async def test_a_name_that_is_too_long_for_dns_is_a_failed_look_up() -> None:
    with pytest.raises(LookupFailedError):
        await SystemResolver().addresses("a" * 64 + ".example")


async def test_a_unix_socket_is_a_target_as_well(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("s") / "smtp"
    listener = await anyio.create_unix_listener(path)
    async with Session(Target("localhost", 0, TlsMode.NONE, path=str(path)), QUICK) as session:
        stream = await listener.accept()
        async with stream:
            await stream.send(b"220 mx\r\n")
            assert await stream.receive() == b"EHLO client.example\r\n"
        await listener.aclose()
        assert closed(await rest(session)).detail
