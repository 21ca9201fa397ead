"""The table of commands, loaded one by one, and the group that holds them."""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from smtptui import __version__
from smtptui.cli.exit_status import ExitStatus
from smtptui.text import visible

COMMANDS = {
    "watch": "smtptui.cli.watch",
    "explain": "smtptui.cli.explain",
    "compare": "smtptui.cli.compare",
    "codes": "smtptui.cli.codes",
    "demo": "smtptui.cli.demo",
}
"""Each command's module; its click command is called `command` there."""

EXAMPLES = """\b
Examples:
  smtptui                          open the explorer
  smtptui watch                    … connected to the built-in demo server
  smtptui watch mx.example.org     … connected to a server, port 25
  smtptui watch smtps://mx.example.org
  smtptui compare 220 504          two codes side by side
  smtptui explain 504 5.5.4 Unrecognized authentication type

\b
Exit status: 0 fine, 1 nothing found, 2 usage, 3 cannot connect.
"""


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command, or the help, is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=LazyGroup,
    name="smtptui",
    invoke_without_command=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="smtptui %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Look up any SMTP reply, compare any two codes, and watch a live session.

    Without a command, open the explorer.
    """
    if context.invoked_subcommand is None:
        from smtptui.cli.explorer import open_explorer

        context.exit(open_explorer())


def run(words: Sequence[str]) -> int:
    """Run the command line and return its exit status; what goes wrong is said on stderr."""
    try:
        status = group.main(list(words), prog_name="smtptui", standalone_mode=False)
    except click.ClickException as error:
        # An argument may hold anything, so the message passes through visible().
        sys.stderr.write(f"smtptui: {visible(error.format_message(), keep_newlines=True)}\n")
        if isinstance(error, click.UsageError):
            sys.stderr.write("Try 'smtptui --help'.\n")
        return error.exit_code
    except click.exceptions.Abort:
        return 130
    return int(status) if isinstance(status, int) else ExitStatus.OK
