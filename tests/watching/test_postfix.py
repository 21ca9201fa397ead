"""How a real Postfix greets, refuses, delays and logs in."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from smtptui.reference.book.catalogue import Catalogue
from smtptui.session.login import TOKENS, mechanism_for
from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.watching.explainer import Explainer
from smtptui.watching.fold import feed
from smtptui.watching.greeting_verdict import Verdict, verdict_of
from smtptui.watching.stage import Outcome, StageName
from smtptui.wire.events import Event, ReplyReceived
from smtptui.wire.secret import Secret
from tests.postfix_server import HOSTNAME, PostfixServer, PostfixUnavailable, running_postfix
from tests.session.watching import OPTIONS, all_of, answered, codes, only, rest, until

pytestmark = pytest.mark.postfix

MECHANISMS = ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")

PASSWORDS = ("correct-horse", "battery-staple")
"""The right one, and a wrong one."""

Start = Callable[..., contextlib.AbstractContextManager[PostfixServer]]


@pytest.fixture
def start(tmp_path: Path, postfix_or_skip: Callable[[str], None]) -> Start:
    """Return what starts Postfix, or skips the test with the reason."""

    @contextlib.contextmanager
    def started(**settings: Any) -> Iterator[PostfixServer]:
        try:
            with running_postfix(tmp_path, **settings) as server:
                yield server
        except PostfixUnavailable as error:
            postfix_or_skip(str(error))

    return started


def target(server: PostfixServer) -> Target:
    return Target("127.0.0.1", server.port, TlsMode.NONE)


async def test_postscreen_is_told_by_its_pause(start: Start) -> None:
    settings = {
        "postscreen_greet_wait": "2s",
        "postscreen_greet_banner": f"{HOSTNAME} wait",
        "postscreen_greet_action": "enforce",
        "postscreen_cache_map": "",
        "postscreen_access_list": "",
    }
    with start(extra=settings, postscreen=True) as server:
        events = await all_of(target(server))
    found = verdict_of(events)
    assert found is not None
    assert (found.verdict, found.lines) == (Verdict.TEASER, 2)


async def test_who_talks_before_postscreens_last_line_is_refused(start: Start) -> None:
    settings = {
        "postscreen_greet_wait": "2s",
        "postscreen_greet_banner": f"{HOSTNAME} wait",
        "postscreen_greet_action": "drop",
        "postscreen_cache_map": "",
        "postscreen_access_list": "",
    }
    with start(extra=settings, postscreen=True) as server:
        async with Session(target(server), OPTIONS) as session:
            events = await until(session, lambda event: "220-" in repr(event))
            # Once: octets that it has not read would have it reset the connection, and its refusal be lost.
            session.send("EHLO early.example", insist=True)
            events += await rest(session)
    found = verdict_of(events)
    assert found is not None
    assert found.verdict is Verdict.REFUSED_FOR_GOOD
    assert found.code in (521, 550, 554)


async def test_a_client_that_is_refused_hears_it_in_the_greeting(start: Start) -> None:
    with start(extra={"smtpd_client_restrictions": "reject"}) as server:
        events = await all_of(target(server))
    found = verdict_of(events)
    assert found is not None
    assert (found.verdict, found.code) == (Verdict.REFUSED_FOR_GOOD, 554)
    assert feed(events).progress.stages.failed is not None


async def test_ten_errors_in_a_row_are_delayed_from_the_soft_limit_on_and_end_in_421(start: Start) -> None:
    settings = {"smtpd_soft_error_limit": "8", "smtpd_hard_error_limit": "10", "smtpd_error_sleep_time": "1s"}
    with start(extra=settings) as server:
        events = await all_of(target(server), [f"FOO{number}" for number in range(12)])
    answers = [
        event for event in only(events, ReplyReceived) if event.asked and event.asked.verb[:3] == "FOO"
    ]
    assert [event.reply.code for event in answers] == [500] * 10 + [421]
    # The delay is the server's own, and the longest thing that happens here.
    delayed = [number for number, event in enumerate(answers, 1) if event.took >= 0.9]
    assert delayed == [9, 10, 11]
    fold = feed(events)
    row = next(row for row in reversed(fold.rows) if row.code == 421)
    explanation = Explainer(Catalogue()).explanation(row)
    assert explanation is not None
    assert "error" in explanation.meanings[0].title.lower()


async def _logged_in(server: PostfixServer, name: str, ca: Path, password: str) -> list[Event]:
    options = OPTIONS._replace(ca=ca)
    async with Session(Target("localhost", server.port, TlsMode.STARTTLS), options) as session:
        events = await until(session, answered("STARTTLS"))
        events += await until(session, answered("EHLO"))
        session.authenticate(mechanism_for(name, f"user@{HOSTNAME}", Secret(password)))
        events += await until(
            session, lambda event: isinstance(event, ReplyReceived) and event.reply.code in (235, 535)
        )
        await session.quit()
        return events + await rest(session)


@pytest.mark.parametrize("name", MECHANISMS)
async def test_every_mechanism_of_its_sasl_logs_in_inside_tls_and_the_password_is_nowhere(
    start: Start, tmp_path: Path, name: str
) -> None:
    assert name not in TOKENS
    authority, ca, chain = trustme.CA(), tmp_path / "ca.pem", tmp_path / "server.pem"
    authority.cert_pem.write_to_path(ca)
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(chain)
    settings = {
        "smtpd_tls_security_level": "may",
        "smtpd_tls_chain_files": str(chain),
        "smtpd_tls_auth_only": "yes",
    }
    users = {"user": PASSWORDS[0]}
    with start(extra=settings, users=users, mechanisms=" ".join(MECHANISMS)) as server:
        right, wrong = [await _logged_in(server, name, ca, password) for password in PASSWORDS]
    assert codes(right)[-2][1] == 235
    assert codes(wrong)[-2][1] == 535
    for password in PASSWORDS:
        assert password not in repr(right) + repr(wrong)
    login = [stage for stage in feed(right).progress.stages.done if stage.name is StageName.AUTH]
    assert [stage.outcome for stage in login] == [Outcome.DONE]
    assert feed(wrong).progress.stages.failed == next(
        stage for stage in feed(wrong).progress.stages.done if stage.name is StageName.AUTH
    )
