"""Two sessions beside each other: the same command to both, their replies aligned, differences marked."""

import pytest
from textual.pilot import Pilot

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.screens.two_sessions import TwoSessionsScreen
from smtptui.watching.pasted import pasted
from tests.scripted_peer import Peer, plain_peer
from tests.session.peer import HELLO, hear, listen, peer, say
from tests.tui.driving import NARROW, WIDE, burst, line_with, screen_text, until, until_true

OPTIONS = Options(ehlo_name="client.example")
SECRET = "AGh1bnRlcgBodW50ZXIyLWNhbmFyeQ=="


def wanted(peer: Peer) -> ConnectionWanted:
    return ConnectionWanted(Target("127.0.0.1", peer.port, TlsMode.NONE), OPTIONS)


async def two(app: SmtptuiApp, pilot: Pilot[None], other: Peer) -> None:
    await until(pilot, "PIPELINING")
    app.workspace.post_message(wanted(other))
    panel = app.workspace.panel
    await until_true(pilot, lambda: len(panel.tabs.kept) == 2 and panel.fold.progress.replies == 2)
    burst(app, "D")
    await until(pilot, "What you type goes to both, A and B.")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_command_typed_once_goes_to_both_and_their_replies_stand_beside_each_other(
    size: tuple[int, int],
) -> None:
    with plain_peer(b"220 one ESMTP\r\n") as one, plain_peer(b"220 two ESMTP\r\n") as other:
        other._ehlo = b"250-two\r\n250-SIZE 1\r\n250 PIPELINING\r\n"
        app = SmtptuiApp(target=wanted(one).target, options=OPTIONS)
        async with app.run_test(size=size) as pilot:
            await two(app, pilot, other)
            burst(app, *"NOOP both\r")
            await until_true(pilot, lambda: one.lines == other.lines == ["NOOP both"])
            await until_true(
                pilot,
                lambda: any(
                    "→ NOOP both" in line and "≠" not in line for line in screen_text(app).splitlines()
                ),
            )
            burst(app, "\x1b", "home")
            text = await until(pilot, "220")
            assert "≠ text" in line_with(text, "greeting")
            if size is WIDE:
                assert "one ESMTP" in line_with(text, "two ESMTP")
            burst(app, "end")
            text = await until(pilot, "WHAT THEY OFFER")
            assert "AUTH PLAIN LOGIN" in line_with(text, "only B")


async def test_only_what_differs_can_be_shown_and_esc_leads_back() -> None:
    with plain_peer() as one, plain_peer() as other:
        app = SmtptuiApp(target=wanted(one).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await two(app, pilot, other)
            burst(app, *"NOOP same\r")
            await until(pilot, "→ NOOP same")
            burst(app, "\x1b", "=")
            await until_true(pilot, lambda: "→ NOOP same" not in screen_text(app))
            await until(pilot, "3 answered alike")
            burst(app, "\x1b")
            await until_true(pilot, lambda: app.screen is app.workspace)
            assert app.workspace.panel.connected


async def test_beside_a_pasted_text_a_command_goes_to_the_session_only_and_that_is_said() -> None:
    with plain_peer() as peer:
        app = SmtptuiApp(target=wanted(peer).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            app.workspace.panel.show(pasted(app.workspace._catalogue, "C: NOOP x\nS: 504 5.5.4 no\n"))
            burst(app, "D")
            await until(pilot, "What you type goes to B only")
            burst(app, *"NOOP x\r")
            await until_true(pilot, lambda: peer.lines == ["NOOP x"])
            text = await until(pilot, "≠ code, enhanced code, text")
            assert "→ NOOP x" in line_with(text, "≠ code")


async def test_a_password_is_asked_about_and_masked_for_both() -> None:
    with plain_peer() as one, plain_peer() as other:
        app = SmtptuiApp(target=wanted(one).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await two(app, pilot, other)
            burst(app, *f"AUTH PLAIN {SECRET}\r")
            await until(pilot, "would send a password in the clear")
            assert one.lines == other.lines == []
            assert SECRET not in screen_text(app)
            burst(app, "\r")
            await until_true(pilot, lambda: one.lines == other.lines == [f"AUTH PLAIN {SECRET}"])
            assert SECRET not in screen_text(app)


async def test_of_several_sessions_one_chooses_the_other_one() -> None:
    with plain_peer() as one, plain_peer() as other, plain_peer() as third:
        app = SmtptuiApp(target=wanted(one).target, options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "PIPELINING")
            for number, peer in ((2, other), (3, third)):
                app.workspace.post_message(wanted(peer))
                panel = app.workspace.panel
                await until_true(pilot, lambda: panel.fold.progress.replies == 2)  # noqa: B023
                await until_true(pilot, lambda: len(panel.tabs.kept) == number)  # noqa: B023
            burst(app, "D")
            await until(pilot, "enter takes it")
            burst(app, "\r")
            await until_true(pilot, lambda: isinstance(app.screen, TwoSessionsScreen))
            await until(pilot, f":{one.port}")


async def test_with_one_session_it_says_what_it_takes() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "D")
        await until(pilot, "It takes two sessions")


async def test_a_message_goes_only_to_the_server_that_waits_for_it() -> None:
    refusing = (*HELLO, hear(b"DATA\r\n"), say(b"503 5.5.1 no\r\n"), listen)
    with plain_peer() as one:
        async with peer(*refusing) as other:
            app = SmtptuiApp(target=wanted(one).target, options=OPTIONS)
            async with app.run_test(size=WIDE) as pilot:
                await until(pilot, "PIPELINING")
                app.workspace.post_message(ConnectionWanted(other.target(), OPTIONS))
                panel = app.workspace.panel
                await until_true(
                    pilot, lambda: len(panel.tabs.kept) == 2 and panel.fold.progress.replies == 2
                )
                burst(app, "D")
                await until(pilot, "What you type goes to both, A and B.")
                burst(app, *"DATA\r")
                await until(pilot, "What you type goes to B only: the other one waits for no such line.")
                burst(app, *"hello\r.\r")
                await until_true(pilot, lambda: one.messages == [["hello"]])
                await until(pilot, "What you type goes to both, A and B.")
        assert b"hello" not in other.heard
