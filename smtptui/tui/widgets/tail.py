"""The line under the rows: what came of a line that has not ended, and how long it has been waited for."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from smtptui.text import visible
from smtptui.tui.widgets.row_strip import ARROW_AT, TIME_WIDTH, RowStyles, fit
from smtptui.watching.fold import Fold
from smtptui.watching.narration import wait_words
from smtptui.words import _, decimal

WAITED_FROM = 1.0
"""Seconds of silence from which a running clock shows."""


def tail_strip(fold: Fold, now: float, styles: RowStyles, width: int) -> Strip | None:
    """Return the line, in `width` cells, or None where nothing is to come; `now` is the session's clock."""
    awaiting, partial = fold.progress.awaiting, fold.partial
    waited = 0.0 if awaiting is None else now - awaiting.since
    if not partial.octets and waited < WAITED_FROM:
        return None
    style = styles.base + styles.named("system")
    if not partial.octets:
        assert awaiting is not None
        words = f"{'':{ARROW_AT}}… {wait_words(awaiting, waited)}"
        return Strip([Segment(fit(words, width), styles.base + styles.named("gap"))], width)
    clock = _("  {seconds} s ", seconds=f"{waited:.0f}") if waited >= WAITED_FROM else ""
    room = max(0, width - cell_len(clock))
    text = visible(partial.octets[:width])[:width]
    at = decimal(f"{partial.at - (fold.started or 0.0):.3f}")
    shown = set_cell_size(f"  {at:>{TIME_WIDTH}}  ← {text}▁", room)
    strip = Strip([Segment(shown, style), Segment(clock, styles.base + styles.named("gap"))])
    return strip.adjust_cell_length(width, style)
