"""Serves one connection to a scripted demo server: sockets, TLS and time, as the script wants them."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from smtptui.demo.playing import Playing, Then
from smtptui.demo.scripts import Script

if TYPE_CHECKING:
    import ssl


class Serving:
    """One connection; `run` talks until one side closes, and raises nothing that a client can bring about."""

    def __init__(
        self,
        script: Script,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        tls_context: "Callable[[], ssl.SSLContext]",
    ) -> None:
        self._script = script
        self._reader = reader
        self._writer = writer
        self._tls_context = tls_context
        self._playing = Playing(script)
        self._inside = False
        self._next: asyncio.Future[bytes] | None = None

    async def run(self) -> None:
        """Greet and talk."""
        try:
            # ValueError: a line without an end beyond the reader's limit.
            with contextlib.suppress(OSError, ValueError):
                if await self._greet():
                    while await self._exchange():
                        pass
        finally:
            if self._next is not None:
                self._next.cancel()
            self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _greet(self) -> bool:
        """Send the greeting; return whether the talk goes on. Who speaks into it may be refused."""
        self._next = asyncio.ensure_future(self._reader.readline())
        for piece in self._script.greeting:
            if piece.after:
                await asyncio.wait({self._next}, timeout=piece.after)
                if self._next.done() and self._script.early:
                    await self._write(f"{self._script.early}\r\n".encode())
                    return False
            await self._write(piece.octets)
        if not self._script.greeting:
            while await self._line():
                pass
            return False
        last = self._script.greeting[-1].octets
        return last[:1].isdigit() and not last.startswith(b"421")

    async def _line(self) -> bytes:
        """Return the next line; empty at the end."""
        self._next = self._next or asyncio.ensure_future(self._reader.readline())
        try:
            return await self._next
        finally:
            self._next = None

    async def _exchange(self) -> bool:
        """Answer one line; return whether the talk goes on."""
        line = await self._line()
        if not line:
            return False
        reply, then = self._playing.answer(
            line.decode("utf-8", "replace").rstrip("\r\n"), inside=self._inside
        )
        if reply:
            await asyncio.sleep(self._script.slow)
            await self._write("".join(f"{each}\r\n" for each in reply.split("\n")).encode())
        if then is Then.START_TLS:
            await self._writer.start_tls(self._tls_context())
            self._inside = True
        return then is not Then.CLOSE

    async def _write(self, octets: bytes) -> None:
        if not self._script.octet:
            self._writer.write(octets)
            await self._writer.drain()
            return
        for octet in octets:
            self._writer.write(bytes([octet]))
            await self._writer.drain()
            await asyncio.sleep(self._script.octet)
