"""What really reaches a terminal: the program in a pseudo-terminal."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.scripted_peer import plain_peer
from tests.terminal import running

HOSTILE = (
    b"220-mx\x1b]52;c;aGk=\x07\x1b]0;OWNED\x07[@click=app.quit]q[/x]\r\n"
    b"220-\x1b[2J\x1b[31mred\x9b31m\xc2\x9b31m\r\n"
    b"220 \x1b]8;;http://evil.example\x1b\\link \xe2\x80\xaegnp.exe\r\n"
)


@contextmanager
def scripted_peer(greeting: bytes) -> Iterator[int]:
    """Greet with `greeting` and answer every line with 250; yield the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        peer, _ = listening.accept()
        with peer:
            peer.sendall(greeting)
            for line in peer.makefile("rb"):
                if line.upper().startswith(b"QUIT"):
                    peer.sendall(b"221 bye\r\n")
                    return
                peer.sendall(b"250 [/x] \x1b[5mok\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(5)


def smtptui(*words: str) -> list[str]:
    """Return the command line of the program under test."""
    return [sys.executable, "-m", "smtptui", *words]


def test_no_escape_and_no_markup_of_a_greeting_reaches_the_terminal() -> None:
    with scripted_peer(HOSTILE) as port, running(smtptui("watch", f"127.0.0.1:{port}")) as terminal:
        terminal.until("[@click=app.quit]q[/x]")
        terminal.until("GREETING")
        terminal.send("3")
        terminal.until("WHAT IT MEANS HERE")
        terminal.send(":NOOP\r")
        terminal.until("250 [/x] ␛[5mok")
        assert b"\x1b]52" not in terminal.octets
        assert b"\x1b]0;OWNED" not in terminal.octets
        assert b"\x1b]8;" not in terminal.octets
        assert b"\x1b[5m" not in terminal.octets
        assert "\u202e".encode() not in terminal.octets
        assert b"\xc2\x9b" not in terminal.octets
        assert b"\x9b31m" not in terminal.octets
        assert terminal.title != "OWNED"
        terminal.send("\x11")
        assert terminal.until_end() == 0


def test_the_demo_server_greets_and_a_key_away_is_a_504() -> None:
    with running(smtptui("watch")) as terminal:
        terminal.until("GREETING")
        terminal.until("250")
        terminal.send("t")
        terminal.until("AUTH FOOBAR")
        terminal.send("\r")
        terminal.until("▐504▌ 5.5.4")
        terminal.until("✗ mechanism not supported")
        terminal.until("It offers LOGIN, PLAIN")
        terminal.send("\x11")
        assert terminal.until_end() == 0


def test_a_closed_port_is_said_in_words_and_the_explorer_lives_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with running(smtptui("watch", f"127.0.0.1:{port}")) as terminal:
        terminal.until("refused")
        terminal.send("1\x1b[B")
        terminal.until("221  Closing")
        terminal.send("\x11")
        assert terminal.until_end() == 0


def test_without_a_terminal_the_explorer_says_what_to_use_instead() -> None:
    done = subprocess.run(smtptui(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "smtptui explain" in done.stderr
    assert "Traceback" not in done.stderr


CRASHING = """
import os
from smtptui.tui.app import SmtptuiApp

class Crashing(SmtptuiApp):
    def on_mount(self):
        typed = os.environ["CANARY"]
        raise RuntimeError("a defect")

Crashing().run()
"""


def test_a_crash_prints_no_value_that_a_user_may_have_typed() -> None:
    command = [sys.executable, "-c", CRASHING]
    with running(command, environment={"CANARY": "hunter2-canary"}) as terminal:
        terminal.until_end()
        assert b"a defect" in terminal.octets
        assert b"hunter2-canary" not in terminal.octets


FAILING = """
import os
from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.tui.app import SmtptuiApp

class Failing(SmtptuiApp):
    def action_toggle_dark(self):
        typed = os.environ["CANARY"]
        raise RuntimeError("a defect")

app = Failing(target=Target("127.0.0.1", int(os.environ["PORT"]), TlsMode.NONE), options=Options())
app.run()
"""


def test_a_defect_in_one_place_is_said_without_its_values_and_the_session_goes_on() -> None:
    with plain_peer() as peer:
        environment = {"CANARY": "hunter2-canary", "PORT": str(peer.port)}
        with running([sys.executable, "-c", FAILING], environment=environment) as terminal:
            terminal.until("PIPELINING")
            terminal.send("\x1bOQ")
            terminal.until("A defect of smtptui")
            terminal.until("RuntimeError at")
            terminal.send(":NOOP\r")
            terminal.until_true(lambda: peer.lines == ["NOOP"])
            for _ in range(5):
                terminal.send("\x1bOQ")
            terminal.until_end()
            assert b"a defect" in terminal.octets
            assert b"hunter2-canary" not in terminal.octets
