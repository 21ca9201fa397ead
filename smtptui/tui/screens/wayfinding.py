"""Where one is in the workspace: going to a view, and back the way one came."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import ContentSwitcher, Input

from smtptui.reference.searching.listing import EntryRef
from smtptui.tui.panes import PanesScreen
from smtptui.tui.views import Place, Places, Sides, View
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.tui.desks.codes import CodesDesk
    from smtptui.tui.desks.comparison import ComparisonDesk
    from smtptui.tui.desks.room import RoomDesk


class WayfindingScreen(PanesScreen):
    """A screen that knows the place one is at and those one has left."""

    codes: "CodesDesk"
    comparison: "ComparisonDesk"
    room: "RoomDesk"

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._places = Places()
        self._styles_wait = False
        """Whether the styles are worked out once all classes are set, and not after each."""
        self._styles_asked = False

    @contextmanager
    def styled_once(self) -> Iterator[None]:
        """Work out the styles of all widgets once, after all changes of the screen's classes made within."""
        if self._styles_wait:
            yield
            return
        self._styles_wait, self._styles_asked = True, False
        try:
            yield
        finally:
            self._styles_wait = False
            if self._styles_asked:
                self.update_node_styles()

    def update_node_styles(self, animate: bool = True) -> None:
        """Work out the styles of all widgets: a class of the screen has changed."""
        if self._styles_wait:
            self._styles_asked = True
        else:
            super().update_node_styles(animate)

    @property
    def place(self) -> Place:
        """Where one is now."""
        panel = self.panel
        return Place(
            self.view,
            self.detail.entry,
            self.comparison.sides,
            not self.has_class("-listing"),
            watched=panel.watched,
            row=panel.log_view.cursor,
            scrolled=round(self._pane.scroll_offset.y),
        )

    @property
    def trail(self) -> tuple[str, ...]:
        """The names of the places on the way here."""
        return self._places.trail(self.place)

    @property
    def _pane(self) -> Widget:
        """The pane of the view, which may be scrolled."""
        return {View.CODES: self.detail, View.COMPARE: self.compare_view, View.LIVE: self.reply_view}[
            self.view
        ]

    def leave_for(
        self, view: View, *, in_pane: bool, entry: EntryRef | None = None, sides: Sides | None = None
    ) -> None:
        """Remember the present place, as another one is gone to."""
        place = self.place
        to = Place(
            view,
            place.entry if entry is None else entry,
            place.sides if sides is None else sides,
            in_pane,
        )
        self._places.leave(place, to)

    def arrive(self, view: View, *, in_pane: bool) -> None:
        """Show a view, and put the focus into its pane or onto the list."""
        with self.styled_once():
            self.remove_class("-reading")
            self.set_class(not in_pane, "-listing")
            self.set_class(self.panel.has_class("-idle"), "-empty")
            self.view = view
        self.set_focus(self._focus_of(view, in_pane))
        if view is View.LIVE and self.panel.log_view.cursor is None:
            self.panel.log_view.action_move(0)

    def _focus_of(self, view: View, in_pane: bool) -> Widget:
        match view:
            case View.LIVE if self.has_class("-live-line") or self.has_class("-empty"):
                return self.reply_view
            case View.LIVE:
                return self.panel.log_view
            case View.COMPARE if in_pane or not self.list_beside:
                return self.compare_view
            case View.CODES if in_pane:
                return self.detail
        return self.code_list.options

    def go(self, view: View) -> None:
        """Go to a view."""
        in_pane = view is View.LIVE or (view is View.COMPARE and all(self.comparison.sides))
        self.leave_for(view, in_pane=in_pane)
        self.arrive(view, in_pane=in_pane)

    def back(self) -> None:
        """Leave what one is in: full height, the reading of one line, a field; else go back a place."""
        if self.room.leave_all():
            return
        if self.has_class("-reading"):
            self.remove_class("-reading")
            self.set_focus(self.panel.log_view)
        elif isinstance(self.focused, Input):
            self.set_focus(self._focus_of(self.view, not self.has_class("-listing")))
        elif self._is_filtered:
            self.codes.show_all()
        elif (place := self._places.back(self.place)) is not None:
            self._return_to(place)
        else:
            self.arrive(View.CODES, in_pane=False)

    @property
    def _is_filtered(self) -> bool:
        """Whether one is in a list of which a filter shows a part."""
        list_ = self.code_list
        return self.focused is list_.options and bool(list_.filter_input.value)

    @property
    def back_words(self) -> str:
        """Where escape leads, in a word; empty where it leads nowhere."""
        if self.has_class("-live-all"):
            return _("Smaller")
        if self.has_class("-reading"):
            return View.LIVE.words
        if isinstance(self.focused, Input):
            return self.place.words
        if self._is_filtered:
            return _("All codes")
        place = self._places.before(self.place)
        if place is not None:
            return place.words
        at_home = self.view is View.CODES and self.focused is self.code_list.options
        return "" if at_home else View.CODES.words

    def _return_to(self, place: Place) -> None:
        """Go back to a place, to the row and to the lines that one had before one."""
        self.comparison.sides = place.sides
        if place.entry is not None:
            self.code_list.highlight(place.entry)
            self.detail.entry = place.entry
        panel, watched = self.panel, place.watched
        if watched is not None and watched is not panel.watched and panel.tabs.kept.index(watched) >= 0:
            panel.show(watched)
        self.arrive(place.view, in_pane=place.in_pane)
        # After the layout, which may scroll what gets another size.
        self.call_after_refresh(self._take_up, place)

    def _take_up(self, place: Place) -> None:
        log = self.panel.log_view
        if place.view is View.LIVE and place.row is not None and place.row is not log.cursor:
            log.move_to(place.row)
        if place.scrolled:
            self._pane.scroll_to(y=place.scrolled, animate=False)

    def watch_view(self, view: View) -> None:
        """Show the view's pane; the style sheet gives each pane its room."""
        if not self.is_attached:
            return
        with self.styled_once():
            self.query_one(ContentSwitcher).current = view.pane
            self.remove_class("-reading")
            for each in View:
                self.set_class(view is each, f"-{each}")
            self.room.apply()

    def keep_in_view(self, view: View) -> None:
        """Go to a view whose widget has the focus already."""
        in_pane = view is View.LIVE
        self.leave_for(view, in_pane=in_pane)
        with self.styled_once():
            self.set_class(not in_pane, "-listing")
            self.view = view
