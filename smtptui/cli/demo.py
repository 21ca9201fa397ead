"""``smtptui demo``: the demo server alone, for other programs to talk to."""

from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.columns import cells, padded, wrapped
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.output import Output
from smtptui.text import visible
from smtptui.words import _, mark
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smtptui.demo.scripts import Script

SIGNALS = (2, 15)
"""SIGINT and SIGTERM, which end it."""

STANDARD = "standard"
"""The server that one meets without choosing."""

COLUMN = 44
"""Columns of a command at most, in the list of what is answered."""


def _demo(given: Arguments, environment: Environment) -> int:
    """Run the server until a signal ends it."""
    port = _port(given.value("--port") or "0")
    import signal

    from smtptui.demo.menu import scripts
    from smtptui.demo.server import DemoServer

    all_of_them = scripts(environment.catalogue())
    if given.has("--list"):
        _list(environment.stdout, all_of_them)
        return ExitStatus.OK
    script = _script(given.value("--server") or STANDARD, all_of_them)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        with DemoServer(port=port, script=script) as server:
            _introduce(environment.stdout, script, server.port)
            signal.sigwait(SIGNALS)
    except OSError as error:
        environment.say(
            _(
                "cannot listen on {address}: {why}; choose another --port",
                address=f"127.0.0.1:{port}",
                why=why_of(error),
            ),
        )
        return ExitStatus.CANNOT_CONNECT
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return ExitStatus.OK


def _introduce(out: Output, script: "Script", port: int) -> None:
    """Say where it listens, and what it would answer to what."""
    from smtptui.demo.menu import about, answers, title_of

    out.line(_("listening on {address}; end with ctrl+c", address=f"127.0.0.1:{port}"))
    out.line()
    out.line(out.strong(title_of(script)))
    out.paragraph(about(script))
    out.line()
    rows = [(answer.command or _("(greeting)"), answer.reply) for answer in answers(script)]
    left = min(COLUMN, max(cells(command) for command, _reply in rows))
    for command, reply in rows:
        first, *others = visible(reply, keep_newlines=True).splitlines() or [""]
        if cells(command) > left:
            out.line(f"  {command}")
            command = ""
        out.line(f"  {padded(command, left)}  {first}")
        out.lines(f"  {padded('', left)}  {line}" for line in others)
    out.flush()


def _list(out: Output, scripts: "Sequence[Script]") -> None:
    """Write the ids of all servers, and what there is to see."""
    from smtptui.demo.menu import about, title_of

    left = max(cells(script.id) for script in scripts)
    for script in scripts:
        words = _("{title}. {about}", title=title_of(script), about=about(script))
        lines = wrapped(words, max(24, out.width - left - 2))
        out.line(f"{padded(script.id, left)}  {lines[0]}")
        out.lines(f"{padded('', left)}  {line}" for line in lines[1:])


def _script(id: str, scripts: "Sequence[Script]") -> "Script":
    for script in scripts:
        if script.id == id:
            return script
    from smtptui.reference.searching.nearest import nearest

    near = nearest(id[:40], [script.id for script in scripts], count=1)
    if near:
        raise UsageError(_("there is no demo server {id!r}; did you mean {near}?", id=id, near=near[0]))
    raise UsageError(_("there is no demo server {id!r}; --list tells which there are", id=id))


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
            "unknown parameter. It prints what it answers to what. Other servers (--list) greet and refuse "
            "as real ones do, or misbehave: a tarpit, a greeting in two parts, an unknown certificate."
        ),
    ),
    (
        Option(("--port",), mark("0 (the default) picks a free one."), "N"),
        Option(("--server",), mark("Another server than the usual one, by its id."), "ID"),
        Option(("--list",), mark("List the servers that there are, and end.")),
    ),
    _demo,
    most=0,
    examples=("smtptui demo --port 2525", "smtptui demo --port 2525 --server starttls"),
)
