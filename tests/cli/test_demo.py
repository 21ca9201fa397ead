"""``smtptui demo``: it says what it would answer to what, does so, and ends on a signal."""

import signal
import subprocess
import sys

import pytest

from smtptui.cli.exit_status import ExitStatus
from tests.cli.running import smtptui


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_it_says_it_would_answer_is_what_it_answers(number: signal.Signals) -> None:
    command = [sys.executable, "-u", "-m", "smtptui", "demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        address = demo.stdout.readline().split()[2].rstrip(";")
        told: list[str] = []
        while "FROB=1" not in (line := demo.stdout.readline()):
            told.append(line)
        probed = smtptui("probe", address, "--text", "--send", "AUTH FOOBAR", "--send", "HELO bare")
        demo.send_signal(number)
        assert demo.wait(20) == 0
    for line in told:
        asked, _, reply = line.strip().partition("  ")
        if asked in ("(greeting)", "AUTH FOOBAR", "HELO bare"):
            assert reply.strip() in probed.out


def test_the_servers_are_listed_by_their_ids() -> None:
    ran = smtptui("demo", "--list")
    assert {"standard", "starttls", "tarpit"} <= {line.split()[0] for line in ran.lines if line.strip()}


def test_a_server_that_there_is_not_is_named_with_the_nearest() -> None:
    ran = smtptui("demo", "--server", "startls")
    assert ran.status == ExitStatus.USAGE
    assert "starttls" in ran.err


def test_a_port_that_is_taken_cannot_be_had() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = smtptui("demo", "--port", str(taken.getsockname()[1]))
    assert ran.status == ExitStatus.CANNOT_CONNECT


def test_watching_a_demo_server_that_there_is_not_says_how_to_list_them() -> None:
    ran = smtptui("watch", "demo:startls")
    assert ran.status == ExitStatus.USAGE
    assert "smtptui demo --list" in ran.err
    assert "needs a terminal" in smtptui("watch", "demo:starttls").err
