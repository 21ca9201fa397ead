"""The manual page, made from the table of commands: ``python -m tests.shipping.manual`` writes it anew.

In the man macros, which every ``man`` reads, and in English; it is ``docs/smtptui.1``, and in the wheel.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

from smtptui import __version__
from smtptui.cli import exit_status
from smtptui.cli.arguments import Option
from smtptui.cli.command import Command
from smtptui.cli.commands import COMMANDS, command
from smtptui.cli.general import GENERAL
from smtptui.cli.help import EXAMPLES, HELP_OPTION, SUMMARY
from smtptui.reference.explaining.explanation import lowered

FILES = (
    (
        "~/.config/smtptui/config.toml",
        "The settings: language, theme, keys, how to connect, notes of your own.",
    ),
    ("~/.local/state/smtptui/state.json", "What is remembered from run to run; never a password."),
)

ENVIRONMENT = (
    ("SMTPTUI_CONFIG", "The file of settings, instead of the usual one."),
    ("SMTPTUI_STATE", "The file of what is remembered, instead of the usual one."),
    ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "The language, unless --lang or the settings say another."),
    ("COLUMNS", "How wide output is."),
    ("NO_COLOR", "Keeps output plain."),
    ("TEXTUAL_THEME", "The theme of the explorer."),
    ("SSLKEYLOGFILE", "Where the keys of TLS sessions are written, for who looks at packets."),
)

DATE = "2026-11-25"
"""Of the page's last change that its readers would notice."""

PAGE = Path(__file__).parent.parent.parent / "docs" / "smtptui.1"


def manual() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield '.\\" Made by python -m tests.shipping.manual; a test holds it to the program.'
    yield f'.TH SMTPTUI 1 {DATE} "smtptui {__version__}" "User Commands"'
    yield from (".SH NAME", f"smtptui \\- {_text(lowered(SUMMARY.rstrip('.')))}")
    yield from (".SH SYNOPSIS", ".B smtptui", '.RI [ COMMAND ] " " [ ARGUMENTS ]')
    yield from (
        ".SH DESCRIPTION",
        _text(SUMMARY),
        "Without a command, it opens the explorer, which needs a terminal.",
    )
    yield "A word that names no command is a code, a reply or a server: the examples show each."
    yield ".SH OPTIONS"
    yield "Before a command, or among its own:"
    version = Option(("--version",), "Show the version.")
    yield from _options((*GENERAL, version, HELP_OPTION))
    yield ".SH COMMANDS"
    for name in COMMANDS:
        yield from _command(command(name))
    yield ".SH EXIT STATUS"
    yield from _terms(_statuses())
    yield ".SH ENVIRONMENT"
    yield from _terms(ENVIRONMENT)
    yield ".SH FILES"
    yield "In the platform's folders; on Linux:"
    yield from _terms(FILES)
    yield ".SH EXAMPLES"
    for line, says in EXAMPLES:
        yield from (".TP", f".B {_text(line)}")
        yield _text(says.removeprefix("… ") or "The same.")
    yield ".SH SEE ALSO"
    yield ".BR swaks (1),"
    yield ".BR openssl\\-s_client (1),"
    yield ".BR postconf (5)"


def _command(own: Command) -> Iterator[str]:
    yield f'.SS "smtptui {_text(f"{own.name} {own.operands}".rstrip())}"'
    yield _text(own.summary)
    for text in own.text:
        yield from (".PP", _text(text))
    yield from _options(own.options)
    if own.examples:
        yield from (".PP", "Examples:", ".PP", ".nf", ".RS")
        yield from (_text(line) for line in own.examples)
        yield from (".RE", ".fi")


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        value = "|".join(option.choices) if option.choices and not option.optional else option.metavar
        names = ", ".join(f"\\fB{_text(name)}\\fR" for name in sorted(option.names, key=len))
        yield from (".TP", f"{names} \\fI{_text(value)}\\fR" if value else names)
        yield _text(option.help)


def _terms(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, says in rows:
        yield from (".TP", f".B {_text(name)}", _text(says))


def _statuses() -> Iterator[tuple[str, str]]:
    """Yield each exit status with what stands below it in the source: it is told once, there."""
    (enum,) = (
        node for node in ast.parse(inspect.getsource(exit_status)).body if isinstance(node, ast.ClassDef)
    )
    for status, says in pairwise(enum.body):
        match status, says:
            case ast.Assign(value=ast.Constant(value=int(number))), ast.Expr(
                value=ast.Constant(value=str(text))
            ):
                yield str(number), text.replace("`", "")


def _text(words: str) -> str:
    """Return words as roff reads them: no character of them is its own, and no line is long."""
    lines = wrap(
        words.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga"), 76, break_long_words=False
    )
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in lines)


if __name__ == "__main__":
    PAGE.write_text(manual(), encoding="utf-8")
