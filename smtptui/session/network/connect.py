"""From a target to a connection: look-ups, mail exchangers in their order, attempts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import anyio
from anyio.abc import ByteStream

from smtptui.session.ending import SessionEnd
from smtptui.session.network.attempts import Connector, FirstConnection, connect_failure, connect_first
from smtptui.session.network.resolve import LookupFailedError, MailExchanger, Resolver
from smtptui.session.options import Options
from smtptui.session.target import Target, is_address
from smtptui.text import visible
from smtptui.wire.events import (
    CloseReason,
    Connected,
    ConnectFailed,
    Connecting,
    Event,
    Noticed,
    Resolved,
    Resolving,
    Way,
)
from smtptui.words import _

MX_HOSTS = 8
"""Mail exchangers tried; some domains list dozens."""


class Connection(NamedTuple):
    """A connection, the address it leads to, and the host name that its certificate has to be for."""

    stream: ByteStream
    address: str
    host: str


async def connect(
    target: Target,
    options: Options,
    *,
    resolver: Resolver,
    connector: Connector,
    clock: Callable[[], float],
    tell: Callable[[Event], None],
) -> Connection:
    """Return a connection to `target`; raise SessionEnd where none comes about."""
    route = _Route(target, options, resolver, connector, clock, tell)
    if target.path:
        return await route.to_socket(target.path)
    hosts = await route.mail_exchangers() if target.mx else [target.host]
    for host in hosts:
        first = await route.to_host(host)
        if first is not None:
            tell(Connected(first.at, host, first.address, target.port, first.took))
            return Connection(first.stream, first.address, host)
    why = route.why or _("{target} cannot be connected to", target=visible(target.label))
    raise SessionEnd(CloseReason.NOT_CONNECTED, why, route.advice, ways=(Way.RETRY,))


class _Route:
    """Remembers why the last attempt failed."""

    def __init__(
        self,
        target: Target,
        options: Options,
        resolver: Resolver,
        connector: Connector,
        clock: Callable[[], float],
        tell: Callable[[Event], None],
    ) -> None:
        self._target = target
        self._options = options
        self._resolver = resolver
        self._connector = connector
        self._clock = clock
        self._tell_on = tell
        self.why = ""
        self.advice = ""

    def _tell(self, event: Event) -> None:
        if isinstance(event, ConnectFailed):
            where = f"[{event.address}]" if ":" in event.address else event.address
            self.why, self.advice = f"{where}:{event.port}: {event.why}", event.advice
        self._tell_on(event)

    async def to_socket(self, path: str) -> Connection:
        began = self._clock()
        self._tell(Connecting(began, path, path, 0))
        try:
            with anyio.fail_after(self._options.deadlines.connect):
                stream = await anyio.connect_unix(path)
        except OSError as error:
            why, advice = connect_failure(error, self._options.deadlines.connect)
            self._tell(ConnectFailed(self._clock(), path, path, 0, why, advice, (Way.RETRY,)))
            raise _not_connected(f"{visible(path)}: {why}", advice) from None
        self._tell(Connected(self._clock(), path, path, 0, self._clock() - began))
        return Connection(stream, path, "localhost")

    async def mail_exchangers(self) -> Sequence[str]:
        """Return the hosts to try, by MX; a domain without any is its own (RFC 5321 §5.1)."""
        domain = self._target.host
        self._tell(Resolving(self._clock(), domain, "MX"))
        found: tuple[MailExchanger, ...] = ()
        try:
            with anyio.fail_after(self._options.deadlines.resolve):
                found = await self._resolver.mail_exchangers(domain)
        except LookupFailedError as failure:
            raise _not_connected(failure.why, failure.advice) from None
        except TimeoutError:
            raise self._no_answer(domain) from None
        listed = tuple(f"{exchanger.preference} {exchanger.host}" for exchanger in found)
        self._tell(Resolved(self._clock(), domain, "MX", listed))
        hosts = [exchanger.host for exchanger in found if exchanger.host != "."]
        if found and not hosts:
            why = _("{domain} accepts no mail: its MX record is null (RFC 7505)", domain=domain)
            raise _not_connected(why, _("Check the domain; nothing else can be done."))
        if not found:
            text = _("{domain} has no MX record: its own address counts (RFC 5321 §5.1)", domain=domain)
            self._tell(Noticed(self._clock(), text))
            return [domain]
        return hosts[:MX_HOSTS]

    async def to_host(self, host: str) -> FirstConnection | None:
        addresses = await self._addresses(host)
        if not addresses:
            return None
        return await connect_first(
            host,
            addresses,
            self._target.port,
            connector=self._connector,
            local_address=self._options.local_address,
            deadlines=self._options.deadlines,
            clock=self._clock,
            tell=self._tell,
        )

    async def _addresses(self, host: str) -> tuple[str, ...]:
        if is_address(host):
            return (host,)
        self._tell(Resolving(self._clock(), host, "A/AAAA"))
        try:
            with anyio.fail_after(self._options.deadlines.resolve):
                addresses = await self._resolver.addresses(host)
        except LookupFailedError as failure:
            self._lookup_failed(failure.why, failure.advice)
            return ()
        except TimeoutError:
            end = self._no_answer(host)
            self._lookup_failed(end.detail, end.advice)
            return ()
        self._tell(Resolved(self._clock(), host, "A/AAAA", addresses))
        if not addresses:
            self._lookup_failed(_("{host} has no address", host=visible(host)), _("Check the spelling."))
        return addresses

    def _lookup_failed(self, why: str, advice: str) -> None:
        self.why, self.advice = why, advice
        self._tell_on(Noticed(self._clock(), why, advice, (Way.RETRY,)))

    def _no_answer(self, name: str) -> SessionEnd:
        limit = f"{self._options.deadlines.resolve:g}"
        why = _("no name server answered for {name} in {limit} s", name=visible(name), limit=limit)
        return _not_connected(why, _("Check the network, or connect to an address."))


def _not_connected(why: str, advice: str) -> SessionEnd:
    return SessionEnd(CloseReason.NOT_CONNECTED, why, advice, ways=(Way.RETRY,))
