"""``smtptui replay``: a recording, or any transcript, watched again, printed, or made a report of."""

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.words import _, mark

WAYS = ("--text", "--json", "--report", "--list")
"""What is written instead of opening the explorer."""


def _replay(given: Arguments, environment: Environment) -> int:
    """Open the file, and show or write what is in it."""
    from smtptui.cli.replay.opening import opened

    ways = [way for way in WAYS if given.has(way)]
    if len(ways) > 1:
        raise UsageError(_("{one} and {two} exclude each other", one=ways[0], two=ways[1]))
    if given.has("--output") and "--report" not in ways:
        raise UsageError(_("--output names the file of a report: --report says of what kind"))
    number = _number(given)
    with opened(given.operands[0], environment) as found:
        if number is not None and number > len(found.sessions):
            count = len(found.sessions)
            raise UsageError(_("there is no session {number}; there are {count}", number=number, count=count))
        if not ways:
            from smtptui.cli.replay.screen import show

            return show(found, number, environment, given)
        from smtptui.cli.replay.writing import write

        chosen = found.sessions if number is None else found.sessions[number - 1 : number]
        return write(ways[0], found._replace(sessions=chosen), environment, given)


def _number(given: Arguments) -> int | None:
    word = given.value("--session")
    if word is None:
        return None
    if not (word.isascii() and word.isdigit() and 0 < int(word) < 1 << 31):
        raise UsageError(_("--session is a number from 1 on, not {word!r}", word=word))
    return int(word)


COMMAND = Command(
    "replay",
    "FILE|-",
    mark("Watch a recorded session again, at its own pace; or print it, or make a report of it."),
    (
        mark(
            "FILE is a recording (of R, or watch --record), or any log or transcript that 'smtptui explain' "
            "reads. Of several sessions in it the explorer lets you choose one."
        ),
        mark("space stands still and goes on, → goes a step, + and - change the speed, End goes to the end."),
    ),
    (
        Option(("--text",), mark("Print the session in the notation of swaks.")),
        Option(("--json",), mark("Print one JSON object for each event.")),
        Option(("--list",), mark("Print the sessions in the file, a line for each.")),
        Option(
            ("--report",),
            mark("Write a report: md (Markdown), html (one file), cast (asciicast)."),
            choices=("md", "html", "cast"),
        ),
        Option(("--output", "-o"), mark("Write the report to this file."), "FILE"),
        Option(("--session",), mark("The number of one of several sessions."), "N"),
        Option(("--anonymous",), mark("Put stand-ins in place of addresses and names.")),
        Option(("--step",), mark("Begin standing still: → goes step by step.")),
    ),
    _replay,
    least=1,
    most=1,
    completes=("files",),
    examples=(
        "smtptui replay session.jsonl",
        "smtptui replay session.jsonl --report html -o session.html",
        "smtptui replay /var/log/mail.log --list",
        "swaks --to me@example.org 2>&1 | smtptui replay -",
    ),
    statuses=mark("Exit status: 0 fine, 1 if there is no session in the file, 2 usage, 74 cannot read it."),
)
