"""How a server is connected to: the options that each command has that does so, and what they come to."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.session.options import Deadlines, Options
    from smtptui.session.target import Target

CONNECTION_OPTIONS = (
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
    Option(
        ("--timeout",), mark("How long to wait for each step (30, 500ms, 2m); else as RFC 5321 says."), "TIME"
    ),
)

_TIME = re.compile(r"(?P<number>\d{1,6}(\.\d{1,6})?)(?P<unit>ms|s|m|h|)", re.ASCII)
_SECONDS = {"ms": 0.001, "s": 1.0, "": 1.0, "m": 60.0, "h": 3600.0}


def options_of(given: Arguments) -> "Options":
    """Return the options of a session as they were given; raise UsageError."""
    from smtptui.session.options import OptionError, Options, check_options

    timeout = given.value("--timeout")
    plain = Options(
        ehlo_name=given.value("--ehlo") or "",
        ca=readable_file(given, "--ca"),
        client_cert=readable_file(given, "--cert"),
        client_key=readable_file(given, "--key"),
        insecure=given.has("--insecure"),
    )
    if timeout is not None:
        plain = plain._replace(deadlines=all_within(plain.deadlines, seconds_of("--timeout", timeout)))
    try:
        options = check_options(plain)
    except OptionError as error:
        raise UsageError(str(error).removesuffix(".")) from None
    if options.client_key is not None and options.client_cert is None:
        raise UsageError(_("--key is the key of a certificate: --cert must name that"))
    return options


def target_of(word: str, given: Arguments) -> "Target":
    """Return the target that a word names, with the TLS mode that was given; raise UsageError."""
    from smtptui.session.target import TargetError, TlsMode, parse_target

    tls = given.value("--tls")
    try:
        return parse_target(word, tls=TlsMode(tls) if tls else None)
    except TargetError as error:
        raise UsageError(str(error).removesuffix(".")) from None


def all_within(deadlines: "Deadlines", seconds: float) -> "Deadlines":
    """Return deadlines of which each step of the server's has to be there within `seconds`."""
    return deadlines._replace(
        **dict.fromkeys(
            (
                "resolve",
                "connect",
                "tls",
                "greeting",
                "mail",
                "rcpt",
                "data",
                "block",
                "end_of_data",
                "other",
            ),
            seconds,
        ),
        quit=min(seconds, deadlines.quit),
    )


def seconds_of(option: str, word: str) -> float:
    """Return a time in seconds; raise UsageError for what is none."""
    found = _TIME.fullmatch(word.strip())
    seconds = float(found["number"]) * _SECONDS[found["unit"]] if found else 0.0
    if not seconds:
        raise UsageError(
            _(
                "{option}: {word!r} is no time; write 2s, 500ms, 1.5m or a number of seconds",
                option=option,
                word=word,
            )
        )
    return seconds


def readable_file(given: Arguments, name: str) -> Path | None:
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
