"""All keys, by what they are for."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from smtptui.tui.actions import ACTIONS, Action, Group
from smtptui.tui.content import MUTED, heading
from smtptui.tui.dialog import Dialog
from smtptui.tui.page import Line, Page
from smtptui.words import _, mark

LOG_KEYS = (
    ("↑ ↓", mark("go through the lines; what each means shows above")),
    ("enter", mark("unfold a long reply; on a small terminal, read what the line means")),
    ("end", mark("follow the newest line again")),
    ("tab", mark("in the command line: complete; elsewhere: next pane")),
)

MARKS = (
    ("A B", mark("the two codes picked for comparison")),
    ("●3", mark("the session has sent this code three times")),
    ("†  °", mark("obsolete; known only as an enhanced code's partner in the IANA registry")),
    ("*  ~", mark("one server's own code; folklore that no RFC assigns")),
    ("✓ … ↻ ✗", mark("2yz, 3yz, 4yz, 5yz: done, go on, later, refused")),
    ("← → · !", mark("received, sent, about the connection, trouble")),
    ("⚠", mark("something odd about a line; it is shown, never hidden")),
)


class HelpScreen(Dialog[None]):
    """The key table; any of its closing keys goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [("q,question_mark,enter", "dismiss(None)", "Close")]

    def __init__(self, actions: Sequence[Action] = ACTIONS) -> None:
        super().__init__()
        self._actions = actions

    def compose(self) -> ComposeResult:
        """Compose the table from the actions."""
        with VerticalScroll(classes="dialog -tall") as scroll:
            scroll.border_title = _("Keys")
            scroll.border_subtitle = _("esc closes")
            yield Static(key_table(self._actions), markup=False)


def key_table(actions: Sequence[Action] = ACTIONS) -> Page:
    """Return the key table, grouped, and what the marks mean."""
    lines: list[Line | Content] = []
    for group in Group:
        lines += [Content(""), heading(_(group))] if lines else [heading(_(group))]
        for action in actions:
            if action.group is group:
                lines.append(_row(f"{action.shown:>6}", f"{_(action.label):<15}", _(action.tooltip)))
    lines += [Content(""), heading(_("In the session's lines"))]
    lines += [_row(f"{key:>6}", "", _(words)) for key, words in LOG_KEYS]
    lines += [Content(""), heading(_("Marks"))]
    lines += [_row(f"{sign:>8}", "", _(words)) for sign, words in MARKS]
    return Page(lines)


def _row(key: str, label: str, words: str) -> Line:
    return Line(Content.styled(words, MUTED), Content.assemble((f"{key}  ", "bold $text-warning"), label))
