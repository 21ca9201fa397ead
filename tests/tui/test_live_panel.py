"""The live panel in the real app, by keys, against a scripted peer: what shows at the moment that counts."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme
from textual.events import MouseScrollUp
from textual.pilot import Pilot
from textual.widgets import TextArea

from smtptui.reference.explaining.servers import guess_server
from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.widgets.live_panel import LivePanel
from smtptui.tui.widgets.session_header import duration
from smtptui.watching.rows import Kind
from smtptui.wire.events import Connected, Connecting, GreetingReceived, Resolving
from tests.postfix_server import PostfixUnavailable, running_postfix
from tests.session.authority import good
from tests.session.peer import GREETING, HELLO, Step, hang_up, hear, listen, peer, say, secure, wait
from tests.tui.driving import NARROW, WIDE, feed_events, line_with, screen_text, type_text, until, until_true

OPTIONS = Options(ehlo_name="client.example")


def answer(command: str, reply: str) -> tuple[Step, Step]:
    """Expect a command and say the reply."""
    return hear(command.encode()), say(f"{reply}\r\n".encode())


async def command(pilot: Pilot[None], line: str) -> None:
    """Type a command where commands are typed."""
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    if app.focused is not app.workspace.panel.command_line:
        await pilot.press("colon")
    await type_text(pilot, line)
    await pilot.press("enter")


async def test_a_greeting_whose_lines_arrive_apart_gets_its_word_and_its_software() -> None:
    rest = asyncio.Event()
    async with peer(
        say(b"220-mx.example ESMTP Postfix\r\n"), wait(rest), say(b"220 mx.example\r\n"), listen
    ) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            before = line_with(await until(pilot, "← 220-mx.example"), "220-mx.example")
            assert before.startswith("▌")
            assert "GREETING" not in before
            rest.set()
            text = await until(pilot, "GREETING")
            assert "GREETING  Postfix" in line_with(text, "← 220-mx.example ESMTP")
            assert line_with(text, "← 220 mx.example")
            assert "GREETING" not in line_with(text, "← 220 mx.example")


@pytest.mark.parametrize(
    ("sent", "first", "last", "said"),
    [
        (
            "AUTH FOOBAR",
            "504-5.5.4 Unrecognized",
            "504 5.5.4 authentication type",
            "✗ mechanism not supported",
        ),
        ("HELO mx.example", "550-5.7.1 Client host", "550 5.7.1 blocked using zen.spamhaus.org", "blocklist"),
    ],
)
async def test_a_refusal_whose_lines_arrive_apart_gets_its_meaning_as_soon_as_it_is_complete(
    sent: str, first: str, last: str, said: str
) -> None:
    rest = asyncio.Event()
    steps = (
        hear(sent.encode()),
        say(f"{first}\r\n".encode()),
        wait(rest),
        say(f"{last}\r\n".encode()),
        listen,
    )
    async with peer(*HELLO, *steps) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            await command(pilot, sent)
            text = await until(pilot, f"← {first}")
            assert said not in text
            rest.set()
            await until(pilot, f"← {last}")
            text = await until(pilot, said)
            assert text.index(f"← {first}") < text.index(f"← {last}") < text.rindex(said)


@pytest.mark.postfix
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
async def test_postscreens_greeting_in_two_parts_gets_its_word(
    size: tuple[int, int], tmp_path: Path, postfix_or_skip: Callable[[str], None]
) -> None:
    settings = {
        "postscreen_greet_wait": "2s",
        "postscreen_greet_banner": "mx.example ESMTP Postfix, wait",
        "postscreen_greet_action": "enforce",
        "postscreen_cache_map": "",
        "postscreen_access_list": "",
    }
    try:
        with running_postfix(tmp_path, extra=settings, postscreen=True) as postfix:
            app = SmtptuiApp(target=Target("127.0.0.1", postfix.port, TlsMode.NONE), options=OPTIONS)
            async with app.run_test(size=size) as pilot:
                assert "GREETING" not in await until(pilot, "← 220-mx.example ESMTP Postfix, wait")
                text = await until(pilot, "GREETING  Postfix")
                assert "GREETING  Postfix" in line_with(text, "← 220-mx.example")
    except PostfixUnavailable as error:
        postfix_or_skip(str(error))


async def test_the_pane_follows_the_newest_reply() -> None:
    async with peer(*HELLO, *answer("NOOP", "250 fine"), *answer("HELP", "502 no"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            await pilot.press("3")
            await command(pilot, "NOOP")
            await until(pilot, "answers  NOOP")
            await command(pilot, "HELP")
            text = await until(pilot, "answers  HELP")
            assert line_with(text, "502 no").startswith(" ›")


async def test_a_504_stays_over_later_positive_replies_until_the_next_command() -> None:
    later = asyncio.Event()
    steps = (
        *answer("AUTH FOOBAR", "504 5.5.4 Unrecognized authentication type"),
        wait(later),
        say(b"250 unasked\r\n"),
        *answer("NOOP", "250 fine"),
    )
    async with peer(*HELLO, *steps, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            await command(pilot, "AUTH FOOBAR")
            await pilot.press("escape", "3")
            await until(pilot, "answers  AUTH FOOBAR")
            later.set()
            text = await until(pilot, "← 250 unasked")
            assert "answers  AUTH FOOBAR" in text
            assert line_with(text, "504 5.5.4").startswith("▌›")
            await command(pilot, "NOOP")
            await until(pilot, "answers  NOOP")


async def test_a_reply_that_nobody_asked_for_says_so_on_its_row() -> None:
    async with peer(*HELLO, say(b"250 surprise\r\n"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            text = await until(pilot, "250 surprise")
            assert "⚠ not asked for" in line_with(text, "250 surprise")


async def test_who_moved_up_and_says_something_sees_what_comes_of_it() -> None:
    async with peer(*HELLO, *answer("NOOP", "504 5.5.4 no"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            await pilot.press("3", "home")
            await until(pilot, "‖ paused")
            await command(pilot, "NOOP")
            await until(pilot, "answers  NOOP")
            await until(pilot, "● following")


@pytest.mark.parametrize("key", ["up", "wheel", "home", "pageup"])
async def test_moving_up_stops_following_and_end_resumes(key: str) -> None:
    more = asyncio.Event()
    many = b"".join(b"250 number %d\r\n" % number for number in range(40))
    async with peer(*HELLO, say(many), wait(more), say(b"250 one more\r\n"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "250 number 39")
            await pilot.press("3")
            log = app.workspace.panel.log_view
            assert log.follow
            if key == "wheel":
                await pilot._post_mouse_events([MouseScrollUp], log)
            else:
                await pilot.press(key)
            await until(pilot, "‖ paused · End follows")
            assert not log.follow
            read, top = log.cursor, log.scroll_y
            more.set()
            await until_true(pilot, lambda: app.workspace.panel.fold.progress.replies == 43)
            await pilot.pause()
            assert (log.cursor, log.scroll_y) == (read, top)
            assert "250 one more" not in screen_text(app)
            await pilot.press("end")
            text = await until(pilot, "250 one more")
            assert log.follow
            assert line_with(text, "250 one more").startswith(" ›")


async def test_a_new_connection_empties_the_pane() -> None:
    refused = (*HELLO, *answer("AUTH FOOBAR", "504 5.5.4 Unrecognized authentication type"), listen)
    async with peer(*refused, then=[[listen]]) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            await command(pilot, "AUTH FOOBAR")
            await pilot.press("escape", "3")
            await until(pilot, "answers  AUTH FOOBAR")
            await pilot.press("ctrl+r")
            text = await until(pilot, "No reply is selected")
            assert "504" not in text.split("LIVE")[0].split("smtptui", 1)[1].replace("504, auth", "")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x40", "80x24"])
async def test_the_greeting_and_the_last_504_stay_in_view(size: tuple[int, int]) -> None:
    lines = b"".join(b"250 number %d\r\n" % number for number in range(30))
    steps = (*answer("AUTH FOOBAR", "504 5.5.4 Unrecognized authentication type"), say(lines))
    async with peer(*HELLO, *steps, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=size) as pilot:
            await until(pilot, "← 250-mx.example")
            await command(pilot, "AUTH FOOBAR")
            text = await until(pilot, "250 number 29")
            pinned = line_with(text, "← 220 mx.example")
            assert pinned.startswith("▌")
            assert "GREETING" in pinned
            assert "← 504 5.5.4" in pinned


async def test_the_reply_under_the_cursor_folds_and_the_cursor_goes_with_it() -> None:
    rest = asyncio.Event()
    lines = (say(b"214-one\r\n214-two\r\n214-three\r\n"), wait(rest), say(b"214 four\r\n"))
    async with peer(*HELLO, hear(b"HELP"), *lines, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            await command(pilot, "HELP")
            await until(pilot, "← 214-three")
            log = app.workspace.panel.log_view
            await pilot.press("escape", "3")
            log.move_to(app.workspace.panel.fold.rows[-2])
            rest.set()
            await until(pilot, "214-one two three four (4 lines)")
            folded = app.workspace.panel.fold.rows[-1]
            await until_true(pilot, lambda: log.cursor is folded)
            await pilot.press("up")
            assert log.cursor is app.workspace.panel.fold.rows[-2]


async def test_a_failed_connection_says_so_once_and_where_to_go_on() -> None:
    async with peer(say(b"220 mx.example ESMTP\r\n"), listen) as server:
        app = SmtptuiApp(target=server.target(TlsMode.IMPLICIT), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "closed because of TLS")
            failed = [row.text for row in app.workspace.panel.fold.rows if row.kind is Kind.TROUBLE]
            assert failed[1:] == ["TLS: what the server sent is not TLS", "closed because of TLS"]
            await pilot.press("3")
            await until(pilot, "WHAT TO DO NEXT")


async def test_the_end_of_a_session_is_told_once() -> None:
    told: list[str] = []

    class Listening(SmtptuiApp):
        def on_live_panel_ended(self, event: LivePanel.Ended) -> None:
            told.append(event.words)

    async with peer(*HELLO, hang_up) as server:
        app = Listening(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "closed by the server")
            # What stands around the rows is told a moment after them.
            await until_true(pilot, lambda: told)
            for _ in range(3):
                app.workspace.panel._hear()
                await pilot.pause()
            assert len(told) == 1


async def test_pasting_a_text_keeps_the_session_in_its_tab() -> None:
    async with peer(*HELLO, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            session = app.workspace.panel.session
            assert session is not None
            await pilot.press("p")
            await until(pilot, "Explain a text")
            app.screen.query_one(TextArea).text = "550 5.1.1 Unknown user"
            await pilot.press("ctrl+s")
            await until(pilot, "pasted text: 1 reply")
            assert not app.workspace.panel.connected
            assert not session.ended
            await pilot.press("left_curly_bracket")
            await until(pilot, "← 250-mx.example")
            assert app.workspace.panel.session is session


async def test_a_weak_guess_of_the_software_is_not_shown_as_if_it_were_known() -> None:
    async with peer(say(b"220 mx.example ESMTP\r\n"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            text = await until(pilot, "GREETING")
            assert guess_server("mx.example ESMTP").software
            assert line_with(text, "GREETING").rstrip().endswith("GREETING")


async def test_enter_on_a_folded_row_that_a_flood_has_pushed_out_does_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smtptui.watching.retention.ROWS_KEPT", 100)
    monkeypatch.setattr("smtptui.watching.retention.ROWS_FORGOTTEN", 50)
    flood = asyncio.Event()
    many = b"".join(b"250 number %d\r\n" % number for number in range(400))
    long = b"220 mx ESMTP\r\n"
    steps = (hear(b"EHLO"), say(b"250-mx\r\n250-A\r\n250-B\r\n250-C\r\n250 D\r\n"), wait(flood), say(many))
    async with peer(say(long), *steps, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "(5 lines)")
            await pilot.press("3", "end")
            log, fold = app.workspace.panel.log_view, app.workspace.panel.fold
            await until_true(pilot, lambda: log.cursor is not None and log.cursor.folded)
            log.follow = False
            flood.set()
            await until_true(pilot, lambda: fold.progress.replies == 402)
            assert log.cursor not in fold.rows
            await pilot.press("enter", "up")
            await until_true(pilot, lambda: log.cursor is fold.rows[0])
            assert not log.follow


async def test_forgetting_old_rows_keeps_what_is_in_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.watching.retention.ROWS_KEPT", 100)
    monkeypatch.setattr("smtptui.watching.retention.ROWS_FORGOTTEN", 50)
    more = asyncio.Event()
    first = b"".join(b"250 number %d\r\n" % number for number in range(120))
    then = b"".join(b"250 number %d\r\n" % number for number in range(120, 180))
    async with peer(*HELLO, say(first), wait(more), say(then), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "250 number 119")
            log, fold = app.workspace.panel.log_view, app.workspace.panel.fold
            await pilot.press("3", *["pageup"] * 3)
            await until_true(pilot, lambda: not log.follow)
            read = log.cursor
            assert read is not None
            before = screen_text(app)
            seen = [line[:40] for line in before.splitlines() if "← 250 number" in line]
            forgotten = fold.forgotten
            more.set()
            await until_true(pilot, lambda: fold.forgotten > forgotten and fold.progress.replies == 182)
            await until(pilot, "are forgotten")
            assert [line[:40] for line in screen_text(app).splitlines() if "← 250 number" in line] == seen
            assert log.cursor is read


async def test_keys_are_answered_while_a_server_takes_no_octets() -> None:
    stuck = asyncio.Event()
    async with peer(*HELLO, wait(stuck)) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            for _ in range(2000):
                app.workspace.panel.send("NOOP " + "x" * 400)
            await pilot.press("1", "slash")
            await type_text(pilot, "50")
            assert app.workspace.code_list.filter_input.value == "50"
            assert app.workspace.panel.connected
            app.workspace.panel.disconnect()
            await type_text(pilot, "4")
            assert app.workspace.code_list.filter_input.value == "504"
            stuck.set()


async def test_the_offers_before_and_after_tls_are_told_apart(tmp_path: Path) -> None:
    authority, file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(file)
    before = (GREETING, hear(b"EHLO"), say(b"250-mx.example\r\n250-STARTTLS\r\n250 SIZE 1000\r\n"))
    tls = (hear(b"STARTTLS"), say(b"220 go\r\n"), secure(good(authority)))
    after = (hear(b"EHLO"), say(b"250-mx.example\r\n250-AUTH PLAIN\r\n250 SIZE 2000\r\n"), listen)
    async with peer(*before, *tls, *after) as server:
        options = Options(ehlo_name="client.example", ca=file)
        app = SmtptuiApp(target=server.target(TlsMode.STARTTLS), options=options)
        async with app.run_test(size=WIDE) as pilot:
            told = re.compile(r"250-mx\.example .*\+AUTH PLAIN −STARTTLS")
            await until_true(pilot, lambda: told.search(screen_text(app)))
            await pilot.press("3")
            text = await until(pilot, "SINCE TLS STANDS")
            assert "new      AUTH PLAIN" in text
            assert "gone     STARTTLS" in text
            assert "changed  SIZE 2000  (before: SIZE 1000)" in text


async def test_a_slow_name_server_is_what_the_running_clock_waits_for() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        app.workspace.panel._clock = lambda: 103.4
        feed_events(app, [Resolving(100.0, "mx.example", "MX")])
        await until(pilot, "looking up mx.example: 3 s")


@pytest.mark.postfix
async def test_header_and_log_agree_on_what_the_wire_took(
    tmp_path: Path, postfix_or_skip: Callable[[str], None]
) -> None:
    try:
        with running_postfix(tmp_path) as postfix:
            app = SmtptuiApp(target=Target("127.0.0.1", postfix.port, TlsMode.NONE), options=OPTIONS)
            async with app.run_test(size=WIDE) as pilot:
                text = await until(pilot, "← 250-mx.example")
                events = [row.event for row in app.workspace.panel.fold.rows]
                connecting = next(event for event in events if isinstance(event, Connecting))
                connected = next(event for event in events if isinstance(event, Connected))
                greeting = next(event for event in events if isinstance(event, GreetingReceived))
                assert connected.took == pytest.approx(connected.at - connecting.at, abs=0.001)
                took = greeting.reply.until - connected.at
                assert f"connect {duration(connected.took)} › greeting {duration(took)}" in text
    except PostfixUnavailable as error:
        postfix_or_skip(str(error))


async def test_what_waits_to_be_sent_is_said_over_the_command_line_until_it_goes_out() -> None:
    granted = asyncio.Event()
    steps = (*answer("MAIL", "250 ok"), hear(b"DATA"), wait(granted), say(b"354 go on\r\n"), hear(b"first"))
    async with peer(*HELLO, *steps, listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 250-mx.example")
            for line in ("MAIL FROM:<a@b.example>", "DATA", "first", "second"):
                app.workspace.panel.send(line)
            text = await until(pilot, "(2 lines wait)")
            assert "waits for the reply to DATA: " in line_with(text, "(2 lines wait)")
            assert [row.text for row in app.workspace.panel.fold.rows if row.kind is Kind.SENT][-1] == "DATA"
            granted.set()
            await until(pilot, "message data: 1 line, 8 octets")
            await until_true(pilot, lambda: "waits for the reply" not in screen_text(app))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "0 ms"), (0.000034, "0.03 ms"), (0.00057, "0.57 ms"), (0.0041, "4 ms"), (1.26, "1.3 s")],
)
def test_a_duration_has_as_many_places_as_one_reads(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize("keys", [["3"], ["3", "up", "down"]], ids=["following", "moved there"])
async def test_a_half_received_greeting_that_is_selected_is_explained_once_it_is_complete(
    keys: list[str],
) -> None:
    rest = asyncio.Event()
    first = say(b"220-mx.example ESMTP Postfix\r\n")
    async with peer(first, wait(rest), say(b"220 mx.example\r\n"), listen) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "← 220-mx.example")
            await pilot.press(*keys)
            text = await until(pilot, "›   ")
            assert "WHAT IT MEANS HERE" not in text
            rest.set()
            await until(pilot, "answers  the connection: the greeting")
