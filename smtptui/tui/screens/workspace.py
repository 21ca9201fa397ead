"""The workspace: one list of codes, three views over it, the live session under them."""

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Footer, Input

from smtptui.reference.catalogue import Catalogue
from smtptui.reference.model import Kind
from smtptui.text import visible
from smtptui.tui.actions import bindings
from smtptui.tui.listing import Narrowing, browse, found, kind_and_key
from smtptui.tui.widgets.code_list import CodeList
from smtptui.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from smtptui.reference.filtering import CodeFilter
    from smtptui.reference.search import SearchIndex
    from smtptui.session.engine import Options
    from smtptui.session.target import Target
    from smtptui.tui.explaining import Explainer
    from smtptui.tui.live import Row
    from smtptui.tui.widgets.code_detail import CodeDetail
    from smtptui.tui.widgets.compare_view import CompareView
    from smtptui.tui.widgets.live_panel import LivePanel
    from smtptui.tui.widgets.reply_view import ReplyView
    from smtptui.tui.widgets.wire_log import WireLog

SHOWN = {"codes": "detail", "compare": "compare", "live": "reply"}
"""View → the pane that shows it."""

TRIALS = (
    "AUTH FOOBAR",
    "HELO bare",
    "MAIL FROM:<you@example.org> FROB=1",
    "MAIL FROM:<you@bare>",
)
"""What servers answer with 504: an unknown mechanism, a bare name, an unknown parameter, a bare domain."""


class WorkspaceScreen(Screen[None]):
    """Arranges the panes and carries their messages from one to the other."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
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
        self._trial = 0
        self._narrowing = Narrowing()
        self._index: SearchIndex | None = None

    def compose(self) -> ComposeResult:
        """Compose what the first paint shows: the views and the codes."""
        yield TitleBar().data_bind(view=WorkspaceScreen.view)
        with Horizontal(classes="body"):
            yield CodeList(browse(self._catalogue, self._narrowing, {})).data_bind(
                picked=WorkspaceScreen.picked
            )

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
            await self.mount(LivePanel(self._words), Footer(compact=True, show_command_palette=True))
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

    @cached_property
    def _explainer(self) -> "Explainer":
        # Imported with the first reply, which the first paint does not wait for.
        from smtptui.tui.explaining import Explainer

        return Explainer(self._catalogue)

    def _words(self, row: "Row") -> str:
        return self._explainer.words(row)

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

    # Codes

    def action_filter(self) -> None:
        """Type into the filter."""
        self.view = "codes"
        self.add_class("-listing")
        self.set_focus(self.code_list.filter_input)
        if self._index is None:
            self._make_index()

    @cached_property
    def _filter(self) -> "CodeFilter":
        # Imported and made with the first letter typed, which the first paint does not wait for.
        from smtptui.reference.filtering import CodeFilter

        return CodeFilter(self._catalogue)

    @work(exclusive=True, group="index", exit_on_error=False, description="search index", thread=True)
    def _make_index(self) -> None:
        """Read everything for the full-text search, beside the screen."""
        from smtptui.reference.search import SearchIndex

        index = SearchIndex(self._catalogue)
        self.app.call_from_thread(self._take_index, index)

    def _take_index(self, index: "SearchIndex") -> None:
        self._index = index
        self._list(self.code_list.filter_input.value, keep=True)

    @on(CodeList.Filtered)
    def _filtered(self, event: CodeList.Filtered) -> None:
        self._list(event.query_text)

    def _list(self, query: str, *, keep: bool = False) -> None:
        """List what was typed for, or everything; the full text comes in as soon as it has been read."""
        counts = self.panel.live.counts
        if not query.strip():
            self.code_list.show(browse(self._catalogue, self._narrowing, counts))
            return
        codes = tuple(code for code in self._filter.matching(query) if self._narrowing.admits(code, counts))
        results = self._index.search(query) if self._index else None
        nearest = () if codes else tuple(filter(self._is_code, self._catalogue.nearest(query)))
        self.code_list.show(found(self._catalogue, codes, results, nearest=nearest), keep=keep)

    def _is_code(self, number: str) -> bool:
        return number in self._catalogue.names

    def action_narrow(self) -> None:
        """Choose what the list shows."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.narrow import NarrowScreen

        def take(narrowing: Narrowing | None) -> None:
            if narrowing is not None and self.is_attached:
                self._narrowing = narrowing
                self.code_list.narrowed = narrowing.words
                self.code_list.filter_input.value = ""
                self._list("")
                self.view = "codes"
                self.action_back()

        self.app.push_screen(NarrowScreen(self._narrowing), take)

    @on(CodeList.Highlighted)
    def _code_highlighted(self, event: CodeList.Highlighted) -> None:
        if not self._is_furnished:
            return
        self.detail.entry = event.id
        if self.view == "live" and self.code_list.options.has_focus:
            self.view = "codes"

    @on(CodeList.Chosen)
    def _code_chosen(self, event: CodeList.Chosen) -> None:
        self.view = "codes"
        self.detail.entry = event.id
        self.remove_class("-listing")
        self.set_focus(self.detail)

    def action_pick(self) -> None:
        """Mark the selected code: as A, then as B; a third pick starts again with A."""
        code = self.code_list.highlighted
        a, b = self.picked
        if not code:
            return
        if kind_and_key(code)[0] not in (Kind.BASIC, Kind.ENHANCED):
            self.notify("Only codes can be compared, not keywords and mechanisms.", timeout=3)
            return
        if code in (a, b):
            self.picked = ("", b) if code == a else (a, "")
        elif not a:
            self.picked = (code, b)
        elif not b:
            self.picked = (a, code)
        else:
            self.picked = (code, "")
        a, b = self.picked
        if a and b:
            self.notify(f"A {_key(a)} and B {_key(b)} are picked: c compares them.", timeout=3)
        elif code in self.picked:
            self.notify(f"{_key(code)} is picked: space on another code picks the other side.", timeout=3)

    def action_compare(self) -> None:
        """Compare the picked codes; with one picked, the selected code is the other side."""
        a, b = self.picked
        code = self.code_list.highlighted
        if a and not b and code and code != a:
            self.picked = (a, code)
        elif b and not a and code and code != b:
            self.picked = (code, b)
        self.view = "compare"
        if all(self.picked):
            self.set_focus(self.compare_view)
        else:
            self._focus_what_shows()
            self.notify("Pick two codes first: space in the list, or a and b.", timeout=4)

    def action_swap(self) -> None:
        """Swap the sides."""
        if not any(self.picked):
            self.notify("Nothing is picked yet: space in the list, or a and b.", timeout=3)
        a, b = self.picked
        self.picked = (b, a)

    def watch_picked(self, picked: tuple[str, str]) -> None:
        """Compare what is picked now."""
        self.compare_view.sides = (_key(picked[0]), _key(picked[1]))

    def action_choose(self, side: str) -> None:
        """Choose a code for one side from a list."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.choose import ChooseScreen

        def take(code: str | None) -> None:
            if code and self.is_attached:
                a, b = self.picked
                self.picked = (code, b) if side == "a" else (a, code)
                self.view = "compare"
                self._focus_what_shows()

        present = self.picked["ab".index(side)] or self.code_list.highlighted
        self.app.push_screen(ChooseScreen(self._catalogue, side, present), take)

    # Live

    def connect(self, target: "Target", options: "Options") -> None:
        """Open a session and show it."""
        self._explainer.forget()
        self.panel.connect(target, options)

    def action_connect(self) -> None:
        """Ask for a server and connect to it."""
        from smtptui.tui.screens.connect import ConnectScreen

        present = self.panel.target.label if self.panel.target else ""
        self.app.push_screen(ConnectScreen(present), self._connect_to)

    def _connect_to(self, answer: str | None) -> None:
        if answer is not None:
            self.post_message(self.ConnectAsked(answer))

    class ConnectAsked(Message):
        """The user wants a session with the server that `text` names."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def action_paste(self) -> None:
        """Explain every reply of a text that the user pastes."""
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.paste import PasteScreen

        def take(text: str | None) -> None:
            if text is not None and text.strip() and self.is_attached:
                self._show_text(text)

        self.app.push_screen(PasteScreen(), take)

    def _show_text(self, text: str) -> None:
        from smtptui.tui.pasted import read

        live = read(text)
        if not live.rows:
            self.notify(
                "No reply was found in it: a reply is three digits and a text, as in 550 5.1.1 Unknown user.",
                severity="warning",
                timeout=8,
            )
            return
        self._explainer.forget()
        self.panel.show(live)
        self.action_view("live")

    async def action_reconnect(self) -> None:
        """Connect to the same server again."""
        target, options = self.panel.target, self.panel.options
        if target is None or options is None:
            self.action_connect()
        else:
            self.connect(target, options)

    async def action_disconnect(self) -> None:
        """Say QUIT and close."""
        if self.panel.connected:
            await self.panel.disconnect()
        else:
            self.notify("There is no connection: ctrl+o connects.", timeout=3)

    def action_command(self) -> None:
        """Type an SMTP command."""
        if not self.panel.connected:
            self.notify("There is no connection: ctrl+o connects.", timeout=3)
            return
        self.remove_class("-listing")
        self.set_focus(self.panel.command_line)

    def action_try_504(self) -> None:
        """Fill in a command that servers answer with 504; enter sends it."""
        if not self.panel.connected:
            self.notify("There is no connection: ctrl+o connects.", timeout=3)
            return
        line = self.panel.command_line
        line.value = TRIALS[self._trial % len(TRIALS)]
        line.cursor_position = len(line.value)
        self._trial += 1
        line.comes_from = self.focused
        self.set_focus(line)

    def on_wire_log_highlighted(self, event: "WireLog.Highlighted") -> None:
        """Explain the row under the cursor."""
        self.view = "live"
        self._show_row(event.row)

    def on_wire_log_chosen(self, event: "WireLog.Chosen") -> None:
        """Explain the chosen row, in full view where only one pane shows."""
        self.view = "live"
        self._show_row(event.row)
        if self._one_pane:
            self.add_class("-reading")
            self.set_focus(self.reply_view)

    def _show_row(self, row: "Row | None") -> None:
        self.reply_view.show(row, self._explainer.explanation(row) if row else None)

    def action_card(self) -> None:
        """Open the card of the selected reply's code."""
        code = self._selected_code()
        if code:
            self.view = "codes"
            if not self.code_list.highlight(code):
                self.code_list.filter_input.value = ""
                self._narrowing = Narrowing()
                self._list("")
                self.code_list.highlight(code)
            self.detail.entry = code
            self.remove_class("-listing")
            self.set_focus(self.detail)

    def action_lookalike(self) -> None:
        """Compare the selected reply's code, or the open card's, with what it is most confused with."""
        row = self.panel.log_view.cursor if self.view == "live" else None
        explanation = self._explainer.explanation(row) if row else None
        code = explanation.code if explanation else _key(self.detail.entry)
        known = code in self._catalogue.names
        likely = explanation.mistaken_for if explanation else ()
        if not likely and known:
            likely = self._catalogue.code(code).lookalikes
        if not likely:
            self.notify(f"{code} is not easily confused with another code.", timeout=3)
            return
        self.picked = (code, likely[0])
        self.view = "compare"
        self.set_focus(self.compare_view)

    def _selected_code(self) -> str:
        row = self.panel.log_view.cursor
        if row is None or row.code is None:
            self.notify("Select a reply in the live session first (3, then the arrow keys).", timeout=3)
            return ""
        number = f"{row.code:03d}"
        if number not in {code.code for code in self._catalogue.codes}:
            nearest = ", ".join(self._catalogue.nearest(number))
            self.notify(f"{number} is not in the catalogue; nearest: {nearest}.", timeout=4)
            return ""
        return number

    def on_live_panel_progressed(self, event: "LivePanel.Progressed") -> None:
        """Count what came."""
        self.code_list.counts = event.counts
        self._show_session()

    def on_live_panel_ended(self, event: "LivePanel.Ended") -> None:
        """Say how the session ended, and what to do next."""
        if not event.expected:
            self.notify(
                visible(event.advice or "ctrl+r connects again."),
                title=visible(event.words),
                severity="error",
                timeout=8,
                markup=False,
            )
        self._show_session()

    def _show_session(self) -> None:
        live, target = self.panel.live, self.panel.target
        if target is None:
            words = f"pasted text: {live.replies} replies" if live.replies else "not connected"
            self.title_bar.session = Content.styled(words, "$quiet")
            return
        is_open = self.panel.connected and live.closed is None
        tls = live.tls.version if live.tls else "no TLS"
        unsure = "" if live.tls is None or live.tls.verified else " unverified"
        self.title_bar.session = Content.assemble(
            ("● " if is_open else "○ ", "$text-success" if is_open else "$quiet"),
            Content(visible(target.label)),
            (f"  {visible(tls)}{unsure}", "$text-error" if unsure else "$quiet"),
            (f"  {live.replies} {'reply' if live.replies == 1 else 'replies'}", "$quiet"),
        )


def _key(id: str) -> str:
    """Return the code of an item's id."""
    return kind_and_key(id)[1]
