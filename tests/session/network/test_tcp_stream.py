"""A TCP connection over its socket."""

import asyncio
import math
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest
from anyio.abc import SocketAttribute

from smtptui.session.network.tcp_stream import (
    READ_AHEAD,
    WRITTEN_AT_ONCE,
    ReadTimeoutError,
    TcpStream,
)


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[TcpStream, socket.socket]]:
    """Return a stream, and a blocking socket at its other end."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.settimeout(20)
    stream = TcpStream(ours)
    try:
        async with asyncio.timeout(20):
            yield stream, theirs
    finally:
        await stream.aclose()
        theirs.close()


async def test_what_comes_is_received_in_pieces_of_the_size_that_is_asked_for() -> None:
    async with connected() as (stream, peer):
        peer.sendall(b"abcdef")
        assert await stream.receive(4) == b"abcd"
        assert await stream.receive(4) == b"ef"


async def test_a_half_close_is_an_end_after_all_that_came() -> None:
    async with connected() as (stream, peer):
        peer.sendall(b"last")
        peer.shutdown(socket.SHUT_WR)
        assert await stream.receive() == b"last"
        with pytest.raises(anyio.EndOfStream):
            await stream.receive()
        await stream.send(b"still")
        assert peer.recv(10) == b"still"


async def test_what_nobody_takes_waits_in_the_socket() -> None:
    async with connected() as (stream, peer):
        peer.setblocking(False)
        sent = 0
        while True:
            try:
                sent += peer.send(bytes(65536))
            except BlockingIOError:
                # Let the stream read; where it no longer does, nothing more goes in.
                before = sent
                for _ in range(20):
                    await asyncio.sleep(0)
                try:
                    sent += peer.send(bytes(65536))
                except BlockingIOError:
                    if sent == before:
                        break
        assert stream._held < READ_AHEAD + 512 * 1024
        taken = 0
        while taken < sent:
            taken += len(await stream.receive())


async def test_a_read_that_is_due_is_given_up_and_what_comes_later_can_be_read() -> None:
    async with connected() as (stream, peer):
        loop = asyncio.get_running_loop()
        stream.read_until(loop.time() + 0.01)
        with pytest.raises(ReadTimeoutError):
            await stream.receive()
        stream.read_until(math.inf)
        peer.sendall(b"late")
        assert await stream.receive() == b"late"


async def test_the_time_may_be_moved_while_a_read_waits() -> None:
    async with connected() as (stream, _peer):
        loop = asyncio.get_running_loop()
        stream.read_until(loop.time() + 1000)
        reading = asyncio.create_task(stream.receive())
        await asyncio.sleep(0)
        stream.read_until(loop.time() + 0.01)
        with pytest.raises(ReadTimeoutError):
            await reading


async def test_a_time_that_is_put_off_holds_no_longer() -> None:
    async with connected() as (stream, peer):
        loop = asyncio.get_running_loop()
        stream.read_until(loop.time() + 0.01)
        reading = asyncio.create_task(stream.receive())
        await asyncio.sleep(0)
        stream.read_until(loop.time() + 1000)
        passed = asyncio.Event()
        loop.call_later(0.02, passed.set)
        await passed.wait()
        assert not reading.done()
        peer.sendall(b"in time")
        assert await reading == b"in time"


async def test_a_read_is_due_also_where_octets_never_cease() -> None:
    async with connected() as (stream, peer):
        peer.sendall(b"more and more")
        assert await stream.receive(4) == b"more"
        stream.read_until(asyncio.get_running_loop().time() - 1)
        with pytest.raises(ReadTimeoutError):
            await stream.receive(4)


async def test_what_goes_out_at_once_is_small_and_finds_nothing_before_it() -> None:
    async with connected() as (stream, peer):
        assert stream.send_now(b"QUIT\r\n")
        assert peer.recv(10) == b"QUIT\r\n"
        assert not stream.send_now(bytes(WRITTEN_AT_ONCE + 1))
        sending = asyncio.create_task(stream.send(bytes(8 * 1024 * 1024)))
        await asyncio.sleep(0)
        assert not stream.send_now(b"NOOP\r\n")
        sending.cancel()


async def _send_for_ever(stream: TcpStream) -> None:
    while True:
        await stream.send(bytes(65536))


async def test_who_sends_to_nobody_is_told() -> None:
    async with connected() as (stream, peer):
        peer.close()
        with pytest.raises(anyio.BrokenResourceError):
            await _send_for_ever(stream)


async def test_a_stream_that_is_closed_takes_and_gives_nothing() -> None:
    async with connected() as (stream, _peer):
        reading = asyncio.create_task(stream.receive())
        await asyncio.sleep(0)
        await stream.aclose()
        with pytest.raises(anyio.ClosedResourceError):
            await reading
        with pytest.raises(anyio.ClosedResourceError):
            await stream.send(b"x")
        assert not stream.send_now(b"x")


async def test_its_socket_is_told() -> None:
    async with connected() as (stream, _peer):
        assert stream.extra(SocketAttribute.raw_socket).fileno() >= 0


async def test_what_came_before_the_other_side_broke_off_can_be_read() -> None:
    async with connected() as (stream, peer):
        # Nothing is read while nobody lets the loop turn: the break is noticed in writing.
        peer.sendall(b"421 too busy\r\n")
        peer.close()
        while stream.send_now(b"QUIT\r\n"):
            pass
        assert await stream.receive() == b"421 too busy\r\n"
        with pytest.raises(anyio.BrokenResourceError):
            await stream.receive()


async def test_all_that_is_sent_arrives_however_slowly_it_is_read() -> None:
    async with connected() as (stream, peer):
        peer.setblocking(False)
        sending = asyncio.create_task(stream.send(bytes(range(256)) * 8192))
        arrived = bytearray()
        while not sending.done() or len(arrived) < 256 * 8192:
            await asyncio.sleep(0)
            try:
                arrived += peer.recv(50_000)
            except BlockingIOError:
                continue
        await sending
        assert arrived == bytes(range(256)) * 8192


async def test_who_waits_to_send_is_told_when_it_is_closed() -> None:
    async with connected() as (stream, _peer):
        sending = asyncio.create_task(stream.send(bytes(8 * 1024 * 1024)))
        await asyncio.sleep(0)
        await stream.aclose()
        with pytest.raises(anyio.ClosedResourceError):
            await sending
