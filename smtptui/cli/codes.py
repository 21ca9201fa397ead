"""``smtptui codes``: list what the reference holds, or find something in it."""

import click

from smtptui.cli.listing import list_entries
from smtptui.reference.book.model import Kind


@click.command("codes")
@click.argument("query", nargs=-1)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only entries of this kind.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
def command(query: tuple[str, ...], kind: str | None, as_objects: bool) -> int:
    """List reply codes, enhanced codes, extensions and AUTH mechanisms, or those that QUERY finds.

    QUERY is a code or the beginning of one (504, 50x, 5.7.*), or words to look for in titles, articles,
    real replies, commands and keywords. Where nothing has it, the nearest there is is shown, and the exit
    status is 1.
    """
    return list_entries(" ".join(query), kind=Kind(kind) if kind else None, as_objects=as_objects)
