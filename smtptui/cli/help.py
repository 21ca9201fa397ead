"""``--help``: of the program and of each command, as wide as the output, in the language of the process."""

from smtptui.cli.arguments import Option
from smtptui.cli.columns import cells, padded, wrapped
from smtptui.cli.command import Command
from smtptui.cli.general import GENERAL
from smtptui.cli.output import Output
from smtptui.words import _, mark

WIDEST = 100
"""Columns of help at most: longer lines are hard to read."""

SUMMARY = mark("Look up any SMTP reply, compare any two codes, and watch a live session.")

EXAMPLES = (
    ("smtptui", mark("open the explorer")),
    ("smtptui watch", mark("… connected to the built-in demo server")),
    ("smtptui mx.example.org", mark("… connected to a server, port 25")),
    ("smtptui watch smtps://mx.example.org", ""),
    ("smtptui 504", mark("what a code means")),
    ("smtptui explain 504 5.5.4 Unrecognized authentication type", ""),
    ("smtptui compare 220 504", mark("two codes side by side")),
    ("smtptui probe mx.example.org", mark("a session without a screen")),
)

STATUSES = mark(
    "Exit status: 0 fine, 1 nothing found, 2 usage, 3 no connection or no port, 70 a defect of the program, "
    "74 cannot read or write, 130 interrupted; for those of probe see its help."
)

HELP_OPTION = Option(("--help", "-h"), mark("Show this message."))


def program_help(out: Output, summaries: dict[str, str]) -> None:
    """Write what the program does; `summaries` has that of each command."""
    width = min(out.width, WIDEST)
    out.lines(wrapped(_("Usage: {usage}", usage="smtptui [COMMAND] [ARGUMENTS]"), width, hanging="  "))
    for text in (SUMMARY, mark("Without a command, open the explorer.")):
        out.line()
        out.lines(wrapped(_(text), width, indent="  "))
    _table(out, _("Commands:"), [(name, _(summary)) for name, summary in summaries.items()], width)
    version = Option(("--version",), mark("Show the version."))
    _table(out, _("Options:"), [_row(option) for option in (*GENERAL, version, HELP_OPTION)], width)
    _table(out, _("Examples:"), [(line, _(says) if says else "") for line, says in EXAMPLES], width)
    out.line()
    out.lines(wrapped(_(STATUSES), width))


def command_help(out: Output, command: Command) -> None:
    """Write what one command does."""
    width = min(out.width, WIDEST)
    usage = f"smtptui {command.name} [OPTIONS] {command.operands}".rstrip()
    out.lines(wrapped(_("Usage: {usage}", usage=usage), width, hanging="  "))
    for text in (command.summary, *command.text):
        out.line()
        out.lines(wrapped(_(text), width, indent="  "))
    _table(out, _("Options:"), [_row(option) for option in (*command.options, *GENERAL, HELP_OPTION)], width)
    if command.examples:
        _table(out, _("Examples:"), [(line, "") for line in command.examples], width)
    if command.statuses:
        out.line()
        out.lines(wrapped(_(command.statuses), width))


def _row(option: Option) -> tuple[str, str]:
    value = f"[{'|'.join(option.choices)}]" if option.choices and not option.optional else option.metavar
    first, *others = option.names
    names = ", ".join([*(name for name in others if not name.startswith("--")), first])
    return f"{names} {value}".rstrip(), _(option.help)


def _table(out: Output, heading: str, rows: list[tuple[str, str]], width: int) -> None:
    """Write rows of two columns; where the left one leaves no room, what it says stands below it."""
    out.line()
    out.line(out.strong(heading))
    left = max((cells(name) for name, says in rows if says and cells(name) <= width // 2), default=0) + 2
    for name, says in rows:
        if not says:
            out.lines(wrapped(name, width, indent="  ", hanging="      "))
        elif cells(name) + 2 <= left and width - left >= 24:
            lines = wrapped(says, width - left - 2)
            out.line(f"  {padded(name, left)}{lines[0]}")
            out.lines(f"{' ' * (left + 2)}{line}" for line in lines[1:])
        else:
            out.lines(wrapped(name, width, indent="  ", hanging="      "))
            out.lines(wrapped(says, width, indent="      "))
