"""From a name to what can be connected to: addresses, and the mail exchangers of a domain."""

import socket
from typing import NamedTuple, Protocol

import anyio.to_thread

from smtptui.text import visible
from smtptui.words import _


class LookupFailedError(Exception):
    """A name that leads nowhere; `why` in words, `advice` says what to do next."""

    def __init__(self, why: str, advice: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.advice = advice


class MailExchanger(NamedTuple):
    """One MX record; the lowest preference is tried first (RFC 5321 §5.1)."""

    preference: int
    host: str


class Resolver(Protocol):
    """Looks names up; both methods raise LookupFailedError."""

    async def addresses(self, name: str) -> tuple[str, ...]:
        """Return the addresses of a host, families taking turns (RFC 8305 §4)."""
        ...

    async def mail_exchangers(self, domain: str) -> tuple[MailExchanger, ...]:
        """Return the MX records of a domain in order of preference; none at all is an empty tuple.

        A null MX (RFC 7505) is the single host ``.``.
        """
        ...


class SystemResolver:
    """The system's resolver for hosts, dnspython for MX; neither ever blocks the event loop."""

    async def addresses(self, name: str) -> tuple[str, ...]:
        """Return what getaddrinfo finds, in its order within each family (RFC 6724)."""
        try:
            found = await anyio.to_thread.run_sync(_getaddrinfo, name, abandon_on_cancel=True)
        except socket.gaierror as error:
            raise LookupFailedError(*_in_words(name, error)) from None
        except UnicodeError:
            why = _("{name} is not a name that can be looked up", name=visible(name))
            raise LookupFailedError(why) from None
        return interleaved(found)

    async def mail_exchangers(self, domain: str) -> tuple[MailExchanger, ...]:
        """Return the MX records that the system's name servers have."""
        # Imported with the first MX look-up; hardly any session needs it.
        import dns.asyncresolver
        import dns.exception
        import dns.resolver

        try:
            answer = await dns.asyncresolver.resolve(domain, "MX", search=False)
        except dns.resolver.NXDOMAIN:
            why = _("there is no domain {domain}", domain=domain)
            raise LookupFailedError(why, _("Check the spelling of the domain.")) from None
        except dns.resolver.NoAnswer:
            return ()
        except dns.exception.DNSException as error:
            why = _(
                "the look-up of the MX records of {domain} failed: {error}",
                domain=domain,
                error=type(error).__name__,
            )
            advice = _("Check the name servers of this machine, or name the host itself.")
            raise LookupFailedError(why, advice) from None
        found = [(record.preference, record.exchange.to_text()) for record in answer]
        return tuple(
            MailExchanger(preference, host if host == "." else host.rstrip("."))
            for preference, host in sorted(found)
        )


def interleaved(found: list[tuple[int, str]]) -> tuple[str, ...]:
    """Return (family, address) pairs as addresses, the family of the first one and others taking turns."""
    families = list(dict.fromkeys(family for family, _ in found))
    queues = [[address for family, address in found if family == wanted] for wanted in families]
    longest = max(map(len, queues), default=0)
    turns = (queue[turn] for turn in range(longest) for queue in queues if turn < len(queue))
    return tuple(dict.fromkeys(turns))


def _getaddrinfo(name: str) -> list[tuple[int, str]]:
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return [(family, str(address[0])) for family, _kind, _protocol, _name, address in found]


def _in_words(name: str, error: socket.gaierror) -> tuple[str, str]:
    if error.errno == socket.EAI_NONAME or error.errno == getattr(socket, "EAI_NODATA", None):
        return (
            _("there is no host {name}", name=visible(name)),
            _("Check the spelling; for the servers of a mail domain write mx:DOMAIN."),
        )
    if error.errno == socket.EAI_AGAIN:
        why = _("the name server gave no answer for {name}", name=visible(name))
        return why, _("Try again later, or connect to an address.")
    why = _("the look-up of {name} failed: {error}", name=visible(name), error=error.strerror)
    return why, _("Connect to an address instead of a name.")
