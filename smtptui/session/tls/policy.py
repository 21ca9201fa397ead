"""TLS as this program wants it, and its failures in words."""

import os
import ssl
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import NamedTuple

import anyio.to_thread

from smtptui.session.network.transport import CERTIFICATE_WANTED, NAME_A_CERTIFICATE, is_alert, tls_reason
from smtptui.session.options import Options
from smtptui.session.tls.unverified import authorities
from smtptui.text import visible
from smtptui.wire.events import Way
from smtptui.words import _, mark
from smtptui.words.failures import why_of

PLAIN = mark("Without TLS the session would be in plaintext.")

_INSPECT = mark("It can be looked at without being verified, which forbids AUTH.")

_OPERATOR = mark("The server's operator has to look into its TLS settings.")
_UPDATE = mark("The server's operator has to update it.")


class _Failure(NamedTuple):
    why: str
    advice: str
    ways: tuple[Way, ...] = ()


_UNVERIFIED = {
    9: _Failure(mark("the certificate is not valid yet"), mark("Check this machine's clock.")),
    10: _Failure(mark("the certificate has expired"), mark("The server's operator has to renew it.")),
    18: _Failure(
        mark("the certificate is self-signed"),
        mark("If you trust it, name the file that it is in."),
        (Way.CA_FILE,),
    ),
    19: _Failure(
        mark("the chain ends in an authority that is not trusted"),
        mark("If you trust that one, name the file that it is in."),
        (Way.CA_FILE,),
    ),
    20: _Failure(
        mark("no trusted authority has issued the certificate, or the server leaves out an intermediate one"),
        mark("If you trust its issuer, name the file that it is in."),
        (Way.CA_FILE,),
    ),
    21: _Failure(
        mark("the server leaves out an intermediate certificate"),
        mark("The server's operator has to send the whole chain."),
        (Way.CA_FILE,),
    ),
    23: _Failure(mark("the certificate was revoked"), mark("The server's operator has to replace it.")),
}
"""OpenSSL's X509_V_ERR numbers."""

_NAME_MISMATCH = (62, 64)

_REASONS = {
    "WRONG_VERSION_NUMBER": _Failure(
        mark("what the server sent is not TLS"),
        mark("This port may speak plain SMTP."),
        (Way.PLAINTEXT,),
    ),
    "UNSUPPORTED_PROTOCOL": _Failure(mark("the server's TLS is older than 1.2"), _UPDATE),
    "TLSV1_ALERT_PROTOCOL_VERSION": _Failure(mark("the server refuses TLS 1.2 and newer"), _UPDATE),
    "SSLV3_ALERT_HANDSHAKE_FAILURE": _Failure(mark("the server accepts none of our ciphers"), _OPERATOR),
}
"""OpenSSL's names of reasons."""


class TlsSetupError(Exception):
    """The user's files for TLS cannot be used; the message says which and why."""


class Trust(NamedTuple):
    """What a session's TLS rests on: its `context`, and in DER the authorities that are held against what is
    not verified, so that something can be said of it."""

    context: ssl.SSLContext
    authorities: frozenset[bytes] = frozenset()


TrustFor = Callable[[Options], Coroutine[None, None, Trust]]
"""Finds what a session with some options trusts. Raises TlsSetupError."""


async def find_trust(options: Options) -> Trust:
    """Return what a session trusts, found in a thread: reading the authorities takes a while."""
    keylog = os.environ.get("SSLKEYLOGFILE", "")
    return await anyio.to_thread.run_sync(_find, options, keylog)


def _find(options: Options, keylog: str) -> Trust:
    context = _build(options, keylog)
    return Trust(
        context, authorities(context, by_default=options.ca is None) if options.insecure else frozenset()
    )


def _build(options: Options, keylog: str) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=options.ca)
    except (ssl.SSLError, OSError) as error:
        raise TlsSetupError(_unusable(options.ca, keylog, error)) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    # Python switches the detection of a missing close_notify off.
    context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    if options.client_cert is not None:
        try:
            context.load_cert_chain(options.client_cert, options.client_key, password=_no_password)
        except (ssl.SSLError, OSError) as error:
            raise TlsSetupError(_unusable(options.client_cert, "", error)) from None
    else:
        _note_when_certificate_wanted(context)
    if options.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _no_password() -> str:
    # Otherwise OpenSSL asks on the terminal, which the screens own.
    raise OSError(_("the key needs a passphrase; write it without one"))


def _unusable(path: Path | None, keylog: str, error: OSError) -> str:
    name = visible(str(error.filename or path or keylog or _("the system's authorities")))
    return _("{file} cannot be used for TLS: {error}", file=name, error=why_of(error))


def handshake_failure(
    error: ssl.SSLError, host: str, *, required: bool, certificate_wanted: bool = False
) -> tuple[str, str, tuple[Way, ...]]:
    """Return why a handshake failed and who says so, what to do next, and the ways to do it.

    `required` says that TLS is a condition; `certificate_wanted` that the server asked for one in vain.
    """
    failure = _failure(error, host, certificate_wanted=certificate_wanted)
    unverified = isinstance(error, ssl.SSLCertVerificationError)
    advice = [_(failure.advice)] if failure.advice else []
    ways = list(failure.ways)
    if unverified:
        advice.append(_(_INSPECT))
        ways.append(Way.INSPECT)
    if not required and Way.PLAINTEXT not in ways:
        advice.append(_(PLAIN))
        ways.append(Way.PLAINTEXT)
    return failure.why, " ".join(advice), tuple(ways)


def _failure(error: ssl.SSLError, host: str, *, certificate_wanted: bool) -> _Failure:
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _NAME_MISMATCH:
            why = _("the certificate is not for {host}", host=visible(host))
            return _Failure(why, mark("Connect by the name that it is for."))
        known = _UNVERIFIED.get(error.verify_code)
        why = _(known.why) if known else _("the certificate fails: {error}", error=error.verify_message)
        return _Failure(why, known.advice, known.ways) if known else _Failure(why, "")
    if certificate_wanted and is_alert(error):
        return _Failure(_(CERTIFICATE_WANTED), NAME_A_CERTIFICATE, (Way.CLIENT_CERT,))
    known = _REASONS.get(error.reason or "")
    if known is not None:
        return known._replace(why=_(known.why))
    if is_alert(error):
        return _Failure(_("the server refused the handshake: {alert}", alert=tls_reason(error)), "")
    return _Failure(_("we refused the handshake: {error}", error=tls_reason(error)), "")


class NotedTls(ssl.SSLObject):
    """One side of a connection, with what is noted of it."""

    certificate_wanted = False
    """Whether the server has asked for a certificate of ours, and none was given."""


def _note_when_certificate_wanted(context: ssl.SSLContext) -> None:
    """Have it noted with a connection when its server asks for a certificate of ours.

    Python offers this for debugging only and does not document it; without it nothing is noted.
    """

    def message(
        connection: object, direction: str, _version: object, content: int, kind: int, _octets: bytes
    ) -> None:
        asked = direction == "read" and content == _HANDSHAKE and kind == _CERTIFICATE_REQUEST
        if asked and isinstance(connection, NotedTls):
            connection.certificate_wanted = True

    context.sslobject_class = NotedTls
    if hasattr(context, "_msg_callback"):
        context._msg_callback = message


_HANDSHAKE = 22
_CERTIFICATE_REQUEST = 13
"""Content and message of TLS (RFC 8446 §5.1, §4)."""


def peer_chain(tls: ssl.SSLObject) -> list[bytes]:
    """Return the certificates that the server sent, in DER, its own first; also where they were refused."""
    public = getattr(tls, "get_unverified_chain", None)
    if public is not None:  # Python 3.13
        return [bytes(certificate) for certificate in public() or ()]
    inner = getattr(getattr(tls, "_sslobj", None), "get_unverified_chain", None)
    try:
        chain = [certificate.public_bytes(_DER) for certificate in inner() or ()] if inner is not None else []
    except (AttributeError, TypeError, ValueError):
        chain = []
    try:
        leaf = tls.getpeercert(binary_form=True)
    except ValueError:  # The handshake has failed.
        leaf = None
    return [bytes(der) for der in chain] or ([leaf] if leaf else [])


_DER = 2
"""``_ssl.ENCODING_DER``, before Python 3.13 the argument of a certificate's public_bytes."""
