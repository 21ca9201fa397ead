"""The arguments of a command: what it takes, as a table, and how they are read.

Our own and small, because the usual libraries cost more to import than most answers take to find, and print
by themselves, in English, whatever the output's width, language and character set are.
"""

from collections.abc import Sequence
from typing import NamedTuple


class UsageError(Exception):
    """Arguments that do not fit; the message is a sentence without its full stop."""

    command = ""
    """The command whose ``--help`` says more; empty for the program's."""


class Option(NamedTuple):
    """An option: its names, what it does, and what stands for its value, if it takes one.

    The first name is shown, and those of one letter. `choices` are the values it may
    have; without them any word goes. One that `repeats` may be given several times. Of one
    whose value is `optional`, the word after it is its value only if it is one of `choices`, in
    letters of either size.
    """

    names: tuple[str, ...]
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    repeats: bool = False
    optional: bool = False

    @property
    def takes_value(self) -> bool:
        """Whether a word follows it."""
        return bool(self.metavar or self.choices)


HELP = ("-h", "--help")


class Arguments(NamedTuple):
    """What was given: the operands, and the options by the first of their names (a flag's value is empty)."""

    operands: tuple[str, ...]
    options: dict[str, str]
    wants_help: bool = False
    repeated: tuple[tuple[str, str], ...] = ()
    """Every value that was given, in order, of the options that may be repeated."""

    def has(self, name: str) -> bool:
        """Return whether a flag was given."""
        return name in self.options

    def value(self, name: str) -> str | None:
        """Return the value of an option, None if it was not given."""
        return self.options.get(name)

    def values(self, name: str) -> tuple[str, ...]:
        """Return all values of an option that may be repeated."""
        return tuple(value for option, value in self.repeated if option == name)


def read(words: Sequence[str], options: Sequence[Option], *, prose: bool = False) -> Arguments:
    """Read the words after a command; raise UsageError.

    With `prose`, a dash after the first operand may be the text's own: only a known option is taken for one.
    """
    known = {name: option for option in options for name in option.names}
    operands: list[str] = []
    given: dict[str, str] = {}
    repeated: list[tuple[str, str]] = []
    rest = list(reversed(words))
    while rest:
        word = rest.pop()
        name, equals, value = word.partition("=")
        if word in HELP and not (prose and operands):
            return Arguments((), {}, wants_help=True)
        if word == "--" and not (prose and operands):
            operands += reversed(rest)
            break
        if word == "-" or not word.startswith("-") or (prose and operands and name not in known):
            operands.append(word)
        elif name not in known:
            raise UsageError(_no_such_option(name, known))
        else:
            option = known[name]
            given[option.names[0]] = found = _value(option, name, value if equals else None, rest)
            if option.repeats:
                repeated.append((option.names[0], found))
    return Arguments(tuple(operands), given, repeated=tuple(repeated))


def _value(option: Option, name: str, value: str | None, rest: list[str]) -> str:
    """Return the value of an option, taken from the words that follow where it does not stand beside it."""
    from smtptui.words import _

    if not option.takes_value:
        if value is not None:
            raise UsageError(_("{option} takes no value", option=name))
        return ""
    if value is None and option.optional:
        if not rest or rest[-1].upper() not in option.choices:
            return ""
        value = rest.pop()
    if option.optional and value is not None:
        value = value.upper()
    if value is None:
        if not rest:
            raise UsageError(_("{option} needs a value: {name}", option=name, name=_name_of_value(option)))
        value = rest.pop()
    if option.choices and value not in option.choices:
        raise UsageError(
            _(
                "{option} cannot be {value!r}; it is one of {choices}",
                option=name,
                value=value,
                choices=", ".join(option.choices),
            )
        )
    return value


def _name_of_value(option: Option) -> str:
    return "|".join(option.choices) or option.metavar


def _no_such_option(name: str, known: "dict[str, Option]") -> str:
    from smtptui.reference.searching.nearest import nearest
    from smtptui.words import _

    if name == "--password" and "--password-file" in known:
        return _(
            "there is no --password: everybody on this machine can read a command line; it is asked for, "
            "or comes from --password-file, --password-env or --password-keyring"
        )
    near = nearest(name[:40], (*known, *HELP), count=1)
    if near:
        return _("there is no option {option}; did you mean {near}?", option=name, near=near[0])
    return _("there is no option {option}", option=name)
