"""A name server on loopback that answers from a table."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class _Protocol(asyncio.DatagramProtocol):
    def __init__(self, table: Mapping[str, list[str] | None]) -> None:
        self._table = table

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, octets: bytes, peer: tuple[str, int]) -> None:
        query = dns.message.from_wire(octets)
        name = query.question[0].name.to_text(omit_final_dot=True)
        if name == "silent.example":
            return
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        records = self._table.get(name)
        if name not in self._table:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif records is None:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif records:
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "MX", *records))
        self._transport.sendto(response.to_wire(), peer)


@asynccontextmanager
async def name_server(table: Mapping[str, list[str] | None]) -> AsyncIterator[int]:
    """Serve MX records: a list of them, an empty one for none, None for a failure. Yields the port.

    A name that is not in the table does not exist; ``silent.example`` gets no answer.
    """
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Protocol(table), local_addr=("127.0.0.1", 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
