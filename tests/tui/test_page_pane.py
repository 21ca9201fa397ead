"""The pane that shows a card: sections, folds, links by key and mouse, selection by mouse."""

import pytest
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot

from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.views import View
from tests.tui.driving import NARROW, WIDE, entry, line_with, opened, picked, screen_text, until, until_true


async def open_card(pilot: Pilot[None], app: SmtptuiApp, id: str) -> None:
    """Open the card of an entry, with the focus in it."""
    await until_true(pilot, lambda: app.workspace.is_furnished)
    app.workspace.codes.open(entry(id))
    await until_true(pilot, lambda: opened(app) == id and app.focused is app.workspace.detail)
    # Where nothing stands beside it the card has the room of what stood below it at the start.
    beside = app.workspace.has_class("-vast")
    await until_true(pilot, lambda: beside or "Start here" not in screen_text(app))


def place_of(app: SmtptuiApp, words: str) -> Offset:
    """Return where words stand on the screen, the last of them."""
    lines = screen_text(app).splitlines()
    row = max(at for at, line in enumerate(lines) if words in line)
    return Offset(lines[row].rindex(words), row)


async def test_the_first_screen_of_a_card_is_the_answer() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        text = await until(pilot, "WHAT IT IS NOT")
        for words in (
            "504 Command parameter not implemented",
            "The command is known, but not with this argument.",
            "change the parameter",
            "Mechanism not supported",
            "use a mechanism of EHLO's",
            "≠ 535  Authentication credentials invalid",
        ):
            assert words in text, words


async def test_brackets_go_by_section_and_the_frame_names_them() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        assert "╰" in line_with(screen_text(app), " Answer · When · Fix ·")
        await pilot.press("right_square_bracket", "right_square_bracket")
        text = await until(pilot, "Ask nobody for a new password")
        assert "HOW TO FIX IT" in text.splitlines()[3]
        assert app.workspace.detail.card.sections[app.workspace.detail.section].id == "fix"
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "The command is known, but not with this argument.")


async def test_a_click_on_a_name_in_the_frame_goes_to_that_section() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await until(pilot, "Postmaster")
        await pilot.click(offset=place_of(app, "Postmaster"))
        await until(pilot, "FOR THE POSTMASTER")


async def test_where_the_frame_has_no_lower_edge_its_title_names_the_section() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=NARROW) as pilot:
        await open_card(pilot, app, "504")
        await until(pilot, "504 · Answer 1/")
        await pilot.press("right_square_bracket")
        await until(pilot, "504 · When 2/")


async def test_a_section_that_is_folded_opens_with_enter_and_closes_again() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await pilot.press(*["right_square_bracket"] * 10)
        text = await until(pilot, "▸ SOURCES")
        assert "RFC 2554" not in text
        await pilot.press("enter")
        await until(pilot, "RFC 2554")
        await pilot.press("enter")
        await until(pilot, "▸ SOURCES")


async def test_a_click_on_the_heading_of_a_folded_section_opens_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await pilot.press(*["right_square_bracket"] * 10)
        await until(pilot, "▸ SOURCES")
        await pilot.click(offset=place_of(app, "SOURCES") + Offset(1, 0))
        await until(pilot, "RFC 2554")


async def test_all_of_a_card_is_copied_what_is_folded_too() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        assert "RFC 2554" in app.workspace.detail.text


async def test_a_letter_over_a_link_follows_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await pilot.press("o", "b")
        await until_true(pilot, lambda: opened(app) == "situation:auth.mechanism")
        assert app.workspace.view is View.CODES


async def test_any_other_key_takes_the_letters_away_and_does_nothing_else() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await pilot.press("o")
        await until(pilot, "bechanism not supported")
        await pilot.press("escape")
        await until(pilot, "Mechanism not supported")
        assert opened(app) == "504"


async def test_a_click_on_what_a_code_is_not_compares_it_with_that() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "mechanism:PLAIN")
        app.workspace.codes.open(EntryRef(Kind.BASIC, "250"))
        await until(pilot, "≠ 251")
        await pilot.click(offset=place_of(app, "≠ 251  ") + Offset(3, 0))
        await until(pilot, "KEY DIFFERENCES")
        assert picked(app) == ("250", "251")


async def test_a_name_of_a_setting_leads_to_the_situation_that_it_decides_on() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until(pilot, "smtp_helo_name")
        await pilot.click(offset=place_of(app, "smtp_helo_name") + Offset(2, 0))
        await until_true(pilot, lambda: opened(app) != "504")
        assert opened(app).startswith("situation:") or app.workspace.code_list.filter_input.value


async def test_a_verb_leads_to_the_codes_that_answer_it() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await until(pilot, "MAIL, RCPT")
        await pilot.click(offset=place_of(app, "MAIL, RCPT"))
        await until_true(pilot, lambda: app.workspace.code_list.narrowed == "MAIL")


async def drag(pilot: Pilot[None], start: Offset, end: Offset) -> None:
    """Select from one cell to another by mouse."""
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=end)
    await pilot.mouse_up(offset=end)


async def test_what_is_dragged_over_on_a_card_is_selected_line_by_line() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await until(pilot, "The command is known")
        start = place_of(app, "command is known")
        await drag(pilot, start, start + Offset(len("command is known") - 1, 0))
        assert app.screen.get_selected_text() == "command is known"


async def test_a_selection_over_wrapped_lines_is_the_text_without_the_breaks() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "220")
        await until(pilot, "after the greeting")
        start = place_of(app, "The server is ready")
        end = Offset(start.x + 9, start.y + 1)
        await drag(pilot, start, end)
        selected = app.screen.get_selected_text()
        assert selected is not None
        assert selected.startswith("The server is ready: for EHLO after the greeting")
        assert "\n" not in selected


async def test_the_first_ctrl_c_copies_what_is_selected_and_never_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await until(pilot, "The command is known")
        await pilot.press("ctrl+c")
        assert app.clipboard == ""
        start = place_of(app, "The command")
        await drag(pilot, start, start + Offset(10, 0))
        monkeypatch.setattr(app._leaving, "ask", lambda: False)
        await pilot.press("ctrl+c")
        await until_true(pilot, lambda: app.clipboard == "The command")


async def test_when_nothing_matches_the_pane_says_so_and_shows_nothing_else() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"qqxq")
        text = await until(pilot, "Nothing matches “qqxq”.")
        assert "Service ready" not in text
        await pilot.press("escape")
        await until(pilot, "220 Service ready")


async def test_an_enhanced_code_is_found_as_it_was_typed_and_its_card_says_its_class() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("slash", *"5.7.1", "enter", "enter")
        text = await until(pilot, " 5.7.1 ")
        assert "5yz permanent negative" in text
        assert opened(app) == "enhanced:5.7.1"


async def test_the_comparison_of_220_and_504_is_on_one_screen() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        app.workspace.comparison.compare(entry("220"), entry("504"))
        text = await until(pilot, "WHICH TO USE WHEN")
        for words in (
            "220 Service ready",
            "504 Command parameter not",
            "refused for good",
            "As greeting only when",
            "user 534.",
        ):
            assert words in text, words


async def test_from_a_comparison_each_side_leads_to_its_card() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        app.workspace.comparison.compare(entry("220"), entry("504"))
        await until(pilot, "WHICH TO USE WHEN")
        await pilot.press("o", "b")
        await until_true(pilot, lambda: opened(app) == "504" and app.workspace.view is View.CODES)


async def test_with_another_card_nothing_is_selected() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        await until(pilot, "The command is known")
        start = place_of(app, "The command")
        await drag(pilot, start, start + Offset(10, 0))
        app.workspace.codes.open(entry("535"))
        await until_true(pilot, lambda: opened(app) == "535")
        assert not app.screen.get_selected_text()


async def test_no_line_of_a_card_is_longer_than_one_reads_well() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=(200, 60)) as pilot:
        await open_card(pilot, app, "504")
        await until_true(pilot, lambda: app.workspace.detail.text_width == 88)
        laid = app.workspace.detail._page.laid(88)
        assert len(laid.rows) > len(laid.lines)


async def test_the_wheel_scrolls_a_card() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "504")
        pane = app.workspace.detail
        where = pane.region.offset + Offset(5, 5)
        pane.post_message(
            events.MouseScrollDown(pane, where.x, where.y, 0, 1, 0, False, False, False, where.x, where.y)
        )
        await until_true(pilot, lambda: pane.scroll_y > 0)


@pytest.mark.parametrize(("before", "after"), [(90, 40), (40, 90)])
async def test_what_is_painted_before_a_pane_hears_of_its_new_size_is_of_that_size(
    before: int, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "220")
        detail = app.workspace.detail
        painted: dict[int, list[str]] = {}
        for width in (after, before, after):
            # A table has another number of columns where it is narrow.
            monkeypatch.setattr(type(detail), "text_width", width)
            lines = [detail.render_line(y).text.rstrip() for y in range(30)]
            assert painted.setdefault(width, lines) == lines
        assert painted[before] != painted[after]


async def test_letters_over_links_go_with_the_width_that_they_were_found_at() -> None:
    app = SmtptuiApp()
    async with app.run_test(size=WIDE) as pilot:
        await open_card(pilot, app, "220")
        await pilot.press("o")
        detail = app.workspace.detail
        await until_true(pilot, lambda: bool(detail._caps))
        await pilot.resize_terminal(*NARROW)
        await until_true(pilot, lambda: not detail._caps)
        await pilot.press("a", "b", "c")
        assert app.workspace.is_attached
