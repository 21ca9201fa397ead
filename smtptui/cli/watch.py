"""``smtptui watch``: the explorer with a live session."""

from pathlib import Path

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.explorer import open_explorer
from smtptui.words import _, mark


def _watch(given: Arguments, environment: Environment) -> int:
    """Check what was given before anything is drawn, and open the explorer."""
    from smtptui.session.options import OptionError, Options, check_options
    from smtptui.session.target import TargetError, TlsMode, parse_target

    tls = given.value("--tls")
    try:
        options = check_options(
            Options(
                ehlo_name=given.value("--ehlo") or "",
                ca=_file(given, "--ca"),
                client_cert=_file(given, "--cert"),
                client_key=_file(given, "--key"),
                insecure=given.has("--insecure"),
            )
        )
        mode = TlsMode(tls) if tls else None
        target = parse_target(given.operands[0], tls=mode) if given.operands else None
    except (OptionError, TargetError) as error:
        raise UsageError(str(error).removesuffix(".")) from None
    if options.client_key is not None and options.client_cert is None:
        raise UsageError(_("--key is the key of a certificate: --cert must name that"))
    return open_explorer(environment, target, options, demo=target is None)


def _file(given: Arguments, name: str) -> Path | None:
    """Return the file that an option names; raise UsageError where it cannot be read."""
    word = given.value(name)
    if word is None:
        return None
    try:
        with open(word, "rb"):
            return Path(word)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(_("{option}: {file!r}: {why}", option=name, file=word, why=why)) from None


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
    (
        Option(
            ("--tls",),
            mark("auto: STARTTLS if offered, implicit on 465 (the default)."),
            choices=("auto", "none", "starttls", "implicit"),
        ),
        Option(("--ehlo",), mark("The name to give in EHLO."), "NAME"),
        Option(("--ca",), mark("Trust this CA file."), "FILE"),
        Option(("--cert", "--client-cert"), mark("Show this certificate (PEM) when asked for one."), "FILE"),
        Option(("--key", "--client-key"), mark("Its key, if it is in a file of its own."), "FILE"),
        Option(("--insecure",), mark("Inspect a server whose certificate fails; forbids AUTH.")),
    ),
    _watch,
    most=1,
)
