"""What a server does not implement, found out from the live session: asked, paced, a table."""

from collections.abc import Callable

import pytest

from smtptui.session.options import Options
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.screens.matrix import MatrixScreen
from smtptui.wire.parameters import PARAMETERS
from tests.session.peer import Connection, Step, peer, say
from tests.tui.driving import NARROW, WIDE, burst, until, until_true

OPTIONS = Options(ehlo_name="client.example")
EHLO = b"250-mx.example\r\n250-SIZE 1000\r\n250-SMTPUTF8\r\n250 AUTH PLAIN\r\n"


def answering(answer: Callable[[str], str], heard: list[str]) -> Step:
    """Answer each line, until the client leaves."""

    async def step(connection: Connection) -> None:
        while line := (await connection.line()).decode().strip():
            heard.append(line)
            if line.startswith("EHLO"):
                await connection.stream.send(EHLO)
            else:
                await connection.stream.send(f"{answer(line)}\r\n".encode())
                if line == "QUIT":
                    return

    return step


def plainly(line: str) -> str:
    match line.split()[0]:
        case "AUTH":
            return "334 " if line == "AUTH PLAIN" else "504 5.5.4 Unrecognized authentication type"
        case "*":
            return "501 5.7.0 cancelled"
        case "MAIL" if "SMTPUTF8" in line:
            return "555 5.5.4 what is that"
        case "MAIL" | "RCPT" | "RSET" | "NOOP":
            return "250 2.0.0 ok"
        case "QUIT":
            return "221 bye"
    return "502 5.5.1 no"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_it_asks_before_it_begins_and_shows_where_offer_and_answer_disagree(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Fewer trials: each waits for its answer and for the screen.
    monkeypatch.setattr("smtptui.watching.implementing.PARAMETERS", PARAMETERS[:5])
    monkeypatch.setattr("smtptui.watching.implementing.KNOWN_MECHANISMS", ("PLAIN",))
    monkeypatch.setattr("smtptui.watching.matrix.PACE", 0.001)
    monkeypatch.setattr("smtptui.tui.widgets.live_panel.STATE_EVERY", 0.001)
    heard: list[str] = []
    async with peer(say(b"220 mx.example ESMTP\r\n"), answering(plainly, heard)) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=size) as pilot:
            await until_true(pilot, lambda: len(app.workspace.query("LivePanel")) and heard)
            await until(pilot, "SMTPUTF8")
            burst(app, "U")
            await until(pilot, "This sends at most")
            await until(pilot, "enter begins")
            assert heard == ["EHLO client.example"]
            burst(app, "\r")
            matrix = app.workspace.probing._matrices.get
            watched = app.workspace.panel.watched
            await until_true(pilot, lambda: (found := matrix(watched)) and found.done)
            text = await until(pilot, "OFFER AND ANSWER DISAGREE")
            line = next(line for line in text.splitlines() if "SMTPUTF8" in line and "offered" in line)
            assert "not implemented" in line
            copied: list[str] = []
            monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
            burst(app, "y")
            await until_true(pilot, lambda: copied)
            assert "PLAIN" in copied[0]
            burst(app, "\x1b")
            await until_true(pilot, lambda: app.screen is app.workspace)
            assert not any(line.startswith(("DATA", "BDAT", "QUIT")) for line in heard)
            burst(app, "U")
            await until(pilot, "enter tries again")


async def test_esc_stops_it_and_what_has_begun_is_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.tui.widgets.live_panel.STATE_EVERY", 0.001)
    heard: list[str] = []
    async with peer(say(b"220 mx.example ESMTP\r\n"), answering(plainly, heard)) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "SMTPUTF8")
            burst(app, "U")
            await until(pilot, "enter begins")
            burst(app, "\r")
            await until_true(pilot, lambda: any(line.startswith("MAIL") for line in heard))
            burst(app, "\x1b")
            await until_true(pilot, lambda: app.workspace.probing._running is None)
            assert heard[-1] == "RSET"


async def test_without_a_connection_it_says_so() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        burst(app, "U")
        await until(pilot, "There is no connection")


async def test_a_lost_connection_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.tui.widgets.live_panel.STATE_EVERY", 0.001)

    async def hang_up_after_mail(connection: Connection) -> None:
        assert (await connection.line()).startswith(b"EHLO")
        await connection.stream.send(EHLO)
        await connection.line()

    async with peer(say(b"220 mx.example ESMTP\r\n"), hang_up_after_mail) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "SMTPUTF8")
            burst(app, "U")
            await until(pilot, "enter begins")
            burst(app, "\r")
            await until(pilot, "stopped early: the connection has ended")
            assert isinstance(app.screen, MatrixScreen)
