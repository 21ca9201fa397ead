"""Sessions with a real Postfix."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import anyio
import pytest
import trustme

from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import (
    CloseReason,
    GreetingReceived,
    LineReceived,
    ReplyReceived,
    TlsEstablished,
    TlsFailed,
)
from smtptui.wire.sasl.mechanism import Mechanism
from smtptui.wire.sasl.mechanisms import Login, Plain
from smtptui.wire.secret import Secret
from tests.postfix_server import PostfixServer, PostfixUnavailable, running_postfix
from tests.session.openssl_authority import INSPECTED, REFUSED, OpensslAuthority
from tests.session.scripted import run
from tests.session.watching import LIMIT, OPTIONS, all_of, closed, codes, only, rest, until

pytestmark = pytest.mark.postfix


class Start(Protocol):
    """Starts Postfix, or skips the test with the reason."""

    def __call__(
        self,
        *,
        extra: Mapping[str, str] | None = None,
        users: Mapping[str, str] | None = None,
        postscreen: bool = False,
    ) -> AbstractContextManager[PostfixServer]: ...


@pytest.fixture
def start(tmp_path: Path, postfix_or_skip: Callable[[str], None]) -> Start:
    """Return what starts Postfix."""

    @contextmanager
    def started(
        *,
        extra: Mapping[str, str] | None = None,
        users: Mapping[str, str] | None = None,
        postscreen: bool = False,
    ) -> Iterator[PostfixServer]:
        try:
            with running_postfix(tmp_path, extra=extra, users=users, postscreen=postscreen) as server:
                yield server
        except PostfixUnavailable as error:
            postfix_or_skip(str(error))

    return started


def _target(server: PostfixServer, tls: TlsMode = TlsMode.AUTO) -> Target:
    return Target("localhost", server.port, tls)


async def test_postfix_greets_and_answers_504_to_a_bare_name(start: Start) -> None:
    with start() as server:
        events = await all_of(_target(server), ["HELO bare"])
    assert only(events, GreetingReceived)[0].reply.code == 220
    reply = only(events, ReplyReceived)[1].reply
    assert reply.code == 504
    assert reply.lines[0].text == b"5.5.2 <bare>: Helo command rejected: need fully-qualified hostname"
    assert closed(events).expected


async def test_postfix_takes_a_whole_mail(start: Start) -> None:
    actions = [
        "MAIL FROM:<a@b.example>",
        "RCPT TO:<c@local.example>",
        "DATA",
        "Subject: hello",
        "",
        ".dot",
        ".",
    ]
    with start() as server:
        events = await all_of(_target(server), actions)
    assert codes(events)[1:] == [
        ("MAIL", 250),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 250),
        ("QUIT", 221),
    ]
    assert b"queued as" in only(events, ReplyReceived)[-2].reply.raw


async def test_postfix_goes_over_to_tls(
    start: Start, authority: trustme.CA, ca_file: Path, tmp_path: Path
) -> None:
    with start(extra=_tls_settings(authority, tmp_path)) as server:
        events = await all_of(_target(server), ["NOOP"], OPTIONS._replace(ca=ca_file))
    assert only(events, TlsEstablished)[0].verified
    assert codes(events) == [("EHLO", 250), ("STARTTLS", 220), ("EHLO", 250), ("NOOP", 250), ("QUIT", 221)]


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("", "0 (ok)"),
        ("expired", "10 (certificate has expired)"),
        ("not yet valid", "9 (certificate is not yet valid)"),
        ("self-signed", "18 (self-signed certificate)"),
        ("wrong host", "62 (hostname mismatch)"),
        ("unknown issuer", "21 (unable to verify the first certificate)"),
    ],
)
async def test_a_certificate_of_postfixs_fails_here_where_it_fails_with_s_client(
    fault: str, verdict: str, start: Start, openssl: OpensslAuthority
) -> None:
    settings = {
        "smtpd_tls_security_level": "may",
        "smtpd_tls_chain_files": str(openssl.certificate(fault)),
        "smtpd_tls_loglevel": "1",
    }
    with start(extra=settings) as server:
        events = await all_of(_target(server), options=OPTIONS._replace(ca=openssl.file))
        inspected = await all_of(_target(server), options=OPTIONS._replace(ca=openssl.file, insecure=True))
        s_client = await anyio.run_process(
            [
                *("openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{server.port}"),
                *("-CAfile", str(openssl.file), "-verify_hostname", "localhost"),
            ],
            input=b"QUIT\r\n",
            check=False,
        )
        log = server.log.read_text()
    assert f"Verify return code: {verdict}" in s_client.stdout.decode()
    assert only(inspected, TlsEstablished)[0].problem == INSPECTED[fault]
    assert closed(inspected).expected
    if fault:
        why, alert = REFUSED[fault]
        assert why in only(events, TlsFailed)[0].why
        assert closed(events).reason is CloseReason.TLS
        assert alert.lower().replace("_", " ") in log
    else:
        assert only(events, TlsEstablished)[0].verified


@pytest.mark.parametrize("mechanism", [Plain, Login])
async def test_postfix_authenticates_and_no_event_holds_the_password(
    start: Start,
    authority: trustme.CA,
    ca_file: Path,
    tmp_path: Path,
    mechanism: Callable[[str, Secret], Mechanism],
) -> None:
    options = OPTIONS._replace(ca=ca_file)
    replies = {}
    with start(extra=_tls_settings(authority, tmp_path), users={"user": "correct-horse"}) as server:
        for password in ("correct-horse", "battery-staple"):
            async with Session(_target(server), options) as session:
                await until(session, lambda event: isinstance(event, TlsEstablished))
                await until(session, lambda event: isinstance(event, ReplyReceived))
                session.authenticate(mechanism("user@mx.example", Secret(password)), insist=True)
                events = await until(session, lambda e: isinstance(e, ReplyReceived) and e.reply.code != 334)
                replies[password] = only(events, ReplyReceived)[-1].reply.code
                await session.quit()
                events += await rest(session)
            assert password not in repr(events)
    assert replies == {"correct-horse": 235, "battery-staple": 535}


async def test_postscreens_greeting_comes_in_two_parts(start: Start) -> None:
    settings = {
        "postscreen_greet_wait": "1s",
        "postscreen_greet_banner": "mx.example wait",
        "postscreen_greet_action": "enforce",
        "postscreen_cache_map": "",
        "postscreen_access_list": "",
    }
    with start(extra=settings, postscreen=True) as server:
        events = await all_of(Target("127.0.0.1", server.port, TlsMode.AUTO))
    first, second = only(events, LineReceived)[:2]
    assert first.line.raw.startswith(b"220-mx.example wait")
    assert second.line.raw.startswith(b"220 mx.example")
    assert second.at - first.at > 0.5
    assert len(only(events, GreetingReceived)) == 1
    assert codes(events)[0] == ("EHLO", 250)


async def test_swaks_and_a_session_see_the_same_replies(start: Start) -> None:
    with start() as server:
        events = [event async for event in run(_target(server), ["HELO bare"], options=OPTIONS)]
        try:
            swaks = await anyio.run_process(
                [
                    *("swaks", "--server", f"127.0.0.1:{server.port}", "--protocol", "SMTP"),
                    *("--helo", "bare", "--quit-after", "HELO"),
                ],
                check=False,
            )
        except FileNotFoundError:
            pytest.skip("swaks is not installed")
    ours = only(events, ReplyReceived)[1].reply.raw.decode().strip()
    assert ours in swaks.stdout.decode()


def _tls_settings(authority: trustme.CA, directory: Path) -> dict[str, str]:
    file = directory / "server.pem"
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(file)
    return {
        "smtpd_tls_security_level": "may",
        "smtpd_tls_chain_files": str(file),
        "smtpd_tls_auth_only": "yes",
    }


_LOST = re.compile(r"lost connection after DATA \((\d+) bytes\)")


@pytest.mark.parametrize("lines", [["Subject: half"], ["Subject: half", "", "a line", "QUIT"]])
async def test_leaving_within_a_message_sends_postfix_no_word_of_ours(start: Start, lines: list[str]) -> None:
    envelope = ["MAIL FROM:<a@b.example>", "RCPT TO:<c@local.example>", "DATA"]
    typed = sum(len(line) + 2 for line in lines)
    with start() as server:
        events = await all_of(_target(server), [*envelope, *lines])
        with anyio.fail_after(LIMIT):
            # Postfix writes its log when it gets round to it.
            while (lost := _LOST.search(log := server.log.read_text())) is None:  # noqa: ASYNC110
                await anyio.sleep(0.01)
    assert closed(events).reason is CloseReason.BY_CLIENT
    assert int(lost.group(1)) <= typed
    assert "status=sent" not in log
