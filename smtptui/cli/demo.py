"""``smtptui demo``: the demo server alone, for other programs to talk to."""

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.words import _, mark


def _demo(given: Arguments, environment: Environment) -> int:
    """Run the server until a signal ends it."""
    port = _port(given.value("--port") or "0")
    import signal

    from smtptui.demo.server import DemoServer

    try:
        with DemoServer(port=port) as server:
            environment.stdout.line(
                _("listening on {address}; end with ctrl+c", address=f"127.0.0.1:{server.port}")
            )
            environment.stdout.flush()
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except OSError as error:
        environment.say(
            _(
                "cannot listen on {address}: {why}; choose another --port",
                address=f"127.0.0.1:{port}",
                why=error.strerror or str(error),
            ),
        )
        return ExitStatus.CANNOT_CONNECT
    return ExitStatus.OK


def _port(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= 5 and int(word) <= 65535):
        raise UsageError(_("--port is a number from 0 to 65535, not {word!r}", word=word))
    return int(word)


COMMAND = Command(
    "demo",
    "",
    mark("Run the demo server on 127.0.0.1 until interrupted."),
    (
        mark(
            "A real SMTP server that keeps nothing, for trying out clients: it greets with 220 and answers "
            "504 to an unknown AUTH mechanism, a HELO name or address that is not fully qualified, and an "
            "unknown parameter."
        ),
    ),
    (Option(("--port",), mark("0 (the default) picks a free one."), "N"),),
    _demo,
    most=0,
    examples=("smtptui demo --port 2525",),
)
