"""The pane of the Compare view: two entries side by side, and the differences that matter."""

from textual.reactive import reactive

from smtptui.tui.sturdy import Sturdy
from smtptui.tui.views import Sides
from smtptui.tui.widgets.comparison_card import comparison_card
from smtptui.tui.widgets.page_pane import PagePane


class CompareView(Sturdy, PagePane):
    """Shows the comparison of two entries, or how to pick them."""

    WIDEST = 150
    """Two columns, each of which reads well."""

    sides: reactive[Sides] = reactive((None, None), init=False)

    def on_mount(self) -> None:
        """Say how to pick two."""
        self.watch_sides(self.sides)

    def tell_again(self) -> None:
        """Compare them in another language."""
        self.show_again(comparison_card(self._catalogue, self.sides))

    def watch_sides(self, sides: Sides) -> None:
        """Start another comparison at its top."""
        self.show(comparison_card(self._catalogue, sides))
