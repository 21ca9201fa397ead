"""The panes of the workspace: what is mounted when, which view shows, where the focus goes."""

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Footer, Input

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.listing import Narrowing, browse
from smtptui.tui.widgets.code_list import CodeList
from smtptui.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from smtptui.tui.widgets.code_detail import CodeDetail
    from smtptui.tui.widgets.compare_view import CompareView
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.tui.widgets.reply_view import ReplyView

SHOWN = {"codes": "detail", "compare": "compare", "live": "reply"}
"""View → the pane that shows it."""


class Panes(Screen[None]):
    """Mounts the panes, and decides which of them shows and has the focus."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (80, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-short"), (34, "-tall")]

    view: reactive[str] = reactive("codes", init=False)
    picked: reactive[tuple[str, str]] = reactive(("", ""), init=False)

    title_bar = query_one(TitleBar)
    code_list = query_one(CodeList)
    panes = query_one(ContentSwitcher)

    class Furnished(Message):
        """All panes stand; a session may be opened."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(classes="-codes -listing")
        self._catalogue = catalogue

    def compose(self) -> ComposeResult:
        """Compose what the first paint shows: the views and the codes."""
        yield TitleBar().data_bind(view=Panes.view)
        with Horizontal(classes="body"):
            yield CodeList(browse(self._catalogue, Narrowing(), {})).data_bind(picked=Panes.picked)

    def on_mount(self) -> None:
        """Start on the list, at the greeting; the other panes come after the first paint."""
        self.code_list.highlight("220")
        self.set_focus(self.code_list.options)
        self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        """Import and mount the panes that the first paint did not wait for."""
        from smtptui.tui.widgets.code_detail import CodeDetail
        from smtptui.tui.widgets.compare_view import CompareView
        from smtptui.tui.widgets.live_panel import LivePanel
        from smtptui.tui.widgets.reply_view import ReplyView

        with self.app.batch_update():
            await self.query_one(".body").mount(
                ContentSwitcher(
                    CodeDetail(self._catalogue, id="detail"),
                    CompareView(self._catalogue, id="compare"),
                    ReplyView(self._catalogue, id="reply"),
                    initial="detail",
                )
            )
            await self.mount(LivePanel(self._catalogue), Footer(compact=True, show_command_palette=True))
            if not self._is_furnished:
                # The program was closed meanwhile: nothing can be mounted any more.
                return
            self.detail.entry = self.code_list.highlighted
        # A footer mounted after the screen stands empty until the bindings are said to have changed.
        self.refresh_bindings()
        self.post_message(self.Furnished())

    @property
    def _is_furnished(self) -> bool:
        return bool(self.query("CodeDetail"))

    # The panes by the names of their classes, which are imported when they are mounted.

    @property
    def detail(self) -> "CodeDetail":
        """The card."""
        return cast("CodeDetail", self.query_one("CodeDetail"))

    @property
    def compare_view(self) -> "CompareView":
        """The comparison."""
        return cast("CompareView", self.query_one("CompareView"))

    @property
    def reply_view(self) -> "ReplyView":
        """What the selected reply means."""
        return cast("ReplyView", self.query_one("ReplyView"))

    @property
    def panel(self) -> "LivePanel":
        """The live session."""
        return cast("LivePanel", self.query_one("LivePanel"))

    # Views

    def action_view(self, view: str) -> None:
        """Open a view."""
        self.view = view
        if view == "live":
            self.set_focus(self.panel.log_view)
            if self.panel.log_view.cursor is None:
                self.panel.log_view.action_move(0)
        else:
            self._focus_what_shows()

    @on(TitleBar.ViewAsked)
    def _view_asked(self, event: TitleBar.ViewAsked) -> None:
        self.action_view(event.view)

    def _focus_what_shows(self) -> None:
        """Focus the list, or the open pane where the list gives way to it."""
        if self.view == "compare" and not self.has_class("-wide"):
            self.set_focus(self.compare_view)
        elif self._one_pane and not self.has_class("-listing"):
            self.set_focus(self.detail)
        else:
            self.set_focus(self.code_list.options)

    def watch_view(self, view: str) -> None:
        """Show the view's pane; the style sheet gives each pane its room."""
        if not self.is_attached:
            return
        self.panes.current = SHOWN[view]
        self.remove_class("-reading")
        self.refresh_bindings()
        for name in SHOWN:
            self.set_class(view == name, f"-{name}")

    def action_back(self) -> None:
        """Leave what one is in: full height, the session, the card; at last stand on the list."""
        if self.has_class("-maximized"):
            self.remove_class("-maximized")
        elif self.has_class("-reading"):
            self.remove_class("-reading")
            self.set_focus(self.panel.log_view)
        else:
            self.add_class("-listing")
            if self.view != "codes" and (self.view == "live" or not self.has_class("-wide")):
                self.view = "codes"
            self.set_focus(self.code_list.options)

    @property
    def _one_pane(self) -> bool:
        """Whether the terminal is so small that one pane shows at a time."""
        return self.has_class("-tiny") or self.has_class("-low")

    def action_maximize_live(self) -> None:
        """Give the live session the whole height, or take it back."""
        self.toggle_class("-maximized")
        self.set_focus(self.panel.log_view)

    def action_help(self) -> None:
        """Show all keys."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Let the footer name what has an effect where one is; a key without one is not shown."""
        if not self._is_furnished:
            return True
        typing = isinstance(self.focused, Input)
        if action == "back":
            home = self.view == "codes" and self.focused is self.code_list.options
            return not home or self.has_class("-maximized")
        if action in ("filter", "compare", "command", "try_504", "help"):
            return not typing
        if action == "pick":
            return not typing and self.view != "live"
        return True
