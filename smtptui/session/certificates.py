"""Certificates in words, and what is wrong with one that nobody verified (RFC 5280, RFC 6125)."""

import hashlib
import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from smtptui.wire.events import Certificate

if TYPE_CHECKING:
    from cryptography import x509


def describe(der: bytes) -> Certificate:
    """Return one certificate in words; of one that cannot be read, its fingerprint only."""
    # Imported with the first certificate that is shown: it takes as long as the rest of a session.
    from cryptography import x509

    fingerprint = hashlib.sha256(der).hexdigest()
    try:
        certificate = x509.load_der_x509_certificate(der)
        return Certificate(
            certificate.subject.rfc4514_string(),
            certificate.issuer.rfc4514_string(),
            _names(certificate),
            certificate.not_valid_before_utc.isoformat(),
            certificate.not_valid_after_utc.isoformat(),
            fingerprint,
        )
    except (ValueError, TypeError):
        return Certificate("unreadable", "", (), "", "", fingerprint)


def problem_of(chain: Sequence[Certificate], host: str, now: datetime | None = None) -> str:
    """Return what speaks against a chain that was not verified, as far as it shows on its face."""
    if not chain or not chain[0].not_after:
        return "the certificate cannot be read"
    leaf = chain[0]
    now = now or datetime.now(UTC)
    problems: list[str] = []
    if datetime.fromisoformat(leaf.not_after) < now:
        problems.append("it has expired")
    if datetime.fromisoformat(leaf.not_before) > now:
        problems.append("it is not valid yet")
    if leaf.subject == leaf.issuer:
        problems.append("it is self-signed")
    if not any(_matches(name, host) for name in leaf.names):
        problems.append(f"it is not for {host}")
    return ", ".join(problems) or "its issuer was not checked"


def _names(certificate: "x509.Certificate") -> tuple[str, ...]:
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    hosts = extension.get_values_for_type(x509.DNSName)
    addresses = extension.get_values_for_type(x509.IPAddress)
    return (*hosts, *map(str, addresses))


def _matches(name: str, host: str) -> bool:
    """Whether a name of a certificate is for `host`; a wildcard stands for one label (RFC 6125 §6.4.3)."""
    try:
        return ipaddress.ip_address(name) == ipaddress.ip_address(host)
    except ValueError:
        pass
    name, host = name.lower().rstrip("."), host.lower().rstrip(".")
    if name.startswith("*."):
        return "." in host and host.partition(".")[2] == name[2:]
    return name == host
