"""What a probe is asked to do, read from its arguments before anything is sent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.connecting import all_within, options_of, seconds_of, target_of
from smtptui.cli.environment import Environment, InputError
from smtptui.cli.probe.expectations import (
    Expectation,
    IsSituation,
    StarttlsEnforced,
    Within,
    read_expectation,
)
from smtptui.cli.probe.passwords import SOURCES, TERMINAL, password_of
from smtptui.text import visible
from smtptui.words import _, plural
from smtptui.words.failures import why_of

if TYPE_CHECKING:
    from smtptui.session.options import Options
    from smtptui.session.probing.script import Script
    from smtptui.session.target import Target

OUTPUTS = ("--json", "--text", "--format", "--quiet")
"""Of which one is chosen."""

SHOWN = 3
"""Targets at most that a message names."""

LARGEST = 64 * 1024 * 1024
"""Octets of a message, or of a script, at most."""


JOBS, PER_HOST = 50, 2
"""Sessions at once, unless it is said otherwise: in all, and with the same host."""

MOST_JOBS = 1000


class Asked(NamedTuple):
    """`targets` is None where they come from standard input; `jobs`, `per_host`: sessions at once."""

    targets: "tuple[Target, ...] | None"
    options: "Options"
    script: "Script"
    insist: bool
    expectations: tuple[Expectation, ...]
    jobs: int
    per_host: int

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
    jobs, per_host = _number(given, "--jobs", JOBS), _number(given, "--per-host", PER_HOST)
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
    _read_once(given)
    for each in expectations:
        if isinstance(each, Within):
            options = options._replace(deadlines=all_within(options.deadlines, each.seconds))
    in_clear = any(isinstance(each, StarttlsEnforced) for each in expectations)
    if in_clear and targets is not None:
        targets = tuple(plain_first(target) for target in targets)
    script = _script(given, environment, targets, in_clear=in_clear)
    return Asked(targets, options, script, given.has("--insist"), expectations, jobs, per_host)


def _number(given: Arguments, option: str, usual: int) -> int:
    word = given.value(option)
    if word is None:
        return usual
    if not (word.isascii() and word.isdigit() and len(word) < 6 and 1 <= int(word) <= MOST_JOBS):
        raise UsageError(
            _("{option} is a number from 1 to {most}, not {word!r}", option=option, most=MOST_JOBS, word=word)
        )
    return int(word)


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
        from smtptui.session.login import MECHANISMS

        # A mechanism that there is not stands among the targets.
        raise UsageError(
            _(
                "--auth shows the password to each of several targets ({targets}): --yes if that is meant; "
                "the mechanisms are {mechanisms}",
                targets=", ".join(given.operands[:SHOWN]),
                mechanisms=", ".join(MECHANISMS),
            )
        )


def _read_once(given: Arguments) -> None:
    """Refuse what would read standard input twice: the targets, a script, a message."""
    taken = ["-"] if "-" in given.operands else []
    taken += [f"{option} -" for option, value in given.repeated if (option, value) == ("--script", "-")]
    taken += ["--data -"] if given.value("--data") == "-" else []
    if len(taken) > 1:
        raise UsageError(
            _("{one} and {other}: standard input can be read only once", one=taken[0], other=taken[1])
        )


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
    else:
        for option in ("--user", *SOURCES):
            if given.has(option):
                raise UsageError(_("{option} is for --auth", option=option))
    sent: list[str] = []
    for option, value in given.repeated:
        if option == "--send":
            sent.append(_one_line(value))
            parts.append(lines(sent[-1:]))
        elif option == "--script":
            script = _lines_of(value, environment)
            sent += (line for line in script if line.strip() and not line.startswith("#"))
            parts.append(file_lines(script))
    transaction = any(given.has(option) for option in ("--from", "--to", "--data"))
    _refuse_after_quit(sent, transaction=transaction)
    if transaction:
        parts.append(_transaction(given, environment, targets))
    return one_after_the_other(*parts)


def _refuse_after_quit(sent: Sequence[str], *, transaction: bool) -> None:
    """Refuse what would never be sent: QUIT ends the session, unless it is a line of a message."""
    verbs = [line.split()[0].upper() for line in sent]
    if "QUIT" not in verbs or {"DATA", "BDAT"} & set(verbs):
        return
    after = verbs[verbs.index("QUIT") + 1 :] + (["MAIL"] if transaction else [])
    if after:
        raise UsageError(_("QUIT ends the session: {verb} would not be sent", verb=visible(after[0])))


def _one_line(text: str) -> str:
    if not text.strip() or any(character in "\r\n\0" for character in text):
        raise UsageError(_("--send {text!r}: it is one command; --script has several lines", text=text))
    return text


def _lines_of(name: str, environment: Environment) -> Sequence[str]:
    octets = _octets_of("--script", name, environment)
    return octets.decode("utf-8", "surrogateescape").replace("\r\n", "\n").removesuffix("\n").split("\n")


def _transaction(
    given: Arguments, environment: Environment, targets: "tuple[Target, ...] | None"
) -> "Script":
    from smtptui.session.probing.script import check_path, envelope
    from smtptui.wire.command import CommandError

    recipients = given.values("--to")
    try:
        sender = check_path(_unbracketed(given.value("--from") or ""))
        recipients = tuple(check_path(_unbracketed(recipient)) for recipient in recipients)
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


def _unbracketed(path: str) -> str:
    """Return an address without the brackets in which it goes over the wire, and other programs want it."""
    return path[1:-1] if path.startswith("<") and path.endswith(">") else path


def _octets_of(option: str, name: str, environment: Environment) -> bytes:
    """Return the octets of a file, or of standard input for ``-``; raise UsageError or InputError."""
    try:
        if name == "-":
            if environment.stdin is None:
                raise InputError(_("it is closed"))
            octets = environment.stdin.read(LARGEST + 1)
        else:
            with open(name, "rb") as file:
                octets = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = why_of(error)
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
