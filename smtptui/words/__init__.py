"""Every word that is shown passes here: English stands in the code, other languages are gettext catalogues.

``_("Connected to {host}.", host=host)`` is a whole sentence with named places; `plural` is for counted
things, `mark` for words that are kept in a table and translated when they are shown. For English nothing is
loaded. The language is one for the process, as gettext's is: a front sets it, and it may change at any time,
so nothing translated is kept.
"""

from collections.abc import Callable, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_translate: "Callable[[str], str] | None" = None
_translate_plural: "Callable[[str, str, int], str] | None" = None


def _(message: str, /, **values: "Any") -> str:
    """Return a message in the present language, its ``{name}`` places filled.

    Values are put in as they are: what a peer sent must be `smtptui.text.visible` already.
    """
    # gettext answers an empty text with the facts about its catalogue.
    words = _translate(message) if _translate is not None and message else message
    return words.format(**values) if values else words


def plural(one: str, many: str, number: int, /, **values: "Any") -> str:
    """Return the form of a message for `number`, which fills the place ``{number}``."""
    if _translate_plural is not None:
        words = _translate_plural(one, many, number)
    else:
        words = one if number == 1 else many
    return words.format(number=number, **values)


def listed(words: "Sequence[str]", /) -> str:
    """Return words as a sentence lists them: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return _("{words} and {last}", words=", ".join(words[:-1]), last=words[-1])


def decimal(number: str, /) -> str:
    """Return a number that is written as ``0.25`` with the decimal sign of the present language: ``0,25``."""
    if _translate is None:
        return number
    # Of this number the catalogues have but the sign.
    written = _translate(mark("1.5"))
    return number.replace(".", written[written.find("1") + 1 :][:1] or ".")


def mark(message: str, /) -> str:
    """Return `message` as it is; marks it for the catalogues where it is translated only later, by `_`."""
    return message


def speak(
    translate: "Callable[[str], str] | None" = None,
    translate_plural: "Callable[[str, str, int], str] | None" = None,
) -> None:
    """Take another language from now on; without arguments, English."""
    global _translate, _translate_plural
    _translate, _translate_plural = translate, translate_plural


def spoken() -> "tuple[Callable[[str], str] | None, Callable[[str, str, int], str] | None]":
    """Return what `speak` was given, to speak it again."""
    return _translate, _translate_plural
