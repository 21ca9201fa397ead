"""The options that every command has, given before it or among its own."""

from collections.abc import Sequence

from smtptui.cli.arguments import Arguments, Option, UsageError, read
from smtptui.cli.environment import Environment
from smtptui.words import _, mark
from smtptui.words.language import languages

GENERAL = (
    Option(("--lang",), mark("Speak this language, whatever the locale says."), "LANGUAGE"),
    Option(("--config",), mark("Read the settings from this file instead of the usual one."), "FILE"),
)


def before_command(words: Sequence[str]) -> tuple[Arguments, Sequence[str]]:
    """Return the general options at the beginning of a command line, and the words after them."""
    names = {name for option in GENERAL for name in option.names}
    end = 0
    while end < len(words) and words[end].partition("=")[0] in names:
        end += 1 if "=" in words[end] else 2
    return read(words[:end], GENERAL), words[end:]


def heed(given: Arguments, environment: Environment) -> None:
    """Do what the general options say; raise UsageError."""
    if (file := given.value("--config")) is not None:
        environment.config_named = file
    language = given.value("--lang")
    if language is not None:
        if not environment.speak(language):
            raise UsageError(_no_language("--lang", language))
        environment.language_named = True


def heed_config(environment: Environment) -> None:
    """Do what the config says that concerns every command; raise ConfigError for what is wrong."""
    config = environment.config
    if config is None:
        return
    if config.language and not environment.language_named and not environment.speak(config.language):
        raise config.wrong(("language",), _no_language("language", config.language))
    # Imported where there is a config: its patterns take a while to compile.
    from smtptui.cli.meant import is_situation

    for name in config.notes:
        if not name[0].isdigit() and not is_situation(name):
            raise config.wrong(("notes", *name.split(".")), _("there is no situation {name!r}", name=name))


def _no_language(name: str, value: str) -> str:
    return _(
        "{option} cannot be {value!r}; it is one of {choices}",
        option=name,
        value=value,
        choices=", ".join(languages()),
    )
