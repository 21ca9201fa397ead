"""The options that every command has, given before it or among its own."""

from collections.abc import Sequence

from smtptui.cli.arguments import Arguments, Option, UsageError, read
from smtptui.cli.environment import Environment
from smtptui.words import _, mark
from smtptui.words.language import languages

GENERAL = (Option(("--lang",), mark("Speak this language, whatever the locale says."), "LANGUAGE"),)


def before_command(words: Sequence[str]) -> tuple[Arguments, Sequence[str]]:
    """Return the general options at the beginning of a command line, and the words after them."""
    names = {name for option in GENERAL for name in option.names}
    end = 0
    while end < len(words) and words[end].partition("=")[0] in names:
        end += 1 if "=" in words[end] else 2
    return read(words[:end], GENERAL), words[end:]


def heed(given: Arguments, environment: Environment) -> None:
    """Do what the general options say; raise UsageError."""
    language = given.value("--lang")
    if language is not None and not environment.speak(language):
        raise UsageError(
            _(
                "{option} cannot be {value!r}; it is one of {choices}",
                option="--lang",
                value=language,
                choices=", ".join(languages()),
            )
        )
