"""The one place where the command line opens the screens."""

import os
import sys
from typing import TYPE_CHECKING

import click

from smtptui.cli.exit_status import ExitStatus

if TYPE_CHECKING:
    from smtptui.session.engine import Options
    from smtptui.session.target import Target


def require_terminal() -> None:
    """Raise a usage error with a hint unless stdin and stdout are a terminal that can draw screens."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "the explorer needs a terminal; 'smtptui explain', 'smtptui compare' and 'smtptui codes' do not"
        )
    if os.environ.get("TERM") == "dumb":
        raise click.UsageError(
            "TERM=dumb draws no screens; 'smtptui explain', 'smtptui compare' and 'smtptui codes' need none"
        )


def open_explorer(
    target: "Target | None" = None, options: "Options | None" = None, *, demo: bool = False
) -> int:
    """Open the explorer, connected to `target` or to the demo server, and return the exit status."""
    require_terminal()
    # Textual is imported here and nowhere else, so that every other command starts without it.
    from smtptui.tui.app import SmtptuiApp

    app = SmtptuiApp(target=target, options=options, demo=demo)
    app.run()
    return app.return_code or ExitStatus.OK
