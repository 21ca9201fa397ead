"""The table of commands, and how one of them is run."""

from collections.abc import Sequence
from importlib import import_module

from smtptui.cli.arguments import HELP, Arguments, UsageError, read
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.general import GENERAL, heed, heed_config
from smtptui.words import _, speak, spoken

COMMANDS = {
    "watch": "smtptui.cli.watch",
    "probe": "smtptui.cli.probe",
    "replay": "smtptui.cli.replay",
    "explain": "smtptui.cli.explain",
    "compare": "smtptui.cli.compare",
    "codes": "smtptui.cli.codes",
    "demo": "smtptui.cli.demo",
    "mcp": "smtptui.cli.mcp",
    "completion": "smtptui.cli.completion",
    "config": "smtptui.cli.config",
}
"""Each command's module, imported when that command, or the help, is asked for; it is `COMMAND` there."""


def command(name: str) -> Command:
    """Import and return a command by its name in the table."""
    found = import_module(COMMANDS[name]).COMMAND
    assert isinstance(found, Command)
    return found


def run(words: Sequence[str], environment: Environment) -> int:
    """Run a command line and return its exit status; raise UsageError."""
    if asked := environment.variables.get("_SMTPTUI_COMPLETE"):
        from smtptui.cli.completion.asking import answer_shell
        from smtptui.cli.completion.candidates import Commands

        answer_shell(asked, environment, Commands(tuple(COMMANDS), command))
        return ExitStatus.OK
    if words and words[0].startswith(("--lang", "--config")):
        from smtptui.cli.general import before_command

        general, words = before_command(words)
        heed(general, environment)
    if not words:
        from smtptui.cli.explorer import open_explorer

        heed_config(environment)
        return open_explorer(environment)
    if words[0] == "--version":
        from smtptui import __version__

        environment.stdout.line(f"smtptui {__version__}")
        return ExitStatus.OK
    if words[0] in HELP:
        return _help(environment)
    if words[0] in COMMANDS:
        return _run(command(words[0]), words[1:], environment)
    from smtptui.cli.meant import command_meant

    return _run(command(command_meant(words[0], COMMANDS)), words, environment)


def _run(chosen: Command, words: Sequence[str], environment: Environment) -> int:
    """Read the arguments of a command and run it."""
    try:
        return _read_and_run(chosen, words, environment)
    except Exception as error:
        if chosen.failed is not None and (status := chosen.failed(words, error, environment)) is not None:
            return status
        if isinstance(error, UsageError):
            error.command = chosen.name
        raise


def _read_and_run(chosen: Command, words: Sequence[str], environment: Environment) -> int:
    given = read(words, (*chosen.options, *GENERAL), prose=chosen.prose)
    heed(given, environment)
    if given.wants_help:
        from smtptui.cli.help import command_help

        command_help(environment.stdout, chosen)
        return ExitStatus.OK
    heed_config(environment)
    _count(chosen, given.operands)
    if given.has("--json") or given.has("--format"):
        return _in_english(chosen, given, environment)
    return chosen.run(given, environment)


def _in_english(chosen: Command, given: Arguments, environment: Environment) -> int:
    """Run a command for programs: what they are told does not depend on the user's language."""
    words, language = spoken(), environment.language
    speak()
    environment.language = "en"
    try:
        return chosen.run(given, environment)
    finally:
        speak(*words)
        environment.language = language


def _count(chosen: Command, operands: tuple[str, ...]) -> None:
    if len(operands) < chosen.least:
        usage = f"smtptui {chosen.name} {chosen.operands}"
        raise UsageError(_("something is missing: {usage}", usage=usage))
    if chosen.most is not None and len(operands) > chosen.most:
        usage = f"smtptui {chosen.name} {chosen.operands}".rstrip()
        raise UsageError(_("{word!r} is one too many: {usage}", word=operands[chosen.most], usage=usage))


def _help(environment: Environment) -> int:
    from smtptui.cli.help import program_help

    program_help(environment.stdout, {name: command(name).summary for name in COMMANDS})
    return ExitStatus.OK
