"""What speaks against a certificate that is inspected and not verified (RFC 5280, RFC 6125)."""

import ipaddress
import ssl
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from smtptui.session.tls.certificates import load, names_of
from smtptui.text import visible
from smtptui.words import _

if TYPE_CHECKING:
    from cryptography import x509

LONGEST_CHAIN = 10
"""Issuers followed upwards; real chains have two or three."""


def authorities(context: ssl.SSLContext, *, by_default: bool) -> frozenset[bytes]:
    """Return in DER what a context trusts; reads files.

    OpenSSL reads the system's directory of authorities only as it verifies: `by_default` reads it here.
    """
    loaded = context.get_ca_certs(binary_form=True)
    directory = ssl.get_default_verify_paths().capath if by_default else None
    return frozenset(loaded).union(_in_directory(Path(directory)) if directory else ())


def problem_of(
    chain: Sequence[bytes], host: str, trusted: Collection[bytes], now: datetime | None = None
) -> str:
    """Return what speaks against a chain in DER, the server's own certificate first."""
    try:
        leaf, *sent = map(load, chain)
        names = names_of(leaf)
        problems = _out_of_time(leaf, now or datetime.now(UTC))
        if not _leads_to(trusted, leaf, sent):
            alone = leaf.subject == leaf.issuer
            problems.append(_("it is self-signed") if alone else _("no trusted authority has issued it"))
    except (ValueError, TypeError):
        return _("the certificate cannot be read")
    if not any(_matches(name, host) for name in names):
        problems.append(_("it is not for {host}", host=visible(host)))
    return ", ".join(problems) or _("nothing speaks against it")


def _out_of_time(leaf: "x509.Certificate", now: datetime) -> list[str]:
    if leaf.not_valid_after_utc < now:
        return [_("it has expired")]
    return [_("it is not valid yet")] if leaf.not_valid_before_utc > now else []


def _leads_to(
    trusted: Collection[bytes], leaf: "x509.Certificate", sent: Sequence["x509.Certificate"]
) -> bool:
    """Whether signatures lead from a certificate over those sent with it to one that is trusted."""
    from cryptography.hazmat.primitives.serialization import Encoding

    current: x509.Certificate | None = leaf
    for _step in range(LONGEST_CHAIN):
        if current is None or current.public_bytes(Encoding.DER) in trusted:
            break
        name = current.issuer.public_bytes()
        roots = [load(der) for der in trusted if name in der]
        current = next((issuer for issuer in (*roots, *sent) if _has_issued(issuer, current)), None)
    return current is not None and current.public_bytes(Encoding.DER) in trusted


def _has_issued(issuer: "x509.Certificate", issued: "x509.Certificate") -> bool:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if issuer.subject != issued.issuer or issuer == issued:
        return False
    try:
        issued.verify_directly_issued_by(issuer)
        return issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.ExtensionNotFound):
        return False


def _in_directory(directory: Path) -> Iterator[bytes]:
    for file in sorted(directory.glob("*.[0-9]")):
        try:
            yield ssl.PEM_cert_to_DER_cert(file.read_text("ascii").strip())
        except (OSError, ValueError):
            continue


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
