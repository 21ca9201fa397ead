"""A session with a real server, recorded: replayed it says the same, and no file of it has a secret."""

import base64
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server

import pytest

from tests.cli.running import smtptui
from tests.postfix_server import HOSTNAME, PostfixServer, PostfixUnavailable, running_postfix
from tests.recording.written import recorded
from tests.terminal import PROJECT, running
from tests.tui.transcript import GREETING_AND_504, events

PASSWORD = "tr0ub4dor&3-canary"
PLAIN = base64.b64encode(f"\0jane@{HOSTNAME}\0{PASSWORD}".encode()).decode()
FORMS = (PASSWORD, PLAIN, base64.b64encode(PASSWORD.encode()).decode(), PLAIN.rstrip("="))
ESCAPE = "\x1b]0;canary\x07"
WAYS = (["--text"], ["--json"], ["--list"], *(["--report", form] for form in ("md", "html", "cast")))


@pytest.fixture
def postfix(tmp_path: Path, postfix_or_skip: Callable[[str], None]) -> Iterator[PostfixServer]:
    try:
        with running_postfix(tmp_path, users={"jane": PASSWORD}) as server:
            yield server
    except PostfixUnavailable as error:
        postfix_or_skip(str(error))


def everything(recording: Path, *, but_cast: bool = False) -> str:
    """Return the recording, and all that is made of it."""
    made = [smtptui("replay", str(recording), *way) for way in WAYS if not (but_cast and "cast" in way)]
    assert all(ran.status == 0 for ran in made)
    return "\n".join([recording.read_text(), *(ran.out + ran.err for ran in made)])


@pytest.mark.postfix
def test_a_session_with_postfix_is_replayed_to_the_octet_and_keeps_no_password(
    postfix: PostfixServer, tmp_path: Path
) -> None:
    recording = tmp_path / "session.smtp.jsonl"
    ran = smtptui(
        *("probe", f"127.0.0.1:{postfix.port}", "--tls", "none", "--ehlo", "client.example"),
        *("--text", "--insist", "--record", str(recording)),
        *("--send", "AUTH FOOBAR", "--send", f"AUTH PLAIN {PLAIN}", "--send", f"AUTH PLAIN {PLAIN}"),
        *("--send", f"VRFY {PASSWORD}", "--send", "MAIL FROM:<a@bare>", "--send", "RCPT TO:<bare>"),
    )
    assert "235 2.7.0 Authentication successful" in ran.out
    replayed = smtptui("replay", str(recording), "--text")
    assert replayed.out == ran.out
    assert replayed.err == ""
    told = everything(recording)
    assert "504 5.5.2" in told
    for form in FORMS[1:]:
        assert form not in told
    # What the user typed as no credential stays: VRFY says what it says.
    assert told.count(PASSWORD) == told.count(f"VRFY {PASSWORD}") + told.count(f"<{PASSWORD}>")


@contextmanager
def hostile() -> Iterator[int]:
    """Serve one connection: echo what comes, in every form, between control sequences; then wait."""
    with create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            client, _ = listening.accept()
            with client, client.makefile("rb") as lines:
                client.sendall(f"220 mx {ESCAPE}<script>canary()</script>\r\n".encode())
                for line in lines:
                    if line.startswith(b"EHLO"):
                        client.sendall(b"250-mx\r\n250 AUTH PLAIN LOGIN\r\n")
                    elif line.startswith(b"QUIT"):
                        client.sendall(b"221 bye\r\n")
                        return
                    else:
                        echo = line.strip().decode() + " ".join(FORMS) + ESCAPE
                        client.sendall(f"504 5.5.4 {echo}\r\n".encode())

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def test_what_a_server_echoes_is_neither_a_secret_nor_an_escape_in_any_file(tmp_path: Path) -> None:
    recording = tmp_path / "session.smtp.jsonl"
    with hostile() as port:
        ran = smtptui(
            *(
                "probe",
                f"127.0.0.1:{port}",
                "--tls",
                "none",
                "--text",
                "--insist",
                "--record",
                str(recording),
            ),
            *("--send", f"AUTH PLAIN {PLAIN}"),
        )
    assert smtptui("replay", str(recording), "--text").out == ran.out
    told = everything(recording, but_cast=True)
    cast = smtptui("replay", str(recording), "--report", "cast").out
    for form in FORMS:
        assert form not in told + cast
    for sign in ("\x1b", "\x07", "<script>"):
        assert (
            sign not in told.replace("220 mx ␛]0;canary␇<script>canary()</script>", "") or sign == "<script>"
        )
    assert "\\u001b]" not in cast
    assert "\x1b" not in told


def test_killed_in_the_middle_a_recording_opens_up_to_there(tmp_path: Path) -> None:
    recording = tmp_path / "session.smtp.jsonl"
    with create_server(("127.0.0.1", 0)) as listening:
        words = [
            "watch",
            f"127.0.0.1:{listening.getsockname()[1]}",
            "--tls",
            "none",
            "--record",
            str(recording),
        ]
        with running([sys.executable, "-m", "smtptui", *words], directory=PROJECT) as terminal:
            client, _ = listening.accept()
            with client, client.makefile("rb") as lines:
                client.sendall(b"220 mx ESMTP\r\n")
                assert lines.readline().startswith(b"EHLO")
                client.sendall(b"250-mx\r\n")
                terminal.until("250-mx")
                terminal.signal(signal.SIGKILL)
                assert terminal.until_end() == -signal.SIGKILL
    assert recording.read_bytes().endswith(b"\n")
    ran = smtptui("replay", str(recording), "--text")
    assert ran.status == 0
    assert ran.lines[2] == "<-  220 mx ESMTP"
    assert ran.lines[3].startswith(" -> EHLO ")
    assert ran.lines[4] == "<-  250-mx"
    assert "ends here, before the session did" in ran.err


def test_a_session_from_a_pipe_is_replayed_with_keys_from_the_terminal(tmp_path: Path) -> None:
    recording = recorded(tmp_path / "r", events(GREETING_AND_504), start=100.0)
    program = f"cat {recording} | {sys.executable} -m smtptui replay - --step"
    with running(["/bin/sh", "-c", program], directory=PROJECT) as terminal:
        terminal.until("replay stands still")
        terminal.send("\x1b[C")
        terminal.until("mx.example ESMTP Postfix")
        terminal.send("\x1b[F")
        terminal.until("Unrecognized authentication type")
        terminal.send("q")
        assert terminal.until_end() == 0
        assert terminal.is_restored
