"""The user's own notes: which of them are about an explanation, and which about an entry."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation


def noted(notes: Mapping[str, str], explained: "Explanation") -> "Explanation":
    """Return an explanation with the notes on it, the most particular first, a line for each.

    A note on a situation counts where that is what the reply says, not where it only may be.
    """
    code, enhanced = explained.code, explained.enhanced
    names = [f"{code} {enhanced}", enhanced, code]
    if explained.meanings and (
        len(explained.meanings) == 1 or explained.meanings[0].confidence != "possible"
    ):
        best = explained.meanings[0]
        names[1:1] = [best.id, best.situation]
    found = dict.fromkeys(notes[name] for name in names if name in notes)
    return explained._replace(note="\n".join(found)) if found else explained


def note_about(notes: Mapping[str, str], key: str) -> str:
    """Return the notes on an entry, a line for each: those on more than it (``550 5.7.1``) are named.

    `key` is a code, an enhanced code (``X.7.1`` for any class) or the id of a situation.
    """
    lines = []
    for name, text in notes.items():
        parts = name.split(" ")
        if name == key:
            lines.append(text)
        elif key in parts or name.startswith(f"{key}.") or _of_any_class(key, parts):
            lines.append(f"{name}: {text}")
    return "\n".join(lines)


def _of_any_class(key: str, parts: list[str]) -> bool:
    return key[:2].upper() == "X." and any(part[1:] == key[1:] for part in parts)
