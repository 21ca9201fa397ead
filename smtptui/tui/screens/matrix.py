"""Asks before a server is tried, and shows what came of it as a table."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.dialog import Dialog
from smtptui.watching.finding import Finding, Outcome, cells
from smtptui.watching.matrix import Matrix, matrix_lines
from smtptui.words import _, plural

STYLES = {
    Finding.ACCEPTED: ("✓", "$text-success"),
    Finding.ASKED_ON: ("✓", "$text-success"),
    Finding.NOT_IMPLEMENTED: ("✗", "$text-error"),
    Finding.UNKNOWN: ("✗", "$text-error"),
    Finding.REFUSED: ("?", "$text-warning"),
    Finding.LATER: ("↻", "$text-warning"),
    Finding.NOT_TRIED: ("·", MUTED),
}
"""A mark and a style for each finding; the words beside it say the same."""

ROOMY = 90
"""Cells from which a row says in a word that offer and answer disagree; in fewer its sign alone does."""


class MatrixScreen(Dialog[None]):
    """What the server implements; `begin` starts trying, and is None where the session is over."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "begin", "Begin"), ("y", "copy", "Copy")]

    table = query_one("#table", Static)
    head = query_one("#head", Static)

    def __init__(
        self, label: str, proposed: Matrix, found: Matrix | None, begin: Callable[[], Matrix | None] | None
    ) -> None:
        super().__init__()
        self._label = label
        self._proposed = proposed
        self._found = found
        self._begin = begin

    def compose(self) -> ComposeResult:
        """Compose what is said about it, and the table."""
        with Vertical(classes="dialog -tall -matrix") as dialog:
            dialog.border_title = _("What does {server} not implement?", server=visible(self._label))
            yield Static(id="head", markup=False)
            with VerticalScroll():
                yield Static(id="table", markup=False)

    def on_mount(self) -> None:
        """Show what there is."""
        self.progressed()

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the columns out anew."""
        self.call_after_refresh(self.progressed)

    def progressed(self) -> None:
        """Show how far it has come."""
        dialog = self.query_one(".dialog")
        self.head.update(self._told())
        matrix = self._found or self._proposed
        self.table.update(Content("\n").join(self._rows(matrix)))
        keys = [_("y copies"), _("esc closes")]
        if self._found is None:
            keys = [_("enter begins"), _("esc sends nothing")]
        elif not self._found.done:
            keys = [_("esc stops")]
        elif self._begin is not None:
            keys.insert(0, _("enter tries again"))
        dialog.border_subtitle = " · ".join(keys)

    def _told(self) -> Content:
        found = self._found
        if found is None:
            number = self._proposed.most_lines
            return Content(
                plural(
                    "This sends at most {number} command, one after the other, each when the one before is "
                    "answered; no mail and no password. It will stand in the server's log, and a server may "
                    "take it for an attack. It stops at a 421 and before most servers have had enough.",
                    "This sends at most {number} commands, one after the other, each when the one before is "
                    "answered; no mail and no password. It will stand in the server's log, and a server may "
                    "take it for an attack. It stops at a 421 and before most servers have had enough.",
                    number,
                )
            )
        tried, all = len(found.outcomes), len(found.trials)
        differ = sum(outcome.disagrees for outcome in found.outcomes)
        words = _("{tried} of {all} tried", tried=tried, all=all)
        parts: list[Content | tuple[str, str]] = [Content(words)]
        if found.why:
            parts.append((" · " + _("stopped early: {why}", why=visible(found.why)), "$text-warning"))
        if differ:
            told = plural("≠ {number} disagrees", "≠ {number} disagree", differ)
            parts.append((f" · {told}", "bold $text-warning"))
        return Content.assemble(*parts)

    def _rows(self, matrix: Matrix) -> Iterator[Content]:
        rows = [(outcome, cells(outcome)) for outcome in matrix.rows]
        widths = [max((cell_len(cell[at]) for _outcome, cell in rows), default=0) for at in range(3)]
        group = None
        if differing := [(outcome, cell) for outcome, cell in rows if outcome.disagrees]:
            yield Content.styled(_("OFFER AND ANSWER DISAGREE"), "bold $text-warning")
            yield from (self._row(outcome, cell, widths) for outcome, cell in differing)
            yield Content("")
        for outcome, cell in rows:
            if outcome.trial.group is not group:
                if group is not None:
                    yield Content("")
                group = outcome.trial.group
                yield Content.styled(_(group).upper(), "bold $text-primary")
            yield self._row(outcome, cell, widths)

    def _row(self, outcome: Outcome, cell: tuple[str, ...], widths: list[int]) -> Content:
        mark, style = STYLES[outcome.finding]
        name, offered, finding, differs, text = cell
        room = max(10, self.table.content_size.width or 80)
        gap = "  "
        if room < ROOMY:
            differs, gap = differs[:1], " "
        line = Content.assemble(
            " ",
            (mark, style),
            " ",
            (_filled(name, widths[0]), "bold"),
            gap,
            (_filled(offered, widths[1]), "" if outcome.trial.advertised else MUTED),
            gap,
            (_filled(finding, widths[2]), style),
            gap,
            (f"{differs}{gap}" if differs else "", "bold $text-warning"),
            (text, MUTED),
        )
        return line.truncate(room, ellipsis=True)

    def action_begin(self) -> None:
        """Begin, or try again."""
        running = self._found is not None and not self._found.done
        if self._begin is None or running:
            return
        begun = self._begin()
        if begun is not None:
            self._found, self._begin = begun, None
            self.progressed()

    def action_copy(self) -> None:
        """Copy the findings as text."""
        if self._found is not None:
            self.app.copy_to_clipboard("\n".join(matrix_lines(self._found)))
            self.notify(_("Copied."), timeout=2)


def _filled(word: str, width: int) -> str:
    return word + " " * (width - cell_len(word))
