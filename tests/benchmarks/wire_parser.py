"""The reply parser against smtplib's and aiosmtplib's, and its time as input doubles.

``python -m tests.benchmarks.wire_parser [ROUNDS]`` measures all in one run, turn by turn; a ratio is that of
the medians, and CPU time is what counts, so that other programs disturb little.

All three read the same octets in the same chunks of 64 KiB. smtplib's getreply reads lines from what its
socket's makefile returns, a buffered file whose raw reads hand out those chunks. aiosmtplib's protocol gets
the chunks into its own buffer and parses them with its own method; its loop, futures and timeouts are not
measured. Ours makes each line and each reply, as the others do with code and text, but looks for the enhanced
code and cuts out the text when asked: "asked" is the time with code, enhanced code and text of all replies
read, of which the others have no enhanced code.
"""

import asyncio
import io
import smtplib
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

from aiosmtplib.protocol import SMTPProtocol

from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Reply

CHUNK = 65536
LINES = 20_000


class _Octets(io.RawIOBase):
    """The stream as a socket's file: hands out what came in one chunk at a time."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = iter(chunks)
        self._left = b""

    def readable(self) -> bool:
        """It is only read from."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the present chunk."""
        self._left = self._left or next(self._chunks, b"")
        taken = min(len(buffer), len(self._left))
        buffer[:taken] = self._left[:taken]
        self._left = self._left[taken:]
        return taken


class _Socket:
    """As much of a socket as smtplib's getreply needs."""

    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the file that getreply reads lines from, buffered as by default."""
        return io.BufferedReader(_Octets(self._chunks))

    def close(self) -> None:
        """There is nothing to close."""


def ours(chunks: list[bytes]) -> None:
    """Read all replies with smtptui's parser."""
    parser = ReplyParser()
    for chunk in chunks:
        parser.feed(chunk, 0.0)


def asked(chunks: list[bytes]) -> None:
    """Read all replies, and of each the code, the enhanced code, and the text of its lines."""
    parser = ReplyParser()
    for chunk in chunks:
        for item in parser.feed(chunk, 0.0):
            if isinstance(item, Reply):
                _ = item.code, item.enhanced, [line.text for line in item.lines]


def with_smtplib(chunks: list[bytes]) -> None:
    """Read all replies with smtplib's getreply."""
    client = smtplib.SMTP()
    client.sock = _Socket(chunks)  # type: ignore[assignment]
    client.file = None
    try:
        while True:
            client.getreply()
    except smtplib.SMTPServerDisconnected:
        return


def with_aiosmtplib(chunks: list[bytes]) -> None:
    """Read all replies from the buffer of aiosmtplib's protocol."""
    loop = asyncio.new_event_loop()
    protocol = SMTPProtocol(loop)
    for chunk in chunks:
        protocol._buffer.extend(chunk)
        while protocol._read_response_from_buffer() is not None:
            pass
    loop.close()


def cpu(work: Callable[[], None]) -> float:
    """Return the CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def cut(stream: bytes, size: int = CHUNK) -> list[bytes]:
    """Return the stream in chunks of `size` octets."""
    return [stream[start : start + size] for start in range(0, len(stream), size)]


def single_line_replies() -> bytes:
    """What a server says to transactions: mostly the same, with a queue id of its own each time."""
    return b"".join(
        b"250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 End data with <CR><LF>.<CR><LF>\r\n"
        b"250 2.0.0 Ok: queued as 4Xk%07X\r\n" % number
        for number in range(LINES // 4)
    )


def replies_of_their_own() -> bytes:
    """Replies of which no two are the same."""
    return b"".join(b"250 2.1.5 <user%d@example.org>... Recipient ok\r\n" % number for number in range(LINES))


def ehlo_replies() -> bytes:
    """The same server's EHLO replies."""
    return b"".join(
        b"250-mx%d.example.org\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-VRFY\r\n250-ETRN\r\n"
        b"250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 CHUNKING\r\n"
        % number
        for number in range(LINES // 10)
    )


def compare(rounds: int) -> None:
    """Print how many times as fast as the others the parser is."""
    streams = {
        "single-line replies": single_line_replies(),
        "single-line replies, no two the same": replies_of_their_own(),
        "EHLO replies": ehlo_replies(),
    }
    for name, stream in streams.items():
        chunks = cut(stream)
        readers = {"ours": ours, "asked": asked, "smtplib": with_smtplib, "aiosmtplib": with_aiosmtplib}
        times: dict[str, list[float]] = {reader: [] for reader in readers}
        for _ in range(rounds):
            for reader, read in readers.items():
                times[reader].append(cpu(lambda read=read, chunks=chunks: read(chunks)))  # type: ignore[misc]
        median = {reader: statistics.median(values) for reader, values in times.items()}
        figures = ", ".join(f"{reader} {value / LINES * 1e9:.0f} ns/line" for reader, value in median.items())
        print(  # noqa: T201
            f"{name}: {figures}; {median['smtplib'] / median['ours']:.2f} x smtplib, "
            f"{median['aiosmtplib'] / median['ours']:.2f} x aiosmtplib"
        )


def double(rounds: int) -> None:
    """Print the factor by which the time grows when a line, a reply, or the stream is twice as long."""
    shapes: dict[str, Callable[[int], bytes]] = {
        "line": lambda size: b"250 " + b"x" * (size * 200) + b"\r\n",
        "reply": lambda size: b"250-x\r\n" * (size * 2) + b"250 x\r\n",
        "stream": lambda size: b"250 2.1.5 Ok\r\n" * (size * 15),
    }
    for shape, make in shapes.items():
        for size in (1, 1460, CHUNK):
            scale = 400 if size == 1 else 1000 if shape == "reply" else 16_000
            once, twice = (cut(make(scale * factor), size) for factor in (1, 2))
            short = [cpu(lambda once=once: ours(once)) for _ in range(rounds)]  # type: ignore[misc]
            long = [cpu(lambda twice=twice: ours(twice)) for _ in range(rounds)]  # type: ignore[misc]
            growth = statistics.median(long) / statistics.median(short)
            print(f"twice the {shape} in chunks of {size}: x {growth:.2f}")  # noqa: T201


def endless_line() -> None:
    """Print what a line of 100 MB without an end costs."""
    chunk = b"x" * CHUNK
    chunks = [chunk] * (100_000_000 // CHUNK)
    seconds = cpu(lambda: ours(chunks))
    tracemalloc.start()
    ours(chunks)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"a line of 100 MB: {seconds:.3f} s, {peak / 1e6:.2f} MB at most")  # noqa: T201


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    compare(wanted)
    double(wanted)
    endless_line()
