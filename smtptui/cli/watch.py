"""``smtptui watch``: the explorer with a live session."""

from smtptui.cli.arguments import Arguments
from smtptui.cli.command import Command
from smtptui.cli.connecting import CONNECTION_OPTIONS, options_of, target_of
from smtptui.cli.environment import Environment
from smtptui.cli.explorer import open_explorer
from smtptui.cli.recording import RECORD, RECORD_MESSAGES, recording_file
from smtptui.words import mark


def _watch(given: Arguments, environment: Environment) -> int:
    """Check what was given before anything is drawn, and open the explorer."""
    options = options_of(given, environment.config)
    target = target_of(given.operands[0], given, environment.config) if given.operands else None
    record_to = recording_file(given)
    options = options._replace(keep_messages=record_to is not None and given.has("--record-messages"))
    return open_explorer(environment, target, options, demo=target is None, record_to=record_to)


COMMAND = Command(
    "watch",
    "[TARGET]",
    mark("Watch a session with TARGET: HOST, HOST:PORT, [::1]:PORT, smtp://…, smtps://… or mx:DOMAIN."),
    (
        mark(
            "Without TARGET, start the built-in demo server and connect to it. Nothing is sent but EHLO, "
            "STARTTLS and QUIT until you type a command."
        ),
    ),
    (*CONNECTION_OPTIONS, RECORD, RECORD_MESSAGES),
    _watch,
    most=1,
    examples=(
        "smtptui watch",
        "smtptui watch mx.example.org:587 --tls starttls",
        "smtptui watch smtps://mx.example.org --ca ca.pem",
        "smtptui watch mx:example.org",
    ),
    completes=("targets",),
)
