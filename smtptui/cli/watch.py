"""``smtptui watch``: the explorer with a live session."""

from pathlib import Path

import click

from smtptui.cli.explorer import open_explorer


@click.command("watch")
@click.argument("target", required=False)
@click.option(
    "--tls",
    type=click.Choice(["auto", "none", "starttls", "implicit"]),
    help="auto: STARTTLS if offered, implicit on 465 (the default).",
)
@click.option("--ehlo", "ehlo_name", default="", metavar="NAME", help="The name to give in EHLO.")
@click.option(
    "--ca", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Trust this CA file."
)
@click.option("--insecure", is_flag=True, help="Inspect a server whose certificate fails; forbids AUTH.")
def command(target: str | None, tls: str | None, ehlo_name: str, ca: Path | None, insecure: bool) -> int:
    """Watch a session with TARGET: HOST, HOST:PORT, [::1]:PORT, smtp://… or smtps://….

    Without TARGET, start the built-in demo server and connect to it. Nothing is sent but EHLO, STARTTLS
    and QUIT until you type a command.
    """
    from smtptui.session.engine import Options
    from smtptui.session.target import TargetError, TlsMode, parse_target

    options = Options(ehlo_name=ehlo_name, ca=ca, insecure=insecure)
    if target is None:
        return open_explorer(options=options, demo=True)
    try:
        parsed = parse_target(target, tls=TlsMode(tls) if tls else None)
    except TargetError as error:
        raise click.UsageError(str(error)) from None
    return open_explorer(parsed, options)
