"""What a desk knows of the screen that it stands in: the panes, the view, and how one goes elsewhere."""

from typing import TYPE_CHECKING, cast

from textual.getters import query_one
from textual.reactive import reactive
from textual.screen import Screen

from smtptui.tui.views import View
from smtptui.tui.widgets.code_list import CodeList
from smtptui.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from smtptui.reference.searching.listing import EntryRef
    from smtptui.session.options import Options
    from smtptui.tui.views import Sides
    from smtptui.tui.widgets.code_detail import CodeDetail
    from smtptui.tui.widgets.compare_view import CompareView
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.tui.widgets.side_views import SideViews


class PanesScreen(Screen[None]):
    """A screen with the panes of the explorer; the workspace arranges them."""

    view: reactive[View] = reactive(View.CODES, init=False)
    options: "Options | None" = None
    """What a connection begins with."""
    usual_tls = ""
    """How to encrypt where nothing says it, by the names of `TlsMode`; empty for auto."""

    title_bar = query_one(TitleBar)
    code_list = query_one(CodeList)

    # Panes that are not painted first go by the names of their classes, imported when they are mounted.

    @property
    def detail(self) -> "CodeDetail":
        """The card."""
        return cast("CodeDetail", self.query_one("CodeDetail"))

    @property
    def compare_view(self) -> "CompareView":
        """The comparison."""
        return cast("CompareView", self.query_one("CompareView"))

    @property
    def reply_view(self) -> "SideViews":
        """What the selected reply means, and the other sides of the session."""
        return cast("SideViews", self.query_one("SideViews"))

    @property
    def panel(self) -> "LivePanel":
        """The live session."""
        return cast("LivePanel", self.query_one("LivePanel"))

    @property
    def one_pane(self) -> bool:
        """Whether the terminal is so small that one pane shows at a time."""
        return self.has_class("-tiny") or self.has_class("-low")

    @property
    def list_beside(self) -> bool:
        """Whether the list stands beside every view."""
        return self.has_class("-wide") or self.has_class("-vast")

    @property
    def demo_tries(self) -> tuple[str, ...]:
        """What the demo server that shows is there to be told; empty for any other server."""
        raise NotImplementedError

    # Going from one to another

    def leave_for(
        self, view: View, *, in_pane: bool, entry: "EntryRef | None" = None, sides: "Sides | None" = None
    ) -> None:
        """Remember the present place, as another one is gone to."""
        raise NotImplementedError

    def arrive(self, view: View, *, in_pane: bool) -> None:
        """Show a view, and put the focus into its pane or onto the list."""
        raise NotImplementedError

    def go(self, view: View) -> None:
        """Go to a view."""
        raise NotImplementedError

    def find_in_recording(self, words: str) -> None:
        """Look for words in all of the recording that is replayed, if one is."""
        raise NotImplementedError

    def forget_ways(self) -> None:
        """Offer no longer what may be done about a session that has ended."""
        raise NotImplementedError
