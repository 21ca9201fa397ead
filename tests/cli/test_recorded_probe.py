"""Probes, recorded: each line is in the file as it happens, whoever is busy, however many there are."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import create_server, socket

import pytest

from smtptui.recording.opened import Recording
from tests.cli.running import smtptui
from tests.cli.scripted_server import serving
from tests.terminal import LIMIT, PROJECT, Terminal, running

LINES = 2000
"""Of a reply: more octets than a pipe holds that nobody reads."""


def listening_for_one() -> socket:
    """Return a server that does not wait for ever for who does not come."""
    listening = create_server(("127.0.0.1", 0))
    listening.settimeout(LIMIT)
    return listening


@contextmanager
def unread(folder: Path) -> Iterator[Path]:
    """Make a pipe that takes some octets, and then nothing more."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield pipe
    finally:
        os.close(descriptor)


@contextmanager
def probing(pipe: Path, *words: str) -> Iterator[Terminal]:
    """Run `probe`, whose results go where nobody reads them."""
    program = " ".join([sys.executable, "-m", "smtptui", "probe", "--tls", "none", *words])
    with running(["/bin/sh", "-c", f"exec {program} > {pipe}"], directory=PROJECT) as terminal:
        yield terminal


def kill(terminal: Terminal) -> None:
    terminal.signal(signal.SIGKILL)
    assert terminal.until_end() == -signal.SIGKILL


def recorded(path: Path, words: bytes) -> int:
    """Return how often words are in whole lines of a file that may not be there yet."""
    return path.read_bytes().rpartition(b"\n")[0].count(words) if path.exists() else 0


def test_killed_while_nobody_takes_its_output_a_probe_has_recorded_all_that_came(tmp_path: Path) -> None:
    recording = tmp_path / "r.smtp.jsonl"
    with listening_for_one() as listening, unread(tmp_path) as pipe:
        target = f"127.0.0.1:{listening.getsockname()[1]}"
        with probing(pipe, target, "--text", "--record", str(recording)) as terminal:
            client, _ = listening.accept()
            with client, client.makefile("rb") as lines:
                client.sendall(b"220 mx ESMTP\r\n")
                assert lines.readline().startswith(b"EHLO")
                client.sendall(b"250-XKEYWORD with some words after it\r\n" * LINES)
                terminal.until_true(lambda: recorded(recording, b'after it\\r\\n"') == LINES)
                kill(terminal)
    ran = smtptui("replay", str(recording), "--text")
    assert ran.status == 0
    assert ran.out.count("<-  250-XKEYWORD") == LINES
    assert "ends here, before the session did" in ran.err


def test_killed_in_the_middle_of_many_each_is_recorded_up_to_there(tmp_path: Path) -> None:
    recording = tmp_path / "r.smtp.jsonl"
    with ExitStack() as stack:
        listening = [stack.enter_context(listening_for_one()) for _ in range(3)]
        targets = [f"127.0.0.1:{server.getsockname()[1]}" for server in listening]
        pipe = stack.enter_context(unread(tmp_path))
        words = [*targets, "--jobs", "3", "--per-host", "3", "--record", str(recording)]
        terminal = stack.enter_context(probing(pipe, *words))
        clients = [_greeted(stack, server, number) for number, server in enumerate(listening)]
        clients[1].sendall(b"250-mx\r\n250-")
        terminal.until_true(lambda: recorded(recording, b'"verb":"EHLO"') == 3)
        terminal.until_true(lambda: recorded(recording, b"250-mx") == 1)
        kill(terminal)
    with recording.open("rb") as octets:
        sessions = Recording(octets).sessions
    assert [own.header.target for own in sessions] == targets
    for number in range(3):
        ran = smtptui("replay", str(recording), "--text", "--session", str(number + 1))
        assert f"<-  220 mx{number} ESMTP" in ran.lines
        assert ("<-  250-mx" in ran.lines) is (number == 1)
        assert " -> EHLO " in ran.out
        assert "ends here, before the session did" in ran.err


def _greeted(stack: ExitStack, listening: socket, number: int) -> socket:
    """Greet the next client, and return it."""
    client = stack.enter_context(listening.accept()[0])
    client.sendall(b"220 mx%d ESMTP\r\n" % number)
    return client


def test_many_are_recorded_whole(tmp_path: Path) -> None:
    recording = tmp_path / "r.smtp.jsonl"
    with serving() as server:
        words = ["--per-host", "5", "--send", "NOOP", "--quiet", "--record", str(recording)]
        assert smtptui("probe", *[server.target] * 12, *words).status == 0
    listed = smtptui("replay", str(recording), "--list")
    assert len(listed.lines) == 12
    assert all(server.target in line and "4 replies" in line for line in listed.lines)
    assert listed.err == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("targets", [1, 5])
def test_where_nothing_can_be_written_that_is_said_once_and_the_sessions_go_on(targets: int) -> None:
    with serving() as server:
        ran = smtptui("probe", *[server.target] * targets, "--record", "/dev/full")
    assert ran.status == 0
    assert ran.err.count("--record: '/dev/full': No space left on device; the session goes on") == 1
    assert ran.out.count("✓") == targets
