"""``smtptui explain`` as one of click's commands; `smtptui.cli.explaining` does it."""

import click

from smtptui.cli.explaining import run


@click.command(
    "explain",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Explain replies: a code, a log line, a bounce, a transcript, or - for standard input."""
    return run(arguments)
