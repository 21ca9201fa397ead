"""Guided steps and the login dialog in the real app: what goes out, and what stays secret."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme
from textual.pilot import Pilot
from textual.widgets import Input

from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.screens.confirm import ConfirmScreen
from smtptui.tui.screens.envelope import EnvelopeScreen
from smtptui.tui.screens.login import LoginScreen
from smtptui.tui.screens.steps import StepsScreen
from smtptui.watching.guide import StepId
from smtptui.watching.guided_run import Result
from tests.postfix_server import HOSTNAME, PostfixUnavailable, running_postfix
from tests.session.authority import good
from tests.session.peer import BYE, GREETING, Step, hear, listen, peer, say, secure
from tests.tui.driving import NARROW, WIDE, screen_text, type_text, until, until_true
from tests.tui.test_live_panel import OPTIONS, answer

CANARY = "tr0ub4dor&3-canary"
ENCODED = base64.b64encode(CANARY.encode()).decode()
RESPONSE = base64.b64encode(f"\0me\0{CANARY}".encode()).decode()

EHLO = (
    b"250-mx.example\r\n250-STARTTLS\r\n250-SIZE 100000\r\n250-8BITMIME\r\n250-DSN\r\n250-CHUNKING\r\n"
    b"250-AUTH PLAIN CRAM-MD5\r\n250 SMTPUTF8\r\n"
)


def hello(ehlo: bytes = EHLO) -> tuple[Step, ...]:
    return GREETING, hear(b"EHLO client.example\r\n"), say(ehlo)


async def stepping(pilot: Pilot[None]) -> SmtptuiApp:
    """Open the steps once the server has said what it offers."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until_true(
        pilot,
        lambda: app.workspace.is_furnished and app.workspace.panel.fold.progress.standing.offered,
    )
    await pilot.press("G")
    await until(pilot, "Guided steps")
    return app


async def over(pilot: Pilot[None], app: SmtptuiApp, step: StepId) -> Result:
    """Wait until a step is over, and its dialog says so."""
    guide = app.workspace.guide
    await until_true(
        pilot, lambda: guide._run is not None and guide._run.id is step and not guide._run.is_running
    )
    assert guide._run is not None
    await until_true(pilot, lambda: isinstance(app.screen, StepsScreen))
    return guide._run.result


async def test_a_recipient_is_tried_with_what_the_server_offers_and_no_mail_is_sent() -> None:
    script = (
        *answer("MAIL FROM:<you@example.org> BODY=8BITMIME ENVID=a+2Bb", "250 2.1.0 ok"),
        *answer("RCPT TO:<b@example.org> NOTIFY=NEVER", "250 2.1.5 ok"),
        *answer("RSET", "250 2.0.0 ok"),
    )
    async with peer(*hello(), *script, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await stepping(pilot)
            await pilot.press("4")
            await until(pilot, "NOTIFY")
            await type_text(pilot, "you@example.org")
            await pilot.press("enter")
            await type_text(pilot, "b@example.org")
            await pilot.press("tab", "right", "right")
            assert "(8BITMIME)" in screen_text(app) or "(7BIT)" in screen_text(app)
            screen = app.screen
            assert isinstance(screen, EnvelopeScreen)
            screen.query_one("#BODY").chosen = 1  # type: ignore[attr-defined]
            screen.query_one("#NOTIFY").chosen = 1  # type: ignore[attr-defined]
            screen.query_one("#ENVID", Input).value = "a+b"
            screen.action_go_on()
            assert await over(pilot, app, StepId.RECIPIENT) is Result.DONE
            await until(pilot, "← ✓ 250 2.0.0 ok")
            log = [row.text for row in app.workspace.panel.fold.rows]
            assert "RCPT TO:<b@example.org> NOTIFY=NEVER" in log
    assert b"DATA" not in server.heard


async def test_a_refusal_stops_with_what_it_means_and_what_to_do() -> None:
    script = (
        *answer("MAIL FROM:<>", "250 2.1.0 ok"),
        *answer("RCPT TO:<b@example.org>", "550 5.1.1 <b@example.org>: User unknown"),
        *answer("RSET", "250 2.0.0 ok"),
    )
    async with peer(*hello(), *script, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await stepping(pilot)
            await pilot.press("4")
            await until(pilot, "NOTIFY")
            await pilot.press("enter")
            await type_text(pilot, "b@example.org")
            await pilot.press("enter")
            assert await over(pilot, app, StepId.RECIPIENT) is Result.REFUSED
            text = await until(pilot, "← ✗ 550 5.1.1")
            assert "▸ " in text
            assert "mailbox" in text.lower()


async def test_an_address_that_would_be_another_command_is_refused_before_anything_is_sent() -> None:
    async with peer(*hello(), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await stepping(pilot)
            await pilot.press("4")
            await until(pilot, "NOTIFY")
            await pilot.press("enter")
            await type_text(pilot, "b@example.org> NOTIFY=NEVER")
            await pilot.press("enter")
            await until(pilot, "The recipient is no address")
    assert b"MAIL" not in server.heard


async def test_what_a_server_does_not_offer_is_not_offered() -> None:
    async with peer(*hello(b"250 mx.example\r\n"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            text = screen_text(await stepping(pilot))
            assert "the server does not offer STARTTLS" in text
            await pilot.press("2")
            await until(pilot, "Encrypt: the server does not offer STARTTLS.")
            await pilot.press("4")
            text = await until(pilot, "Nothing is delivered")
            for name in ("SIZE", "BODY", "SMTPUTF8", "ENVID", "NOTIFY", "ORCPT", "REQUIRETLS"):
                assert name not in text


@pytest.mark.parametrize("chunked", [False, True], ids=["DATA", "BDAT"])
async def test_a_message_is_shown_asked_about_twice_and_then_sent(chunked: bool) -> None:
    last = (hear(b"BDAT"),) if chunked else (*answer("DATA", "354 go on"),)
    heard: list[bytes] = []

    async def message(connection: object) -> None:
        while (line := await connection.line()) not in (b"",):  # type: ignore[attr-defined]
            heard.append(line)
            if line == (b"This is a test.\r\n" if chunked else b".\r\n"):
                break

    script = (*answer("MAIL FROM:<you@example.org> SIZE=", "250 ok"), *answer("RCPT TO:", "250 ok"), *last)
    async with peer(*hello(), *script, message, say(b"250 2.0.0 queued\r\n"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await stepping(pilot)
            await pilot.press("5")
            await until(pilot, "Test of smtptui")
            await type_text(pilot, "you@example.org")
            await pilot.press("enter")
            await type_text(pilot, "b@example.org")
            if chunked:
                app.screen.query_one("#BDAT").chosen = 1  # type: ignore[attr-defined]
            await pilot.press("ctrl+s")
            text = await until(pilot, "Send this message to b@example.org?")
            assert "BDAT" in text if chunked else "DATA" in text
            assert "Subject: Test of smtptui" in text
            await pilot.press("down", "enter")
            await until(pilot, "Send it to b@example.org now?")
            assert b"MAIL" not in server.heard
            await pilot.press("down", "enter")
            assert await over(pilot, app, StepId.MESSAGE) is Result.DONE
            await until(pilot, "← ✓ 250 2.0.0 queued")
    assert b"Subject: Test of smtptui\r\n" in heard
    assert b"Auto-Submitted: auto-generated\r\n" in heard


@pytest.mark.parametrize("keys", [("enter",), ("down", "enter", "enter"), ("escape",)])
async def test_one_no_is_enough(keys: tuple[str, ...]) -> None:
    async with peer(*hello(), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await stepping(pilot)
            await pilot.press("5")
            await until(pilot, "Test of smtptui")
            screen = app.screen
            assert isinstance(screen, EnvelopeScreen)
            screen.recipient.value = "b@example.org"
            await pilot.press("ctrl+s")
            await until_true(pilot, lambda: isinstance(app.screen, ConfirmScreen))
            await pilot.press(*keys)
            await until_true(pilot, lambda: isinstance(app.screen, StepsScreen))
            assert app.workspace.guide._run is None
    assert b"MAIL" not in server.heard


async def test_the_connection_is_encrypted_and_left_by_steps(tmp_path: Path) -> None:
    authority, file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(file)
    options = OPTIONS._replace(ca=file)
    tls = (hear(b"STARTTLS"), say(b"220 go\r\n"), secure(good(authority)), hear(b"EHLO"), say(b"250 mx\r\n"))
    async with peer(*hello(), *tls, *BYE) as server:
        app = SmtptuiApp(target=server.target(TlsMode.NONE, "localhost"), options=options)
        async with app.run_test(size=WIDE) as pilot:
            await stepping(pilot)
            await pilot.press("2")
            assert await over(pilot, app, StepId.TLS) is Result.DONE
            await until(pilot, "✓ 2 Encrypt")
            await pilot.press("6")
            assert await over(pilot, app, StepId.QUIT) is Result.DONE
            await until(pilot, "✓ 6 Leave")


async def test_without_a_connection_there_is_nothing_to_step_through() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until(pilot, "palette")
        for key in ("G", "L"):
            await pilot.press(key)
            await until(pilot, "There is no connection")
            assert app.screen is app.workspace


# Logging in


async def logging_in(pilot: Pilot[None]) -> LoginScreen:
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until_true(
        pilot, lambda: app.workspace.is_furnished and app.workspace.panel.fold.progress.standing.offered
    )
    await pilot.press("L")
    await until_true(pilot, lambda: isinstance(app.screen, LoginScreen) and app.focused is not None)
    assert isinstance(app.screen, LoginScreen)
    return app.screen


async def test_in_the_clear_a_mechanism_that_sends_a_proof_is_proposed() -> None:
    async with peer(*hello(), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            screen = await logging_in(pilot)
            assert screen.mechanism == "CRAM-MD5"
            text = await until(pilot, "Log in at")
            assert text.index("✓ CRAM-MD5") < text.index("not offered")
            assert not screen.warning.display


async def test_a_password_goes_out_in_the_clear_only_if_one_says_so_and_is_nowhere_to_be_seen(
    caplog: pytest.LogCaptureFixture,
) -> None:
    echo = b"235 2.7.0 hello " + RESPONSE.encode() + b" " + CANARY.encode() + b"\r\n"
    script = (hear(b"AUTH PLAIN " + RESPONSE.encode()), say(echo))
    async with peer(*hello(), *script, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            screen = await logging_in(pilot)
            screen.mechanisms.highlighted = screen._names.index("PLAIN")
            await until(pilot, "The connection is not encrypted")
            await type_text(pilot, "me")
            await pilot.press("enter")
            field = screen.secret_input
            field.value = CANARY
            await pilot.press("enter")
            await until(pilot, "not sent in the clear unless you say so")
            assert b"AUTH" not in server.heard
            assert CANARY not in screen_text(app)
            await pilot.press("right", "enter")
            text = await until(pilot, "sent without encryption")
            text += await until(pilot, "← 235")
            assert not field.value
            panel = app.workspace.panel
            rows = [f"{row.text} {row.event!r} {row.line!r}" for row in panel.fold.rows]
            await pilot.press("end", "y")
            await until_true(pilot, lambda: app.clipboard)
            shown = [text, *rows, app.clipboard, caplog.text, repr(vars(app.workspace.guide))]
            shown += [repr(panel.fold.progress), repr(panel.watched.status), app.export_screenshot()]
            for form in (CANARY, ENCODED, RESPONSE):
                assert not [each for each in shown if form in each], form


async def test_a_login_that_is_given_up_leaves_no_password_behind() -> None:
    async with peer(*hello(), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            screen = await logging_in(pilot)
            field = screen.secret_input
            field.value = CANARY
            await pilot.press("escape")
            await until_true(pilot, lambda: app.screen is app.workspace)
            await until_true(pilot, lambda: not field.value)
    assert b"AUTH" not in server.heard


@pytest.mark.parametrize(
    ("user", "secret", "words"), [("", "", "Write who logs in"), ("me", "", "Write the")]
)
async def test_what_is_missing_is_asked_for(user: str, secret: str, words: str) -> None:
    async with peer(*hello(), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            screen = await logging_in(pilot)
            screen.user_input.value, screen.secret_input.value = user, secret
            screen.action_log_in()
            await until(pilot, words)


async def test_what_a_mechanism_cannot_carry_is_said_without_the_password() -> None:
    async with peer(*hello(), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE, notifications=True) as pilot:
            screen = await logging_in(pilot)
            screen.mechanisms.highlighted = screen._names.index("SCRAM-SHA-1")
            screen.user_input.value, screen.secret_input.value = "me", f"\x07{CANARY}"
            screen.action_log_in()
            text = await until(pilot, "cannot carry this name or password")
            assert CANARY not in text
    assert b"AUTH" not in server.heard


@pytest.mark.postfix
async def test_a_real_postfix_is_encrypted_logged_in_to_and_tried_by_steps(
    tmp_path: Path, postfix_or_skip: Callable[[str], None]
) -> None:
    authority, file, chain = trustme.CA(), tmp_path / "ca.pem", tmp_path / "server.pem"
    authority.cert_pem.write_to_path(file)
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(chain)
    settings = {
        "smtpd_tls_security_level": "may",
        "smtpd_tls_chain_files": str(chain),
        "smtpd_tls_auth_only": "yes",
    }
    options = OPTIONS._replace(ca=file)
    try:
        with running_postfix(
            tmp_path, extra=settings, users={"user": CANARY}, mechanisms="PLAIN SCRAM-SHA-256"
        ) as server:
            app = SmtptuiApp(target=Target("localhost", server.port, TlsMode.NONE), options=options)
            async with app.run_test(size=WIDE) as pilot:
                await stepping(pilot)
                await until(pilot, "not offered before TLS")
                await pilot.press("2")
                assert await over(pilot, app, StepId.TLS) is Result.DONE
                await pilot.press("3")
                await until_true(pilot, lambda: isinstance(app.screen, LoginScreen))
                screen = app.screen
                assert isinstance(screen, LoginScreen)
                assert screen.mechanism == "SCRAM-SHA-256"
                screen.user_input.value, screen.secret_input.value = f"user@{HOSTNAME}", CANARY
                screen.action_log_in()
                assert await over(pilot, app, StepId.LOGIN) is Result.DONE
                await until(pilot, "✓ 3 Log in")
                await pilot.press("4")
                await until(pilot, "NOTIFY")
                await pilot.press("enter")
                await type_text(pilot, "b@bare")
                await pilot.press("enter")
                assert await over(pilot, app, StepId.RECIPIENT) is Result.REFUSED
                await until(pilot, "need fully-qualified address")
                shown = [f"{row.text}{row.event!r}" for row in app.workspace.panel.fold.rows]
                assert not [each for each in (*shown, screen_text(app)) if CANARY in each]
    except PostfixUnavailable as error:
        postfix_or_skip(str(error))


async def test_who_said_when_connecting_that_they_log_in_is_asked_for_the_password() -> None:
    async with peer(*hello(), listen) as server:
        app = SmtptuiApp()
        async with app.run_test(size=WIDE) as pilot:
            await until_true(pilot, lambda: app.workspace.is_furnished)
            app.workspace.post_message(
                ConnectionWanted(server.target(), OPTIONS, login=("me@example.org", "CRAM-MD5"))
            )
            await until_true(pilot, lambda: isinstance(app.screen, LoginScreen))
            screen = app.screen
            assert isinstance(screen, LoginScreen)
            await until(pilot, "me@example.org")
            await until_true(pilot, lambda: app.focused is screen.secret_input)
            assert (screen.user_input.value, screen.mechanism) == ("me@example.org", "CRAM-MD5")
            await pilot.press("escape")
            await until_true(pilot, lambda: app.screen is app.workspace)
            # Only once: who gave up types on.
            app.workspace.guide.progressed()
            assert app.screen is app.workspace
    assert b"AUTH" not in server.heard


async def test_why_a_step_cannot_be_done_stands_in_full_under_the_list_and_wraps_no_row() -> None:
    script = (*answer("MAIL FROM:<you@example.org>", "250 2.1.0 ok"), listen)
    async with peer(*hello(), *script) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, "250-mx.example")
            app.workspace.panel.send("MAIL FROM:<you@example.org>")
            await until(pilot, "250 2.1.0 ok")
            await stepping(pilot)
            await pilot.press("home", "down", "down")
            text = await until(pilot, "a mail transaction is open: RSET drops it.")
            assert [line.split("│")[1].split()[:2] for line in text.splitlines()[3:7]] == [
                ["2", "Encrypt"],
                ["3", "Log"],
                ["4", "Try"],
                ["5", "Send"],
            ]
