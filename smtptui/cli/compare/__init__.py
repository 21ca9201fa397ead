"""``smtptui compare``: two codes, or two situations, side by side."""

from smtptui.cli.arguments import Arguments, Option, UsageError
from smtptui.cli.command import Command
from smtptui.cli.environment import Environment
from smtptui.cli.exit_status import ExitStatus
from smtptui.words import mark


def _compare(given: Arguments, environment: Environment) -> int:
    from smtptui.reference.book.catalogue import UnknownCode
    from smtptui.reference.comparing.compare import compare

    catalogue = environment.catalogue()
    try:
        comparison = compare(catalogue, *given.operands)
    except UnknownCode as error:
        raise UsageError(str(error)) from None
    if given.has("--json"):
        from smtptui.cli.compare.objects import as_object

        environment.stdout.json(as_object(catalogue, comparison))
    else:
        from smtptui.cli.compare.page import Page

        environment.stdout.lines(Page(catalogue.labels, environment.stdout).lines(comparison))
    return ExitStatus.OK


COMMAND = Command(
    "compare",
    "A B",
    mark("Compare two codes: what differs, what does not, and which to use when."),
    (mark("A and B are reply codes (504), enhanced codes (5.5.4) or situations (mailbox.full)."),),
    (Option(("--json",), mark("One JSON object.")),),
    _compare,
    least=2,
    most=2,
    examples=(
        "smtptui compare 220 504",
        "smtptui compare 5.7.8 5.7.9",
        "smtptui compare auth.mechanism auth.failed --json",
    ),
    completes=("codes", "situations"),
)
