"""Certificates made by the `openssl` command: in order, and each with one thing wrong."""

import shutil
import subprocess
from pathlib import Path

import pytest

REFUSED = {
    "expired": ("the certificate has expired", "CERTIFICATE_EXPIRED"),
    "not yet valid": ("the certificate is not valid yet", "BAD_CERTIFICATE"),
    "self-signed": ("the certificate is self-signed", "UNKNOWN_CA"),
    "wrong host": ("the certificate is not for localhost", "BAD_CERTIFICATE"),
    "unknown issuer": ("no trusted authority has issued the certificate", "UNKNOWN_CA"),
}
"""What a session says of each fault, and the alert that tells the server (RFC 8446 §6.2)."""

INSPECTED = {
    "": "not verified: nothing speaks against it",
    "expired": "not verified: it has expired",
    "not yet valid": "not verified: it is not valid yet",
    "self-signed": "not verified: it is self-signed",
    "wrong host": "not verified: it is not for localhost",
    "unknown issuer": "not verified: no trusted authority has issued it",
}
"""What it says of them, and of none, under --insecure."""

_LONG_AGO = ("20200101000000Z", "20210101000000Z")
_NOW = ("20200101000000Z", "20991231000000Z")
_SOME_DAY = ("20980101000000Z", "20991231000000Z")

_SETTINGS = """\
[ca]
default_ca = authority
[authority]
database = {directory}/index.txt
new_certs_dir = {directory}
serial = {directory}/serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
x509_extensions = leaf
[leaf]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
"""


class OpensslAuthority:
    """An authority in a directory; `file` is its certificate.

    What it issues has the extensions that Python 3.13 insists on (ssl.VERIFY_X509_STRICT).
    """

    def __init__(self, directory: Path) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("the openssl command is not installed")
        directory.mkdir()
        self._directory = directory
        self._settings = directory / "openssl.cnf"
        self._settings.write_text(_SETTINGS.format(directory=directory))
        (directory / "index.txt").touch()
        (directory / "serial").write_text("01")
        self.file = directory / "ca.pem"
        self._key = directory / "ca.key"
        self._request(self.file, self._key, f"/CN={directory.name}", "-x509", "-days", "2",
                      "-addext", "basicConstraints=critical,CA:TRUE",
                      "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                      "-addext", "subjectKeyIdentifier=hash")  # fmt: skip

    def certificate(self, fault: str = "") -> Path:
        """Return a PEM file with key and certificate for localhost, with `fault`."""
        stem = fault.replace(" ", "-") or "good"
        key, request, file = (self._directory / f"{stem}.{end}" for end in ("key", "csr", "pem"))
        names = "DNS:other.example" if fault == "wrong host" else "DNS:localhost,IP:127.0.0.1"
        addition = ("-addext", f"subjectAltName={names}")
        if fault == "self-signed":
            self._request(file, key, "/CN=localhost", "-x509", "-days", "2", *addition)
        elif fault == "unknown issuer":
            return OpensslAuthority(self._directory / "another").certificate()
        else:
            self._request(request, key, "/CN=localhost", *addition)
            begin, end = {"expired": _LONG_AGO, "not yet valid": _SOME_DAY}.get(fault, _NOW)
            _openssl("ca", "-batch", "-config", str(self._settings), "-cert", str(self.file),
                     "-keyfile", str(self._key), "-in", str(request), "-out", str(file), "-notext",
                     "-startdate", begin, "-enddate", end)  # fmt: skip
        file.write_text(key.read_text() + file.read_text())
        return file

    def _request(self, out: Path, key: Path, subject: str, *more: str) -> None:
        _openssl("req", "-new", "-config", str(self._settings), "-newkey", "ec",
                 "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(key), "-out", str(out),
                 "-subj", subject, *more)  # fmt: skip


def _openssl(*arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
