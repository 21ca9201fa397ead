"""A shell asks: the words so far out of its variables, the candidates to stdout, and never a complaint."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from smtptui.cli.completion.candidates import Candidate, Commands, candidates
from smtptui.cli.completion.scripts import SCRIPTS
from smtptui.text import visible

if TYPE_CHECKING:
    from smtptui.cli.environment import Environment

SAID = 70
"""Characters of what a candidate means: it stands beside it in a list."""


def answer_shell(asked: str, environment: "Environment", commands: Commands) -> None:
    """Answer what ``_SMTPTUI_COMPLETE`` asks: ``bash_source`` for the script, ``bash_complete`` for words."""
    shell, _, what = asked.partition("_")
    if shell not in SCRIPTS:
        return
    if what == "source":
        environment.stdout.lines(SCRIPTS[shell].splitlines())
        return
    if what != "complete":
        return
    line = environment.variables.get("COMP_LINE", "")
    words = _of_line(line, environment.variables) if shell == "bash" else _of_words(environment.variables)
    *before, current = words[1:] or [""]
    cut = _before_break(current, environment.variables.get("COMP_WORDBREAKS", "")) if shell == "bash" else 0
    for found in _told(before, current, environment, commands):
        value, says = visible(found.value)[cut:], _short(visible(found.says.partition("\n")[0]))
        environment.stdout.line("\t".join(("file" if found.is_file else "plain", value, says)))


def _short(says: str) -> str:
    """Return what a candidate means, cut between words where it is long."""
    return says if len(says) <= SAID else f"{says[: SAID - 1].rpartition(' ')[0].rstrip(',;: …')} …"


def _told(
    before: Sequence[str], current: str, environment: "Environment", commands: Commands
) -> list[Candidate]:
    from smtptui.settings.problem import ConfigError

    try:
        return candidates(before, current, environment, commands)
    except ConfigError:
        # It is told by the command itself; a line that is being typed is no place for it.
        return []


def _of_line(line: str, variables: Mapping[str, str]) -> list[str]:
    """Return the words of a line up to the cursor, as bash's quoting makes them; the last is being typed."""
    point = variables.get("COMP_POINT", "")
    if point.isascii() and point.isdigit() and len(point) < 8:
        # In octets where the locale is C; a cursor within the line is at least not passed.
        line = line[: int(point)]
    return [*split(line)]


def _of_words(variables: Mapping[str, str]) -> list[str]:
    """Return the words as zsh and fish hand them over, a line each, with their quoting.

    fish has the one that is being typed in a variable of its own.
    """
    words = variables.get("COMP_WORDS", "").split("\n")
    if (current := variables.get("COMP_CWORD")) is not None:
        words.append(current)
    return ["".join(split(word)[:1]) for word in words]


def split(line: str) -> list[str]:
    """Return the words of a line, of which the last may be empty or have a quotation that is not closed."""
    words, word, quote, begun = [], "", "", False
    escaped = False
    for character in line:
        if escaped:
            word, escaped = word + character, False
        elif character == "\\" and quote != "'":
            escaped, begun = True, True
        elif quote:
            if character == quote:
                quote = ""
            else:
                word += character
        elif character in "'\"":
            quote, begun = character, True
        elif character.isspace():
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + character, True
    return [*words, word]


def _before_break(current: str, breaks: str) -> int:
    """Return how much of the word bash takes for words of their own: it parts at ``:`` and ``=``."""
    return max((current.rfind(sign) + 1 for sign in ":=" if sign in breaks), default=0)
