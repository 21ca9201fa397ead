"""From a command line to an exit status, whatever goes wrong on the way."""

from collections.abc import Sequence

from smtptui.cli.arguments import UsageError
from smtptui.cli.commands import run as run_command
from smtptui.cli.environment import Environment, InputError
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import OutputError, OutputGone
from smtptui.words import _


def run(words: Sequence[str], environment: Environment) -> int:
    """Run a command line, say on stderr what went wrong, and return the exit status.

    A pipe that nobody reads any more is no error. A defect is told from all that a user can cause: it ends
    with its traceback and a status of its own, as does a file of ours that is missing.
    """
    try:
        status = run_command(words, environment)
        environment.stdout.flush()
    except UsageError as error:
        name = f"smtptui {error.command}".rstrip()
        environment.say(str(error), _("Try '{command}'.", command=f"{name} --help"))
        return ExitStatus.USAGE
    except InputError as error:
        if error.file:
            environment.say(_("cannot read {file!r}: {why}", file=error.file, why=str(error)))
        else:
            environment.say(_("cannot read standard input: {why}", why=str(error)))
        return ExitStatus.IO
    except OutputGone:
        environment.stdout.abandon()
        return ExitStatus.OK
    except OutputError as error:
        environment.stdout.abandon()
        environment.say(_("cannot write to standard output: {why}", why=str(error)))
        return ExitStatus.IO
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except Exception as error:
        from smtptui.settings.problem import ConfigError

        if isinstance(error, ConfigError):
            environment.say(*error.lines())
            return ExitStatus.USAGE
        return _defect(environment, error)
    return int(status)


def _defect(environment: Environment, error: Exception) -> int:
    """Say what is broken: a file of the program, or the program."""
    from traceback import format_exception

    if isinstance(error, OSError) and error.filename:
        from smtptui.words.failures import why_of

        environment.say(
            _(
                "the installation is broken: {file}: {why}",
                file=str(error.filename),
                why=why_of(error),
            ),
        )
        return ExitStatus.DEFECT
    for block in format_exception(error):
        for line in block.splitlines():
            environment.say(line, prefix="")
    environment.say(_("this is a defect of smtptui; the lines above say where"))
    return ExitStatus.DEFECT
