"""What the user wants to connect to: host, port and TLS mode, read from one word."""

import ipaddress
import re
from enum import StrEnum
from typing import NamedTuple

SMTP_PORT = 25
"""Relay (RFC 5321 §4.5.4.2)."""

SMTPS_PORT = 465
"""Submission inside TLS (RFC 8314 §7.3)."""

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
"""A label of a host name (RFC 1123 §2.1), and the underscore that some hosts have all the same."""

MAX_NAME = 253
"""Characters of a domain name (RFC 1035 §3.1)."""


class TlsMode(StrEnum):
    """Whether and how TLS is used."""

    AUTO = "auto"
    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


class TargetError(ValueError):
    """A word that names no target; the message says what is wrong and what to write instead."""


class Target(NamedTuple):
    """Where to connect. With `mx` the host is a mail domain, whose servers are looked up.

    `host` is ASCII (RFC 5890 A-labels) or an IP address without brackets; `path` is a Unix socket, which
    makes `host` and `port` moot.
    """

    host: str
    port: int
    tls: TlsMode
    mx: bool = False
    path: str = ""

    @property
    def label(self) -> str:
        """``host:port``, as one would write it."""
        if self.path:
            return self.path
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mx:' if self.mx else ''}{host}:{self.port}"


def parse_target(text: str, *, tls: TlsMode | None = None) -> Target:
    """Return the target that `text` names.

    HOST, HOST:PORT, [::1]:PORT, ::1, smtp://…, smtps://…, mx:DOMAIN, or unix:/PATH. The port is 25, with
    smtps or implicit TLS 465; port 465 means implicit TLS unless `tls` says otherwise. Raises TargetError.
    """
    rest = text.strip()
    if not rest:
        msg = "This names no server: write HOST or HOST:PORT, such as mx.example.org:25."
        raise TargetError(msg)
    if rest.lower().startswith("unix:"):
        return _unix(rest[5:], tls)
    scheme, rest = _split_scheme(rest)
    if scheme == "smtps":
        if tls in (TlsMode.NONE, TlsMode.STARTTLS):
            msg = f"smtps:// means TLS from the first octet, and the TLS mode says {tls}: drop one of them."
            raise TargetError(msg)
        tls = TlsMode.IMPLICIT
    mx = not scheme and rest.lower().startswith("mx:")
    host, port_text = _split_port(rest[3:] if mx else rest)
    host = _check_host(host)
    if mx and _is_address(host):
        msg = f"{host} is an address, and mx: looks up a mail domain: leave mx: out, or write mx:example.org."
        raise TargetError(msg)
    default = SMTPS_PORT if tls is TlsMode.IMPLICIT else SMTP_PORT
    port = default if port_text is None else _check_port(port_text)
    if tls in (None, TlsMode.AUTO):
        tls = TlsMode.IMPLICIT if port == SMTPS_PORT else TlsMode.AUTO
    return Target(host, port, tls, mx)


def to_ascii(name: str) -> str:
    """Return a host name in ASCII, its labels encoded where they must be; raise TargetError for no name."""
    if not name.isascii():
        # Imported where it is used: its tables take long to load, and hardly any name needs them.
        import idna

        try:
            name = idna.encode(name, uts46=True).decode()
        except idna.IDNAError:
            msg = f"{name!r} is not a host name: write its ASCII form (xn--…) or its address."
            raise TargetError(msg) from None
    labels = name.removesuffix(".").split(".")
    if len(name) > MAX_NAME or not all(map(_LABEL.fullmatch, labels)):
        msg = f"{name!r} is not a host name: letters, digits, hyphens and dots, such as mx.example.org."
        raise TargetError(msg)
    if labels[-1].isdigit():
        msg = f"{name!r} is neither a host name nor an IPv4 address: an address is 192.0.2.1 in full."
        raise TargetError(msg)
    return name


def _unix(path: str, tls: TlsMode | None) -> Target:
    if not path.startswith("/"):
        msg = "A Unix socket is named by its whole path: write unix:/run/smtp.sock."
        raise TargetError(msg)
    return Target("localhost", 0, tls or TlsMode.NONE, path=path)


def _split_scheme(text: str) -> tuple[str, str]:
    scheme, found, rest = text.partition("://")
    if not found:
        return "", text
    if scheme.lower() not in ("smtp", "smtps"):
        msg = f"{scheme}:// is not SMTP: write smtp://HOST, smtps://HOST, or only HOST:PORT."
        raise TargetError(msg)
    rest = rest.removesuffix("/")
    if "@" in rest or "/" in rest or "?" in rest:
        msg = "Only host and port can stand in the address: write smtp://HOST:PORT, without user or path."
        raise TargetError(msg)
    return scheme.lower(), rest


def _split_port(text: str) -> tuple[str, str | None]:
    """Return host and port, without the brackets of an IPv6 address; no port is None."""
    if text.startswith("["):
        host, closed, after = text[1:].partition("]")
        if not closed or (after and not after.startswith(":")):
            msg = f"{text!r} is not an address with a port: write [::1]:25."
            raise TargetError(msg)
        if ":" not in host:
            msg = f"{host!r} is not an IPv6 address, and only those stand in brackets: write {host}."
            raise TargetError(msg)
        return host, after[1:] if after else None
    if text.count(":") > 1:
        return text, None
    host, colon, port = text.partition(":")
    return host, port if colon else None


def _check_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        msg = f"{text!r} is not a port: a number from 1 to 65535, such as 25, 465 or 587."
        raise TargetError(msg)
    return int(text)


def _check_host(host: str) -> str:
    if _is_address(host):
        return host
    if not host:
        msg = "There is no host before the port: write HOST:PORT, such as mx.example.org:25."
        raise TargetError(msg)
    if ":" in host:
        msg = f"{host!r} is not an IPv6 address; one with a port is written [::1]:25."
        raise TargetError(msg)
    if any(character.isspace() for character in host):
        msg = f"{host!r} has a blank in it: write one word, HOST:PORT."
        raise TargetError(msg)
    return to_ascii(host)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
