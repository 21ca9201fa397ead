"""A certificate made at run time, for demo servers that offer STARTTLS: no authority has signed it."""

import datetime
import ipaddress
import ssl
import tempfile
from pathlib import Path

from smtptui.demo.scripts import HOST

VALID = datetime.timedelta(days=30)


def made_context() -> ssl.SSLContext:
    """Return a server's context with a key and a certificate that were made just now."""
    # Imported when a demo server wants TLS: it takes long, and nothing else of the demo needs it.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(HOST), x509.DNSName("localhost")]
    names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    encoding = serialization.Encoding.PEM
    # The ssl module reads keys from files only; the folder is ours alone, and goes at once.
    with tempfile.TemporaryDirectory(prefix="smtptui-") as folder:
        file = Path(folder) / "demo.pem"
        private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file.write_bytes(private + certificate.public_bytes(encoding))
        context.load_cert_chain(file)
    return context
