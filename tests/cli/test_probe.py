"""``smtptui probe`` with one target: what it sends, what it prints, how it ends."""

import json
import re
import ssl
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import trustme

from smtptui.cli.exit_status import ExitStatus
from smtptui.recording.opened import Recording
from tests.cli.running import Ran, smtptui
from tests.cli.scripted_server import Answer, Server, serving

FOOBAR = {"AUTH": b"504 5.5.4 Unrecognized authentication type\r\n"}


def probe(server: Server, *words: str, **given: object) -> Ran:
    return smtptui("probe", server.target, "--ehlo", "client.example", *words, **given)  # type: ignore[arg-type]


def commands(server: Server) -> list[bytes]:
    """Return the lines that came."""
    return [line.rstrip(b"\r\n") for line in server.heard]


# What it prints


def test_a_session_is_printed_with_times_and_with_what_each_reply_means() -> None:
    with serving(FOOBAR) as server:
        ran = probe(server, "--send", "AUTH FOOBAR", "--expect", "AUTH=504")
    assert ran.status == 0
    text = ran.out
    assert "220 mx.example ESMTP Postfix" in text
    assert "GREETING  Postfix" in text
    assert "→  EHLO client.example" in text
    assert "Introduction accepted" in text
    assert "mechanism not supported: it offers PLAIN LOGIN" in text
    assert "you asked for FOOBAR" in text
    assert "✓ AUTH=504" in text
    marked = [line for line in ran.lines if line.startswith("▌")]
    assert [line.split()[3] for line in marked] == ["220", "504"]
    assert commands(server) == [b"EHLO client.example", b"AUTH FOOBAR", b"QUIT"]


def test_nothing_is_sent_but_ehlo_and_quit_unless_it_is_asked_for() -> None:
    with serving() as server:
        assert probe(server).status == 0
    assert commands(server) == [b"EHLO client.example", b"QUIT"]


def test_as_json_each_event_is_an_object_and_the_last_is_the_result() -> None:
    with serving(FOOBAR) as server:
        ran = probe(server, "--json", "--send", "AUTH FOOBAR")
    objects = [json.loads(line) for line in ran.lines]
    replies = [each for each in objects if each["event"] == "reply"]
    assert [each["highlight"] for each in replies] == ["greeting", None, "504", None]
    assert replies[2]["meaning"] == "504.mechanism"
    result = objects[-1]
    assert (result["event"], result["status"], result["stage"]) == ("result", 28, "auth")
    assert (result["code"], result["situation"], result["ok"]) == (504, "auth.mechanism", False)
    assert ran.status == ExitStatus.AUTH
    assert "AUTH: 504" in ran.err


def test_as_text_it_is_in_the_notation_of_swaks() -> None:
    with serving(FOOBAR) as server:
        ran = probe(server, "--text", "--send", "AUTH FOOBAR")
    assert "<-  220 mx.example ESMTP Postfix" in ran.lines
    assert " -> AUTH FOOBAR" in ran.lines
    assert "<** 504 5.5.4 Unrecognized authentication type" in ran.lines


def test_quietly_only_what_failed_is_said_and_on_stderr() -> None:
    with serving(FOOBAR) as server:
        fine, failed = probe(server, "--quiet"), probe(server, "-q", "--send", "AUTH FOOBAR")
    assert (fine.status, fine.out, fine.err) == (0, "", "")
    assert (failed.status, failed.out) == (28, "")
    assert failed.err.count("\n") == 1


def test_a_check_is_one_line_with_performance_data() -> None:
    with serving(FOOBAR) as server:
        fine = probe(server, "--format", "nagios")
        failed = probe(server, "--format", "nagios", "--expect", "any!=504", "--send", "AUTH FOOBAR")
    assert fine.status == 0
    assert fine.out.startswith(f"SMTP OK - {server.target}: 220 Postfix")
    assert "| time=" in fine.out
    assert failed.status == 2
    assert failed.out.startswith("SMTP CRITICAL - ")
    assert failed.out.count("\n") == failed.out.count("|") == 1


@pytest.mark.parametrize(
    ("greeting", "status", "name"),
    [(b"450 busy | later\r\n", 1, "WARNING"), (b"554 no\r\n", 2, "CRITICAL")],
)
def test_a_check_tells_a_refusal_for_now_from_one_for_good(greeting: bytes, status: int, name: str) -> None:
    with serving({"CONNECT": greeting}) as server:
        ran = probe(server, "--format", "nagios")
    assert ran.status == status
    assert ran.out.startswith(f"SMTP {name} - ")
    assert ran.out.count("|") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["two words", "--format", "nagios"],
        ["--format", "nagios"],
        ["mx", "--format=nagios", "--bogus"],
        ["mx", "--format", "nagios", "--lang", "xx"],
        ["mx", "--format", "nagios", "--config", "/nowhere"],
        ["mx", "--format", "nagios", "--to", "a@a.example", "--yes", "--data", "-"],
    ],
    ids=" ".join,
)
def test_a_check_that_is_asked_wrongly_is_unknown(words: list[str]) -> None:
    ran = smtptui("probe", *words, stdin=None)
    assert (ran.status, ran.err) == (3, "")
    assert ran.out.startswith("SMTP UNKNOWN - ")
    assert len(ran.lines) == 1


def test_metrics_have_their_help_and_type_and_what_failed_as_a_label() -> None:
    with serving(FOOBAR) as server:
        ran = probe(server, "--format", "prometheus", "--send", "AUTH FOOBAR", "--expect", "any!=504")
    seen: set[str] = set()
    for line in ran.lines:
        if line.startswith("# TYPE"):
            assert line.endswith(" gauge")
            seen.add(line.split()[2])
        elif not line.startswith("#"):
            assert line.split("{")[0] in seen
    assert f'smtptui_probe_success{{target="{server.target}"}} 0' in ran.lines
    assert 'situation="auth.mechanism"' in ran.out
    assert 'expectation="any!=504"} 0' in ran.out
    assert f'smtptui_probe_status{{target="{server.target}",stage="expectation"}} 40' in ran.lines


def test_a_label_is_escaped() -> None:
    from smtptui.cli.probe.prometheus import _escaped

    assert _escaped('a"b\\c\nd') == 'a\\"b\\\\c\\nd'


def test_a_session_can_be_recorded(tmp_path: Path) -> None:
    file = tmp_path / "session.jsonl"
    with serving() as server:
        assert probe(server, "--record", str(file), "--quiet").status == 0
    with file.open("rb") as octets:
        sessions = Recording(octets).sessions
    assert [session.header.target for session in sessions] == [server.target]
    assert b"ESMTP Postfix" in file.read_bytes()


@pytest.mark.parametrize("words", [[], ["--json"], ["--text"], ["--format", "nagios"], ["--quiet"]])
def test_control_characters_reach_no_output(words: list[str]) -> None:
    with serving({"CONNECT": b"220 mx \x1b]0;owned\x07 \x9b31m\r\n"}) as server:
        ran = probe(server, *words)
    assert not {"\x1b", "\x07", "\x9b"} & set(ran.out + ran.err)
    assert ran.status in (ExitStatus.GREETING, 2)


# What it asks


def test_lines_and_scripts_are_sent_in_their_order_each_after_the_reply_to_the_one_before(
    tmp_path: Path,
) -> None:
    script = tmp_path / "a.smtp"
    script.write_text("# a comment\nNOOP two\n\nRSET\n")
    with serving() as server:
        probe(server, "--send", "NOOP one", "--script", str(script), "--send", "NOOP three")
    assert commands(server)[1:-1] == [b"NOOP one", b"NOOP two", b"RSET", b"NOOP three"]


def test_in_a_message_of_a_script_blank_lines_and_signs_stay(tmp_path: Path) -> None:
    script = tmp_path / "a.smtp"
    script.write_text("MAIL FROM:<a@a.example>\nRCPT TO:<b@b.example>\nDATA\nSubject: x\n\n# no comment\n")
    with serving() as server:
        ran = probe(server, "--script", str(script))
    assert commands(server)[-6:] == [b"DATA", b"Subject: x", b"", b"# no comment", b".", b"QUIT"]
    assert ran.status == 0


def test_an_envelope_is_taken_back() -> None:
    with serving() as server:
        ran = probe(server, "--from", "a@a.example", "--to", "b@b.example", "--to", "c@c.example")
    assert commands(server)[1:] == [
        b"MAIL FROM:<a@a.example>",
        b"RCPT TO:<b@b.example>",
        b"RCPT TO:<c@c.example>",
        b"RSET",
        b"QUIT",
    ]
    assert ran.status == 0


def test_a_sender_that_is_refused_has_no_recipients() -> None:
    with serving({"MAIL": b"550 5.7.1 no\r\n"}) as server:
        assert probe(server, "--to", "b@b.example").status == ExitStatus.MAIL
    assert commands(server)[1:] == [b"MAIL FROM:<>", b"QUIT"]


def test_a_message_is_sent_with_its_dots_doubled(tmp_path: Path) -> None:
    message = tmp_path / "mail.eml"
    message.write_bytes(b"Subject: x\n\n.dot\n")
    with serving() as server:
        ran = probe(server, "--to", "b@b.example", "--data", str(message), "--yes")
    assert ran.status == 0
    assert commands(server)[-6:] == [b"DATA", b"Subject: x", b"", b"..dot", b".", b"QUIT"]


def test_addresses_may_stand_in_brackets() -> None:
    with serving() as server:
        probe(server, "--from", "<>", "--to", "<a@a.example>")
    assert commands(server)[1:] == [b"MAIL FROM:<>", b"RCPT TO:<a@a.example>", b"RSET", b"QUIT"]


def test_a_script_comes_from_standard_input() -> None:
    with serving() as server:
        probe(server, "--script", "-", stdin=b"NOOP\n# a comment\nVRFY you\n")
    assert commands(server)[1:] == [b"NOOP", b"VRFY you", b"QUIT"]


def test_a_message_from_standard_input_that_is_closed_is_not_sent() -> None:
    with serving() as server:
        ran = probe(server, "--to", "a@a.example", "--data", "-", "--yes", stdin=None)
    assert ran.status == ExitStatus.IO
    assert "cannot read standard input" in ran.err
    assert server.heard == []


def test_a_message_comes_from_standard_input() -> None:
    with serving() as server:
        ran = probe(server, "--to", "b@b.example", "--data", "-", "--yes", stdin=b"hello\n")
    assert ran.status == 0
    assert b"hello" in commands(server)


# How it ends


STAGES: list[tuple[dict[str, Answer], list[str], ExitStatus]] = [
    ({"CONNECT": b"554 5.7.1 no\r\n"}, [], ExitStatus.GREETING),
    ({"CONNECT": b"220\r\n"}, [], ExitStatus.GREETING),
    ({"CONNECT": b"220 \r\n"}, [], ExitStatus.GREETING),
    ({"CONNECT": b"220 mx \x1b[31mred\r\n"}, [], ExitStatus.GREETING),
    ({"CONNECT": b"220 mx\x00\r\n"}, [], ExitStatus.GREETING),
    ({"CONNECT": b"HTTP/1.0 400 Bad Request\r\n"}, [], ExitStatus.GREETING),
    ({"CONNECT": b""}, ["--timeout", "200ms"], ExitStatus.GREETING),
    ({"EHLO": b"550 5.7.1 no\r\n"}, [], ExitStatus.EHLO),
    ({"EHLO": b""}, ["--timeout", "200ms"], ExitStatus.EHLO),
    ({"MAIL": b"550 5.7.1 no\r\n"}, ["--from", "a@a.example"], ExitStatus.MAIL),
    ({"RCPT": b"550 5.1.1 no\r\n"}, ["--to", "a@a.example"], ExitStatus.RCPT),
    ({"DATA": b"550 no\r\n"}, ["--to", "a@a.example", "--data", "-", "--yes"], ExitStatus.DATA),
    ({".": b"554 5.7.1 spam\r\n"}, ["--to", "a@a.example", "--data", "-", "--yes"], ExitStatus.MESSAGE),
    ({"AUTH": b"535 5.7.8 no\r\n"}, ["--send", "AUTH CRAM-MD5"], ExitStatus.AUTH),
    ({}, ["--tls", "starttls"], ExitStatus.TLS),
    ({"EHLO": b"250-mx\r\n250 STARTTLS\r\n", "STARTTLS": b"454 4.7.0 no\r\n"}, [], ExitStatus.TLS),
    ({"EHLO": b"250-mx\r\n250 STARTTLS\r\n", "STARTTLS": b"220 go\r\nno TLS\r\n"}, [], ExitStatus.TLS),
    ({"NOOP": lambda peer: peer.shutdown(2)}, ["--send", "NOOP"], ExitStatus.CONNECTION_LOST),
    ({"NOOP": b"421 4.3.2 shutting down\r\n"}, ["--send", "NOOP"], ExitStatus.CONNECTION_LOST),
    ({}, ["--expect", "any=504"], ExitStatus.EXPECTATION),
    ({}, [], ExitStatus.OK),
]


def _named(value: object) -> str:
    """Return what a case is called, the same in each run."""
    return re.sub(r" at 0x\w+", "", str(value))[:40]


@pytest.mark.parametrize(("answers", "words", "status"), STAGES, ids=_named)
def test_each_stage_has_its_exit_status(
    answers: dict[str, Answer], words: list[str], status: ExitStatus
) -> None:
    with serving(answers) as server:
        ran = probe(server, *words)
    assert ran.status == status
    if status is not ExitStatus.OK:
        assert ran.err.startswith(f"smtptui: {server.target}: ")


def test_where_nobody_listens_there_is_no_connection() -> None:
    with serving() as server:
        pass
    ran = smtptui("probe", server.target)
    assert ran.status == ExitStatus.CANNOT_CONNECT
    assert "connection refused" in ran.out
    assert ran.out.count("Nothing listens on that port") == 1


def test_a_greeting_that_drips_is_no_greeting_even_if_it_is_one_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from smtptui.cli.probe import verdict

    monkeypatch.setattr(verdict, "DRIP", 0.2)

    def drip(peer: object) -> None:
        for octet in b"220 mx.example ESMTP\r\n":
            peer.sendall(bytes((octet,)))  # type: ignore[attr-defined]
            time.sleep(0.02)

    with serving({"CONNECT": drip}) as server:
        ran = probe(server)
    assert ran.status == ExitStatus.GREETING
    assert "drop by drop" in ran.out


def test_a_reply_that_takes_long_fails_its_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    from smtptui.cli.probe import result

    monkeypatch.setattr(result, "SLOW", 0.0)
    with serving() as server:
        ran = probe(server)
    assert ran.status == ExitStatus.GREETING
    assert "tarpit" in ran.out


def test_the_reader_of_a_pipe_that_has_had_enough_ends_it_in_order() -> None:
    from smtptui.cli.output import OutputGone
    from smtptui.cli.probe.annotated import Annotated

    with serving() as server, pytest.MonkeyPatch.context() as patched:

        def gone(*_: object) -> None:
            raise OutputGone

        patched.setattr(Annotated, "receive", gone)
        ran = probe(server)
        assert ran.status == 0
        server.until_idle()


def test_standard_output_that_is_closed_is_no_defect() -> None:
    import io

    from smtptui.cli import main
    from smtptui.cli.environment import Environment
    from smtptui.cli.output import Output

    err = io.StringIO()
    with serving() as server:
        status = main(["probe", server.target], Environment(None, Output(None, {}), Output(err, {}), {}))
    assert status == ExitStatus.IO
    assert "cannot write" in err.getvalue()


# TLS


@pytest.fixture
def tls(tmp_path: Path) -> SimpleNamespace:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return SimpleNamespace(context=context, ca=str(file))


STARTTLS: dict[str, Answer] = {"EHLO": b"250-mx\r\n250 STARTTLS\r\n", "STARTTLS": b"220 go on\r\n"}


def test_tls_is_shown_with_its_certificate(tls: SimpleNamespace) -> None:
    with serving(STARTTLS, tls.context) as server:
        ran = probe(server, "--ca", tls.ca, "--expect", "tls>=1.2", "--expect", "cert-days>1")
    assert ran.status == 0, ran.out
    assert "certificate verified" in ran.out
    assert "certificate for 127.0.0.1" in ran.out
    assert "TLSv1.3" in ran.lines[-1]


def test_a_certificate_that_nobody_trusts_fails_and_can_be_inspected(tls: SimpleNamespace) -> None:
    with serving(STARTTLS, tls.context) as server:
        assert probe(server).status == ExitStatus.TLS
    with serving(STARTTLS, tls.context) as server:
        ran = probe(server, "--insecure")
    assert ran.status == 0
    assert "not verified" in ran.lines[-1]


def test_whether_starttls_is_enforced_is_tried_in_the_clear(tls: SimpleNamespace) -> None:
    refusing = {**STARTTLS, "MAIL": b"530 5.7.0 Must issue a STARTTLS command first\r\n"}
    words = ("--ca", tls.ca, "--expect", "starttls-enforced", "--expect", "tls>=1.2")
    with serving(refusing, tls.context) as server:
        ran = probe(server, *words)
    assert ran.status == 0, ran.out
    names = [line.split()[0] for line in commands(server)]
    assert names == [b"EHLO", b"MAIL", b"STARTTLS", b"EHLO", b"QUIT"]
    with serving(STARTTLS, tls.context) as server:
        ran = probe(server, *words)
    assert ran.status == ExitStatus.EXPECTATION
    assert "MAIL in the clear: 250" in ran.err
    assert b"RSET" in commands(server)


# What is asked wrongly


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["two words"], "blank"),
        (["mx:99999"], "99999"),
        ([], "something is missing"),
        (["mx", "--send", ""], "--script"),
        (["mx", "--send", "NOOP\r\nRSET"], "one command"),
        (["mx", "--script", "/nowhere/a.smtp"], "/nowhere/a.smtp"),
        (["mx", "--script", "/"], "directory"),
        (["mx", "--data", "/nowhere", "--to", "a@a.example", "--yes"], "/nowhere"),
        (["mx", "--data", "-", "--yes"], "--to"),
        (["mx", "--to", "a b@c"], "no address"),
        (["mx", "--to", "a>\r\nRSET"], "no address"),
        (["mx", "--to", ""], "--to"),
        (["mx", "--auth"], "--user"),
        (["mx", "--user", "me"], "--auth"),
        (["mx", "--password-env", "HOME"], "--auth"),
        (["mx", "--password-keyring"], "--auth"),
        (
            ["mx", "--auth", "FOOBAR", "--user", "me"],
            "FOOBAR): --yes if that is meant; the mechanisms are SCRAM",
        ),
        (["me@mx.example"], "mx:DOMAIN"),
        (["mx", "--jobs", "0"], "--jobs"),
        (["mx", "--send", "QUIT", "--send", "NOOP"], "NOOP would not be sent"),
        (["mx", "--send", "quit", "--to", "a@b.example"], "MAIL would not be sent"),
        (["mx", "--script", "-", "--data", "-", "--to", "a@b.example"], "only once"),
        (["-", "--script", "-"], "only once"),
        (["mx", "--auth", "--user", "me", "--insecure"], "--insecure"),
        (["mx", "--auth=FOOBAR", "--user", "me"], "SCRAM-SHA-256"),
        (["mx", "--auth", "--user", "me", "--password-env", "NOWHERE"], "NOWHERE"),
        (["mx", "--auth", "--user", "me", "--password-file", "/nowhere"], "/nowhere"),
        (
            ["mx", "--auth", "--user", "me", "--password-file", "/x", "--password-env", "Y"],
            "one place",
        ),
        (["mx", "--password", "hunter2"], "can read a command line"),
        (["mx", "--json", "--text"], "choose one"),
        (["mx", "--within", "soon"], "soon"),
        (["mx", "--timeout", "0"], "no time"),
        (["mx", "--record", "/nowhere/file"], "/nowhere/file"),
        (["mx", "-", "--json"], "standard input"),
        (["a", "b", "--text"], "one target"),
        (["a", "b", "--data", "-", "--to", "a@a.example"], "one target"),
        (["a", "b", "--auth", "--user", "me"], "--yes"),
        (["a", "b", "--jobs", "many"], "many"),
        (["smtps://mx", "--expect", "starttls-enforced"], "first octet"),
        (["mx", "--ca", "/nowhere"], "/nowhere"),
        (["mx", "--format", "xml"], "nagios, prometheus"),
    ],
    ids=" ".join,
)
def test_what_is_asked_wrongly_is_said_before_anything_is_sent(words: list[str], said: str) -> None:
    ran = smtptui("probe", *words)
    assert ran.status == ExitStatus.USAGE
    assert said in ran.err
    assert ran.out == ""
    assert "hunter2" not in ran.err


def test_a_file_that_is_no_recording_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "precious"
    file.write_text("mine")
    ran = smtptui("probe", "127.0.0.1:1", "--record", str(file))
    assert ran.status == ExitStatus.USAGE
    assert file.read_text() == "mine"
