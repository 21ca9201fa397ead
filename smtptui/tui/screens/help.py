"""The marks and all keys; those of the pane one comes from stand first."""

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
from smtptui.tui.legend import legend
from smtptui.tui.page import Line, Page
from smtptui.tui.pane import Pane
from smtptui.words import _, mark

PANE_KEYS: dict[Pane, tuple[tuple[str, str], ...]] = {
    Pane.LIST: (
        ("↑ ↓", mark("go through the codes; the card shows beside")),
        ("enter", mark("read the card")),
    ),
    Pane.LOG: (
        ("↑ ↓", mark("go through the lines; what each means shows above")),
        ("enter", mark("unfold a long reply; on a small terminal, read what the line means")),
        ("end", mark("follow the newest line again")),
        ("/", mark("search: enter and ↑ go from hit to hit, tab stays, esc goes back")),
        (mark("drag"), mark("select by mouse; ctrl+c copies what is selected")),
    ),
    Pane.SEARCH: (
        ("enter ↓", mark("go to the next hit; of what is shown only: keep it")),
        ("↑", mark("go to the hit before")),
        ("tab", mark("stay there")),
        ("esc", mark("go back to where you were; show everything again")),
    ),
    Pane.FILTER: (("enter ↓", mark("go to what was found")), ("esc", mark("list everything again"))),
    Pane.COMMAND: (
        ("enter", mark("send the line")),
        ("tab", mark("complete it by what this server offers")),
        ("↑ ↓", mark("lines typed before")),
    ),
}
"""The keys of the panes' own widgets; those that only scroll need no telling."""


class HelpScreen(Dialog[None]):
    """The key table; any of its closing keys goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [("q,question_mark,enter", "dismiss(None)", "Close")]

    def __init__(self, actions: Sequence[Action] = ACTIONS, pane: Pane = Pane.LIST) -> None:
        super().__init__()
        self._actions = actions
        self._pane = pane

    def compose(self) -> ComposeResult:
        """Compose the table from the actions."""
        with VerticalScroll(classes="dialog -tall") as scroll:
            scroll.border_title = _("Keys")
            scroll.border_subtitle = _("esc closes")
            yield Static(key_table(self._actions, self._pane), markup=False)


def key_table(actions: Sequence[Action] = ACTIONS, pane: Pane = Pane.LIST) -> Page:
    """Return the marks, the keys of the pane one comes from, all actions, and the keys of the other panes."""
    lines: list[Line | Content] = [heading(_("Marks")), *legend(), Content(""), heading(pane.words)]
    lines += _own(pane)
    lines += [_action(each) for each in actions if isinstance(each.footer, tuple) and pane in each.footer]
    for group in Group:
        lines += [Content(""), heading(_(group))]
        lines += [_action(each) for each in actions if each.group is group]
    for other in PANE_KEYS:
        if other is not pane:
            lines += [Content(""), heading(other.words), *_own(other)]
    return Page(lines)


def _own(pane: Pane) -> list[Line]:
    return [_row(f"{_(key):>8}", "", _(words)) for key, words in PANE_KEYS.get(pane, ())]


def _action(action: Action) -> Line:
    return _row(f"{action.shown:>8}", f"{_(action.label)}  ", _(action.tooltip))


def _row(key: str, label: str, words: str) -> Line:
    before = Content.assemble((f"{key}  ", "bold $text-warning"), label)
    return Line(Content.styled(words, MUTED), before)
