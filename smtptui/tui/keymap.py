"""The user's own keys for actions: read, checked, and put into the table of actions."""

from collections.abc import Mapping, Sequence

from textual.keys import Keys, _character_to_key

from smtptui.tui.actions import Action, shown_key
from smtptui.words import _, listed

MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})

NAMES = frozenset(key.value for key in Keys)
"""The keys that have a name, with their modifiers as far as Textual lists them."""

TAKEN = frozenset({"enter", "tab", "shift+tab", "up", "down", "left", "right", "home", "end", "ctrl+c"})
"""Keys that fields, lists and dialogs need for themselves."""


class KeymapError(ValueError):
    """A key that cannot be given to an action; `id` is the action's, the message has no full stop."""

    def __init__(self, id: str, message: str) -> None:
        super().__init__(message)
        self.id = id


def rebound(actions: Sequence[Action], keys: Mapping[str, str]) -> tuple[Action, ...]:
    """Return the actions with the user's keys (by id; comma between); raise KeymapError.

    Two actions may share a key only where they do so without the user: one that is given twice, or that
    another action has, is named.
    """
    known = {action.id: action for action in actions}
    for id in keys:
        if id not in known:
            raise KeymapError(id, _no_action(id, tuple(known)))
    changed = {id: _read(id, text) for id, text in keys.items()}
    taken = {
        key: action.id for action in actions if action.id not in changed for key in action.keys.split(",")
    }
    for id, own in changed.items():
        for key in own.split(","):
            if key in taken:
                raise KeymapError(
                    id,
                    _(
                        "{key} would be the key of two actions: {id} and {other}",
                        key=shown_key(key),
                        id=id,
                        other=taken[key],
                    ),
                )
            taken[key] = id
    return tuple(
        action._replace(keys=changed[action.id]) if action.id in changed else action for action in actions
    )


def key_of(word: str) -> str | None:
    """Return a key (``^o``, ``F2``, ``/``, ``ctrl+k``) as Textual names it, or None for what is none."""
    text = word.strip()
    if len(text) > 1 and text[0] == "^":
        text = f"ctrl+{text[1:]}"
    *modifiers, last = (
        text.split("+") if text != "+" and not text.endswith("++") else (*text[:-2].split("+"), "+")
    )
    modifiers = [modifier.lower() for modifier in modifiers if modifier]
    if not set(modifiers) <= MODIFIERS:
        return None
    name = _character_to_key(last) if len(last) == 1 else last.lower()
    name = {"esc": "escape", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown"}.get(
        name, name
    )
    if modifiers and len(last) == 1 and last.isalpha():
        # A terminal tells ctrl+K from ctrl+k by nothing.
        name = name.lower()
    whole = "+".join((*modifiers, name))
    return whole if whole in NAMES or name in NAMES or len(last) == 1 else None


def _read(id: str, text: str) -> str:
    """Return the keys that `text` names, as Textual names them."""
    # A comma alone is the key; else it stands between keys.
    words = [text] if text.strip() == "," else text.split(",")
    keys = []
    for word in words:
        key = key_of(word)
        if key is None:
            raise KeymapError(
                id,
                _(
                    "there is no key {word!r}; keys are written k, K, /, F2, ctrl+k, shift+F2 or alt+k",
                    word=word,
                ),
            )
        if key in TAKEN:
            raise KeymapError(id, _("{key} is needed to move and to choose", key=shown_key(key)))
        keys.append(key)
    return ",".join(dict.fromkeys(keys))


def _no_action(id: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    if near := get_close_matches(id, known, n=3):
        return _("there is no action {id!r}; did you mean {near}?", id=id, near=listed(near))
    return _("there is no action {id!r}; they are {all}", id=id, all=", ".join(known))
