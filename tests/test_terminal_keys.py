"""Keys at full speed, and pastes, through a pseudo-terminal to a peer that notes what it is sent."""

import sys

from tests.scripted_peer import plain_peer
from tests.terminal import running

MESSAGE = ["Subject: five lines", "", "one", "two", "three"]


def smtptui(*words: str) -> list[str]:
    return [sys.executable, "-m", "smtptui", *words]


def test_a_hundred_commands_in_one_burst_arrive_as_a_hundred_commands_in_order() -> None:
    commands = [f"NOOP {number}" for number in range(100)]
    with plain_peer() as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("PIPELINING")
        terminal.send(":" + "".join(f"{command}\r" for command in commands))
        terminal.until_true(lambda: len(peer.lines) >= 100)
        assert peer.lines == commands
        terminal.send("\x11")
        assert terminal.until_end() == 0
        assert peer.lines[-1] == "QUIT"


def test_a_message_and_its_dot_in_one_burst_arrive_line_by_line() -> None:
    with plain_peer() as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("PIPELINING")
        terminal.send(":DATA\r")
        terminal.until("354 go on")
        terminal.send("".join(f"{line}\r" for line in (*MESSAGE, ".")) + "NOOP\r")
        terminal.until_true(lambda: "NOOP" in peer.lines)
        assert peer.messages == [MESSAGE]


def test_a_message_pasted_in_brackets_is_asked_about_and_arrives_whole() -> None:
    with plain_peer() as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("PIPELINING")
        terminal.send(":DATA\r")
        terminal.until("354 go on")
        terminal.send("\x1b[200~" + "\r".join((*MESSAGE, ".")) + "\x1b[201~")
        terminal.until("6 lines were pasted")
        terminal.send("\r")
        terminal.until_true(lambda: peer.messages)
        assert peer.messages == [MESSAGE]
        terminal.send("NOOP\r")
        terminal.until_true(lambda: "NOOP" in peer.lines)


def test_a_dialog_that_is_answered_twice_in_one_read_ends_nothing() -> None:
    with plain_peer() as peer, running(smtptui()) as terminal:
        terminal.until("▐220▌ Service ready")
        terminal.send("a\r\r")
        terminal.send(f"\x0f127.0.0.1:{peer.port}\r\r")
        terminal.until("PIPELINING")
        terminal.send("f\r\r\x10help\r\r\x1b\x1b:NOOP\r")
        terminal.until_true(lambda: "NOOP" in peer.lines)
