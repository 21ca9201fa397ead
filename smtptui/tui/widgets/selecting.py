"""Selecting text by mouse in lines that are drawn one by one, and styling the words in them."""

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

LINES_TAKEN = 4096
"""Lines of a selection that are taken as text."""

_FRAMES = str.maketrans("▐▌", "  ")


class SelectableLines(ScrollView):
    """A widget of lines, of which any stretch can be selected; `strip_at` returns a line of the whole."""

    def strip_at(self, line: int) -> Strip | None:
        """Return a line of the whole, from 0; None for one that there is not."""
        raise NotImplementedError

    def selectable(self, strip: Strip, line: int) -> Strip:
        """Return a line so that the mouse knows it, and what is selected of it shows."""
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(line)) is not None:
            start, end = span
            text = strip.text
            end = len(text) if end < 0 else end
            style = self.screen.get_component_rich_style("screen--selection")
            strip = _styled(strip, [(cell_len(text[:start]), cell_len(text[:end]))], style)
        return strip.apply_offsets(0, line)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected, as text, without what frames it."""
        top = self.scroll_offset.y
        start = selection.start or Offset(0, top)
        end = selection.end or Offset(1 << 20, top + self.size.height - 1)
        lines: list[str] = []
        for line in range(start.y, min(end.y, start.y + LINES_TAKEN) + 1):
            strip = self.strip_at(line)
            if strip is None:
                break
            text = strip.text[: end.x] if line == end.y else strip.text
            text = text[start.x :] if line == start.y else text
            lines.append(text.translate(_FRAMES).rstrip())
        return ("\n".join(lines), "\n") if lines else None


def styled_words(strip: Strip, words: str, style: Style) -> Strip:
    """Return a line with each place where `words`, in small letters, stand in `style`."""
    text = strip.text
    folded = text.casefold()
    if len(folded) != len(text):
        return strip
    spans: list[tuple[int, int]] = []
    at = folded.find(words)
    while at >= 0:
        spans.append((cell_len(text[:at]), cell_len(text[: at + len(words)])))
        at = folded.find(words, at + len(words))
    return _styled(strip, spans, style)


def _styled(strip: Strip, spans: list[tuple[int, int]], style: Style) -> Strip:
    """Return a line with some stretches of cells in another style."""
    parts: list[Strip] = []
    done = 0
    for start, end in spans:
        if end > start:
            parts += [strip.crop(done, start), _over(strip.crop(start, end), style)]
            done = end
    return Strip.join([*parts, strip.crop(done)]) if parts else strip


def _over(strip: Strip, style: Style) -> Strip:
    """Return a strip whose segments take `style` over their own."""
    return Strip(
        [Segment(text, (own + style) if own else style) for text, own, _control in strip], strip.cell_length
    )
