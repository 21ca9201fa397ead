"""A page whose text can be selected by mouse."""

from textual.selection import Selection
from textual.widgets import Static

from smtptui.tui.page import Page


class PageText(Static):
    """A text, or a page of lines: what is selected of either is what was said, whatever its wrapping."""

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected."""
        if isinstance(self.visual, Page):
            return self.visual.selected(selection, self.content_size.width), "\n"
        return super().get_selection(selection)
