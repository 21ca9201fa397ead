"""Certificates for tests: a test authority, and certificates with something wrong."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

NAME = "localhost"


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """Return a server's context with `certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def good(authority: trustme.CA) -> ssl.SSLContext:
    """Return a context whose certificate is in order."""
    return server_context(authority.issue_cert(NAME, "127.0.0.1"))


def expired(authority: trustme.CA) -> ssl.SSLContext:
    """Return a context whose certificate has expired."""
    return server_context(
        authority.issue_cert(
            NAME, not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime(2021, 1, 1, tzinfo=UTC)
        )
    )


def for_another_host(authority: trustme.CA) -> ssl.SSLContext:
    """Return a context whose certificate is for another host."""
    return server_context(authority.issue_cert("other.example"))


def self_signed(directory: Path) -> ssl.SSLContext:
    """Return a context whose certificate has signed itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = directory / "self-signed.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
