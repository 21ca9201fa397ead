"""Sessions with a real Postfix."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from smtptui.session.engine import Session, run
from smtptui.session.target import Target, TlsMode
from smtptui.wire.auth import Mechanism
from smtptui.wire.events import GreetingReceived, LineReceived, ReplyReceived, TlsEstablished
from smtptui.wire.mechanisms import Login, Plain
from smtptui.wire.secret import Secret
from tests.postfix_server import PostfixServer, PostfixUnavailable, running_postfix
from tests.session.watching import OPTIONS, all_of, closed, codes, only, rest, until

pytestmark = pytest.mark.postfix

Skip = Callable[[str], None]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Return a context manager that starts Postfix, or skips."""

    @contextmanager
    def started(
        give_up: Skip, extra: dict[str, str] | None = None, *, postscreen: bool = False
    ) -> Iterator[PostfixServer]:
        try:
            with running_postfix(
                tmp_path_factory.mktemp("postfix"), extra=extra, postscreen=postscreen
            ) as server:
                yield server
        except PostfixUnavailable as error:
            give_up(str(error))

    return started


def _target(server: PostfixServer, tls: TlsMode = TlsMode.AUTO) -> Target:
    return Target("localhost", server.port, tls)


async def test_postfix_greets_and_answers_504_to_a_bare_name(start, postfix_or_skip: Skip) -> None:  # type: ignore[no-untyped-def]
    with start(postfix_or_skip) as server:
        events = await all_of(_target(server), ["HELO bare"])
    assert only(events, GreetingReceived)[0].reply.code == 220
    reply = only(events, ReplyReceived)[1].reply
    assert reply.code == 504
    assert reply.lines[0].text == b"5.5.2 <bare>: Helo command rejected: need fully-qualified hostname"
    assert closed(events).expected


async def test_postfix_takes_a_whole_mail(start, postfix_or_skip: Skip) -> None:  # type: ignore[no-untyped-def]
    actions = [
        "MAIL FROM:<a@b.example>",
        "RCPT TO:<c@local.example>",
        "DATA",
        "Subject: hello",
        "",
        ".dot",
        ".",
    ]
    with start(postfix_or_skip) as server:
        events = await all_of(_target(server), actions)
        log = server.log.read_text()
    assert codes(events)[1:] == [
        ("MAIL", 250),
        ("RCPT", 250),
        ("DATA", 354),
        ("END-OF-DATA", 250),
        ("QUIT", 221),
    ]
    assert "from=<a@b.example>" in log


async def test_postfix_goes_over_to_tls(
    start, postfix_or_skip: Skip, authority: trustme.CA, ca_file: Path
) -> None:  # type: ignore[no-untyped-def]
    with start(postfix_or_skip, _tls_settings(authority, ca_file.parent)) as server:
        events = await all_of(_target(server), ["NOOP"], OPTIONS._replace(ca=ca_file))
    assert only(events, TlsEstablished)[0].verified
    assert codes(events) == [("EHLO", 250), ("STARTTLS", 220), ("EHLO", 250), ("NOOP", 250), ("QUIT", 221)]


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
async def test_postfix_authenticates_and_no_event_holds_the_password(  # type: ignore[no-untyped-def]
    start, postfix_or_skip: Skip, authority: trustme.CA, ca_file: Path, tmp_path_factory, mechanism: str
) -> None:
    directory = tmp_path_factory.mktemp("sasl")
    settings = _tls_settings(authority, directory) | _sasl_settings(directory)
    options = OPTIONS._replace(ca=ca_file)
    with start(postfix_or_skip, settings) as server:
        replies = {}
        for password in ("correct-horse", "battery-staple"):
            async with Session(_target(server), options) as session:
                await until(session, lambda event: isinstance(event, TlsEstablished))
                await until(session, lambda event: isinstance(event, ReplyReceived))
                await session.authenticate(_mechanism(mechanism, password))
                events = await until(session, lambda e: isinstance(e, ReplyReceived) and e.reply.code != 334)
                await session.quit()
                events += await rest(session)
            replies[password] = only(events, ReplyReceived)[-2].reply.code
            assert password not in repr(events)
    assert replies == {"correct-horse": 235, "battery-staple": 535}


async def test_postscreens_greeting_comes_in_two_parts(start, postfix_or_skip: Skip) -> None:  # type: ignore[no-untyped-def]
    settings = {
        "postscreen_greet_wait": "1s", "postscreen_greet_banner": "mx.example wait", "postscreen_cache_map": "",
        "postscreen_access_list": "", "postscreen_greet_action": "enforce",
    }  # fmt: skip
    with start(postfix_or_skip, settings, postscreen=True) as server:
        events = await all_of(Target("127.0.0.1", server.port, TlsMode.AUTO))
    first, second = only(events, LineReceived)[:2]
    assert first.line.raw.startswith(b"220-mx.example wait")
    assert second.line.raw.startswith(b"220 mx.example")
    assert second.at - first.at > 0.5
    assert len(only(events, GreetingReceived)) == 1
    assert codes(events)[0] == ("EHLO", 250)


async def test_swaks_and_a_session_see_the_same_replies(start, postfix_or_skip: Skip) -> None:  # type: ignore[no-untyped-def]
    with start(postfix_or_skip) as server:
        events = [event async for event in run(_target(server), ["HELO bare"], options=OPTIONS)]
        try:
            swaks = subprocess.run(
                ["swaks", "--server", f"127.0.0.1:{server.port}", "--helo", "bare", "--protocol", "SMTP",
                 "--quit-after", "HELO"],
                capture_output=True, text=True, check=False, timeout=30,
            )  # fmt: skip
        except FileNotFoundError:
            pytest.skip("swaks is not installed")
    ours = only(events, ReplyReceived)[1].reply.raw.decode().strip()
    assert ours in swaks.stdout


def _mechanism(name: str, password: str) -> Mechanism:
    kind = {"PLAIN": Plain, "LOGIN": Login}[name]
    return kind("user@mx.example", Secret(password))


def _tls_settings(authority: trustme.CA, directory: Path) -> dict[str, str]:
    file = directory / "server.pem"
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(file)
    return {
        "smtpd_tls_security_level": "may",
        "smtpd_tls_chain_files": str(file),
        "smtpd_tls_auth_only": "yes",
    }


def _sasl_settings(directory: Path) -> dict[str, str]:
    """Give Postfix a password file of its own, in Cyrus SASL's form."""
    database = directory / "sasldb2"
    for _ in ("user",):
        subprocess.run(
            ["/usr/sbin/saslpasswd2", "-p", "-c", "-f", str(database), "-u", "mx.example", "user"],
            input=b"correct-horse", check=True, timeout=30,
        )  # fmt: skip
    database.chmod(0o644)
    for parent in (directory, *directory.parents):
        if parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    (directory / "smtpd.conf").write_text(
        f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: {database}\n"
    )
    return {
        "smtpd_sasl_auth_enable": "yes",
        "cyrus_sasl_config_path": str(directory),
        "smtpd_sasl_path": "smtpd",
    }
