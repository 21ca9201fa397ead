"""Stand-ins for mail addresses, names of hosts and addresses of hosts: the same one for the same, everywhere.

Names that could be words are recognised once they have stood where only a name stands: behind EHLO, before an
``@``. Replaced by stand-ins that are reserved for examples (RFC 2606, 5737, 3849).
"""

import re
from collections.abc import Iterable
from typing import Any

from smtptui.wire.events import (
    CommandSent,
    Connected,
    ConnectFailed,
    Connecting,
    Event,
    GreetingReceived,
    LineReceived,
    ReplyReceived,
)
from smtptui.wire.reply import Reply, ReplyLine

_ATOM = r"[\w!#$%&'*+/=?^`{|}~.-]"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})"
_ADDRESS = rf"(?P<local>{_ATOM}{{1,64}})@(?P<at>\[[^\]\s]{{1,60}}\]|(?:{_LABEL}\.){{0,9}}{_LABEL})"
_V4 = r"(?<![\d.])(?P<v4>(?:\d{1,3}\.){3}\d{1,3})(?![\d.]*\d)"
_HEX = "[0-9A-Fa-f]{0,4}"
_V6 = rf"(?<![\w:])(?P<v6>(?=[\w:]{{0,40}}::|(?:\w{{1,4}}:){{7}}){_HEX}(?::{_HEX}){{2,7}}(?:\.\d+)*)(?![\w:])"
_HOST = rf"(?<![\w@.-])(?P<host>(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])(?![\w-])"
_NAMED = rf"(?P<verb>^(?:EHLO|HELO|LHLO) |\b(?:NAME|HELO|LOGIN)=)(?P<named>{_LABEL})(?=[\s,]|$)"
_FOUND = re.compile(f"{_ADDRESS}|{_V4}|{_V6}|{_HOST}|{_NAMED}", re.IGNORECASE)

_COMMON = frozenset(
    (
        *("user", "users", "test", "info", "mail", "admin", "root", "support", "sales", "postmaster"),
        *("abuse", "recipient", "sender", "address", "mailbox", "localhost", "unknown", "server", "from"),
    )
)
"""Names that are words of replies as well: they alone tell nothing, and are replaced in an address only."""

SHORTEST = 3
"""Characters of a name that is recognised as a word alone."""

_KEPT = frozenset(("postmaster", "mailer-daemon", "abuse"))
"""Local parts that every host has (RFC 2142)."""


class Anonymous:
    """Replaces names in events, one after the other."""

    def __init__(self, *hosts: str) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._alone: dict[str, str] = {}
        self._alone_pattern: re.Pattern[str] | None = None
        for host in hosts:
            self.text(host)
            if host and _FOUND.fullmatch(host) is None:
                self._learn(host, self._host(host))

    def event(self, event: Event) -> Event:
        """Return an event without names; its times and codes stay."""
        match event:
            case LineReceived(_, line):
                return event._replace(line=self._line(line))
            case GreetingReceived(_, reply) | ReplyReceived(_, reply):
                lines = [self._line(line) for line in reply.lines]
                event = event._replace(reply=Reply((reply.noted, reply.text_is_parsed, *lines)))
                if isinstance(event, ReplyReceived) and event.asked is not None:
                    shown = self.octets(event.asked.line)
                    event = event._replace(asked=event.asked._replace(line=shown))
                return event
            case CommandSent(_, asked):
                return event._replace(asked=asked._replace(line=self.octets(asked.line)))
            case Connecting(_, host) | ConnectFailed(_, host) | Connected(_, host):
                self._learn(host, self._whole(host))
        return event._replace(**{name: self._value(value) for name, value in event._asdict().items()})

    def events(self, events: Iterable[Event]) -> Iterable[Event]:
        """Return events without names, one after the other."""
        return map(self.event, events)

    def octets(self, octets: bytes) -> bytes:
        """Return octets without names; those that are no text stay."""
        return self.text(octets.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def text(self, text: str) -> str:
        """Return a text without names."""
        text = _FOUND.sub(self._stand_in, text)
        return self._alone_pattern.sub(self._by_name, text) if self._alone_pattern is not None else text

    def _value(self, value: Any) -> Any:
        if isinstance(value, str) and type(value) is str:
            return self.text(value)
        if isinstance(value, bytes):
            return self.octets(value)
        if isinstance(value, tuple):
            changed = [self._value(each) for each in value]
            return type(value)(*changed) if hasattr(value, "_fields") else tuple(changed)
        return value

    def _line(self, line: ReplyLine) -> ReplyLine:
        text = line.text
        changed = self.octets(text)
        if changed == text:
            return line
        begin = 0 if line.code is None else 3 + len(line.separator)
        return line._replace(raw=line.raw[:begin] + changed + line.raw[begin + len(text) :])

    def _stand_in(self, found: re.Match[str]) -> str:
        match found.lastgroup:
            case "at":
                local, domain = found["local"], found["at"]
                return f"{self._user(local)}@{self._whole(domain)}"
            case "named":
                self._learn(found["named"], self._host(found["named"]))
                return f"{found['verb']}{self._host(found['named'])}"
            case _:
                return self._whole(found.group())

    def _whole(self, name: str) -> str:
        """Return the stand-in for a host, by name or address."""
        if name.startswith("["):
            inner = name[1:-1]
            ipv6 = inner[:5].lower() == "ipv6:"
            return f"[{inner[:5] if ipv6 else ''}{self._whole(inner[5:] if ipv6 else inner)}]"
        if re.fullmatch(r"(?:\d{1,3}\.){3}\d{1,3}", name):
            return self._numbered("v4", name, _v4)
        if ":" in name:
            return self._numbered("v6", name, lambda number: f"2001:db8::{number:x}")
        return self._host(name)

    def _host(self, name: str) -> str:
        if name.lower() == "localhost" or name.lower().endswith(".example"):
            return name
        return self._numbered("host", name.lower(), lambda number: f"host{number}.example")

    def _user(self, local: str) -> str:
        if local.lower() in _KEPT:
            return local
        stand_in = self._numbered("user", local, lambda number: f"user{number}")
        self._learn(local, stand_in)
        return stand_in

    def _numbered(self, kind: str, name: str, made: Any) -> str:
        key = (kind, name)
        if key not in self._known:
            number = 1 + sum(1 for other, _ in self._known if other == kind)
            self._known[key] = made(number)
        return self._known[key]

    def _learn(self, name: str, stand_in: str) -> None:
        """Recognise a name from now on where it stands alone."""
        if len(name) < SHORTEST or name.lower() in _COMMON or name in self._alone or name == stand_in:
            return
        self._alone[name] = stand_in
        names = "|".join(map(re.escape, sorted(self._alone, key=len, reverse=True)))
        self._alone_pattern = re.compile(rf"(?<![\w@.-])(?:{names})(?![\w@-]|\.\w)")

    def _by_name(self, found: re.Match[str]) -> str:
        return self._alone[found.group()]


def _v4(number: int) -> str:
    """Return an address of the blocks that are reserved for documentation, three of 254, and then counted."""
    block, rest = divmod(number - 1, 254)
    networks = ("192.0.2", "198.51.100", "203.0.113")
    return f"{networks[block]}.{rest + 1}" if block < len(networks) else f"address-{number}"
