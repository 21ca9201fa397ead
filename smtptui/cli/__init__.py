"""The command line: `main` is what the `smtptui` script calls, and costs almost nothing to import."""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (those of the process if None); return the exit status.

    Click is imported only for what needs it: scripts ask for the version often, and the explorer is to be
    on the screen at once.
    """
    import sys

    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        from smtptui import __version__

        sys.stdout.write(f"smtptui {__version__}\n")
        return 0
    if not words:
        from smtptui.cli.explorer import open_explorer

        return open_explorer()
    from smtptui.cli.app import run

    return run(words)
