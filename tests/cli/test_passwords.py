"""Where a password comes from, and that it is in nothing that is printed, recorded or raised."""

import base64
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest

from smtptui.cli.exit_status import ExitStatus
from tests.cli.running import Ran, smtptui
from tests.cli.scripted_server import Server, serving
from tests.terminal import running

CANARY = "tr0ub4dor&3-canary"
ENCODED = base64.b64encode(CANARY.encode()).decode()
RESPONSE = base64.b64encode(f"\0me\0{CANARY}".encode()).decode()
ECHO = f"{CANARY} {ENCODED} {RESPONSE}".encode()
ECHOING = {"AUTH": b"535-5.7.8 you said " + ECHO + b"\r\n535 5.7.8 " + ECHO + b"\r\n"}


def login(server: Server, *words: str) -> Ran:
    variables = {"PASSWORD": CANARY}
    own = ("--auth", "PLAIN", "--user", "me", "--insist")
    return smtptui("probe", server.target, *own, *words, variables=variables)


def absent(*texts: str) -> None:
    for text in texts:
        for form in (CANARY, ENCODED, RESPONSE, ENCODED.rstrip("=")):
            assert form.lower() not in text.lower()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--json"],
        ["--text"],
        ["--quiet"],
        ["--format", "nagios"],
        ["--format", "prometheus"],
        ["--expect", "AUTH=235"],
    ],
    ids=" ".join,
)
def test_a_password_that_is_echoed_is_in_no_output_and_no_recording(words: list[str], tmp_path: Path) -> None:
    file = tmp_path / "recording"
    with serving(ECHOING) as server:
        ran = login(server, "--password-env", "PASSWORD", "--record", str(file), *words)
    assert f"AUTH PLAIN {RESPONSE}".encode() in b"".join(server.heard)
    assert ran.status != 0
    absent(ran.out, ran.err, file.read_text())


def test_a_defect_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    from smtptui.session.session import Session

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    def with_locals(error: BaseException) -> list[str]:
        return list(traceback.TracebackException.from_exception(error, capture_locals=True).format())

    monkeypatch.setattr(Session, "authenticate", fail)
    monkeypatch.setattr(traceback, "format_exception", with_locals)
    with serving() as server:
        ran = login(server, "--password-env", "PASSWORD")
    assert ran.status == ExitStatus.DEFECT
    assert "ZeroDivisionError" in ran.err
    absent(ran.out, ran.err)


def test_the_first_line_of_a_file_is_the_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{CANARY}\r\nsomething else\n")
    file.chmod(0o600)
    with serving({"AUTH": b"235 2.7.0 ok\r\n"}) as server:
        ran = login(server, "--password-file", str(file))
    assert (ran.status, ran.err) == (0, "")
    assert f"AUTH PLAIN {RESPONSE}".encode() in b"".join(server.heard)


def test_a_file_that_others_can_read_is_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(CANARY)
    file.chmod(0o644)
    with serving({"AUTH": b"235 2.7.0 ok\r\n"}) as server:
        assert "chmod 600" in login(server, "--password-file", str(file)).err


def test_a_keyring_is_asked_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def get_password(service: str, user: str) -> str:
        asked.append((service, user))
        return CANARY

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get_password))
    with serving({"AUTH": b"235 2.7.0 ok\r\n"}) as server:
        assert login(server, "--password-keyring").status == 0
    assert asked == [("smtptui", "me")]


def test_a_keyring_that_is_not_there_or_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(service: str, user: str) -> str:
        raise RuntimeError(CANARY)

    with serving() as server:
        monkeypatch.setitem(sys.modules, "keyring", None)
        missing = login(server, "--password-keyring")
        monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=fail))
        failing = login(server, "--password-keyring")
    assert "not installed" in missing.err
    assert "RuntimeError" in failing.err
    assert {missing.status, failing.status} == {ExitStatus.USAGE}
    absent(failing.err)


def test_a_mechanism_may_be_in_small_letters() -> None:
    with serving({"EHLO": b"250-mx.example\r\n250 AUTH PLAIN LOGIN\r\n"}) as server:
        words = ("--auth", "login", "--user", "me", "--password-env", "PASSWORD", "--insist")
        smtptui("probe", server.target, *words, variables={"PASSWORD": CANARY})
    assert b"AUTH LOGIN" in b"".join(server.heard)


def test_nobody_logs_in_over_a_connection_that_can_be_read(tmp_path: Path) -> None:
    variables = {"PASSWORD": CANARY}
    with serving() as server:
        ran = smtptui(
            "probe",
            server.target,
            "--auth",
            "--user",
            "me",
            "--password-env",
            "PASSWORD",
            variables=variables,
        )
    assert ran.status == ExitStatus.AUTH
    assert not any(line.startswith(b"AUTH") for line in server.heard)
    assert "--insist" in ran.out


def test_a_server_that_offers_nothing_for_a_password_is_not_shown_it() -> None:
    with serving({"EHLO": b"250-mx\r\n250 AUTH GSSAPI\r\n"}) as server:
        ran = smtptui(
            "probe", server.target, "--auth", "--user", "me", "--password-env", "P", "--insist",
            variables={"P": CANARY},
        )  # fmt: skip
    assert ran.status == ExitStatus.AUTH
    assert "GSSAPI" in ran.out
    assert not any(line.startswith(b"AUTH") for line in server.heard)


def test_on_a_terminal_it_is_asked_for_and_not_echoed() -> None:
    with serving({"AUTH": b"235 2.7.0 ok\r\n"}) as server:
        command = [sys.executable, "-m", "smtptui", "probe", server.target]
        with running([*command, "--auth", "PLAIN", "--user", "me", "--insist"]) as terminal:
            terminal.until("Password of me:")
            terminal.until_true(lambda: not terminal.echoes)
            terminal.send(f"{CANARY}\n")
            assert terminal.until_end() == 0
        absent(terminal.octets.decode())
    assert f"AUTH PLAIN {RESPONSE}".encode() in b"".join(server.heard)


def test_a_message_is_sent_only_if_one_says_so() -> None:
    with serving() as server:
        command = [sys.executable, "-m", "smtptui", "probe", server.target, "--to", "a@a.example"]
        with running([*command, "--data", "/etc/hostname"]) as terminal:
            terminal.until("to 1 recipient by")
            terminal.send("n\n")
            assert terminal.until_end() == ExitStatus.USAGE
        assert server.sessions == 0
        with running([*command, "--data", "/etc/hostname"]) as terminal:
            terminal.until("to 1 recipient by")
            terminal.send("y\n")
            assert terminal.until_end() == 0
    assert b"DATA\r\n" in server.heard
