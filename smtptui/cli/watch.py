"""``smtptui watch``: the explorer with a live session."""

from pathlib import Path

import click

from smtptui.cli.explorer import open_explorer

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("watch")
@click.argument("target", required=False)
@click.option(
    "--tls",
    type=click.Choice(["auto", "none", "starttls", "implicit"]),
    help="auto: STARTTLS if offered, implicit on 465 (the default).",
)
@click.option("--ehlo", "ehlo_name", default="", metavar="NAME", help="The name to give in EHLO.")
@click.option("--ca", type=FILE, help="Trust this CA file.")
@click.option("--client-cert", type=FILE, help="Show this certificate (PEM) when asked for one.")
@click.option("--client-key", type=FILE, help="Its key, if it is in a file of its own.")
@click.option("--insecure", is_flag=True, help="Inspect a server whose certificate fails; forbids AUTH.")
def command(
    target: str | None,
    tls: str | None,
    ehlo_name: str,
    ca: Path | None,
    client_cert: Path | None,
    client_key: Path | None,
    insecure: bool,
) -> int:
    """Watch a session with TARGET: HOST, HOST:PORT, [::1]:PORT, smtp://…, smtps://… or mx:DOMAIN.

    Without TARGET, start the built-in demo server and connect to it. Nothing is sent but EHLO, STARTTLS
    and QUIT until you type a command.
    """
    from smtptui.session.options import OptionError, Options, check_options
    from smtptui.session.target import TargetError, TlsMode, parse_target

    try:
        options = check_options(
            Options(
                ehlo_name=ehlo_name,
                ca=ca,
                client_cert=client_cert,
                client_key=client_key,
                insecure=insecure,
            )
        )
        parsed = None if target is None else parse_target(target, tls=TlsMode(tls) if tls else None)
    except (OptionError, TargetError) as error:
        raise click.UsageError(str(error)) from None
    return open_explorer(parsed, options, demo=parsed is None)
