"""Certificates in words (RFC 5280)."""

import hashlib
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from smtptui.wire.events import Certificate
from smtptui.words import _

if TYPE_CHECKING:
    from cryptography import x509


def describe(der: bytes) -> Certificate:
    """Return one certificate in words; of one that cannot be read, its fingerprint only."""
    try:
        return _described(der)
    except (ValueError, TypeError):
        return Certificate(_("unreadable"), "", (), "", "", hashlib.sha256(der).hexdigest())


@lru_cache(maxsize=64)
def _described(der: bytes) -> Certificate:
    # Many servers show the same intermediate ones.
    certificate = load(der)
    return Certificate(
        certificate.subject.rfc4514_string(),
        certificate.issuer.rfc4514_string(),
        names_of(certificate),
        certificate.not_valid_before_utc.isoformat(),
        certificate.not_valid_after_utc.isoformat(),
        hashlib.sha256(der).hexdigest(),
    )


def load(der: bytes) -> "x509.Certificate":
    """Return a certificate to be read; raise ValueError or TypeError.

    Warnings of what is odd about it are left out: they would be written across the screen.
    """
    # Imported with the first certificate that is shown: it takes as long as the rest of a session.
    from cryptography import x509

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return x509.load_der_x509_certificate(der)


def names_of(certificate: "x509.Certificate") -> tuple[str, ...]:
    """Return the names and addresses that it is for; a common name counts for nothing (RFC 6125 §6.4.4)."""
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    hosts = extension.get_values_for_type(x509.DNSName)
    addresses = extension.get_values_for_type(x509.IPAddress)
    return (*hosts, *map(str, addresses))
