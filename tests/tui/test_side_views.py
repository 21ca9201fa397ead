"""The sides of the live pane: offers, TLS, dialogue, stages; by keys and by mouse."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from textual.pilot import Pilot

from smtptui.tui.app import SmtptuiApp
from smtptui.tui.sides.bars import bar
from smtptui.tui.sides.side import Side
from smtptui.tui.views import View
from smtptui.tui.widgets.side_views import SideViews
from smtptui.wire.events import (
    Asked,
    Certificate,
    Closed,
    CloseReason,
    CommandSent,
    Connected,
    Event,
    GreetingReceived,
    LineReceived,
    ReplyReceived,
    State,
    StateChanged,
    TlsEstablished,
    TlsFailed,
)
from smtptui.wire.reply import Reply
from tests.session.peer import hear, listen, peer, say, wait
from tests.tui.driving import (
    NARROW,
    WIDE,
    FedSource,
    feed_events,
    line_with,
    opened,
    screen_text,
    settled,
    until,
    until_true,
)
from tests.tui.test_live_panel import OPTIONS
from tests.tui.transcript import GREETING_AND_504, events, reply_line

NOW = datetime(2026, 11, 25, tzinfo=UTC)

LEAF = Certificate(
    "CN=mx.example",
    "CN=Example CA",
    ("mx.example", "mail.example"),
    "2026-09-10T00:00:00+00:00",
    "2027-02-15T00:00:00+00:00",
    "ab" * 32,
)
ROOT = Certificate(
    "CN=Example CA", "CN=Example CA", (), "2020-01-01T00:00:00+00:00", "2026-12-01T00:00:00+00:00", "cd" * 32
)
TLS = TlsEstablished(101.0, "TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, True, (LEAF, ROOT), 0.09)


def introduced(*keywords: str, at: float = 100.0) -> Iterator[Event]:
    """Yield an EHLO and what the server offers."""
    asked = Asked("EHLO", b"EHLO me.example", at)
    yield CommandSent(at, asked, 17)
    last = len(keywords)
    lines = [f"250{'-' if at_ < last else ' '}{line}" for at_, line in enumerate(("mx.example", *keywords))]
    reply = Reply(((), False, *(reply_line(line.encode() + b"\r\n", at) for line in lines)))
    for number, line in enumerate(reply.lines):
        yield LineReceived(at + 0.004, line, number)
    yield ReplyReceived(at + 0.004, reply, asked, State.READY, 0.004)
    yield StateChanged(at, State.READY, State.IDENTIFIED)


def begun() -> Iterator[Event]:
    yield Connected(99.0, "mx.example", "192.0.2.1", 25, 0.002)
    yield StateChanged(99.0, State.READY, State.AWAITING_GREETING)
    line = reply_line(b"220 mx.example ESMTP\r\n", 99.1)
    yield LineReceived(99.1, line)
    yield GreetingReceived(99.1, Reply(((), False, line)))
    yield StateChanged(99.1, State.AWAITING_GREETING, State.READY)


async def shown(pilot: Pilot[None], side: Side, happened: Iterator[Event] | list[Event]) -> FedSource:
    app = pilot.app
    assert isinstance(app, SmtptuiApp)
    await until(pilot, "palette")
    source = feed_events(app, happened)
    await source.drained.wait()
    await pilot.press("3")
    view = app.workspace.reply_view
    view._today = lambda: NOW
    view.side = side
    await until(pilot, f"─ {side.words} ─")
    await settled(pilot)
    return source


async def test_keys_lead_from_side_to_side_and_round() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        await pilot.press("3")
        for words in ("mx.example offers 8 extensions", "Not encrypted", "FITS NEXT", "STAGES"):
            await pilot.press("right_square_bracket")
            await until(pilot, words)
        await pilot.press("right_square_bracket")
        await until(pilot, "▸ Mechanism not supported")
        await pilot.press("left_square_bracket")
        await until(pilot, "STAGES")


async def test_a_click_on_a_name_in_the_frame_leads_there() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.STAGES, list(events(GREETING_AND_504)))
        text = screen_text(app).splitlines()
        y = next(at for at, line in enumerate(text) if "· Offers" in line)
        await pilot.click(offset=(text[y].index("Offers") + 1, y))
        await until(pilot, "mx.example offers 8 extensions")


async def test_each_keyword_is_explained_and_what_changed_with_tls_is_marked() -> None:
    happened = [
        *begun(),
        *introduced("SIZE 1000", "STARTTLS", "AUTH PLAIN", "XFOO bar"),
        TLS,
        *introduced("SIZE 1000", "AUTH PLAIN LOGIN", "8BITMIME", at=102.0),
    ]
    app = SmtptuiApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await shown(pilot, Side.OFFERS, happened)
        text = await until(pilot, "inside TLS")
        assert "+ new since TLS: 8BITMIME" in text
        assert "− gone since TLS: STARTTLS XFOO" in text
        assert "≠ changed since TLS: AUTH" in text
        assert "SIZE" in line_with(text, "1000")
        assert "Tells the largest message" in text
        assert "before TLS: AUTH PLAIN" in text
        assert "LOGIN The old two-step prompt" in text
        assert "in no registry" in line_with(app.workspace.reply_view.text, "− XFOO")


async def test_a_click_on_a_keyword_opens_its_card() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.OFFERS, [*begun(), *introduced("DSN", "XFOO")])
        text = (await until(pilot, "in no registry")).splitlines()
        y = next(at for at, line in enumerate(text) if " DSN " in line)
        await pilot.click(offset=(text[y].index("DSN") + 1, y))
        await until_true(pilot, lambda: opened(app) == "extension:DSN" and app.workspace.view is View.CODES)


async def test_the_key_for_links_leads_from_a_keyword_to_its_card_and_back_to_the_offers() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.OFFERS, [*begun(), *introduced("DSN", "XFOO", "SIZE 1000")])
        await until(pilot, "in no registry")
        await pilot.press("o")
        text = await until(pilot, "  aSN ")
        assert "  bIZE " in text
        await pilot.press("escape")
        await until(pilot, "  DSN ")
        await pilot.press("o")
        await until(pilot, "  bIZE ")
        await pilot.press("b")
        await until_true(pilot, lambda: opened(app) == "extension:SIZE" and app.workspace.view is View.CODES)
        await pilot.press("escape")
        await until_true(pilot, lambda: app.workspace.view is View.LIVE)


async def test_the_key_for_links_leads_from_a_reply_to_the_code_it_is_mistaken_for() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await pilot.press("3")
        text = await until(pilot, "m compares it with ")
        other = line_with(text, "m compares it with ").split("compares it with ")[1][:3]
        await pilot.press("o")
        await until(pilot, f"m compares it with a{other[1:]}")
        await pilot.press("a")
        await until_true(pilot, lambda: opened(app) == other and app.workspace.view is View.CODES)


async def test_a_side_in_which_nothing_leads_further_says_so() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        for side, words in (
            (Side.TLS, "Not encrypted"),
            (Side.DIALOGUE, "FITS NEXT"),
            (Side.STAGES, "from the first"),
        ):
            await shown(pilot, side, list(events(GREETING_AND_504)))
            await until(pilot, words)
            app.clear_notifications()
            await until_true(pilot, lambda: "Nothing in view leads further" not in screen_text(app))
            await pilot.press("o")
            await until(pilot, "Nothing in view leads further")


async def test_letters_over_links_go_when_what_they_stand_on_changes() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        source = await shown(pilot, Side.OFFERS, [*begun(), *introduced("DSN")])
        await until(pilot, "  DSN ")
        await pilot.press("o")
        await until(pilot, "  aSN ")
        source.put(*introduced("SIZE", "DSN"))
        await until(pilot, "  SIZE ")
        await until(pilot, "  DSN ")


async def test_a_hostile_offer_is_text_and_nothing_else() -> None:
    hostile = [
        "[@click=app.quit]X[/]",
        "\x1b]0;title\x07",
        "A" * 400,
        "‮evil",
        *(f"X{n}" for n in range(2000)),
    ]
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.OFFERS, [*begun(), *introduced(*hostile)])
        await until(pilot, "mx.example offers")
        text = await until(pilot, "[@CLICK=APP.QUIT]")
        assert "\x1b" not in text
        assert "‮" not in text


async def test_tls_tells_the_chain_and_when_it_expires() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(120, 60)) as pilot:
        await shown(pilot, Side.TLS, [*begun(), TLS])
        text = await until(pilot, "TLS_AES_256_GCM_SHA384, 256 bits")
        for words in (
            "✓ the certificate was verified",
            "mx.example, mail.example",
            "✓ expires in 82 days, on 2027-02-15",
            "ROOT (2 OF 2)",
            "⚠ expires in 6 days, on 2026-12-01",
            "abab abab",
        ):
            assert words in text


async def test_an_unverified_certificate_is_plain_to_see() -> None:
    event = TLS._replace(verified=False, problem="it is self-signed")
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.TLS, [*begun(), event])
        await until(pilot, "✗ NOT verified: it is self-signed. AUTH is refused.")


async def test_why_tls_was_refused_stands_where_one_looks_for_tls() -> None:
    chain = (LEAF._replace(not_after="2026-11-22T00:00:00+00:00"),)
    failed = TlsFailed(
        101.0, "the certificate has expired", "The server's operator has to renew it.", (), chain
    )
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.TLS, [*begun(), failed, Closed(101.0, CloseReason.TLS)])
        text = await until(pilot, "✗ TLS failed")
        assert "the certificate has expired" in text
        assert "operator has to renew it" in text
        await until(pilot, "✗ expired 3 days ago, on 2026-11-22")


@pytest.mark.parametrize(
    ("keywords", "words"),
    [(("STARTTLS",), "offers STARTTLS: type it"), (("SIZE",), "does not offer STARTTLS here")],
)
async def test_without_tls_it_is_said_whether_it_can_be_had(keywords: tuple[str, ...], words: str) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.TLS, [*begun(), *introduced(*keywords)])
        assert "Not encrypted" in await until(pilot, words)


async def test_the_dialogue_tells_what_fits_and_what_would_break_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(120, 60)) as pilot:
        source = await shown(pilot, Side.DIALOGUE, [*begun(), *introduced("SIZE 1000", "AUTH PLAIN")])
        await until(pilot, "introduced; no mail transaction is open")
        await until_true(pilot, lambda: "A message has at most 1000 octets." in app.workspace.reply_view.text)
        text = await until(pilot, "opens a mail transaction")
        assert "before MAIL: 503" in line_with(text, "RCPT, DATA")
        assert "opens a mail transaction" in line_with(text, "MAIL  ")
        source.put(CommandSent(103.0, Asked("MAIL", b"MAIL FROM:<a@b.c>", 103.0), 20))
        await until(pilot, "WAITS FOR THE REPLY TO")
        await until(pilot, "MAIL FROM:<a@b.c>")


async def test_stages_have_bars_to_one_scale_and_the_one_that_failed_is_marked() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.STAGES, list(events(GREETING_AND_504)))
        text = await until(pilot, "✗ AUTH")
        assert "504" in line_with(text, "✗ AUTH")
        assert line_with(text, "✓ greeting").count("█") > line_with(text, "✓ connect").count("█") > 0


async def test_a_stage_past_its_limit_says_so() -> None:
    asked = Asked("DATA", b"DATA", 110.0)
    late = reply_line(b"354 go on\r\n", 235.0)
    happened = [
        *begun(),
        *introduced("SIZE"),
        CommandSent(110.0, asked, 6),
        ReplyReceived(235.0, Reply(((), False, late)), asked, State.MAIL_TRANSACTION, 125.0),
    ]
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.STAGES, happened)
        assert "125.0 s  over 2 min" in line_with(await until(pilot, "✓ DATA"), "✓ DATA")


async def test_a_teaser_is_named_while_it_lasts_and_the_stage_grows() -> None:
    rest = asyncio.Event()
    script = (say(b"220-mx.example ESMTP\r\n"), wait(rest), say(b"220 mx.example\r\n"), hear(b"EHLO"), listen)
    async with peer(*script) as server:
        app = SmtptuiApp(target=server.target(), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "220-mx.example")
            view = app.workspace.reply_view
            started = app.workspace.panel.fold.started or 0.0
            view._clock = lambda: started + 3.0
            view.side = Side.STAGES
            text = await until(pilot, "do not talk yet")
            assert "⚠ teaser" in text
            assert "3.0 s" in line_with(await until(pilot, "… greeting"), "… greeting")
            panel = app.workspace.panel
            panel._clock = view._clock
            panel._show_header()
            await until(pilot, "first part of a greeting: do not talk yet")
            rest.set()
            await until(pilot, "✓ It greeted in 2 lines")


async def test_at_the_small_size_the_sides_are_there_too() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, "palette")
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        await pilot.press("3", "right_square_bracket")
        await until(pilot, "mx.example offers 8 extensions")
        # Where the frame has no lower edge its title says where one is.
        assert "Offers 2/5" in screen_text(app)
        await pilot.press("y")
        await until_true(pilot, lambda: "offers 8 extensions" in app.clipboard)


async def test_a_side_follows_to_another_session() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await shown(pilot, Side.OFFERS, [*begun(), *introduced("SIZE")])
        await until(pilot, "offers 1 extension,")
        feed_events(app, [*begun(), *introduced("SIZE", "DSN")], label="other:25")
        await until(pilot, "offers 2 extensions,")


async def test_without_a_session_a_side_says_how_to_get_one() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "palette")
        await pilot.press("3")
        await until_true(pilot, lambda: app.workspace.query(SideViews))
        app.workspace.reply_view.side = Side.TLS
        await until(pilot, "There is no session")


@pytest.mark.parametrize(
    ("part", "drawn"),
    [(0.0, "    "), (0.001, "▏   "), (0.5, "██  "), (0.53, "██▏ "), (1.0, "████"), (7.0, "████")],
)
def test_a_bar_is_drawn_in_eighths(part: float, drawn: str) -> None:
    assert bar(part, 4) == drawn
