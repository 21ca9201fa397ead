"""Every action a user can take, once: bindings, palette, help and the README's key table come from here."""

from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding


class Group(StrEnum):
    """Where the help screen lists an action."""

    VIEWS = "Views"
    CODES = "Codes and comparison"
    LIVE = "Live session"
    PROGRAM = "Program"


class Action(NamedTuple):
    """One row: `id` is the name of the ``action_…`` method, `keys` as Textual names them, comma between."""

    id: str
    keys: str
    shown: str
    """The key as the footer and the help show it."""
    label: str
    tooltip: str
    group: Group
    footer: bool = False


ACTIONS = (
    Action("view('codes')", "1", "1", "Codes view", "Show the selected code's card", Group.VIEWS),
    Action("view('compare')", "2", "2", "Compare view", "Show the comparison of A and B", Group.VIEWS),
    Action(
        "view('live')", "3", "3", "Live view", "Show the live session and what its replies mean", Group.VIEWS
    ),
    Action("filter", "slash", "/", "Filter", "Filter the codes by number, title or words", Group.CODES, True),
    Action(
        "narrow", "f", "f", "Show", "Choose what the list shows: kinds, classes, commands, seen", Group.CODES
    ),
    Action("pick", "space", "space", "Pick", "Mark the selected code as A, then B", Group.CODES, True),
    Action("compare", "c", "c", "Compare", "Compare the two picked codes", Group.CODES, True),
    Action("swap", "x", "x", "Swap", "Swap the two sides of the comparison", Group.CODES),
    Action("choose('a')", "a", "a", "Choose A", "Pick the left side from a list", Group.CODES),
    Action("choose('b')", "b", "b", "Choose B", "Pick the right side from a list", Group.CODES),
    Action("connect", "ctrl+o", "^o", "Connect", "Connect to a server", Group.LIVE, True),
    Action("reconnect", "ctrl+r", "^r", "Reconnect", "Connect to the same server again", Group.LIVE),
    Action("disconnect", "d", "d", "Disconnect", "Say QUIT and close the connection", Group.LIVE),
    Action("command", "colon", ":", "Command", "Type an SMTP command", Group.LIVE, True),
    Action("try_504", "t", "t", "Try 504", "Fill in a command that is often answered 504", Group.LIVE, True),
    Action("paste", "p", "p", "Explain a text", "Explain a pasted log, bounce or transcript", Group.LIVE),
    Action("card", "g", "g", "Card", "Open the card of the selected reply's code", Group.LIVE),
    Action(
        "lookalike", "m", "m", "Mistaken for", "Compare it with the code it is most confused with", Group.LIVE
    ),
    Action("maximize_live", "z", "z", "Full height", "Give the live session the whole height", Group.LIVE),
    Action("help", "question_mark", "?", "Keys", "Show all keys", Group.PROGRAM, True),
    Action("back", "escape", "esc", "Back", "Back to the list of codes", Group.PROGRAM, True),
    Action("app.toggle_dark", "f2", "F2", "Light or dark", "Switch between light and dark", Group.PROGRAM),
    Action("app.command_palette", "ctrl+p", "^p", "Palette", "Find any action by its name", Group.PROGRAM),
    Action(
        "app.suspend_process", "ctrl+z", "^z", "Suspend", "Back to the shell; fg goes on here", Group.PROGRAM
    ),
    Action("app.quit", "q,ctrl+q", "q", "Quit", "Close the connection and leave", Group.PROGRAM),
)


def bindings() -> list[Binding]:
    """Return the workspace's bindings, one for each row of the table."""
    return [
        Binding(
            action.keys,
            action.id,
            action.label,
            show=action.footer,
            key_display=action.shown,
            tooltip=action.tooltip,
            id=action.id,
        )
        for action in ACTIONS
    ]


def readme_table() -> str:
    """Return the key table of the README, in Markdown; a test holds the README to it."""
    rows = ["| key | action | |", "|---|---|---|"]
    rows += [f"| `{action.shown}` | {action.label} | {action.tooltip} |" for action in ACTIONS]
    return "\n".join(rows)
