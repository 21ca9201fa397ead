"""``smtptui codes``: list what the reference holds, or find something in it."""

from smtptui.cli.arguments import Arguments, Option
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.reference.book.model import Kind
from smtptui.words import mark


def _codes(given: Arguments, environment: Environment) -> int:
    from smtptui.cli.codes.finding import find_and_list

    kind = given.value("--kind")
    kinds = (Kind(kind),) if kind else tuple(Kind)
    return find_and_list(" ".join(given.operands), kinds, environment, as_objects=given.has("--json"))


COMMAND = Command(
    "codes",
    "[QUERY…]",
    mark("List reply codes, enhanced codes, extensions and AUTH mechanisms, or those that QUERY finds."),
    (
        mark(
            "QUERY is a code or the beginning of one (504, 50x, 5.7.*), or words to look for in titles, "
            "articles, real replies, commands and keywords. Where nothing has it, the nearest there is is "
            "shown, and the exit status is 1."
        ),
    ),
    (
        Option(("--kind",), mark("Only entries of this kind."), choices=tuple(kind.value for kind in Kind)),
        Option(("--json",), mark("One JSON object a line.")),
    ),
    _codes,
    examples=(
        "smtptui codes",
        "smtptui codes 50x",
        "smtptui codes --kind enhanced 5.7.*",
        "smtptui codes greylisting",
    ),
    completes=("codes", "situations", "keywords"),
)
