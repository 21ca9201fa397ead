"""Which pane has the keys: footer and help begin with what applies there."""

from enum import StrEnum

from textual.dom import DOMNode

from smtptui.words import _, mark


class Pane(StrEnum):
    """Where the focus may be."""

    FILTER = "filter"
    LIST = "list"
    CARD = "card"
    COMPARISON = "comparison"
    MEANING = "meaning"
    LOG = "log"
    COMMAND = "command"
    SEARCH = "search"
    """Where one types what the log is searched or filtered for."""
    OTHER = "other"

    @property
    def typing(self) -> bool:
        """Whether keys are text there."""
        return self in TYPING

    @property
    def words(self) -> str:
        """Its name, as the help has it."""
        return _(_NAMES[self])


TYPING = (Pane.FILTER, Pane.COMMAND, Pane.SEARCH)
READING = (Pane.CARD, Pane.COMPARISON, Pane.MEANING)

_NAMES = {
    Pane.FILTER: mark("The filter"),
    Pane.LIST: mark("The list of codes"),
    Pane.CARD: mark("The card"),
    Pane.COMPARISON: mark("The comparison"),
    Pane.MEANING: mark("What a reply means"),
    Pane.LOG: mark("The session's lines"),
    Pane.COMMAND: mark("The command line"),
    Pane.SEARCH: mark("Search in the session's lines"),
    Pane.OTHER: mark("Here"),
}

_PANES = {
    "CodeDetail": Pane.CARD,
    "CompareView": Pane.COMPARISON,
    "ReplyView": Pane.MEANING,
    "WireLog": Pane.LOG,
    "CommandLine": Pane.COMMAND,
    "FindLine": Pane.SEARCH,
    "LivePanel": Pane.LOG,
    "OptionList": Pane.LIST,
    "Input": Pane.FILTER,
}
"""By the names of their classes: most are imported only after the first paint."""

KEYS: dict[Pane, tuple[tuple[str, str], ...]] = {
    Pane.FILTER: (("⏎", mark("To the list")), ("↓", mark("First hit"))),
    Pane.LIST: (("⏎", mark("Open")),),
    Pane.LOG: (("⏎", mark("Unfold")), ("/", mark("Search"))),
    Pane.SEARCH: (("⏎", mark("Next")), ("↑", mark("Previous")), ("Tab", mark("Stay here"))),
    Pane.COMMAND: (("⏎", mark("Send")), ("Tab", mark("Complete")), ("↑", mark("History"))),
}
"""The keys that a pane's own widget takes, beside the table of actions."""


def pane_of(focused: DOMNode | None) -> Pane:
    """Return the pane that has the focus."""
    for node in focused.ancestors_with_self if focused is not None else ():
        for kind in type(node).__mro__:
            if kind.__name__ in _PANES:
                return _PANES[kind.__name__]
    return Pane.OTHER
