"""How the workspace is arranged: its panes, what the first paint shows of them, sizes, edges."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import EntryRef, Narrowing, browse
from smtptui.tui.actions import Action
from smtptui.tui.desks.room import Edge
from smtptui.tui.screens.wayfinding import WayfindingScreen
from smtptui.tui.sturdy import Sturdy
from smtptui.tui.views import View
from smtptui.tui.widgets.code_list import CodeList
from smtptui.tui.widgets.key_bar import KeyBar
from smtptui.tui.widgets.title_bar import TitleBar
from smtptui.tui.widgets.welcome import Welcome
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.tui.desks.begun import Opening

Shown = TypeVar("Shown", bound=Widget)

START = EntryRef(Kind.BASIC, "220")
"""The card that is open first: the greeting's."""

PANES = Path(__file__).parent / "panes.tcss"
"""How the panes are arranged that the first paint does not wait for."""

_NARROW, _FRAMED, _WIDE, _VAST = 80, 100, 110, 180
"""Columns from which the list stands beside the card, panes are boxes, the list stands beside every view, and
the session beside all of it."""

FRAMES = {
    "CodeList": mark("Codes"),
    "Welcome": mark("Start here"),
    "CodeDetail": mark("Card"),
    "CompareView": mark("Comparison"),
    "SideViews": mark("What it means here"),
    "LivePanel": mark("Live"),
}
"""The panes that stand in a box → the title of it, until the pane gives itself another one."""

_SHORT, _TALL = 24, 34
"""Rows for more than one pane, and for space within them."""


class ArrangedScreen(Sturdy, WayfindingScreen):
    """A screen with all panes in their places, at any size of the terminal."""

    AUTO_FOCUS = "CodeList OptionList"
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (_NARROW, "-narrow"),
        (_FRAMED, "-medium"),
        (_WIDE, "-wide"),
        (_VAST, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_SHORT, "-short"), (_TALL, "-tall")]

    class Furnished(Message):
        """All panes stand; a session may be opened."""

    def __init__(self, catalogue: Catalogue, actions: Sequence[Action]) -> None:
        super().__init__(classes="-codes -listing -empty")
        self.action_table = actions
        """All that can be done here, each with the key that the user has for it."""
        self._catalogue = catalogue
        self._edge: Edge | None = None
        self._is_set_up = False
        self.opening: Opening | None = None
        """The session that the program is opened for: then all panes are there for the first paint."""
        self._came_last: tuple[Widget, ...] = ()
        """The panes that came after the first paint."""

    def set_up(self) -> None:
        """Set up what acts on the panes."""
        raise NotImplementedError

    def show_opening(self) -> None:
        """Show the session that the program is opened for, if it is: all panes stand."""
        raise NotImplementedError

    def show_where(self, _screen: Screen[object]) -> None:
        """Say where one is, and what applies there."""
        raise NotImplementedError

    # The panes

    def compose(self) -> ComposeResult:
        """Compose what the first paint shows: the views and the codes, arranged for the size there is."""
        width, height = self.app.size
        fitting = self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS)
        fitting |= self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS)
        self.add_class(*fitting, update=False)
        yield TitleBar().data_bind(view=ArrangedScreen.view)
        with Container(classes="work"):
            with Horizontal(classes="body"):
                yield _framed(CodeList(browse(self._catalogue, Narrowing(), {})))
            yield _framed(Welcome(self.action_table))

    async def on_mount(self) -> None:
        """Start on the list, at the greeting; the other panes come after the first paint."""
        if self.app._exit:
            # The program was closed meanwhile: the list is gone.
            return
        self.code_list.highlight(START)
        self.set_focus(self.code_list.options)
        if self.opening is not None:
            await self._furnish()
        else:
            self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        """Import and mount the panes that the first paint did not wait for."""
        self.set_up()
        self._is_set_up = True
        self.app.stylesheet.read(PANES)
        self.app.stylesheet.parse()
        from smtptui.tui.widgets.code_detail import CodeDetail
        from smtptui.tui.widgets.compare_view import CompareView
        from smtptui.tui.widgets.live_panel import LivePanel
        from smtptui.tui.widgets.side_views import SideViews

        detail, panel = CodeDetail(self._catalogue, id=View.CODES.pane), LivePanel(self._catalogue)
        bar = KeyBar()
        self._came_last = (detail, panel, bar)
        views = ContentSwitcher(
            _framed(detail),
            _framed(CompareView(self._catalogue, id=View.COMPARE.pane)),
            _framed(SideViews(self._catalogue, id=View.LIVE.pane)),
            initial=View.CODES.pane,
            classes="views",
        )
        with self.app.batch_update():
            await self._put(views, ".body")
            await self._put(_framed(panel), ".work")
            await self._put(bar)
            if not self.is_furnished:
                return
            self.room.apply()
            self.detail.entry = self.code_list.highlighted
            self.show_opening()
        self.bindings_updated_signal.subscribe(self, self.show_where)
        self.refresh_bindings()
        self.post_message(self.Furnished())

    async def _put(self, pane: Widget, into: str = "") -> None:
        """Mount a pane, but where the program was closed meanwhile: nothing can be mounted any more."""
        if not self.app._exit:
            await (self.query_one(into) if into else self).mount(pane)

    @property
    def is_furnished(self) -> bool:
        """Whether all panes stand."""
        # The bottom line comes last, once the panes have composed what is in them.
        return bool(self._came_last) and all(pane.is_attached for pane in self._came_last)

    def _update_focus_styles(self, focused: Widget | None = None, blurred: Widget | None = None) -> None:
        """Let the focus be seen; before the screen is shown for the first time nothing is."""
        if self.stack_updates:
            super()._update_focus_styles(focused, blurred)

    def _screen_resized(self, size: Size) -> None:
        """Lay out for another size; Textual tells the same one three times as it starts."""
        if size != self.outer_size:
            super()._screen_resized(size)

    def on_resize(self, event: events.Resize) -> None:
        """Keep in view what has the keys: hidden it would lose them, and what is typed on would be actions.

        Comes before Textual sets the classes of the new size.
        """
        if not self.is_furnished:
            return
        # After Textual has set them.
        self.call_next(self.room.apply)
        self.call_after_refresh(self.code_list.options.scroll_to_highlight)
        if self.focused is None:
            return
        has_keys = self.focused.ancestors_with_self
        one_pane = event.size.width < _NARROW or event.size.height < _SHORT
        if self.panel in has_keys:
            if one_pane and self.view is not View.LIVE:
                self.keep_in_view(View.LIVE)
        elif self.code_list in has_keys and event.size.width < _WIDE:
            hidden = self.view is not View.CODES or (one_pane and not self.has_class("-listing"))
            if hidden:
                self.keep_in_view(View.CODES)

    def name_frames(self) -> None:
        """Give the boxes their titles in the language that is spoken; a pane may have one of its own."""
        for name, title in FRAMES.items():
            self.query_one(name).border_title = _(title)

    # Edges

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of an edge between two panes."""
        edge = self.room.edge_at(event.screen_x, event.screen_y) if self.is_furnished else None
        if edge is not None:
            event.stop()
            self._selecting = False
            self._edge = edge
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Bring the edge that is held to the mouse; light up one that can be."""
        if not self.is_furnished:
            return
        if self._edge is not None:
            self.room.drag(self._edge, event.screen_x, event.screen_y)
        edge = self._edge or self.room.edge_at(event.screen_x, event.screen_y)
        self.code_list.set_class(edge is Edge.LIST, "-edge")
        self.panel.set_class(edge is Edge.SESSION, "-edge")

    def on_mouse_up(self) -> None:
        """Let go of the edge."""
        if self._edge is not None:
            self._edge = None
            self.release_mouse()
            self.room.keep()

    def on_unmount(self) -> None:
        """Remember the room that was given a moment ago."""
        if self._is_set_up:
            self.room.keep()


def _framed(pane: Shown) -> Shown:
    """Return a pane in a box with a title; the pane itself may give its box another one."""
    pane.add_class("frame", update=False)
    pane.border_title = pane.border_title or _(FRAMES[type(pane).__name__])
    return pane
