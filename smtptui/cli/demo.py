"""``smtptui demo``: the demo server alone, for other programs to talk to."""

import signal

import click

from smtptui.cli.exit_status import ExitStatus


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 (the default) picks a free one.")
def command(port: int) -> int:
    """Run the demo server on 127.0.0.1 until interrupted.

    A real SMTP server that keeps nothing, for trying out clients: it greets with 220 and answers 504 to an
    unknown AUTH mechanism, a HELO name or address that is not fully qualified, and an unknown parameter.
    """
    from smtptui.demo.server import DemoServer

    try:
        with DemoServer(port=port) as server:
            click.echo(f"listening on 127.0.0.1:{server.port}; end with ctrl+c")
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except OSError as error:
        click.echo(
            f"smtptui: cannot listen on 127.0.0.1:{port}: {error.strerror}; choose another --port", err=True
        )
        return ExitStatus.CANNOT_CONNECT
    return ExitStatus.OK
