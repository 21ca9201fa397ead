"""The built-in demo server: a real SMTP server on a free port of loopback, which keeps no mail."""
# The names and the arguments of the hooks are aiosmtpd's.
# ruff: noqa: ARG002, N802

import asyncio
import contextlib
import logging
import re
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

from smtptui.demo.scripts import HOST, STANDARD, Script

if TYPE_CHECKING:
    import ssl

_QUALIFIED = re.compile(r"\[[^\]]+\]|[^.\s]+(\.[^.\s]+)+\.?", re.ASCII)
"""A domain of two labels or more, or an address literal (RFC 5321 §4.1.2)."""

START_LIMIT = 10.0
"""Seconds in which its thread must listen."""


class DemoServer:
    """A server in a thread of its own, between `start` and `stop` or as a context manager.

    It plays a `script`, or is aiosmtpd where that is none or the standard one: that greets with 220 and
    accepts any message and any credentials. It answers 504 to an unknown mechanism (``AUTH FOOBAR``), to one
    that it wants to see inside TLS only (``AUTH XOAUTH2``), to a HELO or EHLO name and to an address that are
    not fully qualified, and to a parameter of MAIL or RCPT that it does not know. It offers STARTTLS only
    where a server's `tls_context` is given; a script that offers it has one made. Port 0 picks a free one;
    `start` raises OSError where the port cannot be had.
    """

    def __init__(
        self, script: Script | None = None, *, port: int = 0, tls_context: "ssl.SSLContext | None" = None
    ) -> None:
        self._script = None if script is None or script.id == STANDARD else script
        self._wanted = port
        self._tls_context = tls_context
        self._port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._failure: Exception | None = None
        self._connections: WeakSet[asyncio.BaseTransport] = WeakSet()

    @property
    def port(self) -> int:
        """The port it listens on; 0 while it does not."""
        return self._port

    def start(self) -> None:
        """Listen; return once clients can connect."""
        listening = threading.Event()
        self._failure = None
        self._thread = threading.Thread(
            target=self._run, args=(listening,), name="smtptui demo server", daemon=True
        )
        self._thread.start()
        if not listening.wait(START_LIMIT):
            self._failure = TimeoutError("the demo server did not start")
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Close every connection and end the thread; a second time does nothing."""
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        if self._thread is not None:
            self._thread.join()
        self._thread = self._loop = self._stopping = None
        self._port = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, listening: threading.Event) -> None:
        try:
            asyncio.run(self._serve(listening))
        except Exception as error:
            self._failure = error
            listening.set()

    async def _serve(self, listening: threading.Event) -> None:
        loop = asyncio.get_running_loop()
        stopping = asyncio.Event()
        if self._script is None:
            factory = _smtp_factory(loop, self._tls_context, self._connections)
            server = await loop.create_server(factory, "127.0.0.1", self._wanted)
        else:
            server = await asyncio.start_server(self._play, "127.0.0.1", self._wanted)
        self._loop, self._stopping = loop, stopping
        self._port = server.sockets[0].getsockname()[1]
        listening.set()
        await stopping.wait()
        server.close()
        for connection in list(self._connections):
            if isinstance(connection, asyncio.WriteTransport):
                connection.abort()
        # The connections' tasks are cancelled as asyncio.run ends.

    async def _play(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from smtptui.demo.scripted import Serving

        assert self._script is not None
        self._connections.add(writer.transport)
        # As the server stops, its connections' tasks are cancelled: that is no failure of theirs.
        with contextlib.suppress(asyncio.CancelledError):
            await Serving(self._script, reader, writer, self._made_context).run()

    def _made_context(self) -> "ssl.SSLContext":
        if self._tls_context is None:
            from smtptui.demo.certificate import made_context

            self._tls_context = made_context()
        return self._tls_context


def _smtp_factory(
    loop: asyncio.AbstractEventLoop,
    tls_context: "ssl.SSLContext | None",
    connections: "WeakSet[asyncio.BaseTransport]",
) -> Any:
    # Imported with the first demo server: it takes longer than everything else a session needs.
    from aiosmtpd.smtp import SMTP

    # It warns of what is meant here (AUTH without TLS), and a warning on stderr tears the screen.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)

    class DemoSmtp(SMTP):
        """aiosmtpd, but for the code that answers an unknown parameter."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            """Take a connection, and note it."""
            connections.add(transport)
            super().connection_made(transport)

        async def push(self, status: Any) -> None:
            """Send a reply; 555 becomes the 504 of the servers that do not use it."""
            if isinstance(status, str) and status.startswith("555 "):
                status = f"504 5.5.4 Unsupported parameter in {status.split()[1]}"
            await super().push(status)

    def make() -> DemoSmtp:
        return DemoSmtp(
            _Handler(),
            hostname=HOST,
            ident="smtptui demo server (aiosmtpd)",
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=_accept_anyone,
            tls_context=tls_context,
            loop=loop,
        )

    return make


def _accept_anyone(*_: object) -> Any:
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=True)


class _Handler:
    """What the server thinks of names, addresses and messages, for one connection."""

    def __init__(self) -> None:
        self._extended = False

    async def handle_HELO(self, server: Any, session: Any, envelope: Any, hostname: str) -> str:
        if not _QUALIFIED.fullmatch(hostname):
            # aiosmtpd has already forgotten that EHLO was said, and would no longer know AUTH.
            session.extended_smtp = self._extended
            return _unqualified(hostname, "Helo command", "hostname")
        self._extended = False
        session.host_name = hostname
        return f"250 {HOST}"

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        if not _QUALIFIED.fullmatch(hostname):
            session.extended_smtp = self._extended
            return [_unqualified(hostname, "Helo command", "hostname")]
        self._extended = True
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address != "<>" and not _has_qualified_domain(address):
            return _unqualified(address, "Sender address", "address")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address.lower() != "postmaster" and not _has_qualified_domain(address):
            return _unqualified(address, "Recipient address", "address")
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 2.0.0 OK: accepted and forgotten"

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> Any:
        from aiosmtpd.smtp import AuthResult

        if server.session.ssl is not None:
            return AuthResult(success=True)
        refusal = "504 5.5.4 Encryption required for requested authentication mechanism"
        return AuthResult(success=False, handled=False, message=refusal)


def _unqualified(what: str, kind: str, wanted: str) -> str:
    return f"504 5.5.2 <{what}>: {kind} rejected: need fully-qualified {wanted}"


def _has_qualified_domain(address: str) -> bool:
    return bool(_QUALIFIED.fullmatch(address.rpartition("@")[2])) and "@" in address
