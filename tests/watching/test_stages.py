"""The stages of a session: what each took, what is long beside RFC 5321, what failed."""

from pathlib import Path

import pytest
import trustme

from smtptui.session.target import TlsMode
from smtptui.watching.stage import Length, Outcome, Stage, StageName, length_of, length_of_step, stage_of_verb
from smtptui.watching.stages import STAGES_KEPT, Stages
from smtptui.wire.events import (
    Asked,
    Closed,
    CloseReason,
    CommandSent,
    Connected,
    ConnectFailed,
    Connecting,
    Event,
    GreetingReceived,
    ReplyReceived,
    Resolved,
    Resolving,
    State,
    StateChanged,
    TimedOut,
    TlsEstablished,
    TlsFailed,
)
from smtptui.wire.reply import Reply
from tests.session.authority import good
from tests.session.peer import BYE, GREETING, hear, peer, say, secure
from tests.session.watching import OPTIONS, all_of
from tests.tui.transcript import reply_line


def passed(*events: Event) -> Stages:
    stages = Stages()
    for event in events:
        stages.receive(event)
    return stages


def brief(stages: Stages) -> list[tuple[str, float, str]]:
    return [(str(stage.name), round(stage.took, 3), str(stage.outcome)) for stage in stages.done]


def sent(line: str, at: float) -> CommandSent:
    return CommandSent(at, Asked(line.split()[0], line.encode(), at), len(line) + 2)


def reply(code: int, at: float) -> Reply:
    return Reply(((), False, reply_line(b"%d ok\r\n" % code, at)))


def answered(line: str, code: int, asked: float, at: float, verb: str = "") -> ReplyReceived:
    question = Asked(verb or line.split()[0], line.encode(), asked)
    return ReplyReceived(at, reply(code, at), question, State.IDENTIFIED, at - asked)


BEGIN = (
    Resolving(0.0, "example.org", "MX"),
    Resolved(0.1, "example.org", "MX", ("mx.example",)),
    Resolving(0.1, "mx.example", "A/AAAA"),
    Resolved(0.3, "mx.example", "A/AAAA", ("192.0.2.1",)),
    Connecting(0.3, "mx.example", "192.0.2.1", 25),
    Connected(0.35, "mx.example", "192.0.2.1", 25, 0.05),
    GreetingReceived(6.35, reply(220, 6.35)),
)


def test_every_stage_of_a_mail_has_its_time() -> None:
    stages = passed(
        *BEGIN,
        sent("EHLO me", 6.4),
        answered("EHLO me", 250, 6.4, 6.5),
        sent("STARTTLS", 6.5),
        answered("STARTTLS", 220, 6.5, 6.6),
        StateChanged(6.6, State.IDENTIFIED, State.STARTING_TLS),
        TlsEstablished(6.8, "TLSv1.3", "AES", 256, True, (), 0.2),
        sent("EHLO me", 6.8),
        answered("EHLO me", 250, 6.8, 6.9),
        sent("AUTH LOGIN", 7.0),
        answered("AUTH LOGIN", 334, 7.0, 7.1),
        answered("<hidden>", 235, 7.1, 7.5, verb="RESPONSE"),
        sent("MAIL FROM:<a@b>", 8.0),
        answered("MAIL FROM:<a@b>", 250, 8.0, 8.1),
        sent("NOOP", 8.1),
        answered("NOOP", 250, 8.1, 9.0),
        answered("RCPT TO:<c@d>", 550, 9.0, 9.2),
        answered("DATA", 354, 9.2, 9.3),
        answered(".", 250, 9.5, 9.9, verb="END-OF-DATA"),
        sent("QUIT", 10.0),
        answered("QUIT", 221, 10.0, 10.1),
        Closed(10.1, CloseReason.QUIT, expected=True),
    )
    assert brief(stages) == [
        ("resolve", 0.3, "done"),
        ("connect", 0.05, "done"),
        ("greeting", 6.0, "done"),
        ("ehlo", 0.1, "done"),
        ("starttls", 0.1, "done"),
        ("tls", 0.2, "done"),
        ("ehlo", 0.1, "done"),
        ("auth", 0.5, "done"),
        ("mail", 0.1, "done"),
        ("rcpt", 0.2, "failed"),
        ("data", 0.1, "done"),
        ("end-of-data", 0.4, "done"),
        ("quit", 0.1, "done"),
    ]
    assert stages.failed is not None
    assert (stages.failed.name, stages.failed.code) == (StageName.RCPT, 550)


@pytest.mark.parametrize(
    ("name", "seconds", "length"),
    [
        (StageName.GREETING, 29.9, Length.ORDINARY),
        (StageName.GREETING, 30.0, Length.LONG),
        (StageName.GREETING, 300.0, Length.OVER),
        (StageName.RCPT, 299.0, Length.LONG),
        (StageName.DATA, 120.0, Length.OVER),
        (StageName.END_OF_DATA, 120.0, Length.LONG),
        (StageName.END_OF_DATA, 600.0, Length.OVER),
        (StageName.CONNECT, 1000.0, Length.ORDINARY),
    ],
)
def test_a_stage_is_amber_from_a_tenth_of_its_limit_and_red_past_it(
    name: StageName, seconds: float, length: Length
) -> None:
    assert length_of(name, seconds) is length
    assert Stage(name, 0.0, seconds).length is length


def test_a_step_of_the_short_history_is_as_long_as_its_stage() -> None:
    assert length_of_step("greeting", 31.0) is Length.LONG
    assert length_of_step("RCPT", 301.0) is Length.OVER
    assert length_of_step("NOOP", 1000.0) is Length.ORDINARY
    assert length_of_step("connect", 1000.0) is Length.ORDINARY


def test_what_is_under_way_grows() -> None:
    stages = passed(*BEGIN[:-1])
    assert [(stage.name, stage.outcome) for stage in stages.at(1.35)][-1] == (
        StageName.GREETING,
        Outcome.UNDER_WAY,
    )
    assert stages.at(2.35)[-1].took == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("events", "failed"),
    [
        ([*BEGIN[:-1], TimedOut(300.35, "greeting", 300.0)], StageName.GREETING),
        ([*BEGIN[:-1], Closed(1.0, CloseReason.BY_SERVER)], StageName.GREETING),
        ([*BEGIN, sent("EHLO me", 7.0), Closed(8.0, CloseReason.RESET)], StageName.EHLO),
        ([*BEGIN, TlsFailed(7.0, "the certificate has expired")], StageName.TLS),
        ([*BEGIN[:5], ConnectFailed(0.4, "mx.example", "192.0.2.1", 25, "refused")], StageName.CONNECT),
        ([*BEGIN[:1], Resolved(0.1, "example.org", "MX", ())], StageName.RESOLVE),
        ([*BEGIN[:-1], GreetingReceived(1.0, reply(554, 1.0))], StageName.GREETING),
    ],
)
def test_the_stage_that_failed_is_marked(events: list[Event], failed: StageName) -> None:
    stage = passed(*events).failed
    assert stage is not None
    assert stage.name is failed


def test_an_end_that_was_wanted_fails_nothing() -> None:
    assert passed(*BEGIN, sent("QUIT", 7.0), Closed(7.5, CloseReason.QUIT, expected=True)).failed is None


def test_tls_that_comes_first_is_no_part_of_the_greeting() -> None:
    stages = passed(
        Connected(1.0, "mx", "192.0.2.1", 465, 0.1),
        TlsEstablished(2.0, "TLSv1.3", "AES", 256, True, (), 0.9),
        GreetingReceived(2.5, reply(220, 2.5)),
    )
    assert brief(stages) == [("connect", 0.1, "done"), ("tls", 0.9, "done"), ("greeting", 0.5, "done")]


def test_many_recipients_push_out_the_oldest_only() -> None:
    stages = passed(*BEGIN, *(answered("RCPT TO:<a@b>", 250, 10.0, 10.1) for _ in range(STAGES_KEPT + 5)))
    assert len(stages.done) == STAGES_KEPT


def test_a_last_chunk_ends_the_data() -> None:
    stages = passed(*BEGIN, answered("BDAT 5", 250, 10.0, 10.1), answered("BDAT 5 LAST", 250, 11.0, 11.4))
    assert brief(stages)[-2:] == [("data", 0.1, "done"), ("end-of-data", 0.4, "done")]


def test_a_helo_is_a_stage_under_its_own_name() -> None:
    stages = passed(*BEGIN, answered("HELO me", 250, 10.0, 10.1))
    assert (stages.done[-1].name, stages.done[-1].words) == (StageName.EHLO, "HELO")


def test_verbs_outside_the_way_of_a_mail_are_no_stage() -> None:
    assert [stage_of_verb(verb) for verb in ("NOOP", "RSET", "VRFY", "FOO")] == [None] * 4


async def test_a_real_session_passes_its_stages(tmp_path: Path) -> None:
    authority, file = trustme.CA(), tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(file)
    script = (
        GREETING,
        hear(b"EHLO"),
        say(b"250-mx\r\n250 STARTTLS\r\n"),
        hear(b"STARTTLS"),
        say(b"220 go\r\n"),
        secure(good(authority)),
        hear(b"EHLO"),
        say(b"250 mx\r\n"),
        *BYE,
    )
    async with peer(*script) as server:
        target = server.target(TlsMode.STARTTLS, "localhost")
        events = await all_of(target, options=OPTIONS._replace(ca=file))
    names = [str(stage.name) for stage in passed(*events).done if stage.outcome is Outcome.DONE]
    assert names[-6:] == ["greeting", "ehlo", "starttls", "tls", "ehlo", "quit"]
