"""TLS from the first octet: certificates in words, inspection, and how it ends."""

import asyncio
import contextlib
import socket
import ssl
from pathlib import Path

import pytest
import trustme

from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.wire.command import CommandError
from smtptui.wire.events import (
    CloseReason,
    Event,
    GreetingReceived,
    Noticed,
    ReplyReceived,
    TlsEstablished,
    TlsFailed,
    Way,
)
from tests.session.authority import expired, for_another_host, good, self_signed, server_context
from tests.session.peer import (
    Connection,
    close_tls,
    hang_up,
    hear,
    listen,
    peer,
    reset,
    say,
    say_unencrypted,
    secure,
)
from tests.session.watching import LIMIT, OPTIONS, all_of, closed, codes, only, rest, until, verbs

HELLO = (say(b"220 mx.example ESMTP\r\n"), hear(b"EHLO"), say(b"250-mx.example\r\n250 AUTH PLAIN\r\n"))


def _broken(kind: str, authority: trustme.CA, directory: Path) -> ssl.SSLContext:
    match kind:
        case "expired":
            return expired(authority)
        case "self-signed":
            return self_signed(directory)
        case "not for localhost":
            return for_another_host(authority)
        case _:
            return good(trustme.CA())


KINDS = ("expired", "self-signed", "not for localhost", "authority")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_certificate_that_fails_is_refused_in_words_with_advice(
    kind: str, authority: trustme.CA, ca_file: Path, tmp_path: Path
) -> None:
    async with peer(secure(_broken(kind, authority, tmp_path), fails=True), listen) as server:
        events = await all_of(
            server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=ca_file)
        )
    failed = only(events, TlsFailed)[0]
    assert kind in failed.why
    assert Way.INSPECT in failed.ways
    assert (Way.CA_FILE in failed.ways) == (kind in ("self-signed", "authority"))
    assert closed(events).reason is CloseReason.TLS
    assert len(server.connections) == 1
    assert server.heard == b""
    # What was refused can be looked at all the same.
    shown = failed.chain[0]
    assert ("other.example" in shown.names) == (kind == "not for localhost")
    assert shown.not_after.startswith("2021-01-01") == (kind == "expired")


@pytest.mark.parametrize(
    ("kind", "words"),
    [("expired", "expired"), ("self-signed", "self-signed"), ("not for localhost", "not for")],
)
async def test_inspection_shows_what_is_wrong_and_forbids_auth(
    kind: str, words: str, authority: trustme.CA, tmp_path: Path
) -> None:
    async with (
        peer(secure(_broken(kind, authority, tmp_path)), *HELLO, listen) as server,
        Session(server.target(TlsMode.IMPLICIT, "localhost"), OPTIONS._replace(insecure=True)) as session,
    ):
        events = await until(session, lambda event: isinstance(event, ReplyReceived))
        established = only(events, TlsEstablished)[0]
        assert not established.verified
        assert words in established.problem
        for line in ("AUTH PLAIN AGEAYg==", "auth login", "X-EXPS NTLM"):
            with pytest.raises(CommandError, match="forbidden while"):
                session.send(line)
        await session.close()
    assert server.heard == b"EHLO client.example\r\n"


async def test_implicit_tls_comes_before_the_greeting(authority: trustme.CA, ca_file: Path) -> None:
    script = (secure(good(authority)), *HELLO, hear(b"QUIT"), say(b"221 Bye\r\n"), close_tls)
    async with peer(*script) as server:
        events = await all_of(
            server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=ca_file)
        )
    kinds = [type(event) for event in events]
    assert kinds.index(TlsEstablished) < kinds.index(GreetingReceived)
    assert verbs(events) == ["EHLO", "QUIT"]
    assert closed(events).reason is CloseReason.QUIT


async def test_the_name_of_the_host_is_sent_with_the_handshake(authority: trustme.CA, ca_file: Path) -> None:
    named: list[str | None] = []
    context = good(authority)
    context.sni_callback = lambda _, name, __: named.append(name)
    async with peer(secure(context), *HELLO, hear(b"QUIT"), say(b"221 Bye\r\n"), close_tls) as server:
        await all_of(server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=ca_file))
    assert named == ["localhost"]


async def test_tls_that_ends_without_close_notify_is_told_from_a_clean_end(
    authority: trustme.CA, ca_file: Path
) -> None:
    ends = {}
    for ending in (hang_up, close_tls, reset):
        async with (
            peer(secure(good(authority)), *HELLO, ending) as server,
            Session(server.target(TlsMode.IMPLICIT, "localhost"), OPTIONS._replace(ca=ca_file)) as session,
        ):
            events = await rest(session)
        assert codes(events) == [("EHLO", 250)]
        ends[ending.__name__] = closed(events).reason
    assert ends == {
        "hang_up": CloseReason.TRUNCATED, "close_tls": CloseReason.BY_SERVER, "reset": CloseReason.RESET,
    }  # fmt: skip


async def test_garbage_inside_tls_leaves_what_was_read_and_ends_with_an_error(
    authority: trustme.CA, ca_file: Path
) -> None:
    async with (
        peer(
            secure(good(authority)), *HELLO, say_unencrypted(b"garbage, not a record\r\n"), listen
        ) as server,
        Session(server.target(TlsMode.IMPLICIT, "localhost"), OPTIONS._replace(ca=ca_file)) as session,
    ):
        events = await rest(session)
    assert codes(events) == [("EHLO", 250)]
    assert closed(events).reason is CloseReason.TLS


ALERT_VERSION = b"\x15\x03\x01\x00\x02\x02\x46"
SERVER_HELLO_1_1 = b"\x02\x00\x00\x26\x03\x02" + bytes(32) + b"\x00\x00\x2f\x00"
TLS_1_1 = b"\x16\x03\x02" + len(SERVER_HELLO_1_1).to_bytes(2, "big") + SERVER_HELLO_1_1


@pytest.mark.parametrize("octets", [ALERT_VERSION, TLS_1_1], ids=["alert", "server hello of TLS 1.1"])
async def test_tls_older_than_1_2_is_refused(octets: bytes, ca_file: Path) -> None:
    async def answer_hello(connection: Connection) -> None:
        await connection.socket.receive()
        await connection.socket.send(octets)

    async with peer(answer_hello, listen) as server:
        events = await all_of(
            server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=ca_file)
        )
    assert "1.2" in only(events, TlsFailed)[0].why
    assert closed(events).reason is CloseReason.TLS


async def test_renegotiation_is_switched_off_and_authorities_are_verified(ca_file: Path) -> None:
    from smtptui.session.tls.policy import find_trust

    context, _authorities = await find_trust(OPTIONS._replace(ca=ca_file))
    assert context.options & ssl.OP_NO_RENEGOTIATION
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


async def test_a_plain_server_on_a_tls_port_is_shown_and_named() -> None:
    async with peer(say(b"220 mx.example ESMTP\r\n"), listen) as server:
        events = await all_of(server.target(TlsMode.IMPLICIT))
    assert "220 mx.example ESMTP" in only(events, Noticed)[0].text
    assert "plain SMTP" in only(events, TlsFailed)[0].advice
    assert closed(events).reason is CloseReason.TLS


async def test_a_file_that_holds_no_authority_is_named(tmp_path: Path) -> None:
    file = tmp_path / "empty.pem"
    file.write_text("nothing")
    async with peer(listen) as server:
        events = await all_of(server.target(TlsMode.IMPLICIT), options=OPTIONS._replace(ca=file))
    assert "empty.pem" in closed(events).detail


async def test_a_client_certificate_is_sent_where_one_is_named(
    authority: trustme.CA, ca_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "client.pem"
    authority.issue_cert("client.example").private_key_and_cert_chain_pem.write_to_path(file)
    context = good(authority)
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    options = OPTIONS._replace(ca=ca_file, client_cert=file)
    async with peer(secure(context), *HELLO, hear(b"QUIT"), say(b"221 Bye\r\n"), close_tls) as server:
        events = await all_of(server.target(TlsMode.IMPLICIT, "localhost"), options=options)
    assert closed(events).expected


async def test_the_keys_are_logged_where_the_environment_asks_for_it(
    authority: trustme.CA, ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    events: list[Event]
    async with peer(secure(good(authority)), *HELLO, hear(b"QUIT"), say(b"221 Bye\r\n"), close_tls) as server:
        events = await all_of(
            server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=ca_file)
        )
    assert closed(events).expected
    assert "SECRET" in log.read_text()


async def test_the_whole_chain_is_shown_in_words(authority: trustme.CA, ca_file: Path) -> None:
    middle = authority.create_child_ca()
    context = server_context(middle.issue_cert("localhost"))
    async with peer(secure(context), *HELLO, hear(b"QUIT"), say(b"221 Bye\r\n"), close_tls) as server:
        events = await all_of(
            server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=ca_file)
        )
    chain = only(events, TlsEstablished)[0].chain
    assert len(chain) >= 2
    assert chain[0].issuer == chain[1].subject
    assert "T" in chain[0].not_after


async def test_a_key_log_that_cannot_be_written_is_named(
    ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "missing" / "keys"))
    async with peer(listen) as server:
        events = await all_of(server.target(TlsMode.IMPLICIT), options=OPTIONS._replace(ca=ca_file))
    assert str(tmp_path / "missing" / "keys") in closed(events).detail


def _serve_blocking(listening: socket.socket, context: ssl.SSLContext, connections: int) -> None:
    """Serve as most servers do: with the blocking calls of OpenSSL, which send their alerts."""
    for _ in range(connections):
        accepted, _ = listening.accept()
        accepted.settimeout(LIMIT)
        with (
            accepted,
            contextlib.suppress(OSError),
            context.wrap_socket(accepted, server_side=True) as inside,
        ):
            inside.sendall(b"220 mx.example ESMTP\r\n")
            inside.recv(1000)
            inside.sendall(b"250 mx.example\r\n")
            inside.recv(1000)
            inside.sendall(b"221 Bye\r\n")
            inside.recv(1000)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_server_that_wants_a_certificate_is_said_to_want_one_and_takes_it(
    version: ssl.TLSVersion, authority: trustme.CA, ca_file: Path, tmp_path: Path
) -> None:
    context = good(authority)
    context.minimum_version = context.maximum_version = version
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    mine = authority.issue_cert("client.example")
    certificate, key = tmp_path / "client.pem", tmp_path / "client.key"
    mine.cert_chain_pems[0].write_to_path(certificate)
    mine.private_key_pem.write_to_path(key)
    options = OPTIONS._replace(ca=ca_file)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(asyncio.to_thread(_serve_blocking, listening, context, 2))
        target = Target("localhost", listening.getsockname()[1], TlsMode.IMPLICIT)
        refused = await all_of(target, options=options)
        taken = await all_of(target, options=options._replace(client_cert=certificate, client_key=key))
        await serving
    assert closed(refused).detail == "the server wants a certificate from us"
    assert closed(refused).ways == (Way.CLIENT_CERT,)
    assert closed(taken).expected


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"\x15\x03\x03\x00\x02\x02\x0a", "the server refused the handshake: unexpected message"),
        (b"\x16\x03\x03\x00\x04\x63\x00\x00\x00", "we refused the handshake: "),
    ],
    ids=["alert", "nonsense"],
)
async def test_it_is_said_who_refused_a_handshake(octets: bytes, why: str, ca_file: Path) -> None:
    async def answer_hello(connection: Connection) -> None:
        await connection.socket.receive()
        await connection.socket.send(octets)

    async with peer(answer_hello, listen) as server:
        events = await all_of(
            server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=ca_file)
        )
    assert only(events, TlsFailed)[0].why.startswith(why)


async def test_starttls_that_is_granted_inside_tls_closes_the_connection(
    authority: trustme.CA, ca_file: Path
) -> None:
    script = (secure(good(authority)), *HELLO, hear(b"STARTTLS"), say(b"220 once more\r\n"), listen)
    async with peer(*script) as server:
        target = server.target(TlsMode.IMPLICIT, "localhost")
        events = await all_of(target, ["STARTTLS"], OPTIONS._replace(ca=ca_file))
    assert "inside TLS" in only(events, TlsFailed)[0].why
    assert len(only(events, TlsEstablished)) == 1
    assert closed(events).reason is CloseReason.TLS
