"""Connecting: what shows from the first octet on."""

import threading

import pytest

from smtptui.demo.server import DemoServer
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.desks.requests import ConnectionWanted
from smtptui.tui.views import View
from tests.session.peer import HELLO, listen, peer
from tests.tui.driving import NARROW, WIDE, line_with, until, until_true
from tests.tui.test_live_panel import OPTIONS, answer, command


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_who_connects_sees_the_session_and_what_its_newest_reply_means(size: tuple[int, int]) -> None:
    steps = answer("AUTH FOOBAR", "504 5.5.4 Unrecognized authentication type")
    async with peer(*HELLO, *steps, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=size) as pilot:
            await until(pilot, "← 250-mx.example")
            assert app.workspace.view is View.LIVE
            await command(pilot, "AUTH FOOBAR")
            text = await until(pilot, "▸ Mechanism not supported")
            assert line_with(text, "504 5.5.4").startswith("▌›")


async def test_esc_leads_back_to_where_one_connected_from() -> None:
    async with peer(*HELLO, listen) as server:
        app = SmtptuiApp()
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "palette")
            app.workspace.post_message(ConnectionWanted(server.target(), OPTIONS))
            await until(pilot, "← 250-mx.example")
            assert app.workspace.view is View.LIVE
            await pilot.press("escape")
            await until_true(pilot, lambda: app.workspace.view is View.CODES)


async def test_the_demo_server_starts_on_another_thread_than_the_screens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[threading.Thread] = []
    start = DemoServer.start

    def recorded(demo: DemoServer) -> None:
        threads.append(threading.current_thread())
        start(demo)

    monkeypatch.setattr(DemoServer, "start", recorded)
    app = SmtptuiApp(demo=True, options=OPTIONS)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "GREETING  aiosmtpd")
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()
