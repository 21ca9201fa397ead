"""What a probe is asked to do, read from its arguments before anything is sent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.connecting import all_within, options_of, seconds_of, target_of
from smtptui.cli.environment import Environment
from smtptui.cli.probe.expectations import (
    Expectation,
    IsSituation,
    StarttlsEnforced,
    Within,
    read_expectation,
)
from smtptui.cli.probe.passwords import TERMINAL, password_of
from smtptui.text import visible
from smtptui.words import _, plural

if TYPE_CHECKING:
    from smtptui.session.options import Options
    from smtptui.session.probing.script import Script
    from smtptui.session.target import Target

OUTPUTS = ("--json", "--text", "--format", "--quiet")
"""Of which one is chosen."""

LARGEST = 64 * 1024 * 1024
"""Octets of a message, or of a script, at most."""


class Asked(NamedTuple):
    """`targets` is None where they come from standard input."""

    targets: "tuple[Target, ...] | None"
    options: "Options"
    script: "Script"
    insist: bool
    expectations: tuple[Expectation, ...]

    @property
    def several(self) -> bool:
        """Whether there may be more than one session."""
        return self.targets is None or len(self.targets) > 1

    @property
    def in_clear(self) -> bool:
        """Whether a mail transaction is tried before TLS."""
        return any(isinstance(each, StarttlsEnforced) for each in self.expectations)

    @property
    def situations(self) -> bool:
        """Whether every reply has to be explained to be judged."""
        return any(isinstance(each, IsSituation | StarttlsEnforced) for each in self.expectations)

    @property
    def slow(self) -> float | None:
        """How long a reply may take, in seconds, where that is an expectation."""
        return next((each.seconds for each in self.expectations if isinstance(each, Within)), None)


def read_asked(given: Arguments, environment: Environment) -> Asked:
    """Return what is asked for; raise UsageError. Passwords and leave are asked for here."""
    _one_output(given)
    options = options_of(given, environment.config)
    expectations = _expectations(given, environment)
    from_stdin = "-" in given.operands
    if from_stdin and len(given.operands) > 1:
        raise UsageError(_("- takes the targets from standard input: name none beside it"))
    targets = (
        None if from_stdin else tuple(target_of(word, given, environment.config) for word in given.operands)
    )
    several = targets is None or len(targets) > 1
    _refuse_for_several(given, several)
    for each in expectations:
        if isinstance(each, Within):
            options = options._replace(deadlines=all_within(options.deadlines, each.seconds))
    in_clear = any(isinstance(each, StarttlsEnforced) for each in expectations)
    if in_clear and targets is not None:
        targets = tuple(plain_first(target) for target in targets)
    script = _script(given, environment, targets, in_clear=in_clear)
    return Asked(targets, options, script, given.has("--insist"), expectations)


def _one_output(given: Arguments) -> None:
    chosen = [name for name in OUTPUTS if given.has(name)]
    if len(chosen) > 1:
        raise UsageError(_("{one} and {other}: choose one", one=chosen[0], other=chosen[1]))


def _expectations(given: Arguments, environment: Environment) -> tuple[Expectation, ...]:
    texts = given.values("--expect")
    situations = environment.catalogue().situation_ids if any("situation" in text for text in texts) else ()
    found = [read_expectation(text, situations) for text in texts]
    within = given.value("--within")
    if within is not None:
        found.append(Within(f"within {within}", seconds_of("--within", within)))
    return tuple(found)


def _refuse_for_several(given: Arguments, several: bool) -> None:
    if not several:
        return
    for option in ("--data", "--text"):
        if given.has(option):
            raise UsageError(_("{option} is for one target", option=option))
    if given.has("--auth") and not given.has("--yes"):
        raise UsageError(_("--auth shows the password to each of several targets: --yes if that is meant"))


def plain_first(target: "Target") -> "Target":
    """Return the target without TLS at the beginning: STARTTLS comes after what is tried in the clear."""
    from smtptui.session.target import TlsMode

    if target.tls is TlsMode.IMPLICIT:
        raise UsageError(
            _("starttls-enforced: {target} has TLS from the first octet", target=visible(target.label))
        )
    return target._replace(tls=TlsMode.NONE)


def _script(
    given: Arguments, environment: Environment, targets: "tuple[Target, ...] | None", *, in_clear: bool
) -> "Script":
    """Return what is done after EHLO: TLS if that was put off, the login, lines, the mail transaction."""
    from smtptui.session.probing.script import file_lines, lines, login, one_after_the_other, tried_in_clear

    parts: list[Script] = [tried_in_clear()] if in_clear else []
    if given.has("--auth"):
        if given.has("--insecure"):
            raise UsageError(_("--auth and --insecure: nobody logs in where the certificate is not verified"))
        user = given.value("--user")
        if not user:
            raise UsageError(_("--auth needs --user"))
        parts.append(login(user, password_of(user, given, environment), given.value("--auth") or ""))
    elif given.has("--user"):
        raise UsageError(_("--user is for --auth"))
    for option, value in given.repeated:
        if option == "--send":
            parts.append(lines([_one_line(value)]))
        elif option == "--script":
            parts.append(file_lines(_lines_of(value)))
    if any(given.has(option) for option in ("--from", "--to", "--data")):
        parts.append(_transaction(given, environment, targets))
    return one_after_the_other(*parts)


def _one_line(text: str) -> str:
    if not text.strip() or any(character in "\r\n\0" for character in text):
        raise UsageError(_("--send {text!r}: it is one command; --script has several lines", text=text))
    return text


def _lines_of(name: str) -> Sequence[str]:
    octets = _octets_of("--script", name, None)
    return octets.decode("utf-8", "surrogateescape").replace("\r\n", "\n").removesuffix("\n").split("\n")


def _transaction(
    given: Arguments, environment: Environment, targets: "tuple[Target, ...] | None"
) -> "Script":
    from smtptui.session.probing.script import check_path, envelope
    from smtptui.wire.command import CommandError

    recipients = given.values("--to")
    try:
        sender = check_path(given.value("--from") or "")
        for recipient in recipients:
            check_path(recipient)
    except CommandError as error:
        raise UsageError(str(error).removesuffix(".")) from None
    if "" in recipients:
        raise UsageError(_("--to needs an address"))
    message = None
    if (name := given.value("--data")) is not None:
        if not recipients:
            raise UsageError(_("--data needs --to"))
        message = _octets_of("--data", name, environment)
        if not given.has("--yes"):
            _ask_leave(len(message), recipients, targets, environment)
    return envelope(sender, recipients, message)


def _octets_of(option: str, name: str, environment: Environment | None) -> bytes:
    """Return the octets of a file, or of standard input for ``-``; raise UsageError."""
    try:
        if name == "-" and environment is not None:
            octets = b"" if environment.stdin is None else environment.stdin.read(LARGEST + 1)
        else:
            with open(name, "rb") as file:
                octets = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(_("{option}: {file!r}: {why}", option=option, file=name, why=why)) from None
    if len(octets) > LARGEST:
        raise UsageError(_("{option}: {file!r} is too large", option=option, file=name))
    return octets


def _ask_leave(
    octets: int, recipients: Sequence[str], targets: "tuple[Target, ...] | None", environment: Environment
) -> None:
    """Ask on the terminal whether a real message may be sent."""
    server = visible(targets[0].label) if targets else ""
    question = plural(
        "Send a message of {octets} octets to {number} recipient by {server}? [y/N] ",
        "Send a message of {octets} octets to {number} recipients by {server}? [y/N] ",
        len(recipients),
        octets=octets,
        server=server,
    )
    try:
        with open(TERMINAL, "r+b", buffering=0) as terminal:
            terminal.write(environment.stdout.sayable(question).encode())
            answer = terminal.read(100).decode("utf-8", "replace").strip().lower()
    except OSError:
        raise UsageError(_("--data sends a real message, and nobody is there to be asked: --yes")) from None
    if answer not in ("y", "yes", _("y"), _("yes")):
        raise UsageError(_("nothing was sent"))
