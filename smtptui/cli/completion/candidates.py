"""What may come next on a command line: commands, options and their values, codes, situations, files."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from smtptui.cli.arguments import HELP, Option
from smtptui.cli.command import Command
from smtptui.cli.general import GENERAL
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.cli.environment import Environment
    from smtptui.reference.book.catalogue import Catalogue

FILES = "files"
"""Stands among what a command completes for what the shell knows best."""


class Commands(NamedTuple):
    """The commands there are: their names, and what returns one by its name."""

    names: Sequence[str]
    named: Callable[[str], Command]


class Candidate(NamedTuple):
    """A word that may come next, and what it means; `is_file` for any file, completed by the shell."""

    value: str
    says: str = ""
    is_file: bool = False


ANY_FILE = Candidate("", is_file=True)


def candidates(
    words: Sequence[str], current: str, environment: "Environment", commands: Commands
) -> list[Candidate]:
    """Return what may stand in the place of `current` after `words`, the program's name left out."""
    rest = list(words)
    while rest and (option := _option(GENERAL, rest[0])):
        if len(rest) == 1 and option.takes_value and "=" not in rest[0]:
            return list(_values(option, current, environment))
        del rest[: 1 if "=" in rest[0] or not option.takes_value else 2]
    if not rest:
        return list(_first(current, environment, commands))
    if rest[0] in commands.names:
        return list(_of_command(commands.named(rest[0]), rest[1:], current, environment))
    from smtptui.cli.arguments import UsageError
    from smtptui.cli.meant import command_meant

    try:
        meant = commands.named(command_meant(rest[0], commands.names))
        return list(_of_command(meant, rest, current, environment))
    except UsageError:
        return []


def _first(current: str, environment: "Environment", commands: Commands) -> Iterator[Candidate]:
    if (own := _beside(GENERAL, current, environment)) is not None:
        yield from own
        return
    if current.startswith("-"):
        version = Option(("--version",), mark("Show the version."))
        yield from _names((*GENERAL, version), current)
        return
    for name in commands.names:
        if name.startswith(current):
            yield Candidate(name, _(commands.named(name).summary))
    if current:
        yield from _codes(current, environment)
        yield from _situations(current, environment)


def _of_command(
    chosen: Command, words: Sequence[str], current: str, environment: "Environment"
) -> Iterator[Candidate]:
    options = (*chosen.options, *GENERAL)
    if "--" in words:
        yield from _operands(chosen, current, environment)
        return
    before = _option(options, words[-1]) if words else None
    if before is not None and before.takes_value and "=" not in words[-1]:
        yield from _values(before, current, environment)
        if not before.optional:
            return
    if (beside := _beside(options, current, environment)) is not None:
        yield from beside
    elif current.startswith("-") and current != "-":
        yield from _names(options, current)
    else:
        yield from _operands(chosen, current, environment)


def _beside(
    options: Sequence[Option], current: str, environment: "Environment"
) -> Iterator[Candidate] | None:
    """Return the values of an option that stand beside it, as in ``--tls=``; None where none is named so."""
    name, equals, value = current.partition("=")
    own = _option(options, name) if equals and name.startswith("--") else None
    if own is None:
        return None
    return (
        one if one.is_file else one._replace(value=f"{name}={one.value}")
        for one in _values(own, value, environment)
    )


def _option(options: Sequence[Option], word: str) -> Option | None:
    name = word.partition("=")[0]
    return next((option for option in options if name in option.names), None)


def _names(options: Sequence[Option], current: str) -> Iterator[Candidate]:
    for option in options:
        name = next((name for name in option.names if name.startswith(current)), None)
        if name is not None:
            yield Candidate(name, _(option.help))
    if HELP[1].startswith(current):
        yield Candidate(HELP[1], _("Show this message."))


def _values(option: Option, current: str, environment: "Environment") -> Iterator[Candidate]:
    if option.metavar == "FILE":
        yield ANY_FILE
    elif option.names[0] == "--lang":
        from smtptui.words.language import languages

        yield from (Candidate(name) for name in languages() if name.startswith(current))
    elif option.names[0] == "--command":
        from smtptui.wire.verbs import Verb

        yield from (Candidate(str(verb)) for verb in Verb if str(verb).startswith(current.upper()))
    elif own := _VALUES.get(option.metavar) or _VALUES.get(option.names[0]):
        yield from own(current, environment)
    else:
        wanted = current.upper() if option.optional else current
        yield from (Candidate(choice) for choice in option.choices if choice.startswith(wanted))


def _expectations(current: str, environment: "Environment") -> Iterator[Candidate]:
    """Yield what may be expected as far as its sign, and the situations after it."""
    for sign in ("!=", "="):
        if current.startswith(f"situation{sign}"):
            for one in _situations(current.partition(sign)[2], environment):
                yield one._replace(value=f"situation{sign}{one.value}")
            return
    from smtptui.cli.probe.expectations import BEGINNINGS

    yield from (Candidate(own) for own in BEGINNINGS if own.lower().startswith(current.lower()))


def _software(current: str, environment: "Environment") -> Iterator[Candidate]:  # noqa: ARG001
    """Yield the names of server software that the reference knows."""
    from smtptui.reference.explaining.servers import all_signs

    for own in all_signs():
        if own.software.lower().startswith(current.lower()):
            yield Candidate(own.software)


def _demo_servers(current: str, environment: "Environment") -> Iterator[Candidate]:
    from smtptui.demo.menu import scripts, title_of

    for script in scripts(environment.catalogue()):
        if script.id.startswith(current):
            yield Candidate(script.id, title_of(script))


def _variables(current: str, environment: "Environment") -> Iterator[Candidate]:
    yield from (Candidate(name) for name in sorted(environment.variables) if name.startswith(current))


_VALUES: dict[str, Callable[[str, "Environment"], Iterator[Candidate]]] = {
    "EXPECTATION": _expectations,
    "SOFTWARE": _software,
    "ID": _demo_servers,
    "--password-env": _variables,
}
"""What an option takes, by what stands for it in its help, or by its name."""


def _operands(chosen: Command, current: str, environment: "Environment") -> Iterator[Candidate]:
    for what in chosen.completes:
        if what == FILES:
            yield ANY_FILE
        elif what in _KINDS:
            yield from _KINDS[what](current, environment)
        elif what.startswith(current):
            yield Candidate(what)


def _codes(current: str, environment: "Environment") -> Iterator[Candidate]:
    """Yield codes; enhanced ones once a dot says that one is meant."""
    catalogue = environment.catalogue()
    if "." in current and current[0].isdigit():
        # With the class that was typed: servers send more than the registry assigns, 5.2.2 for one.
        told: dict[str, str] = {}
        for status in catalogue.registry.statuses:
            code = f"{current[0]}{status.code[1:]}"
            if code.startswith(current) and code[2:].replace(".", "").isdigit():
                told.setdefault(code, status.title)
        yield from (Candidate(code, title) for code, title in told.items())
    elif not current or current[0].isdigit():
        for code in catalogue.names:
            if code.startswith(current):
                yield Candidate(code, catalogue.title(code))


def _situations(current: str, environment: "Environment") -> Iterator[Candidate]:
    """Yield situations, once a letter says that one is meant."""
    if current[:1].isalpha():
        catalogue = environment.catalogue()
        for id in catalogue.situation_ids:
            if id.startswith(current):
                yield Candidate(id, catalogue.situation_title(id))


def _keywords(current: str, environment: "Environment") -> Iterator[Candidate]:
    """Yield EHLO keywords and mechanisms, once a letter says that one is meant."""
    if current[:1].isalpha():
        catalogue: Catalogue = environment.catalogue()
        titles = {own.keyword: own.title for own in catalogue.extensions}
        titles |= {own.mechanism: own.title for own in catalogue.mechanisms}
        wanted = current.upper()
        yield from (Candidate(name, title) for name, title in titles.items() if name.startswith(wanted))


def _targets(current: str, environment: "Environment") -> Iterator[Candidate]:
    """Yield what was connected to lately."""
    from smtptui.settings.state import StateFile, default_state_path

    for recent in StateFile(default_state_path(environment.variables)).state.recents:
        if recent.target.startswith(current):
            yield Candidate(recent.target, recent.detail)


def _demo_targets(current: str, environment: "Environment") -> Iterator[Candidate]:
    """Yield the servers of the demo's menu, once it is named."""
    if current.startswith("demo:"):
        for server in _demo_servers(current.removeprefix("demo:"), environment):
            yield server._replace(value=f"demo:{server.value}")


_KINDS: dict[str, Callable[[str, "Environment"], Iterator[Candidate]]] = {
    "codes": _codes,
    "situations": _situations,
    "keywords": _keywords,
    "targets": _targets,
    "demo": _demo_targets,
}
"""What a command may complete, by the names in `Command.completes`."""
