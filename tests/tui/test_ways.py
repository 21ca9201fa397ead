"""After a failure of TLS one goes on from where one is: by a key each, or with the authority's file."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import trustme
from textual.widgets import Input

from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp
from tests.tui.driving import WIDE, burst, screen_text, until, until_true

OPTIONS = Options(ehlo_name="client.example")


@contextlib.contextmanager
def private_server(authority: trustme.CA) -> Iterator[int]:
    """Run a server whose certificate nobody else knows: it offers STARTTLS, and says what it is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    listening = socket.create_server(("127.0.0.1", 0))

    def talk(peer: socket.socket) -> None:
        for line in peer.makefile("rb"):
            if line.startswith(b"STARTTLS"):
                peer.sendall(b"220 go ahead\r\n")
                with context.wrap_socket(peer, server_side=True) as inside:
                    talk(inside)
                return
            if line.startswith(b"EHLO"):
                inside_tls = isinstance(peer, ssl.SSLSocket)
                peer.sendall(b"250 private inside\r\n" if inside_tls else b"250-private\r\n250 STARTTLS\r\n")
            else:
                peer.sendall(b"250 2.0.0 ok\r\n")

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _ = listening.accept()
                with contextlib.suppress(OSError), peer:
                    peer.sendall(b"220 private ESMTP\r\n")
                    talk(peer)

    threading.Thread(target=serve, daemon=True).start()
    with listening:
        yield int(listening.getsockname()[1])


async def test_a_certificate_of_an_unknown_authority_is_inspected_by_a_click() -> None:
    with private_server(trustme.CA()) as port:
        app = SmtptuiApp(target=Target("127.0.0.1", port, TlsMode.STARTTLS), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "i inspects it")
            lines = screen_text(app).splitlines()
            row, line = next(each for each in enumerate(lines) if "i inspects it" in each[1])
            await pilot.click(offset=(line.index("i inspects it"), row))
            await until(pilot, "private inside")
            await until(pilot, "unverified")
            assert app.workspace.panel.options == OPTIONS._replace(insecure=True)
            assert "i inspects it" not in screen_text(app)


async def test_it_is_connected_to_without_tls_by_one_key() -> None:
    with private_server(trustme.CA()) as port:
        app = SmtptuiApp(target=Target("127.0.0.1", port, TlsMode.AUTO), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "n connects without TLS")
            burst(app, "n")
            await until(pilot, "no TLS  2 replies")
            assert app.workspace.panel.target == Target("127.0.0.1", port, TlsMode.NONE)
            await pilot.press("ctrl+o")
            await until(pilot, "(none)")


async def test_it_is_trusted_once_the_file_of_its_authority_is_named(tmp_path: Path) -> None:
    authority, file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(file)
    with private_server(authority) as port:
        app = SmtptuiApp(target=Target("127.0.0.1", port, TlsMode.STARTTLS), options=OPTIONS)
        async with app.run_test(size=WIDE) as pilot:
            await until(pilot, "ctrl+o names the authority's file")
            burst(app, "ctrl+o")
            await until(pilot, "enter connects")
            app.screen.query_one("#ca", Input).value = str(file)
            burst(app, "\r")
            await until(pilot, "private inside")
            assert "unverified" not in screen_text(app)
            assert app.workspace.panel.options == OPTIONS._replace(ca=file)
            burst(app, "ctrl+r")
            await until_true(pilot, lambda: app.workspace.panel.options == OPTIONS._replace(ca=file))
