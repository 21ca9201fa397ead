"""From plaintext to TLS: what may not come in between, the handshake, and what it shows."""

import ssl
import sys
from collections.abc import Callable, Iterable

import anyio
import anyio.to_thread

from smtptui.session.ending import SessionEnd
from smtptui.session.network.transport import StreamBrokenError, Transport
from smtptui.session.options import Options
from smtptui.session.tls.certificates import describe
from smtptui.session.tls.policy import (
    PLAIN,
    TlsSetupError,
    TrustFor,
    handshake_failure,
    peer_chain,
)
from smtptui.session.tls.unverified import problem_of
from smtptui.text import visible
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import (
    Certificate,
    CloseReason,
    Event,
    Noticed,
    Overdue,
    State,
    TimedOut,
    TlsEstablished,
    TlsFailed,
    Way,
)
from smtptui.words import _, mark

Tell = Callable[[Iterable[Event]], None]

TLS_RECORD_TYPES = range(0x14, 0x18)
"""First octets of a TLS record (RFC 8446 §5.1)."""

_INJECTED = mark(
    "Somebody on the way may have put it there (CVE-2011-0411): trust nothing from this connection."
)


async def negotiate(
    transport: Transport,
    dialogue: Dialogue,
    host: str,
    options: Options,
    *,
    required: bool,
    injected: bool,
    trust: TrustFor,
    clock: Callable[[], float],
    tell: Tell,
) -> TlsEstablished:
    """Do the handshake, at once or after a 220 to STARTTLS; raise SessionEnd where it fails."""
    # A name may end in a dot; in certificates and in the handshake (RFC 6066 §3) none does.
    host = host.removesuffix(".")
    if injected or dialogue.state is State.STARTING_TLS:
        await _refuse_plaintext(transport, dialogue, injected, options, clock, tell)
    try:
        context, authorities = await trust(options)
    except TlsSetupError as error:
        raise _failed(str(error), _("Check that file."), (Way.RETRY,), clock, tell) from None
    advice = "" if required else _(PLAIN)
    ways: tuple[Way, ...] = (Way.RETRY,) if required else (Way.RETRY, Way.PLAINTEXT)
    began = clock()
    limit = options.deadlines.tls
    try:
        with anyio.fail_after(limit):
            tls = await transport.start_tls(context, host)
    except TimeoutError:
        tell([TimedOut(clock(), Overdue.HANDSHAKE, limit)])
        why = _("the server did not finish the handshake in {limit} s", limit=f"{limit:g}")
        raise _failed(why, advice, ways, clock, tell) from None
    except ssl.SSLError as error:
        _show_plaintext(transport, clock, tell)
        why, advice, ways = handshake_failure(
            error, host, required=required, certificate_wanted=transport.certificate_wanted
        )
        chain = await anyio.to_thread.run_sync(_shown_chain, transport.failed)
        raise _failed(why, advice, ways, clock, tell, chain) from None
    except StreamBrokenError as broken:
        _show_plaintext(transport, clock, tell)
        why = _ended_by_server(reset=broken.reason is CloseReason.RESET, begun=bool(transport.head))
        raise _failed(why, advice, ways, clock, tell) from None
    at = clock()
    ders = peer_chain(tls)
    if "cryptography.x509" not in sys.modules:
        await anyio.to_thread.run_sync(_prepare_to_show)
    problem = ""
    if options.insecure:
        problem = _("not verified: {problem}", problem=problem_of(ders, host, authorities))
    chain = tuple(map(describe, ders))
    cipher, _version, bits = tls.cipher() or ("", "", 0)
    verified = not options.insecure
    established = TlsEstablished(at, tls.version() or "", cipher, bits, verified, chain, at - began, problem)
    tell([established])
    tell(dialogue.tls_established(clock()))
    return established


def _shown_chain(failed: ssl.SSLObject | None) -> tuple[Certificate, ...]:
    """Return what the server had shown of itself when the handshake failed."""
    return tuple(map(describe, peer_chain(failed))) if failed is not None else ()


def _prepare_to_show() -> None:
    """Import what takes as long as a handshake and need not hold the loop up."""
    import cryptography.x509  # noqa: F401


async def _refuse_plaintext(
    transport: Transport,
    dialogue: Dialogue,
    injected: bool,
    options: Options,
    clock: Callable[[], float],
    tell: Tell,
) -> None:
    """Wait for the octets that nobody may send between the 220 and the handshake (RFC 3207 §4.2)."""
    if dialogue.tls:
        why = _("the server granted STARTTLS inside TLS")
        raise _failed(why, _("This is a defect of the server."), (), clock, tell)
    if not injected and dialogue.ready_for_tls:
        try:
            with anyio.move_on_after(options.deadlines.grace) as grace:
                octets = await transport.receive()
        except StreamBrokenError as broken:
            why = _ended_by_server(reset=broken.reason is CloseReason.RESET, begun=False)
            raise _failed(why, "", (Way.RETRY,), clock, tell) from None
        if grace.cancelled_caught:
            return
        if not octets:
            raise _failed(_ended_by_server(reset=False, begun=False), "", (Way.RETRY,), clock, tell)
        tell(dialogue.receive(octets, clock()))
    text = _("plaintext came after the 220 to STARTTLS, before the handshake")
    tell([Noticed(clock(), text, _(_INJECTED))])
    raise _failed(_("plaintext after the 220 to STARTTLS"), _(_INJECTED), (), clock, tell)


def _ended_by_server(*, reset: bool, begun: bool) -> str:
    match reset, begun:
        case False, False:
            return _("the server closed the connection before the handshake")
        case False, True:
            return _("the server closed the connection in the handshake")
        case True, False:
            return _("the server reset the connection before the handshake")
        case _:
            return _("the server reset the connection in the handshake")


def _show_plaintext(transport: Transport, clock: Callable[[], float], tell: Tell) -> None:
    head = transport.head
    if head and head[0] not in TLS_RECORD_TYPES:
        shown = visible(head.rstrip(b"\r\n"))
        tell([Noticed(clock(), _("instead of a handshake came: {octets}", octets=shown))])


def _failed(
    why: str,
    advice: str,
    ways: tuple[Way, ...],
    clock: Callable[[], float],
    tell: Tell,
    chain: tuple[Certificate, ...] = (),
) -> SessionEnd:
    tell([TlsFailed(clock(), why, advice, ways, chain)])
    return SessionEnd(CloseReason.TLS, why, advice, ways=ways)
