"""How cards and comparisons look, alone: each picture was looked at, and changes only for a reason."""

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.themes import DARK, LIGHT
from smtptui.tui.views import Sides
from smtptui.tui.widgets.code_detail import CodeDetail
from smtptui.tui.widgets.compare_view import CompareView
from smtptui.tui.widgets.page_pane import PagePane
from tests.tui.driving import entry, until_true

SnapCompare = Callable[..., bool]

WIDE, NARROW = (80, 36), (50, 20)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["80x36", "50x20"])

CATALOGUE = Catalogue()


class OnePane(App[None]):
    """One pane in a frame."""

    CSS = "PagePane { border: round $frame; padding: 1 2 0 2; }"

    def __init__(self, pane: PagePane, *, light: bool = False) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = LIGHT.name if light else DARK.name
        self._pane = pane

    def compose(self) -> ComposeResult:
        yield self._pane


def card(id: str, *, light: bool = False) -> OnePane:
    """Return a pane with the card of an entry."""
    pane = CodeDetail(CATALOGUE)
    pane.call_later(setattr, pane, "entry", entry(id))
    return OnePane(pane, light=light)


async def shown(pilot: Pilot[None]) -> CodeDetail:
    """Return the pane, its card shown."""
    pane = pilot.app.query_one(CodeDetail)
    await until_true(pilot, lambda: pane.card.sections and pane.max_scroll_y)
    return pane


def comparison(sides: Sides, *, light: bool = False) -> OnePane:
    """Return a pane with a comparison."""
    pane = CompareView(CATALOGUE)
    pane.call_later(setattr, pane, "sides", sides)
    return OnePane(pane, light=light)


@SIZES
@pytest.mark.parametrize(
    "id", ["504", "enhanced:5.7.8", "extension:STARTTLS", "mechanism:PLAIN", "situation:mailbox.full"]
)
def test_the_first_screen_of_a_card(snap_compare: SnapCompare, size: tuple[int, int], id: str) -> None:
    assert snap_compare(card(id), terminal_size=size)


def test_a_card_in_the_light_theme(snap_compare: SnapCompare) -> None:
    assert snap_compare(card("504", light=True), terminal_size=WIDE)


def test_letters_over_the_links_of_a_card(snap_compare: SnapCompare) -> None:
    async def look(pilot: Pilot[None]) -> None:
        pane = await shown(pilot)
        pane.focus()
        pane.turn(2)
        pane.show_caps()

    assert snap_compare(card("504"), terminal_size=WIDE, run_before=look)


def test_a_section_that_was_opened(snap_compare: SnapCompare) -> None:
    async def look(pilot: Pilot[None]) -> None:
        pane = await shown(pilot)
        pane.turn(len(pane.card.sections))
        pane.action_fold()

    assert snap_compare(card("504"), terminal_size=WIDE, run_before=look)


@SIZES
@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_220_and_504_compared(snap_compare: SnapCompare, size: tuple[int, int], light: bool) -> None:
    assert snap_compare(comparison((entry("220"), entry("504")), light=light), terminal_size=size)


@pytest.mark.parametrize(
    "sides", [(None, None), (entry("220"), None), (None, entry("504"))], ids=["none", "a", "b"]
)
def test_a_comparison_with_an_open_side(
    snap_compare: SnapCompare, sides: tuple[EntryRef | None, EntryRef | None]
) -> None:
    assert snap_compare(comparison(sides), terminal_size=WIDE)


def test_two_situations_compared(snap_compare: SnapCompare) -> None:
    sides = (entry("situation:mailbox.full"), entry("situation:server.storage"))
    assert snap_compare(comparison(sides), terminal_size=WIDE)


def test_nothing_found(snap_compare: SnapCompare) -> None:
    async def look(pilot: Pilot[None]) -> None:
        pilot.app.query_one(CodeDetail).show_nothing("zzz")

    assert snap_compare(OnePane(CodeDetail(CATALOGUE)), terminal_size=WIDE, run_before=look)
