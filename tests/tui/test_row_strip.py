"""Rows as strips: what stands where, whatever the width."""

import pytest
from rich.style import Style

from smtptui.tui.widgets.row_strip import RowPainter
from smtptui.watching.fold import feed
from smtptui.wire.events import Asked, CommandSent, Risk
from tests.tui.transcript import GREETING_AND_504, events

NOOP = Asked("NOOP", b"NOOP", 1.0)


def painter(width: int, started: float | None = 1.0) -> RowPainter:
    """Return one without colours."""
    return RowPainter(lambda _: Style(), Style(), width, started)


@pytest.mark.parametrize(
    ("risk", "words"),
    [(Risk.EARLY, "⚠ sent before the greeting"), (Risk.IN_CLEAR, "⚠ sent without encryption"), (None, "")],
)
def test_what_the_user_insisted_on_stands_on_the_row(risk: Risk | None, words: str) -> None:
    row = feed([CommandSent(1.0, NOOP, 6, risk)]).rows[0]
    assert painter(100).row(row).text.rstrip().endswith(words or "NOOP")


@pytest.mark.parametrize("width", [1, 20, 55, 56, 80, 200])
def test_every_row_fills_the_width(width: int) -> None:
    for row in feed(events(GREETING_AND_504)).rows:
        assert painter(width).row(row).cell_length == width
        row.tag = "504  mechanism not supported"
        assert painter(width).row(row).cell_length == width


def test_the_cursor_is_seen_without_colours_also_on_what_stands_out() -> None:
    rows = feed(events(GREETING_AND_504)).rows
    assert painter(80).row(rows[1], cursor=True).text.startswith("▌›")
    assert painter(80).row(rows[1]).text.startswith("▌ ")
    assert painter(80).row(rows[2], cursor=True).text.startswith(" ›")
