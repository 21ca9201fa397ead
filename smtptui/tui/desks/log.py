"""What one does in the log of a session: look for something, show only some, mark."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from smtptui.tui.desks.desk import Desk
from smtptui.tui.named_keys import key_for
from smtptui.tui.views import View
from smtptui.tui.widgets.find_line import FindLine, Purpose
from smtptui.tui.widgets.log_finder import Place
from smtptui.watching.seeking import Test, is_after_gap, is_not_implemented, is_refusal
from smtptui.watching.times import NAMES, next_times
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.reference.book.catalogue import Catalogue
    from smtptui.tui.panes import PanesScreen
    from smtptui.tui.widgets.wire_log import WireLog

NONE_AFTER = {
    "refusal": mark("There is no refusal further down."),
    "504": mark("There is no 504 further down."),
    "gap": mark("There is no silence of a second or more further down."),
}
NONE_BEFORE = {
    "refusal": mark("There is no refusal further up."),
    "gap": mark("There is no silence of a second or more further up."),
}
"""What is said where a jump finds nothing."""


class LogDesk(Desk):
    """The log of the session that shows."""

    def __init__(self, screen: "PanesScreen", catalogue: "Catalogue") -> None:
        super().__init__(screen, catalogue)
        self._place: Place | None = None
        self._said = False
        """Whether one was told of a 504 since the live view showed."""

    @property
    def log(self) -> "WireLog":
        """The log."""
        return self.panel.log_view

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one does in the log."""
        return {
            "log.times": self.change_times,
            "log.filter": lambda: self.ask(Purpose.FILTER),
            "log.mark": self.mark,
            "log.previous-refusal": lambda: self._jump(is_refusal, -1, NONE_BEFORE["refusal"]),
            "log.next-refusal": lambda: self._jump(is_refusal, 1, NONE_AFTER["refusal"]),
            "log.next-504": lambda: self._jump(is_not_implemented, 1, NONE_AFTER["504"]),
            "log.previous-gap": lambda: self._jump(is_after_gap, -1, NONE_BEFORE["gap"]),
            "log.next-gap": lambda: self._jump(is_after_gap, 1, NONE_AFTER["gap"]),
        }

    def arrived(self) -> None:
        """Say once, while another view shows, that a 504 has come, and which key leads to it."""
        if self.screen.view is View.LIVE:
            self._said = False
        elif not self._said:
            self._said = True
            self.hint(_("504 just arrived · {key} shows it", key=key_for("view.live")), seconds=6)

    def seen(self) -> None:
        """Learn that the live view shows: what was said is done with, and the next 504 is said again."""
        if self._said:
            self.screen.app.clear_notifications()
        self._said = False

    # Going through it

    def _jump(self, test: Test, step: int, missing: str) -> None:
        """Go to a row, in the live view."""
        if self.log.rows:
            self.screen.set_focus(self.log)
        self.log.finder.jump(test, step, _(missing))

    def missed(self, words: str) -> None:
        """Say what is not there; what is typed says so itself."""
        if self._place is None:
            self.hint(words)

    def change_times(self) -> None:
        """Show the next kind of times."""
        log = self.log
        log.show_times(next_times(log.times, has_clock=log.watched.epoch is not None))
        self.hint(_("Times: {times}", times=_(NAMES[log.times])))

    def mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        row = self.log.cursor
        if row is None:
            self.hint(
                _(
                    "Select a line of the session first ({key}, then the arrow keys).",
                    key=key_for("view.live"),
                )
            )
            return
        self.log.viewed.marked ^= {row}
        self.log.viewed.remark()
        self.log.changed()

    # What is typed

    def ask(self, purpose: Purpose) -> None:
        """Ask what to look for, or what to show."""
        if self.panel.query(FindLine) or not self.panel.fold.rows:
            return
        self._place = self.log.finder.place
        words = self.log.viewed.filter_words if purpose is Purpose.FILTER else ""
        line = FindLine(purpose, words)
        self.panel.mount(line, after=self.log)
        self.screen.set_focus(line)
        if self.screen.view is not View.LIVE and self.screen.one_pane:
            self.screen.go(View.LIVE)

    def typed(self, event: FindLine.Typed) -> None:
        """Show at once what the words find."""
        if self._place is None:
            return
        if event.purpose is Purpose.SEARCH:
            self.log.finder.search(event.words, self._place)
        else:
            self._filter(event.words)
        self.panel.refresh_header()

    def _filter(self, words: str) -> None:
        self.log.viewed.filter(words)
        self.log.finder.keep_looking()
        self.log.changed()

    def next(self, event: FindLine.Next) -> None:
        """Go to the next place; where there is none, of a long recording to one that is not shown yet."""
        self.log.finder.next(event.step)
        if event.purpose is Purpose.SEARCH and not self.log.finder.standing[1] and self.log.viewed.sought:
            self.screen.find_in_recording(self.log.viewed.sought)

    def done(self, event: FindLine.Done) -> None:
        """Take the field away; where it was left by esc, all is as it was."""
        place, self._place = self._place, None
        had_keys = any(line.has_focus for line in self.panel.query(FindLine))
        self.panel.query(FindLine).remove()
        if event.purpose is Purpose.SEARCH:
            self.log.viewed.search("")
        elif not event.stays:
            self._filter("")
        if had_keys:
            self.screen.set_focus(self.log)
        if not event.stays and place is not None:
            self.log.finder.back_to(place)
        self.log.changed()
        self.panel.refresh_header()
