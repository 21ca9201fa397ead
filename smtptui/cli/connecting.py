"""How a server is connected to: the options that each command has that does so, and what they come to."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.session.options import Deadlines, Options
    from smtptui.session.target import Target
    from smtptui.settings.config import Config

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

_SAYS_TLS = re.compile(r"://|:465\b|\?tls=|^unix:", re.IGNORECASE)
"""What in a target says how to encrypt, or not to."""

_TIME = re.compile(r"(?P<number>\d{1,6}(\.\d{1,6})?)(?P<unit>ms|s|m|h|)", re.ASCII)
_SECONDS = {"ms": 0.001, "s": 1.0, "": 1.0, "m": 60.0, "h": 3600.0}


def options_of(given: Arguments, config: "Config | None" = None) -> "Options":
    """Return the options of a session as they were given, else as `config` has them.

    Raise UsageError or ConfigError.
    """
    from smtptui.session.options import OptionError, check_options

    timeout = given.value("--timeout")
    usual = configured(config)
    plain = usual._replace(
        ehlo_name=given.value("--ehlo") or usual.ehlo_name,
        ca=readable_file(given, "--ca") or usual.ca,
        client_cert=readable_file(given, "--cert") or usual.client_cert,
        client_key=readable_file(given, "--key") or (None if given.has("--cert") else usual.client_key),
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


def configured(config: "Config | None") -> "Options":
    """Return the options that a config has; raise ConfigError for what cannot be used."""
    from smtptui.session.options import Deadlines, OptionError, Options, check_options

    if config is None:
        return Options()
    files: dict[str, Path | None] = {"ca": None, "cert": None, "key": None}
    for name in files:
        if file := getattr(config, name):
            files[name] = Path(file)
            if why := _unreadable(file):
                raise config.wrong(("session", name), _("{file!r}: {why}", file=file, why=why))
    if config.key and not config.cert:
        raise config.wrong(("session", "key"), _("this is the key of a certificate: cert must name that"))
    options = Options(
        ehlo_name=config.ehlo,
        ca=files["ca"],
        client_cert=files["cert"],
        client_key=files["key"],
        deadlines=Deadlines()._replace(**config.timeouts),
    )
    try:
        return check_options(options)
    except OptionError as error:
        raise config.wrong(("session", "ehlo"), str(error).removesuffix(".")) from None


def target_of(word: str, given: Arguments, config: "Config | None" = None) -> "Target":
    """Return the target that a word names, with the TLS mode that was given or set; raise UsageError."""
    from smtptui.session.target import TargetError, TlsMode, parse_target

    tls = given.value("--tls")
    if tls is None and config is not None and not _SAYS_TLS.search(word):
        tls = config.tls
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
    if why := _unreadable(word):
        raise UsageError(_("{option}: {file!r}: {why}", option=name, file=word, why=why))
    return Path(word)


def _unreadable(file: str) -> str:
    """Return why a file cannot be read; empty if it can."""
    try:
        with open(file, "rb"):
            return ""
    except (OSError, ValueError) as error:
        from smtptui.words.failures import why_of

        return why_of(error)
