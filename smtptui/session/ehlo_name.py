"""The name that the client says in EHLO, without a look-up (RFC 5321 §4.1.1.1, §4.1.3)."""

import ipaddress

from smtptui.session.target import TargetError, to_ascii


def ehlo_name(hostname: str, local_address: str) -> str:
    """Return this host's name if it is fully qualified, otherwise the literal of its address."""
    try:
        name = to_ascii(hostname)
    except TargetError:
        name = ""
    if "." in name.strip("."):
        return name
    return address_literal(local_address)


def address_literal(address: str) -> str:
    """Return an address as it stands in EHLO: ``[192.0.2.1]`` or ``[IPv6:2001:db8::1]``."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "[127.0.0.1]"
    return f"[IPv6:{parsed}]" if parsed.version == 6 else f"[{parsed}]"
