"""What is meant by a command line that begins with no command."""

import re
from collections.abc import Iterable

from smtptui.cli.arguments import UsageError
from smtptui.words import _

_REPLY = re.compile(r"[2-9]\d\d(?!\d)([ -].*)?|[245]\.\d{1,3}\.\d{1,3}( .*)?", re.ASCII | re.DOTALL)
"""What begins as a reply, or is an enhanced code."""
_PATTERN = re.compile(r"(\d[\dx*]{0,5}|x(?=\.))(\.[\dx*]{1,5}){0,2}\.?", re.ASCII | re.IGNORECASE)
"""What else may be meant for a code, or for several."""

_SITUATION = re.compile(r"[a-z0-9-]{1,40}\.[a-z0-9-]{1,40}", re.ASCII)
"""The form of a situation's id, which is a host name's as well."""


def command_meant(first: str, commands: Iterable[str]) -> str:
    """Return the command that is meant by a word that names none: a reply, a server; raise UsageError."""
    if first.startswith("-"):
        raise UsageError(_("there is no option {option}; a command's options follow its name", option=first))
    if _REPLY.fullmatch(first):
        return "explain"
    if first.count(".") != 3 and _PATTERN.fullmatch(first):
        return "codes"
    if any(character.isspace() for character in first):
        return "explain"
    if _SITUATION.fullmatch(first) and is_situation(first):
        return "codes"
    if first == "localhost" or any(sign in first for sign in ".:/["):
        return "watch"
    from smtptui.reference.searching.nearest import nearest

    near = nearest(first[:40].lower(), commands, count=1)
    if near:
        raise UsageError(_("there is no command {word!r}; did you mean {near}?", word=first, near=near[0]))
    raise UsageError(
        _(
            "there is no command {word!r}; 'smtptui watch' connects to a server of that name, "
            "'smtptui codes' looks the word up",
            word=first,
        )
    )


def is_situation(word: str) -> bool:
    """Return whether the reference has a situation of that id."""
    # Whoever names a server should not wait for the reference, of which the name of a file tells enough.
    from os.path import exists, join

    from smtptui.reference import ROOT

    return exists(join(ROOT, "facts", "situations", f"{word}.json"))
