"""``smtptui mcp``: explain, compare and codes for agents, by the Model Context Protocol on stdio."""

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.words import _, mark


def _mcp(given: Arguments, environment: Environment) -> int:  # noqa: ARG001
    if environment.input_is_terminal:
        raise UsageError(
            _("mcp is started by a program, which talks to it; a person has nothing to type here")
        )
    from smtptui.cli.mcp.server import serve

    # For programs: what they are told does not depend on the user's language.
    environment.speak("en")
    serve(environment)
    return ExitStatus.OK


COMMAND = Command(
    "mcp",
    "",
    mark("Answer agents that speak MCP on standard input: explain, compare and codes, read-only."),
    (
        mark(
            "It opens no connection and no file but its own reference. What a server said is handed on as "
            "data, in fields of its own."
        ),
    ),
    (),
    _mcp,
    most=0,
    examples=("claude mcp add smtptui -- smtptui mcp",),
    statuses=mark("Exit status: 0 once standard input ends, 2 usage."),
)
