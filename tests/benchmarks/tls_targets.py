"""Many targets with TLS beside asyncio's streams that exchange the same octets in it.

``python -m tests.benchmarks.tls_targets [TARGETS] [ROUNDS]``: once with STARTTLS, once with TLS from the
first octet, each round alternating between asyncio's streams, which share a context, and ``smtptui probe -``;
both verify the server against the system's authorities and one more. There is no budget for it.
"""

import asyncio
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

from tests.benchmarks.many_targets import JOBS, NAME, addresses, probed, timed

HOSTS = 20
"""Addresses that take turns: the certificate names each of them."""

_SERVER = """
import asyncio, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1])
OFFERS = b"250-mx.example\\r\\n250-PIPELINING\\r\\n250-SIZE 10240000\\r\\n%b250 8BITMIME\\r\\n"
async def talk(reader, writer):
    secure = writer.get_extra_info("ssl_object") is not None
    writer.write(b"220 mx.example ESMTP Postfix\\r\\n")
    while line := await reader.readline():
        if line[:4] == b"EHLO":
            writer.write(OFFERS % (b"" if secure else b"250-STARTTLS\\r\\n"))
        elif line[:4] == b"STAR":
            writer.write(b"220 2.0.0 Ready to start TLS\\r\\n")
            await writer.start_tls(context)
            secure = True
        else:
            writer.write(b"221 2.0.0 Bye\\r\\n")
            break
    writer.close()
async def main():
    plain = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=4096)
    inside = await asyncio.start_server(talk, "0.0.0.0", 0, backlog=4096, ssl=context)
    print(*(each.sockets[0].getsockname()[1] for each in (plain, inside)), flush=True)
    await asyncio.gather(plain.serve_forever(), inside.serve_forever())
asyncio.run(main())
"""


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """Run a server; yield its port with STARTTLS, and that inside TLS. The environment trusts it."""
    authority = trustme.CA()
    with tempfile.TemporaryDirectory() as folder:
        own, trusted = Path(folder, "own.pem"), Path(folder, "trusted.pem")
        authority.issue_cert(*addresses(HOSTS)).private_key_and_cert_chain_pem.write_to_path(str(own))
        system = ssl.get_default_verify_paths().cafile
        if system is not None:
            trusted.write_bytes(Path(system).read_bytes())
        authority.cert_pem.write_to_path(str(trusted), append=True)
        os.environ["SSL_CERT_FILE"] = str(trusted)
        running = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(own)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert running.stdout is not None
        try:
            plain, inside = map(int, running.stdout.readline().split())
            yield plain, inside
        finally:
            running.kill()
            running.wait()


async def bare(hosts: list[str], port: int, *, starttls: bool) -> None:
    """Exchange with each host what a probe does."""
    free = asyncio.Semaphore(JOBS)
    context = ssl.create_default_context()

    async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: bytes) -> None:
        writer.write(line)
        while (await reader.readline())[3:4] != b" ":
            pass

    async def one(host: str) -> None:
        async with free:
            reader, writer = await asyncio.open_connection(host, port, ssl=None if starttls else context)
            await reader.readline()
            await asked(reader, writer, f"EHLO {NAME}\r\n".encode())
            if starttls:
                await asked(reader, writer, b"STARTTLS\r\n")
                await writer.start_tls(context, server_hostname=host)
                await asked(reader, writer, f"EHLO {NAME}\r\n".encode())
            await asked(reader, writer, b"QUIT\r\n")
            await reader.read()
            writer.close()
            await writer.wait_closed()

    await asyncio.gather(*map(one, hosts))


def measure(name: str, mode: str, hosts: list[str], port: int, rounds: int) -> None:
    """Print the medians of one way into TLS."""
    options = "--tls", mode, "--per-host", str(JOBS)

    def floor() -> None:
        asyncio.run(bare(hosts, port, starttls=mode == "starttls"))

    def ours() -> None:
        probed(hosts, port, *options)

    floor()
    ours()
    pairs = [(timed(floor), timed(ours)) for _ in range(rounds)]
    for what, place in (("by the clock", 0), ("of the processor", 1)):
        streams = statistics.median(other[place] for other, _own in pairs)
        probe = statistics.median(own[place] for _other, own in pairs)
        ratio = statistics.median(own[place] / other[place] for other, own in pairs)
        sys.stdout.write(
            f"{len(hosts)} targets, {name}, {what}: "
            f"asyncio's streams {streams:.3f} s, probe {probe:.3f} s, ratio {ratio:.2f}\n"
        )


def main(targets: int = 300, rounds: int = 5) -> None:
    """Measure both ways."""
    hosts = [addresses(HOSTS)[number % HOSTS] for number in range(targets)]
    with server() as (plain, inside):
        measure("STARTTLS", "starttls", hosts, plain, rounds)
        measure("implicit TLS", "implicit", hosts, inside, rounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
