"""What a session is expected to bring: how that is written, and when it holds."""

from datetime import UTC, datetime

import pytest

from smtptui.cli.arguments import UsageError
from smtptui.cli.exit_status import ExitStatus
from smtptui.cli.probe.expectations import Code, Enhanced, RepliesTo, Sign, TlsVersion, read_expectation
from smtptui.cli.probe.findings import Answer, Findings
from smtptui.cli.probe.judging import Outcome, judge, spoken_of
from smtptui.wire.events import Certificate, Connected, TimedOut, TlsEstablished, TlsFailed
from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Reply
from tests.cli.running import smtptui
from tests.cli.scripted_server import serving

SITUATIONS = ("client.blocklisted", "auth.mechanism", "tls.required")


def reply(octets: bytes) -> Reply:
    found = [item for item in ReplyParser().feed(octets, 0.0) if isinstance(item, Reply)]
    return found[0]


def findings(*answers: tuple[str, bytes], **more: object) -> Findings:
    made = Findings(connected=Connected(0.0, "mx", "192.0.2.1", 25, 0.001))
    made.answers = [Answer(verb, reply(octets + b"\r\n"), 0.1, False) for verb, octets in answers]
    for name, value in more.items():
        setattr(made, name, value)
    return made


def outcome(text: str, found: Findings) -> Outcome:
    return judge(read_expectation(text, SITUATIONS), found, datetime(2026, 1, 1, tzinfo=UTC)).outcome


def tls(version: str = "TLSv1.3", not_after: str = "2026-01-31T00:00:00+00:00") -> TlsEstablished:
    leaf = Certificate("CN=mx", "CN=ca", ("mx",), "", not_after, "")
    return TlsEstablished(0.0, version, "AES", 256, True, (leaf,), 0.1)


# How it is written


@pytest.mark.parametrize(
    ("text", "verb", "sign", "value"),
    [
        ("greeting=220", "CONNECT", Sign.EQUAL, Code(220, 220)),
        ("AUTH=504", "AUTH", Sign.EQUAL, Code(504, 504)),
        ("auth == 504", "AUTH", Sign.EQUAL, Code(504, 504)),
        ("RCPT=2yz", "RCPT", Sign.EQUAL, Code(200, 299)),
        ("RCPT!=55x", "RCPT", Sign.UNEQUAL, Code(550, 559)),
        ("all<400", "ALL", Sign.BELOW, Code(400, 400)),
        ("any!=504", "ANY", Sign.UNEQUAL, Code(504, 504)),
        ("MAIL!=5.7.1", "MAIL", Sign.UNEQUAL, Enhanced((5, 7, 1))),
        ("MAIL=5.7.x", "MAIL", Sign.EQUAL, Enhanced((5, 7, None))),
        ("end-of-data=250", "END-OF-DATA", Sign.EQUAL, Code(250, 250)),
    ],
)
def test_an_expectation_of_replies_is_a_name_a_sign_and_a_code(
    text: str, verb: str, sign: Sign, value: Code | Enhanced
) -> None:
    assert read_expectation(text, ()) == RepliesTo(text, verb, sign, value)


def test_a_version_of_tls_is_written_as_one_likes() -> None:
    for text in ("tls>=1.2", "TLS>=TLSv1.2"):
        assert read_expectation(text, ()) == TlsVersion(text, Sign.AT_LEAST, (1, 2))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("greting=220", "greeting"),
        ("AUHT=504", "AUTH"),
        ("starttls-enforcd", "starttls-enforced"),
        ("cert-day>14", "cert-days"),
        ("situation!=client.blocklistd", "client.blocklisted"),
        ("situation>client.blocklisted", "="),
        ("AUTH=5O4", "5O4"),
        ("AUTH=5040", "5040"),
        ("AUTH>5.7.1", "5.7.1"),
        ("any>500", "all>500"),
        ("greeting", "greeting=VALUE"),
        ("greeting=", "greeting=VALUE"),
        ("tls>=", "tls=VALUE"),
        ("tls>=2", "1.3"),
        ("cert-days>soon", "soon"),
        ("starttls-enforced=yes", "no value"),
        ("zzzzzzzzz=1", "cert-days"),
        ("", "NAME=VALUE"),
        ("=504", "NAME=VALUE"),
        ("AUTH=٥٠٤", "no code"),
    ],
)
def test_a_mistake_is_named_with_what_was_meant(text: str, said: str) -> None:
    with pytest.raises(UsageError) as wrong:
        read_expectation(text, SITUATIONS)
    assert said in str(wrong.value)


def test_a_mistake_is_a_usage_error_of_the_command() -> None:
    ran = smtptui("probe", "mx.example", "--expect", "situation!=client.blocklistd")
    assert ran.status == ExitStatus.USAGE
    assert "did you mean client.blocklisted?" in ran.err


# When it holds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("greeting=220", Outcome.MET),
        ("greeting=2yz", Outcome.MET),
        ("greeting!=220", Outcome.FAILED),
        ("AUTH=504", Outcome.MET),
        ("AUTH=5.5.4", Outcome.MET),
        ("AUTH=5.5.x", Outcome.MET),
        ("AUTH!=5.5.4", Outcome.FAILED),
        ("AUTH>=500", Outcome.MET),
        ("AUTH>504", Outcome.FAILED),
        ("AUTH<=504", Outcome.MET),
        ("AUTH<504", Outcome.FAILED),
        ("any=504", Outcome.MET),
        ("any=421", Outcome.FAILED),
        ("any!=504", Outcome.FAILED),
        ("any!=421", Outcome.MET),
        ("all<400", Outcome.FAILED),
        ("all<600", Outcome.MET),
        ("MAIL=250", Outcome.OPEN),
        ("RCPT=2yz", Outcome.FAILED),
    ],
)
def test_replies_are_compared(text: str, expected: Outcome) -> None:
    found = findings(
        ("CONNECT", b"220 mx"),
        ("AUTH", b"504 5.5.4 no"),
        ("RCPT", b"250 2.1.5 ok"),
        ("RCPT", b"550 5.1.1 no"),
    )
    assert outcome(text, found) is expected


def test_of_an_exchange_only_its_last_reply_counts() -> None:
    found = findings(("AUTH", b"334 VXNlcm5hbWU6"), ("RESPONSE", b"334 x"), ("RESPONSE", b"235 2.7.0 ok"))
    assert outcome("AUTH=235", found) is Outcome.MET
    assert outcome("AUTH=334", found) is Outcome.FAILED


def test_situations_are_compared() -> None:
    found = findings(("CONNECT", b"554 no"))
    found.answers = [found.answers[0]._replace(situation="client.blocklisted")]
    assert outcome("situation=client.blocklisted", found) is Outcome.MET
    assert outcome("situation!=client.blocklisted", found) is Outcome.FAILED
    assert outcome("situation=auth.mechanism", found) is Outcome.FAILED
    assert outcome("situation!=auth.mechanism", found) is Outcome.MET
    assert outcome("situation!=auth.mechanism", findings()) is Outcome.OPEN


def test_tls_is_compared() -> None:
    assert outcome("tls>=1.2", findings(tls=tls())) is Outcome.MET
    assert outcome("tls>1.3", findings(tls=tls())) is Outcome.FAILED
    assert outcome("tls=none", findings(("CONNECT", b"220 mx"))) is Outcome.MET
    assert outcome("tls!=none", findings(("CONNECT", b"220 mx"))) is Outcome.FAILED
    assert outcome("tls>=1.2", findings(trouble=TlsFailed(0.0, "no"))) is Outcome.OPEN


def test_the_days_of_a_certificate_are_compared() -> None:
    assert outcome("cert-days>29", findings(tls=tls())) is Outcome.MET
    assert outcome("cert-days>31", findings(tls=tls())) is Outcome.FAILED
    assert outcome("cert-days>31", findings()) is Outcome.OPEN
    assert outcome("cert-days>31", findings(tls=tls(not_after="nonsense"))) is Outcome.OPEN


def test_starttls_is_enforced_where_mail_is_refused_for_want_of_it() -> None:
    assert outcome("starttls-enforced", findings(("MAIL", b"530 5.7.0 first"))) is Outcome.MET
    assert outcome("starttls-enforced", findings(("MAIL", b"250 2.1.0 ok"))) is Outcome.FAILED
    assert outcome("starttls-enforced", findings(("MAIL", b"550 5.7.1 blocked"))) is Outcome.FAILED
    assert outcome("starttls-enforced", findings(("EHLO", b"250 mx"))) is Outcome.FAILED
    assert outcome("starttls-enforced", findings()) is Outcome.OPEN


def test_what_is_spoken_of_takes_its_other_names_with_it() -> None:
    expectations = [read_expectation("AUTH=504", ()), read_expectation("any!=421", ())]
    assert spoken_of(expectations) == {"AUTH", "RESPONSE", "X-EXPS"}


# What comes of it


def test_an_expectation_that_fails_is_said_in_a_line_with_what_came_instead() -> None:
    with serving({"AUTH": b"535 5.7.8 bad credentials\r\n"}) as server:
        ran = smtptui("probe", server.target, "-q", "--send", "AUTH FOOBAR", "--expect", "AUTH=504")
    assert ran.status == ExitStatus.EXPECTATION
    assert ran.err == (f"smtptui: {server.target}: expected AUTH=504; what came: 535 5.7.8 bad credentials\n")


def test_a_refusal_that_was_expected_is_fine() -> None:
    with serving({"CONNECT": b"554 5.7.1 no\r\n"}) as server:
        assert smtptui("probe", server.target, "--expect", "greeting=554").status == 0


def test_a_situation_is_found_in_what_a_server_says() -> None:
    listed = b"554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org\r\n"
    with serving({"CONNECT": listed}) as server:
        failed = smtptui("probe", server.target, "--expect", "situation!=client.blocklisted")
        met = smtptui("probe", server.target, "--expect", "situation=client.blocklisted")
    assert failed.status == ExitStatus.EXPECTATION
    assert met.status == ExitStatus.GREETING


def test_where_nothing_came_the_stage_that_failed_decides() -> None:
    with serving() as server:
        pass
    ran = smtptui("probe", server.target, "--expect", "greeting=220")
    assert ran.status == ExitStatus.CANNOT_CONNECT


def test_who_expects_a_reply_in_time_waits_no_longer_than_that() -> None:
    with serving({"CONNECT": b""}) as server:
        ran = smtptui("probe", server.target, "--within", "200ms")
    assert ran.status == ExitStatus.EXPECTATION
    assert "no greeting in 0.2 s" in ran.out


def test_a_reply_that_comes_in_time_is_fine() -> None:
    with serving() as server:
        assert smtptui("probe", server.target, "--within", "20s").status == 0


def test_the_slowest_is_named() -> None:
    from smtptui.cli.probe.expectations import Within

    found = findings(("EHLO", b"250 mx"))
    judged = judge(Within("within 50ms", 0.05), found)
    assert judged.outcome is Outcome.FAILED
    assert judged.came == "EHLO: 0.10 s"
    late = findings(trouble=TimedOut(0.0, "EHLO", 2.0))
    assert judge(Within("within 2s", 2.0), late).outcome is Outcome.FAILED
