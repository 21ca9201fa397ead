"""``smtptui watch``: the explorer with a live session."""

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.command import Command
from smtptui.cli.connecting import CONNECTION_OPTIONS, options_of, target_of
from smtptui.cli.environment import Environment
from smtptui.cli.explorer import open_explorer
from smtptui.cli.recording import RECORD, RECORD_MESSAGES, recording_file
from smtptui.words import _, mark

STANDARD = "standard"
"""The demo server that one meets without choosing."""


def _watch(given: Arguments, environment: Environment) -> int:
    """Check what was given before anything is drawn, and open the explorer."""
    options = options_of(given, environment.config)
    demo = _demo_named(given.operands[0], environment) if given.operands else STANDARD
    target = None if demo else target_of(given.operands[0], given, environment.config)
    record_to = recording_file(given)
    options = options._replace(keep_messages=record_to is not None and given.has("--record-messages"))
    return open_explorer(environment, target, options, demo=demo, record_to=record_to)


def _demo_named(word: str, environment: Environment) -> str:
    """Return the id of the demo server that ``demo`` or ``demo:ID`` names; empty for any other target."""
    name, _colon, id = word.partition(":")
    if name != "demo" or id.isdigit():
        return ""
    if id:
        from smtptui.demo.menu import find_script

        if find_script(id, environment.catalogue()) is None:
            raise UsageError(
                _("there is no demo server {name!r}: 'smtptui demo --list' lists them", name=word)
            )
    return id or STANDARD


COMMAND = Command(
    "watch",
    "[TARGET]",
    mark("Watch a session with TARGET: HOST, HOST:PORT, [::1]:PORT, smtp://…, smtps://… or mx:DOMAIN."),
    (
        mark(
            "Without TARGET, start the built-in demo server and connect to it; demo:ID is another one of its "
            "menu. Nothing is sent but EHLO, STARTTLS and QUIT until you type a command."
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
        "smtptui watch demo:postscreen",
    ),
    completes=("targets", "demo"),
)
