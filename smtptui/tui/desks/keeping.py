"""What one takes along of a session: a reply with what it means, or all of it in a file."""

import re
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from smtptui.text import visible
from smtptui.tui.desks.desk import Desk
from smtptui.tui.named_keys import key_for
from smtptui.words import _
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from smtptui.tui.screens.write_session import Wanted
    from smtptui.watching.reports.shown import Shown

_UNFIT = re.compile(r"[^A-Za-z0-9.-]+")


class KeepingDesk(Desk):
    """Copies and files of the session that shows."""

    @property
    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what one takes along."""
        return {"session.copy-all": self.copy_all, "session.write": self.write}

    def copy_all(self) -> None:
        """Copy the selected reply with the command that it answers and what it means."""
        from smtptui.watching.reports.told import told_row

        row = self.panel.log_view.cursor
        if row is None:
            self.hint(
                _(
                    "Select a line of the session first ({key}, then the arrow keys).",
                    key=key_for("view.live"),
                )
            )
            return
        self.screen.app.copy_to_clipboard("\n".join(told_row(row, self.panel.watched.explanation(row))))
        self.hint(_("Copied with the command and what it means."))

    # To a file

    def write(self) -> None:
        """Ask as what and where the session is to be written, and write it."""
        watched = self.panel.watched
        if not any(row.event is not None for row in watched.fold.rows):
            self.hint(_("There is no session to write: {key} connects.", key=key_for("session.connect")))
            return
        # Imported when asked for: the first paint does not need it.
        from smtptui.tui.screens.write_session import WriteSessionScreen
        from smtptui.watching.reports.shown import shown_of

        host = _UNFIT.sub("-", watched.label).strip("-.")[:60] or "session"
        stem = f"{host}-{time.strftime('%Y%m%d-%H%M%S')}"
        shown = shown_of(watched)

        def take(wanted: "Wanted | None") -> None:
            if wanted is not None and self.screen.is_attached:
                # On a thread of its own: a long session takes seconds.
                self.screen.run_worker(
                    partial(self._write, shown, wanted),
                    thread=True,
                    exit_on_error=False,
                    group="writing",
                    description="writes a session",
                )

        self.screen.app.push_screen(WriteSessionScreen(stem), take)

    def _write(self, shown: "Shown", wanted: "Wanted") -> None:
        from smtptui.watching.reports.shown import write

        try:
            write(shown, wanted.form, str(wanted.path), self.catalogue, over=wanted.over)
        except (OSError, ValueError) as error:
            why = why_of(error)
            words = _("{file} cannot be written: {why}.", file=visible(str(wanted.path)), why=why)
            self._say(words, warning=True)
        except Exception as error:
            if not self.screen.app.call_from_thread(self.screen.app.tell_defect, error):  # type: ignore[attr-defined]
                raise
        else:
            self._say(_("Written to {file}.", file=visible(str(Path(wanted.path).absolute()))))

    def _say(self, words: str, *, warning: bool = False) -> None:
        self.screen.app.call_from_thread(partial(self.hint, words, warning=warning, seconds=8))
