"""Every action a user can take, once: bindings, palette, help and the README's key table come from here."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding

from smtptui.tui.pane import READING, Pane
from smtptui.words import _, mark


class Group(StrEnum):
    """Where the help screen lists an action."""

    VIEWS = mark("Views")
    CODES = mark("Codes and comparison")
    LIVE = mark("Live session")
    PROGRAM = mark("Program")


class Action(NamedTuple):
    """One row: `id` names what is done, `keys` are keys as Textual names them, comma between.

    `footer` names the panes in whose bottom line it stands, True is each where one does not type.
    `does` is Textual's own action where it is one; else the desk that has `id` among its actions does it.
    """

    id: str
    keys: str
    label: str
    tooltip: str
    group: Group
    footer: bool | tuple[Pane, ...] = False
    does: str = ""

    @property
    def shown(self) -> str:
        """Its first key, as the footer, the palette and the help show it."""
        return shown_key(self.keys.split(",")[0])


ACTIONS = (
    Action("view.codes", "1", mark("Codes view"), mark("Show the selected code's card"), Group.VIEWS),
    Action("view.compare", "2", mark("Compare view"), mark("Show the comparison of A and B"), Group.VIEWS),
    Action(
        "view.live",
        "3",
        mark("Live view"),
        mark("Show the live session and what its replies mean"),
        Group.VIEWS,
    ),
    Action(
        "codes.filter",
        "slash",
        mark("Filter"),
        mark("Filter the codes by number, title or words"),
        Group.CODES,
        (Pane.LIST, *READING),
    ),
    Action(
        "codes.narrow",
        "f",
        mark("Show"),
        mark("Choose what the list shows: kinds, classes, commands, seen"),
        Group.CODES,
        (Pane.LIST,),
    ),
    Action(
        "comparison.pick",
        "space",
        mark("Pick"),
        mark("Mark the selected code as A, then B"),
        Group.CODES,
        (Pane.LIST, Pane.CARD),
    ),
    Action(
        "comparison.open",
        "c",
        mark("Compare"),
        mark("Compare what is picked, or what one is at with another"),
        Group.CODES,
        (Pane.LIST, Pane.CARD),
    ),
    Action(
        "comparison.greeting",
        "C",
        mark("With 220"),
        mark("Compare the reply, code or card one is at with 220, the greeting"),
        Group.CODES,
        (Pane.CARD, Pane.LOG, Pane.MEANING),
    ),
    Action(
        "comparison.swap",
        "x",
        mark("Swap"),
        mark("Swap the two sides of the comparison"),
        Group.CODES,
        (Pane.COMPARISON,),
    ),
    Action(
        "comparison.choose-a",
        "a",
        mark("Choose A"),
        mark("Pick the left side from a list"),
        Group.CODES,
        (Pane.COMPARISON,),
    ),
    Action(
        "comparison.choose-b",
        "b",
        mark("Choose B"),
        mark("Pick the right side from a list"),
        Group.CODES,
        (Pane.COMPARISON,),
    ),
    Action(
        "codes.situation",
        "s",
        mark("Situation"),
        mark("Open the card of what happened; again: of what else it may be"),
        Group.CODES,
        (Pane.CARD,),
    ),
    Action(
        "reading.previous",
        "left_square_bracket",
        mark("Section before"),
        mark("Go to the section before in the card or the pane"),
        Group.CODES,
    ),
    Action(
        "reading.next",
        "right_square_bracket",
        mark("Next section"),
        mark("Go to the next section of the card or the pane"),
        Group.CODES,
    ),
    Action(
        "reading.links",
        "o",
        mark("Links"),
        mark("Show a letter over each link; that letter follows it"),
        Group.CODES,
    ),
    Action("session.connect", "ctrl+o", mark("Connect"), mark("Connect to a server"), Group.LIVE, True),
    Action(
        "replay.pause",
        "space",
        mark("Pause"),
        mark("In a replay: stand still, or go on"),
        Group.LIVE,
        (Pane.LOG, Pane.MEANING),
    ),
    Action(
        "replay.step",
        "right",
        mark("Step"),
        mark("In a replay: show the next thing that happened"),
        Group.LIVE,
        (Pane.LOG, Pane.MEANING),
    ),
    Action(
        "replay.faster",
        "plus",
        mark("Faster"),
        mark("In a replay: twice as fast"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action(
        "replay.slower",
        "minus",
        mark("Slower"),
        mark("In a replay: half as fast"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action(
        "session.reconnect",
        "ctrl+r",
        mark("Reconnect"),
        mark("Connect to the same server again"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action(
        "session.inspect",
        "i",
        mark("Inspect"),
        mark("After a TLS failure: connect all the same, unverified and without AUTH"),
        Group.LIVE,
        True,
    ),
    Action(
        "session.plaintext",
        "n",
        mark("No TLS"),
        mark("After a TLS failure: connect without TLS"),
        Group.LIVE,
        True,
    ),
    Action(
        "session.disconnect",
        "d",
        mark("Disconnect"),
        mark("Say QUIT and close the connection"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action(
        "session.command",
        "colon",
        mark("Command"),
        mark("Type an SMTP command"),
        Group.LIVE,
        (Pane.LOG, Pane.MEANING),
    ),
    Action(
        "session.try-504",
        "t",
        mark("Try 504"),
        mark("Fill in what this server likeliest answers with 504"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action(
        "session.guide",
        "G",
        mark("Step by step"),
        mark("Guided steps: introduce, encrypt, log in, try a recipient, send a test, leave"),
        Group.LIVE,
        (Pane.LOG, Pane.MEANING),
    ),
    Action(
        "session.login",
        "L",
        mark("Log in"),
        mark("Log in with a mechanism that the server offers; the password is not kept"),
        Group.LIVE,
    ),
    Action(
        "session.paste",
        "p",
        mark("Explain a text"),
        mark("Explain a pasted log, bounce or transcript"),
        Group.LIVE,
        (Pane.LIST,),
    ),
    Action(
        "session.card",
        "g",
        mark("Card"),
        mark("Open the card of the selected reply's code"),
        Group.LIVE,
        (Pane.LOG, Pane.MEANING),
    ),
    Action(
        "session.lookalike",
        "m",
        mark("Mistaken for"),
        mark("Compare it with the code it is most confused with"),
        Group.LIVE,
        (Pane.CARD, Pane.LOG, Pane.MEANING),
    ),
    Action(
        "log.times",
        "T",
        mark("Times"),
        mark("Show other times: of day, since the start, since the line before"),
        Group.LIVE,
    ),
    Action(
        "log.filter",
        "F",
        mark("Show only"),
        mark("Show only some lines: by code, class, direction, words"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action("log.mark", "M", mark("Mark"), mark("Mark the selected line, or take its mark away"), Group.LIVE),
    Action(
        "log.previous-refusal",
        "comma",
        mark("Refusal before"),
        mark("Go to the refusal before this line"),
        Group.LIVE,
    ),
    Action(
        "log.next-refusal",
        "full_stop",
        mark("Next refusal"),
        mark("Go to the next refusal"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action("log.next-504", "5", mark("Next 504"), mark("Go to the next 504"), Group.LIVE),
    Action(
        "log.previous-gap",
        "less_than_sign",
        mark("Silence before"),
        mark("Go to the silence before this line"),
        Group.LIVE,
    ),
    Action(
        "log.next-gap",
        "greater_than_sign",
        mark("Next silence"),
        mark("Go to the next silence of a second or more"),
        Group.LIVE,
    ),
    Action(
        "session.copy-all",
        "Y",
        mark("Copy with meaning"),
        mark("Copy the selected reply with its command and what it means"),
        Group.LIVE,
    ),
    Action(
        "session.write",
        "w",
        mark("Write"),
        mark("Write the session to a file: text, Markdown, JSON, HTML"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action(
        "session.record",
        "R",
        mark("Record"),
        mark("Record the session to a file, from its beginning; again: no longer"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action(
        "room.larger",
        "z",
        mark("Larger"),
        mark("Open the session further: a line, a third, half, all"),
        Group.LIVE,
        (Pane.LOG,),
    ),
    Action("room.smaller", "Z", mark("Smaller"), mark("Open the session less far"), Group.LIVE),
    Action("room.higher", "ctrl+up", mark("Higher"), mark("Give the session more room"), Group.LIVE),
    Action("room.lower", "ctrl+down", mark("Lower"), mark("Give the session less room"), Group.LIVE),
    Action("room.wider", "ctrl+right", mark("Wider"), mark("Make the list of codes wider"), Group.CODES),
    Action("room.narrower", "ctrl+left", mark("Narrower"), mark("Make the list narrower"), Group.CODES),
    Action(
        "tabs.previous",
        "left_curly_bracket",
        mark("Previous session"),
        mark("Show the session in the tab before"),
        Group.LIVE,
    ),
    Action(
        "tabs.next",
        "right_curly_bracket",
        mark("Next session"),
        mark("Show the session in the next tab"),
        Group.LIVE,
    ),
    Action(
        "tabs.two",
        "D",
        mark("Two side by side"),
        mark("Hold this session beside another one; what is typed goes to both"),
        Group.LIVE,
    ),
    Action(
        "session.matrix",
        "U",
        mark("What is missing"),
        mark("Try one by one what the server does not implement; asks before it begins"),
        Group.LIVE,
    ),
    Action(
        "tabs.close", "X", mark("Close"), mark("Close this session's tab, and its connection"), Group.LIVE
    ),
    Action(
        "program.copy",
        "y",
        mark("Copy"),
        mark("Copy the selected reply, the card or the comparison"),
        Group.PROGRAM,
        (*READING, Pane.LOG),
    ),
    Action("program.jump", "J", mark("Jump"), mark("Go to any pane by a letter"), Group.PROGRAM),
    Action("program.help", "question_mark", mark("Keys"), mark("Show all keys"), Group.PROGRAM, True),
    Action(
        "program.back", "escape,alt+left", mark("Back"), mark("Back to where you were"), Group.PROGRAM, True
    ),
    Action(
        "program.theme",
        "f2",
        mark("Light or dark"),
        mark("Switch between light and dark"),
        Group.PROGRAM,
        does="app.toggle_dark",
    ),
    Action(
        "program.language",
        "f3",
        mark("Language"),
        mark("Speak the next language there is, at once"),
        Group.PROGRAM,
    ),
    Action(
        "program.palette",
        "ctrl+p",
        mark("Palette"),
        mark("Find any action by its name"),
        Group.PROGRAM,
        does="app.command_palette",
    ),
    Action(
        "program.suspend",
        "ctrl+z",
        mark("Suspend"),
        mark("Back to the shell; fg goes on here"),
        Group.PROGRAM,
        does="app.suspend_process",
    ),
    Action(
        "program.quit",
        "q,ctrl+q",
        mark("Quit"),
        mark("Close the connection and leave"),
        Group.PROGRAM,
        does="app.quit",
    ),
)

_NAMES = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "comma": ",",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "minus": "-",
}


def shown_key(key: str) -> str:
    """Return a key as people write it: ``^o``, ``F2``, ``esc``."""
    if key.startswith("ctrl+"):
        rest = key.removeprefix("ctrl+")
        return f"^{_NAMES.get(rest, rest)}"
    if key[:1] == "f" and key[1:].isdigit():
        return key.upper()
    return _NAMES.get(key, key)


def bindings(actions: Sequence[Action] = ACTIONS) -> list[Binding]:
    """Return the workspace's bindings, one for each row of the table, in the present language."""
    return [
        Binding(
            action.keys,
            action.does or f"do('{action.id}')",
            _(action.label),
            show=bool(action.footer),
            tooltip=_(action.tooltip),
            id=action.id,
        )
        for action in actions
    ]


def readme_table() -> str:
    """Return the key table of the README, in Markdown; a test holds the README to it."""
    rows = ["| key | action | |", "|---|---|---|"]
    rows += [f"| `{action.shown}` | {action.label} | {action.tooltip} |" for action in ACTIONS]
    return "\n".join(rows)
