"""The command line: `main` is what the `smtptui` script calls, and costs almost nothing to import."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smtptui.cli.environment import Environment


def main(arguments: Sequence[str] | None = None, environment: "Environment | None" = None) -> int:
    """Run the command line with `arguments` in `environment` (those of the process if None).

    Returns the exit status. A reader that goes away, as in ``smtptui codes | head``, ends it without a word.
    """
    import sys

    from smtptui.cli.environment import of_process
    from smtptui.cli.running import run

    words = list(sys.argv[1:] if arguments is None else arguments)
    if environment is not None:
        return run(words, environment)
    status = run(words, of_process())
    # The process ends here: looking for circles in what is left would take as long as a quick answer.
    import gc

    gc.freeze()
    return status
