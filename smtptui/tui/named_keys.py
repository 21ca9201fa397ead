"""The key of an action as sentences name it: they follow what the user has bound anew."""

from collections.abc import Iterable

from smtptui.tui.actions import ACTIONS, Action, shown_key

_keys: dict[str, str] = {}
"""By action; as the language that is spoken (`smtptui.words`) it is the same for the whole program."""


def name_keys(actions: Iterable[Action] = ACTIONS) -> None:
    """Take the keys of a table of actions from now on; without one, the table's own."""
    _keys.update((action.id, _said(action.keys.split(",")[0])) for action in actions)


def key_for(id: str) -> str:
    """Return the first key of an action, as a sentence names it: ``ctrl+o``, ``c``, ``esc``."""
    return _keys[id]


def turning_keys() -> str:
    """Return the keys that lead to the part before, and to the next one, as a frame names them."""
    return f"{key_for('reading.previous')} {key_for('reading.next')}"


def _said(key: str) -> str:
    """Return a key in a sentence, where ``^o`` would need explaining."""
    shown = shown_key(key)
    return f"ctrl+{shown[1:]}" if key.startswith("ctrl+") else shown


name_keys()
