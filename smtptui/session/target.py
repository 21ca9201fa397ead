"""What the user wants to connect to: host, port and TLS mode, read from one word."""

import ipaddress
import re
from enum import StrEnum
from typing import NamedTuple

from smtptui.text import visible
from smtptui.words import _

SMTP_PORT = 25
"""Relay (RFC 5321 §4.5.4.2)."""

SMTPS_PORT = 465
"""Submission inside TLS (RFC 8314 §7.3)."""

SUBMISSION_PORT = 587
"""Submission, with STARTTLS (RFC 6409 §3.1)."""

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
"""A label of a host name (RFC 1123 §2.1), and the underscore that some hosts have all the same."""

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}")

MAX_NAME = 253
"""Characters of a domain name (RFC 1035 §3.1)."""


_TLS_SUFFIX = re.compile(r"\?tls=(?P<mode>[a-z]+)\Z")
"""Behind the rest, the TLS mode where host and port do not imply it."""


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
        """``host:port``, short, for people to read; `address_text` says all."""
        if self.path:
            return self.path
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mx:' if self.mx else ''}{host}:{self.port}"

    @property
    def address_text(self) -> str:
        """The whole target as one would write it: `parse_target` reads the same target from it."""
        if self.path:
            text = f"unix:{self.path}"
            implied = TlsMode.NONE
        else:
            text = self.label
            implied = TlsMode.IMPLICIT if self.port == SMTPS_PORT else TlsMode.AUTO
            if self.tls is TlsMode.IMPLICIT and self.tls is not implied and not self.mx:
                return f"smtps://{text}"
        return text if self.tls is implied and not _TLS_SUFFIX.search(text) else f"{text}?tls={self.tls}"


def parse_target(text: str, *, tls: TlsMode | None = None) -> Target:
    """Return the target that `text` names.

    HOST, HOST:PORT, [::1]:PORT, ::1, smtp://…, smtps://…, mx:DOMAIN, or unix:/PATH, each with ?tls=MODE
    behind it. The port is 25, with smtps or implicit TLS 465; port 465 means implicit TLS unless the mode
    or `tls` says otherwise. Raises TargetError.
    """
    rest, named = _split_mode(text.strip())
    if named is not None:
        if tls not in (None, TlsMode.AUTO, named):
            msg = _(
                "The address says {named} of TLS, and the TLS mode {mode}: drop one of them.",
                named=named,
                mode=tls,
            )
            raise TargetError(msg)
        tls = named
    if not rest:
        msg = _("This names no server: write HOST or HOST:PORT, such as mx.example.org:25.")
        raise TargetError(msg)
    if rest.lower().startswith("unix:"):
        return _unix(rest[5:], tls)
    scheme, rest = _split_scheme(rest)
    if scheme == "smtps":
        if tls in (TlsMode.NONE, TlsMode.STARTTLS):
            msg = _(
                "smtps:// means TLS from the first octet, and the TLS mode says {mode}: drop one of them.",
                mode=tls,
            )
            raise TargetError(msg)
        tls = TlsMode.IMPLICIT
    mx = not scheme and rest.lower().startswith("mx:")
    host, port_text = _split_port(rest[3:] if mx else rest)
    host = _check_host(host)
    if mx and is_address(host):
        msg = _(
            "{host} is an address, and mx: looks up a mail domain: leave mx: out, or write mx:example.org.",
            host=visible(host),
        )
        raise TargetError(msg)
    default = SMTPS_PORT if tls is TlsMode.IMPLICIT else SMTP_PORT
    port = default if port_text is None else _check_port(port_text)
    if tls is None or (tls is TlsMode.AUTO and named is None):
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
            msg = _(
                "{name} is not a host name: write its ASCII form (xn--…) or its address.", name=repr(name)
            )
            raise TargetError(msg) from None
    labels = name.removesuffix(".").split(".")
    if "@" in name:
        msg = _(
            "{name} is a mail address: write mx:DOMAIN for the servers of its domain.",
            name=repr(name),
        )
        raise TargetError(msg)
    if len(name) > MAX_NAME or not all(map(_LABEL.fullmatch, labels)):
        msg = _(
            "{name} is not a host name: letters, digits, hyphens and dots, such as mx.example.org.",
            name=repr(name),
        )
        raise TargetError(msg)
    if labels[-1].isdigit():
        msg = _(
            "{name} is neither a host name nor an IPv4 address: an address is 192.0.2.1 in full.",
            name=repr(name),
        )
        raise TargetError(msg)
    return name


def _split_mode(text: str) -> tuple[str, TlsMode | None]:
    """Return the text before a TLS mode, and the mode."""
    found = _TLS_SUFFIX.search(text)
    if found is None:
        return text, None
    try:
        return text[: found.start()], TlsMode(found["mode"])
    except ValueError:
        msg = _("{mode} is no TLS mode: write auto, none, starttls or implicit.", mode=found["mode"])
        raise TargetError(msg) from None


def _unix(path: str, tls: TlsMode | None) -> Target:
    if not path.startswith("/"):
        msg = _("A Unix socket is named by its whole path: write unix:/run/smtp.sock.")
        raise TargetError(msg)
    return Target("localhost", 0, tls or TlsMode.NONE, path=path)


def _split_scheme(text: str) -> tuple[str, str]:
    scheme, found, rest = text.partition("://")
    if not found:
        return "", text
    if scheme.lower() not in ("smtp", "smtps"):
        msg = _(
            "{scheme}:// is not SMTP: write smtp://HOST, smtps://HOST, or only HOST:PORT.",
            scheme=visible(scheme),
        )
        raise TargetError(msg)
    rest = rest.removesuffix("/")
    if "@" in rest or "/" in rest or "?" in rest:
        msg = _("Only host and port can stand in the address: write smtp://HOST:PORT, without user or path.")
        raise TargetError(msg)
    return scheme.lower(), rest


def _split_port(text: str) -> tuple[str, str | None]:
    """Return host and port, without the brackets of an IPv6 address; no port is None."""
    if text.startswith("["):
        host, closed, after = text[1:].partition("]")
        if not closed or (after and not after.startswith(":")):
            msg = _("{text} is not an address with a port: write [::1]:25.", text=repr(text))
            raise TargetError(msg)
        if ":" not in host:
            msg = _(
                "{host} is not an IPv6 address, and only those stand in brackets: write {host} without.",
                host=visible(host),
            )
            raise TargetError(msg)
        return host, after[1:] if after else None
    if text.count(":") > 1:
        return text, None
    host, colon, port = text.partition(":")
    return host, port if colon else None


def _check_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        msg = _("{text} is not a port: a number from 1 to 65535, such as 25, 465 or 587.", text=repr(text))
        raise TargetError(msg)
    return int(text)


def _check_host(host: str) -> str:
    if is_address(host):
        return host
    if not host:
        msg = _("There is no host before the port: write HOST:PORT, such as mx.example.org:25.")
        raise TargetError(msg)
    if ":" in host:
        msg = _("{host} is not an IPv6 address; one with a port is written [::1]:25.", host=repr(host))
        raise TargetError(msg)
    if any(character.isspace() for character in host):
        msg = _("{host} has a blank in it: write one word, HOST:PORT.", host=repr(host))
        raise TargetError(msg)
    return to_ascii(host)


def is_address(host: str) -> bool:
    """Whether a host is an IP address, an IPv6 one perhaps with a zone."""
    if ":" not in host:
        return _IPV4.fullmatch(host) is not None
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
