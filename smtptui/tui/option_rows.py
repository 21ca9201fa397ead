"""A list of options that can be paged through at any size."""

from textual.widgets import OptionList


class OptionRows(OptionList):
    """Textual's own list fails when it is paged before it has been laid out, or without room for a line."""

    ALLOW_SELECT = False
    """Its rows are chosen by the mouse, not selected as text."""

    def action_page_up(self) -> None:
        """Go up by a screenful."""
        if self._can_page:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Go down by a screenful."""
        if self._can_page:
            super().action_page_down()  # type: ignore[no-untyped-call]

    @property
    def _can_page(self) -> bool:
        return bool(self.scrollable_content_region.area and self._lines)
