"""The explorer with a session that is replayed; keys come from the terminal even if that came from a pipe."""

import os
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.explorer import open_explorer
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.watching.session_file import SessionFile

TERMINAL = "/dev/tty"


def show(found: "SessionFile", number: int | None, environment: Environment, given: Arguments) -> int:
    """Open the explorer with the sessions of a file, or with one of them, and return the exit status."""
    if not found.sessions:
        environment.say(*found.remarks, _("no SMTP session found"))
        return ExitStatus.NOT_FOUND
    if given.operands[0] == "-":
        _take_keys_from_terminal(environment)
    from smtptui.watching.playing import Playing

    playing = Playing(found, number, anonymous=given.has("--anonymous"), paused=given.has("--step"))
    return open_explorer(environment, playing=playing)


def _take_keys_from_terminal(environment: Environment) -> None:
    """Let the terminal take the place of the pipe that was read; without one, the explorer says so."""
    try:
        descriptor = os.open(TERMINAL, os.O_RDWR)
    except OSError:
        return
    os.dup2(descriptor, 0)
    os.close(descriptor)
    environment.stdin = open(0, "rb", closefd=False)  # noqa: SIM115 -- it is the terminal, and stays open
