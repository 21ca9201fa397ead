"""All keys, by what they are for."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from smtptui.tui.actions import ACTIONS, Group
from smtptui.tui.content import MUTED, heading

MARKS = (
    ("A B", "the two codes picked for comparison"),
    ("●3", "the session has sent this code three times"),
    ("†  °", "obsolete; known only as an enhanced code's partner in the IANA registry"),
    ("*  ~", "one server's own code; folklore that no RFC assigns"),
    ("✓ … ↻ ✗", "2yz, 3yz, 4yz, 5yz: done, go on, later, refused"),
    ("← → · !", "received, sent, about the connection, trouble"),
    ("⚠", "something odd about a line; it is shown, never hidden"),
)


class HelpScreen(ModalScreen[None]):
    """The key table; any of its closing keys goes back."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,question_mark,enter", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        """Compose the table from the actions."""
        with VerticalScroll(classes="dialog -tall") as scroll:
            scroll.border_title = "Keys"
            scroll.border_subtitle = "esc closes"
            yield Static(key_table(), markup=False)


def key_table() -> Content:
    """Return the key table, grouped, and what the marks mean."""
    lines: list[Content] = []
    for group in Group:
        if lines:
            lines.append(Content(""))
        lines.append(heading(group))
        lines += [
            Content.assemble(
                (f"  {action.shown:>6}  ", "bold $text-warning"),
                f"{action.label:<14}",
                (action.tooltip, MUTED),
            )
            for action in ACTIONS
            if action.group is group
        ]
    lines += [Content(""), heading("In the session's lines")]
    for key, words in (
        ("↑ ↓", "go through the lines; what each means shows above"),
        ("enter", "unfold a long reply"),
        ("end", "follow the newest line again"),
        ("tab", "in the command line: complete; elsewhere: next pane"),
    ):
        lines.append(Content.assemble((f"  {key:>6}  ", "bold $text-warning"), words))
    lines += [Content(""), heading("Marks")]
    lines += [Content.assemble((f"  {mark:>8}  ", "bold"), (words, MUTED)) for mark, words in MARKS]
    return Content("\n").join(lines)
