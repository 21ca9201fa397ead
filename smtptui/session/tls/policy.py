"""TLS as this program wants it, and its failures in words."""

import os
import ssl
from pathlib import Path

import anyio.to_thread

from smtptui.session.network.transport import tls_reason
from smtptui.session.options import Options

INSPECT = "--insecure shows the certificate all the same, and forbids AUTH."
PLAIN = "--tls none stays in plaintext."

_VERIFY_WORDS = {
    9: ("the certificate is not valid yet", "Check this machine's clock."),
    10: ("the certificate has expired", "The server's operator has to renew it."),
    18: ("the certificate is self-signed", "If you trust it, name it with --ca FILE."),
    19: (
        "the chain ends in an authority that is not trusted",
        "If you trust that one, name it with --ca FILE.",
    ),
    20: (
        "no trusted authority has issued the certificate, or the server leaves out an intermediate one",
        "If you trust its issuer, name it with --ca FILE.",
    ),
    21: (
        "the server leaves out an intermediate certificate",
        "The server's operator has to send the whole chain.",
    ),
    23: ("the certificate was revoked", "The server's operator has to replace it."),
}
"""OpenSSL's X509_V_ERR numbers."""

_NAME_MISMATCH = (62, 64)

_REASON_WORDS = {
    "WRONG_VERSION_NUMBER": (
        "what the server sent is not TLS",
        "This port may speak plain SMTP: --tls auto or none.",
    ),
    "UNSUPPORTED_PROTOCOL": ("the server's TLS is older than 1.2", "The server's operator has to update it."),
    "TLSV1_ALERT_PROTOCOL_VERSION": (
        "the server refuses TLS 1.2 and newer",
        "The server's operator has to update it.",
    ),
    "SSLV3_ALERT_HANDSHAKE_FAILURE": (
        "the server accepts none of our ciphers",
        "The server's operator has to look into its TLS settings.",
    ),
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": (
        "the server wants a certificate from us",
        "Name one with --client-cert FILE.",
    ),
}


class TlsSetupError(Exception):
    """The user's files for TLS cannot be used; the message says which and why."""


async def client_context(options: Options) -> ssl.SSLContext:
    """Return the context of a session, built in a thread: reading the authorities takes a while."""
    keylog = os.environ.get("SSLKEYLOGFILE", "")
    return await anyio.to_thread.run_sync(_build, options, keylog)


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
    if options.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _no_password() -> str:
    # Otherwise OpenSSL asks on the terminal, which the screens own.
    raise OSError("the key needs a passphrase; write it without one")


def _unusable(path: Path | None, keylog: str, error: OSError) -> str:
    name = error.filename or path or keylog or "the system's authorities"
    return f"{name} cannot be used for TLS: {error.strerror or error}"


def handshake_failure(error: ssl.SSLError, host: str, *, required: bool) -> tuple[str, str]:
    """Return why a handshake failed, in words, and what to do next."""
    ways = [INSPECT] if required else [INSPECT, PLAIN]
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _NAME_MISMATCH:
            why = f"the certificate is not for {host}"
            return why, " ".join(["Connect by the name that it is for.", *ways])
        why, advice = _VERIFY_WORDS.get(
            error.verify_code, (f"the certificate fails: {error.verify_message}", "")
        )
        return why, " ".join(filter(None, [advice, *ways]))
    reason = error.reason or ""
    why, advice = _REASON_WORDS.get(reason, (f"the handshake failed: {tls_reason(error)}", ""))
    return why, " ".join(filter(None, [advice, *([] if required else [PLAIN])]))


def peer_chain(tls: ssl.SSLObject) -> list[bytes]:
    """Return the certificates that the server sent, in DER, its own first."""
    public = getattr(tls, "get_unverified_chain", None)
    if public is not None:  # Python 3.13
        return [bytes(certificate) for certificate in public()]
    inner = getattr(getattr(tls, "_sslobj", None), "get_unverified_chain", None)
    try:
        chain = [certificate.public_bytes(_DER) for certificate in inner()] if inner is not None else []
    except (AttributeError, TypeError, ValueError):
        chain = []
    leaf = tls.getpeercert(binary_form=True)
    return [bytes(der) for der in chain] or ([leaf] if leaf else [])


_DER = 2
"""``_ssl.ENCODING_DER``, before Python 3.13 the argument of a certificate's public_bytes."""
