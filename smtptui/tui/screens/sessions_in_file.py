"""Chooses one of several sessions in a file; how each went comes as it is read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from smtptui.reference.book.catalogue import Catalogue
from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.dialog import Dialog
from smtptui.tui.option_rows import OptionRows
from smtptui.watching.narration import stage_words
from smtptui.watching.session_file import FiledSession, summary_of
from smtptui.words import _, plural

if TYPE_CHECKING:
    from smtptui.watching.summary import Summary


class SessionsInFileScreen(Dialog[FiledSession | None]):
    """Dismissed with a session, or with None."""

    options = query_one(OptionList)

    def __init__(self, sessions: Sequence[FiledSession], catalogue: Catalogue) -> None:
        super().__init__()
        self._sessions = sessions
        self._catalogue = catalogue

    def compose(self) -> ComposeResult:
        """Compose the list."""
        with Vertical(classes="dialog -tall") as dialog:
            number = len(self._sessions)
            dialog.border_title = plural("{number} session", "{number} sessions", number)
            dialog.border_subtitle = _("enter replays it · esc cancels")
            yield OptionRows(markup=False, compact=True)

    def on_mount(self) -> None:
        """List what is known already, and read the rest."""
        self.options.set_options(
            Option(_row(session, None), id=str(index)) for index, session in enumerate(self._sessions)
        )
        self.options.highlighted = 0
        self.options.focus()
        self._read()

    @work(thread=True, exclusive=True, group="sessions", exit_on_error=False, description="read sessions")
    def _read(self) -> None:
        """Read one session after the other, and show how it went."""
        worker = get_current_worker()

        def wanted() -> bool:
            return not worker.is_cancelled and self.is_attached

        for index, session in enumerate(self._sessions):
            told = summary_of(session, self._catalogue, wanted)
            if not wanted():
                return
            self.app.call_from_thread(self._show, index, _row(session, told))

    def _show(self, index: int, row: Content) -> None:
        if self.is_attached:
            self.options.replace_option_prompt_at_index(index, row)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._sessions[event.option_index])


def _row(session: FiledSession, told: "Summary | None") -> Content:
    """Return what stands in the list: when, who, how far; and the last refusal with its meaning."""
    server = (told.server if told is not None else "") or session.label
    head = Content.assemble(
        (f"{session.number:>3}  ", MUTED),
        (f"{session.began}  " if session.began else "", MUTED),
        (visible(server), "bold"),
    )
    if told is None:
        return Content.assemble(head, "\n", ("     …", MUTED))
    replies = plural("{number} reply", "{number} replies", told.replies)
    stage = _("as far as {stage}", stage=stage_words(told.stage)) if told.stage else ""
    facts = " · ".join(part for part in (replies, stage) if part)
    said: Content | str = Content.styled(f"     {_('no refusal')}", MUTED)
    if told.refusal:
        said = Content.assemble(
            ("     ✗ ", "$text-error"),
            Content(told.refusal[:120]),
            (f"  {told.meaning}" if told.meaning else "", "$text-warning"),
        )
    return Content.assemble(head, (f"  {facts}", MUTED), "\n", said)
