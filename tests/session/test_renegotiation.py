"""A server that asks for a new handshake inside TLS 1.2: it is refused (CVE-2009-3555)."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from smtptui.session.session import Session
from smtptui.session.target import Target, TlsMode
from smtptui.wire.events import CloseReason, CommandSent, TlsEstablished
from tests.session.openssl_authority import OpensslAuthority
from tests.session.watching import LIMIT, OPTIONS, answered, closed, codes, only, rest, until


class Server:
    """`openssl s_server`: what it is typed goes to the client, but for a first letter that is a command."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self.target = Target("localhost", port, TlsMode.IMPLICIT)
        self.shown = b""

    async def type(self, line: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + b"\n")
        await self._process.stdin.drain()

    async def shows(self, wanted: bytes) -> None:
        """Read on until it has shown `wanted`."""
        assert self._process.stdout is not None
        async with asyncio.timeout(LIMIT):
            while wanted not in self.shown:
                octets = await self._process.stdout.read(4096)
                assert octets, f"it never showed {wanted!r}: {self.shown!r}"
                self.shown += octets


@asynccontextmanager
async def _s_server(authority: OpensslAuthority) -> AsyncIterator[Server]:
    program = shutil.which("openssl")
    assert program is not None
    certificate = str(authority.certificate())
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(program, "s_server", "-tls1_2", "-accept", f"127.0.0.1:{port}", "-naccept", "1", "-crlf"),
        *("-cert", certificate, "-key", certificate),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    server = Server(process, port)
    try:
        await server.shows(b"ACCEPT")
        yield server
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("command", [b"r", b"R"], ids=["a new handshake", "one with a certificate of ours"])
async def test_a_server_that_asks_for_renegotiation_is_refused(
    command: bytes, openssl: OpensslAuthority
) -> None:
    options = OPTIONS._replace(ca=openssl.file)
    async with _s_server(openssl) as server, Session(server.target, options) as session:
        before = await until(session, lambda event: isinstance(event, TlsEstablished))
        await server.type(b"220 mx.example")
        before += await until(session, lambda event: isinstance(event, CommandSent))
        await server.shows(b"EHLO client.example")
        await server.type(b"250 mx.example")
        before += await until(session, answered("EHLO"))
        await server.type(command)
        after = await rest(session)
        await server.shows(b"no renegotiation")
    assert only(before, TlsEstablished)[0].version == "TLSv1.2"
    assert codes(before) == [("EHLO", 250)]
    assert only(after, TlsEstablished) == []
    assert closed(after).reason is CloseReason.TLS
    assert closed(after).detail == "the server ended TLS with an alert: handshake failure"
