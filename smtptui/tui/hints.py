"""What the bottom line says: of the table of actions, what applies where one is."""

from collections.abc import Callable, Iterator, Sequence

from smtptui.tui.actions import Action
from smtptui.tui.pane import KEYS, Pane
from smtptui.tui.widgets.key_bar import Hint
from smtptui.words import _

ALWAYS = ("program.back", "program.help", "program.palette")
"""What is never left out, however narrow the terminal."""

FIRST = {
    Pane.LOG: (
        "replay.pause",
        "replay.step",
        "replay.faster",
        "replay.slower",
        "session.command",
        "session.try-504",
        "session.card",
        "session.lookalike",
        "comparison.greeting",
        "session.reconnect",
        "program.copy",
    ),
    Pane.MEANING: (
        "session.card",
        "session.lookalike",
        "comparison.greeting",
        "session.command",
        "program.copy",
    ),
}
"""What is wanted most in a pane stands first, in this order: the line may be short."""


def hints_here(actions: Sequence[Action], pane: Pane, applies: Callable[[str], bool]) -> tuple[Hint, ...]:
    """Return the hints of a pane: its own keys, its actions, then those of every pane."""
    own = [Hint(key, _(words)) for key, words in KEYS.get(pane, ())]
    return (*own, *(_hint(action) for action in _actions_of(actions, pane) if applies(action.id)))


def _actions_of(actions: Sequence[Action], pane: Pane) -> Iterator[Action]:
    """Those that name the pane come before those that are everywhere."""
    first = FIRST.get(pane, ())
    own = [each for each in actions if isinstance(each.footer, tuple) and pane in each.footer]
    yield from sorted(own, key=lambda each: first.index(each.id) if each.id in first else len(first))
    if not pane.typing:
        yield from (each for each in actions if each.footer is True and each.id not in ALWAYS)


def hints_always(
    table: Sequence[Action], pane: Pane, applies: Callable[[str], bool], *, back: str
) -> tuple[Hint, ...]:
    """Return the hints that are always there; `back` says where escape leads, empty where nowhere."""
    actions = {action.id: action for action in table}
    hints = []
    if back and applies("program.back"):
        hints.append(Hint(actions["program.back"].shown, back, runs(actions["program.back"])))
    if not pane.typing:
        hints.append(_hint(actions["program.help"]))
    palette = actions["program.palette"]
    hints.append(Hint(palette.shown, _("palette"), runs(palette)))
    return tuple(hints)


def _hint(action: Action) -> Hint:
    return Hint(action.shown, _(action.label), runs(action))


def runs(action: Action) -> str:
    """Return an action as Textual runs it."""
    return action.does or f"do('{action.id}')"
