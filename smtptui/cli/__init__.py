"""The command line: `main` is what the `smtptui` script calls, and costs almost nothing to import."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (those of the process if None); return the exit status.

    A reader that goes away, as in ``smtptui codes | head``, ends it without a word.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still buffered has nowhere to go; the interpreter must not try again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # A full disk, most of all; what is a matter of the network never comes here, it is an event.
        sys.stderr.write(f"smtptui: {error.strerror or 'cannot write the output'}\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _run(words: list[str]) -> int:
    """Choose the way: click is imported only for what needs it, because it costs more than most answers."""
    if words == ["--version"]:
        from smtptui import __version__

        sys.stdout.write(f"smtptui {__version__}\n")
        return 0
    if not words:
        from smtptui.cli.explorer import open_explorer

        return open_explorer()
    if words[0] == "explain":
        from smtptui.cli.one_code import explain_one

        if len(words) == 2 and explain_one(words[1]):
            return 0
        from smtptui.cli.explaining import run as explain

        return explain(words[1:])
    if words[0] == "codes" and not any(word.startswith("-") for word in words):
        from smtptui.cli.listing import list_entries

        return list_entries(" ".join(words[1:]))
    from smtptui.cli.app import run

    return run(words)
