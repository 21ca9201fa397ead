"""The one place where the command line opens the screens."""

import os
import sys
from typing import TYPE_CHECKING

from smtptui.cli.exit_status import ExitStatus

if TYPE_CHECKING:
    from smtptui.session.session import Options
    from smtptui.session.target import Target


def problem_with_terminal() -> str:
    """Return why screens cannot be drawn here, and what can be used instead; empty if they can."""
    others = "'smtptui explain', 'smtptui compare' and 'smtptui codes' need none"
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return f"the explorer needs a terminal; {others}"
    if os.environ.get("TERM", "") in ("", "dumb"):
        return f"the explorer needs a terminal that can draw screens, and TERM names none; {others}"
    return ""


def open_explorer(
    target: "Target | None" = None, options: "Options | None" = None, *, demo: bool = False
) -> int:
    """Open the explorer, connected to `target` or to the demo server, and return the exit status."""
    if problem := problem_with_terminal():
        sys.stderr.write(f"smtptui: {problem}\n")
        return ExitStatus.USAGE
    # Textual is imported here and nowhere else, so that every other command starts without it.
    from smtptui.tui.app import SmtptuiApp

    app = SmtptuiApp(target=target, options=options, demo=demo)
    app.run()
    return app.return_code or ExitStatus.OK
