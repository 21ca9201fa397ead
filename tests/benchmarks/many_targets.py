"""Many targets beside bare sockets that exchange the same octets, and the memory of few and of many.

``python -m tests.benchmarks.many_targets [ROUNDS]``: each round alternates between asyncio's streams and
``smtptui probe -``, both with 1000 addresses of 127.0.0.0/8 and 50 connections at once, against one server
in a process of its own. The budget is three times the bare sockets. Then 1000 and 20 000 targets are probed,
each in a fresh process; the budget is 15 % more memory.
"""

import asyncio
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BUDGET_RATIO = 3.0
BUDGET_MEMORY = 1.15

TARGETS, MANY, JOBS = 1000, 20_000, 50

NAME = "client.example"

_SERVER = """
import asyncio, sys
EHLO = b"".join(b"250-%s\\r\\n" % line for line in (
    b"mx.example", b"PIPELINING", b"SIZE 10240000", b"ETRN", b"AUTH PLAIN LOGIN", b"ENHANCEDSTATUSCODES",
    b"8BITMIME")) + b"250 DSN\\r\\n"
class Peer(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.rest = transport, b""
        transport.write(b"220 mx.example ESMTP Postfix\\r\\n")
    def data_received(self, data):
        *lines, self.rest = (self.rest + data).split(b"\\r\\n")
        for line in lines:
            if line[:4] == b"EHLO":
                self.transport.write(EHLO)
            else:
                self.transport.write(b"221 2.0.0 Bye\\r\\n")
                self.transport.close()
async def main():
    server = await asyncio.get_running_loop().create_server(Peer, "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


@contextmanager
def server() -> Iterator[int]:
    """Run a server on all addresses of loopback, and yield its port."""
    running = subprocess.Popen([sys.executable, "-c", _SERVER], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        yield int(running.stdout.readline())
    finally:
        running.kill()
        running.wait()


def addresses(number: int) -> list[str]:
    """Return addresses of 127.0.0.0/8, each of them another host."""
    return [f"127.{1 + i // 62500}.{i // 250 % 250}.{1 + i % 250}" for i in range(number)]


async def bare(hosts: list[str], port: int) -> None:
    """Exchange with each host what a probe does."""
    free = asyncio.Semaphore(JOBS)

    async def one(host: str) -> None:
        async with free:
            reader, writer = await asyncio.open_connection(host, port)
            await reader.readline()
            writer.write(f"EHLO {NAME}\r\n".encode())
            while (await reader.readline())[3:4] != b" ":
                pass
            writer.write(b"QUIT\r\n")
            assert (await reader.readline()).startswith(b"221")
            await reader.read()
            writer.close()
            await writer.wait_closed()

    await asyncio.gather(*map(one, hosts))


def words() -> list[str]:
    """Return the arguments of the probe."""
    return ["probe", "-", "--ehlo", NAME, "--jobs", str(JOBS)]


def probed(hosts: list[str], port: int, *options: str) -> None:
    """Probe each host by the command, in this process."""
    from smtptui.cli import main
    from smtptui.cli.environment import Environment
    from smtptui.cli.output import Output

    out, err = io.StringIO(), io.StringIO()
    listed = "".join(f"{host}:{port}\n" for host in hosts).encode()
    environment = Environment(io.BytesIO(listed), Output(out, {}), Output(err, {}), {})
    status = main([*words(), *options], environment)
    assert status == 0, err.getvalue()[:2000]
    assert out.getvalue().count("\n") == len(hosts)


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Return how many seconds a call takes, and how many of them the processor works."""
    began, worked = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - began, time.process_time() - worked


def memory(number: int, port: int) -> int:
    """Return the most memory in KiB that a process needs to probe so many targets."""
    probing = subprocess.Popen(
        [sys.executable, "-m", "smtptui", *words()], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert probing.stdin is not None
    for host in addresses(number):
        probing.stdin.write(f"{host}:{port}\n".encode())
    probing.stdin.close()
    _pid, status, usage = os.wait4(probing.pid, 0)
    assert status == 0
    return usage.ru_maxrss


def main(rounds: int = 5) -> None:
    """Print the medians and whether the budgets are kept."""
    import gc

    gc.set_threshold(50_000)  # as the command does for itself
    with server() as port:
        hosts = addresses(TARGETS)
        probed(hosts[:50], port)
        pairs = [
            (timed(lambda: asyncio.run(bare(hosts, port))), timed(lambda: probed(hosts, port)))
            for _ in range(rounds)
        ]
        # By the clock, and of the processor, which other programs on the machine matter less for.
        for what, place in (("by the clock", 0), ("of the processor", 1)):
            floor = statistics.median(other[place] for other, _own in pairs)
            ours = statistics.median(own[place] for _other, own in pairs)
            ratio = statistics.median(own[place] / other[place] for other, own in pairs)
            sys.stdout.write(
                f"{TARGETS} targets, {what}: bare sockets {floor:.3f} s, probe {ours:.3f} s, "
                f"ratio {ratio:.2f}, budget {BUDGET_RATIO}: "
                f"{'kept' if ratio <= BUDGET_RATIO else 'exceeded'}\n"
            )
        few, many = memory(TARGETS, port), memory(MANY, port)
        sys.stdout.write(
            f"memory: {few / 1024:.1f} MiB for {TARGETS} targets, {many / 1024:.1f} MiB for {MANY}: "
            f"{'kept' if many <= few * BUDGET_MEMORY else 'exceeded'}\n"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
