"""Many targets beside each other: a line or an object for each, bounded, and ended politely."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from smtptui.cli.exit_status import ExitStatus
from tests.cli.running import smtptui
from tests.cli.scripted_server import Server, serving
from tests.terminal import running


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running_server:
        yield running_server


def listed(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_each_target_has_a_line_and_the_lowest_status_counts(server: Server) -> None:
    ran = smtptui("probe", server.target, "127.0.0.1:1", server.target)
    assert ran.status == ExitStatus.CANNOT_CONNECT
    assert sorted(line[0] for line in ran.lines) == ["✓", "✓", "✗"]
    failed = next(line for line in ran.lines if line[0] == "✗")
    assert failed.split()[:3] == ["✗", "3", "127.0.0.1:1"]
    assert "connection refused" in failed
    assert "3 targets: 2 fine, 1 no connection (3)" in ran.err


def test_each_target_has_an_object(server: Server) -> None:
    ran = smtptui("probe", "-", "--json", stdin=listed(server.target, "127.0.0.1:1"))
    objects = {each["target"]: each for each in map(json.loads, ran.lines)}
    assert objects[server.target]["ok"] is True
    assert objects["127.0.0.1:1"]["stage"] == "connect"


def test_a_list_may_have_comments_blank_lines_and_no_end(server: Server) -> None:
    octets = f"# mine\n\n  {server.target}  # this one\r\n{server.target}".encode()
    ran = smtptui("probe", "-", stdin=octets)
    assert ran.status == 0
    assert len(ran.lines) == 2


def test_a_line_that_is_no_target_is_told_and_the_others_are_probed(server: Server) -> None:
    ran = smtptui("probe", "-", stdin=b"two words\n\x1b[31m\nftp://mx\n" + listed(server.target))
    assert ran.status == ExitStatus.USAGE
    assert len(ran.lines) == 4
    assert "\x1b" not in ran.out
    assert sum(line.startswith("✓") for line in ran.lines) == 1


def test_a_refusal_is_told_with_what_it_means() -> None:
    answers = {"CONNECT": b"554 5.7.1 blocked using zen.spamhaus.org; see http://x\r\n"}
    with serving(answers) as server:
        ran = smtptui("probe", server.target, server.target, "--json")
    assert {json.loads(line)["situation"] for line in ran.lines} == {"client.blocklisted"}
    assert ran.status == ExitStatus.GREETING


def test_expectations_hold_for_each(server: Server) -> None:
    ran = smtptui("probe", server.target, server.target, "--expect", "situation=auth.mechanism", "-q")
    assert ran.status == ExitStatus.EXPECTATION
    assert ran.out == ""
    assert ran.err.count("expected situation=auth.mechanism") == 2


def test_nothing_to_probe_is_fine() -> None:
    ran = smtptui("probe", "-", stdin=b"# nobody\n")
    assert ran.status == 0
    assert ran.out == ""


def test_standard_input_that_is_closed_cannot_be_read() -> None:
    assert smtptui("probe", "-", stdin=None).status == ExitStatus.IO


def test_no_more_sessions_with_a_host_are_held_at_once_than_is_said(server: Server) -> None:
    targets = [server.target] * 20
    assert smtptui("probe", *targets, "--per-host", "3").status == 0
    assert server.sessions == 20
    assert server.most_at_once <= 3


def test_no_more_sessions_are_held_at_once_than_is_said(server: Server) -> None:
    targets = [f"127.0.0.1:{server.port}"] * 10
    assert smtptui("probe", *targets, "--jobs", "1", "--per-host", "9").status == 0
    assert server.most_at_once == 1


def test_a_check_of_several_tells_the_worst(server: Server) -> None:
    ran = smtptui("probe", server.target, "127.0.0.1:1", "--format", "nagios")
    assert ran.status == 2
    assert ran.lines[0].startswith("SMTP CRITICAL - 1 of 2 targets fine | targets=2")
    assert ran.lines[1].startswith("CRITICAL: 127.0.0.1:1: ")


def test_the_samples_of_a_metric_stand_together(server: Server) -> None:
    ran = smtptui("probe", server.target, "127.0.0.1:1", "--format", "prometheus")
    names = [line.split("{")[0] for line in ran.lines if not line.startswith("#")]
    changes = [name for name, before in zip(names, ["", *names], strict=False) if name != before]
    assert len(changes) == len(set(changes))
    assert names.count("smtptui_probe_success") == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_interrupts_hears_what_is_known_and_the_servers_hear_quit(number: signal.Signals) -> None:
    with serving() as fine, serving({"NOOP": b""}) as silent:
        command = [sys.executable, "-m", "smtptui", "probe", fine.target, silent.target, "--send", "NOOP"]
        probing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert silent.said_nothing.wait(20)
        probing.send_signal(number)
        out, err = probing.communicate(timeout=20)
    assert probing.returncode == 128 + number
    assert f"✓   0  {fine.target}" in out
    assert "interrupted; " in err
    assert silent.heard[-1] == b"QUIT\r\n"


def test_a_second_interruption_ends_at_once() -> None:
    with serving({"NOOP": b""}) as silent:
        command = [sys.executable, "-m", "smtptui", "probe", silent.target, "--send", "NOOP"]
        probing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert silent.said_nothing.wait(20)
        probing.send_signal(signal.SIGINT)
        assert silent.heard_more.wait(20)
        probing.send_signal(signal.SIGINT)
        out, _err = probing.communicate(timeout=20)
    assert probing.returncode == ExitStatus.INTERRUPTED
    assert "interrupted" in out
    assert "without a 221" not in out


def test_on_a_terminal_the_progress_is_shown_and_taken_away(server: Server) -> None:
    targets = [server.target] * 30
    command = [sys.executable, "-m", "smtptui", "probe", *targets]
    with running(command, columns=100, rows=50) as terminal:
        assert terminal.until_end() == 0
        assert terminal.text.count("✓") == 30
        assert "30 targets: 30 fine" in terminal.text
        assert b" of 30, 0 failed" in terminal.octets
        assert " of 30, 0 failed" not in terminal.text


def test_a_session_on_a_terminal_stands_out_in_bold(server: Server) -> None:
    with running([sys.executable, "-m", "smtptui", "probe", server.target]) as terminal:
        assert terminal.until_end() == 0
        assert "GREETING  Postfix" in terminal.text
    assert "\x1b[1m▌".encode() in terminal.octets


def test_ctrl_c_on_a_terminal_says_quit_and_how_to_end_it_at_once() -> None:
    with serving({"NOOP": b""}) as silent:
        command = [sys.executable, "-m", "smtptui", "probe", silent.target, "--send", "NOOP"]
        with running(command) as terminal:
            terminal.until("→  NOOP")
            terminal.send("\x03")
            terminal.until("ctrl+c again ends it at once")
            terminal.until("→  QUIT")
            terminal.send("\x03")
            assert terminal.until_end() == ExitStatus.INTERRUPTED
            assert "interrupted" in terminal.text
    assert silent.heard[-1] == b"QUIT\r\n"
