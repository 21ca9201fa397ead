"""The command line: completion, what it hides, what it keeps, what it asks before it sends."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.widgets import Input

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.settings.state import StateFile
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.completing import Offered, candidates, complete, cursor_in
from smtptui.tui.history import History
from smtptui.tui.widgets.command_line import CommandLine
from tests.scripted_peer import Peer, plain_peer
from tests.tui.driving import WIDE, burst, line_with, screen_text, until, until_true
from tests.watching.test_trials import offers

OPTIONS = Options(ehlo_name="client.example")
CANARY = "AGh1bnRlcgBodW50ZXIyLWNhbmFyeQ=="
"""A response of PLAIN: hunter, hunter2-canary."""


def connected_to(peer: Peer) -> SmtptuiApp:
    return SmtptuiApp(target=Target("127.0.0.1", peer.port, TlsMode.NONE), options=OPTIONS)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("MAI", "MAIL FROM:<>"),
        ("mai", "mail from:<>"),
        ("MAIL", "MAIL FROM:<>"),
        ("Mai", "MAIL FROM:<>"),
        ("RCPT TO", "RCPT TO:<>"),
        ("EH", "EHLO "),
        ("AUTH P", "AUTH PLAIN"),
        ("QUIT", ""),
        ("", ""),
        ("  ", ""),
        ("XYZ", ""),
    ],
)
def test_a_command_is_completed_in_the_case_that_is_typed(typed: str, completed: str) -> None:
    assert complete(typed, Offered(("MAIL", "RCPT", "AUTH PLAIN"))) == completed


@given(st.text(max_size=12))
def test_a_completion_begins_with_what_was_typed_but_for_its_case(typed: str) -> None:
    completed = complete(typed)
    assert not completed or completed.casefold().startswith(typed.casefold())


def test_one_types_on_between_the_brackets() -> None:
    assert cursor_in("MAIL FROM:<>") == len("MAIL FROM:<")
    assert cursor_in("EHLO ") == len("EHLO ")


async def test_tab_right_after_half_a_verb_completes_it_and_the_address_goes_between_the_brackets() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *":MAI\ta@example.org\r")
            await until_true(pilot, lambda: peer.lines)
            assert peer.lines == ["MAIL FROM:<a@example.org>"]


async def test_tab_where_nothing_is_to_be_completed_does_not_leave_a_line_that_is_begun() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *":NOOP\t quit\r")
            await until_true(pilot, lambda: peer.lines == ["NOOP quit"])


async def test_a_colon_on_the_open_empty_line_is_the_key_that_opens_it() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *"::::NOOP a:b\r")
            await until_true(pilot, lambda: peer.lines)
            assert peer.lines == ["NOOP a:b"]


@pytest.mark.parametrize(
    "before",
    [
        "AUTH PLAIN ",
        "auth plain ",
        " AUTH PLAIN ",
        "AUTHPLAIN ",
        "AUHT PLAIN ",
        "PASS ",
        "XYZ ",
    ],
)
async def test_a_credential_is_masked_while_it_is_typed_and_kept_nowhere(before: str) -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            line = app.workspace.panel.command_line
            await pilot.press("colon")
            for character in before + CANARY:
                burst(app, character)
                if len(line.value) > len(before) + 8:
                    assert CANARY[:8] not in screen_text(app)
            await until_true(pilot, lambda: line.value == before + CANARY)
            await until(pilot, "••••")
            assert CANARY[:8] not in screen_text(app)
            assert CANARY not in app.export_screenshot()
            burst(app, "\r")
            await until_true(pilot, lambda: line.question or peer.lines)
            burst(app, "\r")
            await until_true(pilot, lambda: peer.lines)
            assert peer.lines == [before + CANARY]
            await until_true(pilot, lambda: not line.value)
            for key in ("up", "up", "down", "up"):
                burst(app, key)
                await until_true(pilot, lambda: CANARY not in line.value)
            assert CANARY not in repr(line.history.lines)
            assert CANARY not in screen_text(app)
            assert CANARY not in app.title


async def test_what_is_typed_right_after_auth_login_is_masked_before_the_challenge_is_there() -> None:
    with plain_peer(waits=True) as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "waiting for")
            burst(app, *":AUTH LOGIN\rdXNlcm5hbWU=")
            line = app.workspace.panel.command_line
            await until_true(pilot, lambda: line.value == "dXNlcm5hbWU=")
            assert "dXNl" not in screen_text(app)
            burst(app, "\r", "up", "up")
            await until_true(pilot, lambda: line.value == "AUTH LOGIN")


def test_no_message_of_the_command_line_tells_what_was_typed() -> None:
    line = CommandLine()
    for message in (
        CommandLine.Entered(CANARY),
        CommandLine.Pasted((CANARY, CANARY)),
        CommandLine.Changed(line, CANARY, None),
    ):
        assert CANARY not in repr(message)
        assert CANARY not in repr(list(message.__rich_repr__()))
    assert isinstance(CommandLine.Changed(line, "", None), Input.Changed)


async def test_a_command_before_the_greeting_waits_for_it_and_says_so() -> None:
    with plain_peer(waits=True) as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "waiting for")
            burst(app, *":NOOP early\r")
            await until(pilot, "NOOP early waits for the greeting, as it should. Enter again sends it now.")
            assert peer.lines == []
            burst(app, *"NO")
            await until(pilot, "Enter again sends it now")
            peer.go.set()
            await until_true(pilot, lambda: peer.lines == ["NOOP early"])
            await until_true(pilot, lambda: not app.workspace.panel.command_line.question)


async def test_enter_again_sends_a_command_before_the_greeting() -> None:
    with plain_peer(waits=True) as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "waiting for")
            burst(app, *":NOOP early\r")
            await until(pilot, "Enter again sends it now")
            burst(app, "\r")
            await until_true(pilot, lambda: not app.workspace.panel.command_line.question)
            await until(pilot, "→ NOOP early")
            assert not peer.go.is_set()


async def test_enter_again_sends_a_command_that_was_filled_in_and_is_asked_about() -> None:
    with plain_peer(waits=True) as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "waiting for")
            before = app.focused
            burst(app, *"t\r")
            await until(pilot, "AUTH FOOBAR waits for the greeting, as it should. Enter again sends it now.")
            burst(app, "\r")
            await until(pilot, "→ AUTH FOOBAR")
            await until_true(pilot, lambda: app.focused is before)


async def test_escape_leads_out_of_the_line_although_a_command_waits_for_the_greeting() -> None:
    with plain_peer(waits=True) as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "waiting for")
            burst(app, *":NOOP early\r")
            await until(pilot, "Enter again sends it now")
            burst(app, "\x1b", "d")
            await until(pilot, "closed by us")
            assert peer.lines == []


async def test_a_password_in_the_clear_is_asked_about_and_goes_out_only_on_a_second_enter() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *f":AUTH PLAIN {CANARY}\r")
            text = await until(pilot, "would send a password in the clear")
            assert "AUTH PLAIN ••••" in text
            assert peer.lines == []
            burst(app, "\r")
            await until_true(pilot, lambda: peer.lines == [f"AUTH PLAIN {CANARY}"])
            await until_true(pilot, lambda: not app.workspace.panel.command_line.question)


async def test_escape_leaves_a_password_that_would_go_out_in_the_clear() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *f":AUTH PLAIN {CANARY}\r")
            await until(pilot, "would send a password in the clear")
            burst(app, "\x1b", *"NOOP\r")
            await until_true(pilot, lambda: peer.lines == ["NOOP"])


async def test_a_pasted_line_with_a_form_feed_or_a_line_separator_is_one_line() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, ":")
            await until_true(pilot, lambda: isinstance(app.focused, CommandLine))
            app.post_message(events.Paste("NOOP a\u2028b\x0cc"))
            await until_true(pilot, lambda: app.workspace.panel.command_line.value == "NOOP a\u2028b\x0cc")


async def test_a_line_that_cannot_be_sent_comes_back_to_be_mended() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, ":")
            app.post_message(events.Paste("NOOP \x07"))
            burst(app, "\r")
            line = app.workspace.panel.command_line
            await until_true(pilot, lambda: app.workspace.panel.fold.progress.refused)
            await until_true(pilot, lambda: line.value == "NOOP \x07")
            assert peer.lines == []


OFFERED = Offered(("MAIL", "RSET"), offers("SIZE 1000", "DSN", "8BITMIME", "SMTPUTF8", "ETRN", "AUTH PLAIN"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("MAIL FROM:<a@b.example> S", ["MAIL FROM:<a@b.example> SIZE=", "MAIL FROM:<a@b.example> SMTPUTF8"]),
        ("MAIL FROM:<a@b.example> RET=HDRS EN", ["MAIL FROM:<a@b.example> RET=HDRS ENVID="]),
        ("mail from:<a@b.example> si", ["mail from:<a@b.example> size="]),
        ("MAIL FROM:<a@b.example> SIZE=1 SI", []),
        ("MAIL FROM:<a@b.example> REQ", []),
        ("RCPT TO:<a@b.example> O", ["RCPT TO:<a@b.example> ORCPT=rfc822;"]),
        ("ETR", ["ETRN "]),
        ("XCL", []),
    ],
)
def test_parameters_are_completed_as_far_as_this_server_offers_them(typed: str, found: list[str]) -> None:
    assert list(candidates(typed, OFFERED)) == found


def test_right_behind_an_address_every_parameter_of_the_verb_is_offered() -> None:
    found = candidates("RCPT TO:<a@b.example>", OFFERED)
    assert [line.rpartition(" ")[2] for line in found] == [
        "NOTIFY=NEVER",
        "NOTIFY=SUCCESS,FAILURE,DELAY",
        "ORCPT=rfc822;",
    ]
    assert candidates("RCPT TO:<a@b.example>x", OFFERED) == ()


async def test_tab_steps_over_the_bracket_and_then_offers_one_parameter_after_the_other() -> None:
    with plain_peer() as peer:
        peer._ehlo = b"250-mx.example\r\n250-SIZE 1000\r\n250 SMTPUTF8\r\n"
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "SMTPUTF8")
            line = app.workspace.panel.command_line
            burst(app, *":MAI\ta@b.example\t")
            await until_true(pilot, lambda: line.cursor_position == len("MAIL FROM:<a@b.example>"))
            assert "SMTPUTF8" in line_with(screen_text(app), "MAIL FROM:<a@b.example>")
            burst(app, "\t")
            await until_true(pilot, lambda: line.value.endswith("> SIZE="))
            burst(app, "\t", "\r")
            await until_true(pilot, lambda: peer.lines == ["MAIL FROM:<a@b.example> SMTPUTF8"])


async def test_the_history_is_kept_from_run_to_run_without_credentials(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with plain_peer() as peer:
        app = SmtptuiApp(
            target=Target("127.0.0.1", peer.port, TlsMode.NONE), options=OPTIONS, state=StateFile(file)
        )
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, *f":NOOP one\rNOOP two\rAUTH PLAIN {CANARY}\r")
            await until(pilot, "would send a password in the clear")
            burst(app, "\r")
            await until_true(pilot, lambda: len(peer.lines) == 3)
    assert StateFile(file).state.history == ("NOOP one", "NOOP two")
    assert CANARY not in file.read_text()
    again = SmtptuiApp(state=StateFile(file))
    async with again.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: again.workspace.is_furnished)
        await until_true(pilot, lambda: again.workspace.panel.command_line.history.lines)
        assert again.workspace.panel.command_line.history.lines == ("NOOP one", "NOOP two")


async def test_ctrl_r_in_the_line_searches_the_history_and_enter_takes_what_it_found() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            line = app.workspace.panel.command_line
            burst(app, *":RCPT TO:<one@b.example>\rNOOP\rRCPT TO:<two@b.example>\r")
            await until_true(pilot, lambda: len(peer.lines) == 3)
            burst(app, "ctrl+r", *"rcpt")
            await until(pilot, "history: rcpt")
            assert line.value == "RCPT TO:<two@b.example>"
            burst(app, "ctrl+r")
            await until_true(pilot, lambda: line.value == "RCPT TO:<one@b.example>")
            burst(app, "x")
            await until(pilot, "nothing like it was typed")
            burst(app, "backspace", "\r")
            await until_true(pilot, lambda: line.value == "RCPT TO:<two@b.example>")
            await until_true(pilot, lambda: "history:" not in screen_text(app))
            assert len(peer.lines) == 3
            assert app.workspace.panel.connected


def test_up_behind_a_line_that_is_begun_finds_those_that_begin_so() -> None:
    history = History(("MAIL FROM:<>", "NOOP", "mail from:<a@b.example>", "RSET"))
    first = history.older("MAIL")
    assert first == "mail from:<a@b.example>"
    assert history.older(first) == "MAIL FROM:<>"
    assert history.newer("MAIL FROM:<>") == first
    assert history.newer(first) == "MAIL"


async def test_what_is_filled_in_for_a_504_says_what_else_it_may_be_answered() -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, "t")
            await until(pilot, "Some servers answer this 504, others 535, 503, 502, 500.")
            burst(app, "\r")
            await until_true(pilot, lambda: peer.lines == ["AUTH FOOBAR"])
            assert "others 535" not in screen_text(app)


@pytest.mark.parametrize("line", ["NOOP " + "x" * 600, "VRFY jörg"])
async def test_what_breaks_the_protocol_is_asked_about_and_goes_out_only_on_a_second_enter(line: str) -> None:
    with plain_peer() as peer:
        app = connected_to(peer)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            burst(app, ":")
            await until_true(pilot, lambda: isinstance(app.focused, CommandLine))
            app.post_message(events.Paste(line))
            burst(app, "\r")
            await until(pilot, "Enter again sends it")
            assert peer.lines == []
            burst(app, "\r")
            await until_true(pilot, lambda: peer.lines == [line])
            await until(pilot, "sent against the protocol")
            await until_true(pilot, lambda: not app.workspace.panel.command_line.question)
