"""Certificates that fail, made by the `openssl` command: refused in words, and shown to who inspects."""

import ssl
from pathlib import Path

import pytest
import trustme

from smtptui.session.session import Session
from smtptui.session.target import TlsMode
from smtptui.session.tls.unverified import problem_of
from smtptui.wire.command import CommandError
from smtptui.wire.events import CloseReason, ReplyReceived, TlsEstablished, TlsFailed, Way
from tests.session.openssl_authority import INSPECTED, REFUSED, OpensslAuthority
from tests.session.peer import BYE, HELLO, Connection, hear, listen, peer, say, secure
from tests.session.watching import OPTIONS, all_of, closed, only, until

OFFERED = (
    say(b"220 mx.example ESMTP\r\n"), hear(b"EHLO"), say(b"250-mx.example\r\n250 STARTTLS\r\n"),
    hear(b"STARTTLS"), say(b"220 go\r\n"),
)  # fmt: skip


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("tls", [TlsMode.IMPLICIT, TlsMode.AUTO])
@pytest.mark.parametrize("fault", REFUSED)
async def test_one_that_fails_is_refused_in_words_and_the_server_told_by_an_alert(
    fault: str, tls: TlsMode, openssl: OpensslAuthority
) -> None:
    context, alerts = _context(openssl.certificate(fault)), []

    async def expect_alert(connection: Connection) -> None:
        try:
            await secure(context)(connection)
        except ssl.SSLError as error:
            alerts.append(error.reason or "")

    before = () if tls is TlsMode.IMPLICIT else OFFERED
    async with peer(*before, expect_alert, listen) as server:
        events = await all_of(server.target(tls, "localhost"), options=OPTIONS._replace(ca=openssl.file))
    why, alert = REFUSED[fault]
    failed = only(events, TlsFailed)[0]
    assert why in failed.why
    assert Way.INSPECT in failed.ways
    assert closed(events).reason is CloseReason.TLS
    assert len(alerts) == 1
    assert alerts[0].endswith(f"_ALERT_{alert}")
    assert len(server.connections) == 1
    assert b"AUTH" not in server.heard


@pytest.mark.parametrize("fault", INSPECTED)
async def test_one_that_fails_is_shown_to_who_inspects_and_auth_forbidden(
    fault: str, openssl: OpensslAuthority
) -> None:
    options = OPTIONS._replace(ca=openssl.file, insecure=True)
    async with (
        peer(secure(_context(openssl.certificate(fault))), *HELLO, listen) as server,
        Session(server.target(TlsMode.IMPLICIT, "localhost"), options) as session,
    ):
        events = await until(session, lambda event: isinstance(event, ReplyReceived))
        established = only(events, TlsEstablished)[0]
        with pytest.raises(CommandError, match="forbidden while"):
            session.send("AUTH PLAIN AGEAYg==")
    assert (established.verified, established.problem) == (False, INSPECTED[fault])
    assert server.heard == b"EHLO client.example\r\n"


async def test_all_that_is_wrong_is_named(openssl: OpensslAuthority) -> None:
    async with peer(secure(_context(openssl.certificate("expired"))), *HELLO, *BYE) as server:
        target = server.target(TlsMode.IMPLICIT)
        events = await all_of(target, options=OPTIONS._replace(insecure=True))
    problem = only(events, TlsEstablished)[0].problem
    assert problem == "not verified: it has expired, no trusted authority has issued it"


async def test_one_that_is_in_order_is_verified(openssl: OpensslAuthority) -> None:
    async with peer(secure(_context(openssl.certificate())), *HELLO, *BYE) as server:
        events = await all_of(
            server.target(TlsMode.IMPLICIT, "localhost"), options=OPTIONS._replace(ca=openssl.file)
        )
    established = only(events, TlsEstablished)[0]
    assert (established.verified, established.problem) == (True, "")
    assert established.chain[0].names == ("localhost", "127.0.0.1")


@pytest.mark.parametrize(
    ("host", "fits"),
    [
        ("mx.example.org", True),
        ("a.mx.example.org", False),
        ("example.org", False),
        ("MX.Example.org.", True),
    ],
)
def test_a_wildcard_stands_for_one_label(host: str, fits: bool, authority: trustme.CA) -> None:
    certificate = authority.issue_cert("*.example.org").cert_chain_pems[0].bytes().decode("ascii")
    problem = problem_of([ssl.PEM_cert_to_DER_cert(certificate)], host, ())
    assert ("is not for" in problem) is not fits
