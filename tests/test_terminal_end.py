"""However the program ends, the terminal is as it was, QUIT was said, and the exit status tells why."""

import os
import resource
import signal
import sys
from base64 import b64encode

import pytest

from tests.scripted_peer import plain_peer
from tests.terminal import Terminal, running


def smtptui(*words: str) -> list[str]:
    return [sys.executable, "-m", "smtptui", *words]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_a_signal_ends_it_after_quit_with_the_terminal_restored(number: signal.Signals) -> None:
    with plain_peer() as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("PIPELINING")
        assert not terminal.echoes
        terminal.signal(number)
        assert terminal.until_end() == 128 + number
        assert terminal.echoes
        assert terminal.is_restored
        assert peer.lines == ["QUIT"]


def test_a_server_that_does_not_answer_quit_is_not_waited_for_long() -> None:
    with plain_peer(waits=True) as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("waiting for")
        terminal.signal(signal.SIGTERM)
        assert terminal.until_end() == 128 + signal.SIGTERM
        assert terminal.is_restored


def test_a_second_signal_ends_it_at_once() -> None:
    with plain_peer(waits=True) as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("waiting for")
        terminal.signal(signal.SIGTERM)
        terminal.signal(signal.SIGINT)
        assert terminal.until_end() in (128 + signal.SIGTERM, 128 + signal.SIGINT)
        assert terminal.is_restored


@pytest.mark.parametrize("ignores", [(), (signal.SIGHUP,)], ids=["hangup heeded", "hangup ignored"])
def test_a_terminal_that_is_gone_ends_it(ignores: tuple[int, ...]) -> None:
    with (
        plain_peer() as peer,
        running(smtptui("watch", f"127.0.0.1:{peer.port}"), ignores=ignores) as terminal,
    ):
        terminal.until("PIPELINING")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        terminal.hang_up()
        assert terminal.until_end() == 128 + signal.SIGHUP
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert peer.lines == ["QUIT"]
        assert after.ru_utime >= before.ru_utime


def _suspended(terminal: Terminal) -> None:
    terminal.until_stopped()
    assert terminal.echoes
    assert terminal.is_restored


def test_ctrl_z_suspends_and_goes_on_where_it_was() -> None:
    with plain_peer() as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("PIPELINING")
        terminal.send("\x1a")
        _suspended(terminal)
        seen = len(terminal.octets)
        terminal.signal(signal.SIGCONT)
        terminal.until_true(lambda: b"PIPELINING" in terminal.octets[seen:])
        assert not terminal.echoes
        terminal.send(":NOOP\r")
        terminal.until_true(lambda: peer.lines == ["NOOP"])


def test_sigtstp_suspends_as_ctrl_z_does() -> None:
    with running(smtptui()) as terminal:
        terminal.until("▐220▌ Service ready")
        terminal.signal(signal.SIGTSTP)
        _suspended(terminal)
        terminal.signal(signal.SIGCONT)
        terminal.until_true(lambda: not terminal.echoes)
        terminal.send("2")
        terminal.until("Nothing is picked yet")


def test_a_sigcont_without_a_stop_changes_nothing() -> None:
    with plain_peer() as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("PIPELINING")
        for _ in range(3):
            terminal.signal(signal.SIGCONT)
        for command in ("NOOP one", "NOOP two", "NOOP three"):
            terminal.send(f":{command}\r")
        terminal.until_true(lambda: len(peer.lines) == 3)
        assert peer.lines == ["NOOP one", "NOOP two", "NOOP three"]
        terminal.send("\x11")
        assert terminal.until_end() == 0
        assert terminal.is_restored


@pytest.mark.parametrize(
    "opens", ["", "a", "\x0f", "\x10", "p", ":"], ids=["list", "a", "^o", "^p", "p", "line"]
)
def test_ctrl_c_says_how_it_leaves_and_a_second_one_leaves(opens: str) -> None:
    with running(smtptui()) as terminal:
        terminal.until("▐220▌ Service ready")
        terminal.send(opens)
        terminal.send("\x03")
        terminal.until("ctrl+c again leaves")
        terminal.send("\x03")
        assert terminal.until_end() == 0
        assert terminal.is_restored
        assert b"\x1b]52;c;\x07" not in terminal.octets


def test_ctrl_c_leaves_although_the_target_is_selected_in_the_dialog_and_copies_it() -> None:
    with plain_peer() as peer, running(smtptui("watch", f"127.0.0.1:{peer.port}")) as terminal:
        terminal.until("PIPELINING")
        terminal.send("\x0f")
        terminal.until("enter connects")
        terminal.send("\x03")
        terminal.until("ctrl+c again leaves")
        assert b64encode(f"127.0.0.1:{peer.port}".encode()) in terminal.octets
        terminal.send("\x03")
        assert terminal.until_end() == 0


def test_a_screenshot_is_saved_where_one_may_write_and_the_place_is_said(tmp_path: os.PathLike[str]) -> None:
    environment = {"HOME": str(tmp_path)}
    with running([*smtptui()], environment=environment, directory=tmp_path) as terminal:
        terminal.until("▐220▌ Service ready")
        terminal.send("\x10Screenshot\r")
        terminal.until("Screenshot")
        terminal.until_true(lambda: [name for name in os.listdir(tmp_path) if name.endswith(".svg")])
        terminal.until(".svg")
        terminal.send("\x11")
        assert terminal.until_end() == 0


def test_a_colour_system_that_does_not_exist_is_no_traceback() -> None:
    with running(smtptui(), environment={"TEXTUAL_COLOR_SYSTEM": "bad"}) as terminal:
        terminal.until("▐220▌ Service ready")
        terminal.send("\x11")
        assert terminal.until_end() == 0
