"""The octets of one connection, plain or inside TLS, and how it breaks."""

import asyncio
import contextlib
import math
import ssl
from collections.abc import Callable, Mapping
from typing import Any, cast

import anyio
from anyio.abc import ByteStream
from anyio.streams.tls import TLSAttribute, TLSStream

from smtptui.session.network.tcp_stream import TcpStream
from smtptui.wire.events import CloseReason, Way
from smtptui.words import _, mark

CHUNK = 16 * 1024
"""Octets read at once: bounds how many events one read can make."""

HEAD_KEPT = 512
"""Octets kept of what came since the handshake began, to tell plaintext from TLS."""

FAREWELL = 0.5
"""Seconds for the TLS farewell (close_notify) when a session ends in order."""


CERTIFICATE_WANTED = mark("the server wants a certificate from us")
NAME_A_CERTIFICATE = mark("Name a file with one, and its key.")

_GONE = (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream, OSError)
"""What a peer makes of our last words that did not wait for them (ssl.SSLError is an OSError)."""


def _nothing(_due: float) -> None:
    return


class StreamBrokenError(Exception):
    """The connection ended otherwise than by an orderly end of stream; `why` and `advice` in words."""

    def __init__(self, reason: CloseReason, why: str, advice: str = "", ways: tuple[Way, ...] = ()) -> None:
        super().__init__(why)
        self.reason = reason
        self.why = why
        self.advice = advice
        self.ways = ways


class Transport:
    """One connection. `receive` and `send` may run at the same time, but each only once."""

    def __init__(self, stream: ByteStream) -> None:
        self._tap = _Tap(stream)
        self._stream: ByteStream = self._tap
        self._inflow = stream
        """What is read from: past the tap, whose first octets only a handshake needs."""
        self.keeps_time = isinstance(stream, TcpStream)
        """Whether reads end at the time that `read_until` is told."""
        self.read_until: Callable[[float], None] = (
            stream.read_until if isinstance(stream, TcpStream) else _nothing
        )
        """Lets reads that find nothing by then, in seconds of the loop's clock, raise ReadTimeoutError."""
        self.tls: ssl.SSLObject | None = None
        self.failed: ssl.SSLObject | None = None
        """What is left of a handshake that failed."""
        self._keeping: _Keeping | None = None

    @property
    def local_address(self) -> str:
        """This end's IP address; empty where there is none: a Unix socket, or one that is reset already."""
        try:
            address = self._tap.extra(anyio.abc.SocketAttribute.local_address, "")
        except OSError:
            return ""
        return str(address[0]) if isinstance(address, tuple) else ""

    @property
    def certificate_wanted(self) -> bool:
        """Whether the server has asked for a certificate of ours, and none was given."""
        made = self._keeping.made if self._keeping is not None else None
        return bool(getattr(made, "certificate_wanted", False))

    @property
    def head(self) -> bytes:
        """The first octets that came since the handshake began."""
        return bytes(self._tap.head)

    async def receive(self) -> bytes:
        """Return what comes next; empty at an orderly end. Raises StreamBrokenError."""
        try:
            return await self._inflow.receive(CHUNK)
        except anyio.EndOfStream:
            return b""
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, ssl.SSLError, OSError) as error:
            raise self._broken(error) from None

    async def send(self, octets: bytes) -> None:
        """Write all of `octets`. Raises StreamBrokenError."""
        try:
            await self._stream.send(octets)
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, ssl.SSLError, OSError) as error:
            raise self._broken(error) from None

    def send_now(self, octets: bytes) -> bool:
        """Write octets that need not wait for room, and return whether that was so; never inside TLS."""
        return self.tls is None and self._tap.send_now(octets)

    async def start_tls(self, context: ssl.SSLContext, hostname: str) -> ssl.SSLObject:
        """Do the handshake and return what came of it. Raises ssl.SSLError or StreamBrokenError."""
        self._tap.head.clear()
        keeping = self._keeping = _Keeping(context)
        try:
            stream = await TLSStream.wrap(
                self._tap,
                server_side=False,
                hostname=hostname,
                ssl_context=cast("ssl.SSLContext", keeping),
                standard_compatible=True,
            )
        except ssl.SSLError:
            self.failed = keeping.made
            await self._send_alert(keeping.outgoing)
            raise
        except (anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream) as error:
            raise self._broken(error) from None
        self._stream = self._inflow = stream
        self.tls = stream.extra(TLSAttribute.ssl_object)
        return self.tls

    async def close(self, *, politely: bool = False) -> None:
        """Close the connection, whatever state it is in; politely with TLS's own farewell."""
        if self.tls is None and self._tap.closes_at_once:
            await self._tap.aclose()
            return
        self.read_until(math.inf)
        with anyio.CancelScope(shield=True):
            if politely and self.tls is not None:
                with anyio.move_on_after(FAREWELL), contextlib.suppress(*_GONE):
                    await self._stream.aclose()
            await anyio.aclose_forcefully(self._tap)

    def _broken(self, error: BaseException) -> StreamBrokenError:
        cause = error if isinstance(error, OSError) else error.__cause__
        if isinstance(cause, ssl.SSLEOFError) or "UNEXPECTED_EOF" in str(getattr(cause, "reason", "")):
            why = _("the connection ended without TLS's close_notify")
            return StreamBrokenError(CloseReason.TRUNCATED, why)
        if isinstance(cause, ssl.SSLError) and is_alert(cause):
            if self.certificate_wanted:
                why, advice = _(CERTIFICATE_WANTED), _(NAME_A_CERTIFICATE)
                return StreamBrokenError(CloseReason.TLS, why, advice, (Way.CLIENT_CERT,))
            why = _("the server ended TLS with an alert: {alert}", alert=tls_reason(cause))
            return StreamBrokenError(CloseReason.TLS, why)
        if isinstance(cause, ssl.SSLError):
            why = _("what came is not TLS: {error}", error=tls_reason(cause))
            return StreamBrokenError(CloseReason.TLS, why)
        if isinstance(cause, TimeoutError):
            return StreamBrokenError(CloseReason.TIMEOUT, _("the network no longer delivers"))
        return StreamBrokenError(CloseReason.RESET, _("the server reset the connection"))

    async def _send_alert(self, outgoing: ssl.MemoryBIO) -> None:
        """Send what OpenSSL had to say last, so that the server's log can name the reason as well."""
        with anyio.move_on_after(FAREWELL), contextlib.suppress(*_GONE):
            if outgoing.pending:
                await self._tap.send(outgoing.read())


class _Keeping:
    """A context that keeps hold of what is to be written: anyio drops the alert of a failed handshake."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self.outgoing = ssl.MemoryBIO()
        self.made: ssl.SSLObject | None = None

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        self.outgoing = outgoing
        self.made = self._context.wrap_bio(incoming, outgoing, server_side, server_hostname, session)
        return self.made


class _Tap(ByteStream):
    """Remembers the first octets that pass, and lets one sender through at a time.

    TLS writes from reading as well (key updates), which a plain socket stream refuses while another writes.
    """

    def __init__(self, stream: ByteStream) -> None:
        self.inner = stream
        self._sending = asyncio.Lock()
        self.head = bytearray()

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        """Those of the socket."""
        return self.inner.extra_attributes

    async def receive(self, max_bytes: int = CHUNK) -> bytes:
        octets = await self.inner.receive(max_bytes)
        if len(self.head) < HEAD_KEPT:
            self.head += octets[: HEAD_KEPT - len(self.head)]
        return octets

    async def send(self, item: bytes) -> None:
        async with self._sending:
            await self.inner.send(item)

    def send_now(self, item: bytes) -> bool:
        inner = self.inner
        return isinstance(inner, TcpStream) and not self._sending.locked() and inner.send_now(item)

    @property
    def closes_at_once(self) -> bool:
        """Whether closing waits for nothing."""
        return isinstance(self.inner, TcpStream)

    async def send_eof(self) -> None:
        await self.inner.send_eof()

    async def aclose(self) -> None:
        await self.inner.aclose()


def is_alert(error: ssl.SSLError) -> bool:
    """Whether an error is what the other side has said of it."""
    return "_ALERT_" in (error.reason or "")


def tls_reason(error: ssl.SSLError) -> str:
    """Return OpenSSL's name for an error, or the alert's own, in small letters: ``wrong version number``."""
    reason = error.reason or str(error)
    return (reason.partition("_ALERT_")[2] or reason).replace("_", " ").lower()
