"""What replies mean in their context."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.sources import RealReply
from smtptui.reference.explaining.explain import SUMMARY_LENGTH, Confidence, Evidence, evidence_of, explain
from smtptui.reference.explaining.recognising.premises import ANSWERS, ANY, group_of
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import Event, GreetingReceived, ReplyReceived

CATALOGUE = Catalogue()
HELO_REJECTED = "<bare>: Helo command rejected: need fully-qualified hostname"


def first(code: str, enhanced: str = "", text: str = "", command: str = "", server: str = "") -> str:
    return explain(CATALOGUE, Evidence(code, enhanced, text, command, server=server)).meanings[0].id


@pytest.mark.parametrize("command", ["", "HELO", "EHLO", "MAIL", "RCPT"])
def test_a_rejected_helo_name_is_that_wherever_it_is_said(command: str) -> None:
    assert first("504", "5.5.2", HELO_REJECTED, command) == "504.helo-not-fqdn"


def test_a_helo_name_rejected_at_rcpt_is_explained_by_delay_reject() -> None:
    evidence = Evidence("504", "5.5.2", HELO_REJECTED, "RCPT", "RCPT TO:<a@b.example>", server="Postfix")
    explanation = explain(CATALOGUE, evidence)
    assert any("smtpd_delay_reject" in advice for advice in explanation.meanings[0].advice)
    assert any("reject_non_fqdn_helo_hostname" in why for why in explanation.meanings[0].because)
    assert explanation.summary == "HELO name not fully qualified: bare has no dot"


def test_an_unknown_mechanism_is_set_against_the_offer() -> None:
    evidence = Evidence(
        "504",
        "5.5.4",
        "Unrecognized authentication type",
        "AUTH",
        "AUTH FOOBAR",
        mechanisms=("PLAIN", "LOGIN", "CRAM-MD5"),
        keywords=("AUTH",),
    )
    explanation = explain(CATALOGUE, evidence)
    best = explanation.meanings[0]
    assert best.id == "504.mechanism"
    assert best.confidence is Confidence.CERTAIN
    assert "It offers PLAIN, LOGIN and CRAM-MD5; you asked for FOOBAR." in best.advice
    assert {"it answers AUTH", "enhanced code 5.5.4"} <= set(best.because)
    assert explanation.summary.endswith(": it offers PLAIN LOGIN CRAM-MD5")


def test_without_an_offer_of_auth_starttls_is_advised() -> None:
    evidence = Evidence(
        "504", "5.5.4", "", "AUTH", "AUTH PLAIN ••••••", tls=False, keywords=("SIZE", "STARTTLS")
    )
    assert any("STARTTLS" in advice for advice in explain(CATALOGUE, evidence).meanings[0].advice)


@pytest.mark.parametrize(
    ("text", "command", "meaning"),
    [
        ("mx.example ESMTP Postfix", "CONNECT", "220.greeting"),
        ("Ready to start TLS", "STARTTLS", "220.starttls"),
        ("mx.example ESMTP Postfix", "XCLIENT", "220.xclient"),
        ("Ready to start TLS", "", "220.starttls"),
    ],
)
def test_the_uses_of_220_are_told_apart(text: str, command: str, meaning: str) -> None:
    assert first("220", "", text, command) == meaning


def test_a_535_about_the_mechanism_is_the_504_situation() -> None:
    evidence = Evidence(
        "535", "5.7.8", "Error: authentication failed: Invalid authentication mechanism", "AUTH"
    )
    explanation = explain(CATALOGUE, evidence)
    assert "mechanism" in explanation.meanings[0].id
    assert explanation.mistaken_for[0] == "504"
    assert any("504" in why for why in explanation.meanings[0].because)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("500", "Unrecognized command"),
        ("534", "Asmodeus demands 534 zorkmids for safe passage"),
        ("535", "Authentication rejected"),
        ("554", "Authentication mechanism not supported."),
    ],
)
def test_other_codes_for_an_unknown_mechanism_are_known(code: str, text: str) -> None:
    evidence = Evidence(code, "", text, "AUTH", "AUTH FOOBAR", mechanisms=("PLAIN", "LOGIN"))
    assert explain(CATALOGUE, evidence).mistaken_for[0] == "504"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("534", "Asmodeus demands 534 zorkmids for safe passage"),
        ("554", "Authentication mechanism not supported."),
    ],
)
def test_a_text_alone_tells_an_unknown_mechanism(code: str, text: str) -> None:
    assert explain(CATALOGUE, Evidence(code, "", text, "AUTH")).mistaken_for[0] == "504"


def test_an_unknown_verb_is_no_unknown_mechanism() -> None:
    assert (
        "504" not in explain(CATALOGUE, Evidence("500", "", "Unrecognized command", "XYZ")).mistaken_for[:1]
    )
    assert "504" not in explain(CATALOGUE, Evidence("500", "", "Unrecognized command")).mistaken_for[:1]


def test_a_404_is_a_504_softened() -> None:
    explanation = explain(CATALOGUE, Evidence("404", "4.5.2", HELO_REJECTED, "RCPT"))
    assert explanation.meanings[0].id == "504.helo-not-fqdn"
    assert explanation.retry == CATALOGUE.labels.word("retry.later")
    assert any("soft_bounce" in remark for remark in explanation.remarks)
    assert explanation.class_name.startswith("4yz")


def test_a_554_in_place_of_the_greeting_refuses_the_host() -> None:
    commands = CATALOGUE.meaning(first("554", "", "No SMTP service here", "CONNECT")).commands
    assert "CONNECT" in commands


def test_a_450_that_speaks_of_greylisting_is_to_be_tried_again() -> None:
    explanation = explain(
        CATALOGUE, Evidence("450", "4.2.0", "<a@b>: Recipient address rejected: Greylisted")
    )
    assert explanation.meanings[0].id == "450.greylisted"
    assert explanation.retry == CATALOGUE.labels.word("retry.later")


def test_a_parameter_that_was_not_offered_is_named() -> None:
    evidence = Evidence(
        "555", "5.5.4", "Unsupported option", "MAIL", "MAIL FROM:<a@b> SMTPUTF8 SIZE=1", keywords=("SIZE",)
    )
    advice = explain(CATALOGUE, evidence).meanings[0].advice
    assert "The command has SMTPUTF8, which the EHLO reply does not offer." in advice


def test_a_code_alone_is_no_more_than_possible() -> None:
    assert {meaning.confidence for meaning in explain(CATALOGUE, Evidence("504")).meanings} == {
        Confidence.POSSIBLE
    }


def test_a_text_that_does_not_go_with_its_command_is_not_certain() -> None:
    best = explain(CATALOGUE, Evidence("504", "", HELO_REJECTED, "NOOP")).meanings[0]
    assert best.id == "504.helo-not-fqdn"
    assert best.confidence is Confidence.LIKELY
    assert "though it seldom answers NOOP" in best.because


def test_an_unknown_code_is_explained_by_its_digits() -> None:
    explanation = explain(CATALOGUE, Evidence("513" if "513" not in CATALOGUE.names else "519"))
    assert explanation.meanings == ()
    assert "refused for good" in explanation.remarks[0]
    assert "information" in explanation.remarks[1]


@pytest.mark.parametrize("code", ["101", "111", "532", "573"])
def test_a_code_that_no_server_sends_is_said_to_be_one(code: str) -> None:
    assert (
        len(
            [
                remark
                for remark in explain(CATALOGUE, Evidence(code)).remarks
                if code in remark or "RFC" in remark
            ]
        )
        >= 1
    )


def test_an_enhanced_code_alone_is_explained_by_the_registry() -> None:
    explanation = explain(CATALOGUE, Evidence("", "5.7.8"))
    assert explanation.meanings[0].id == "X.7.8"
    assert "535" in explanation.mistaken_for


@pytest.mark.parametrize(
    ("enhanced", "text", "situation", "actor"),
    [
        ("5.7.1", "Spam message rejected", "message.spam", "whoever sends the mail"),
        ("4.7.1", "Greylisted, try again in 5 minutes", "greylisting", "nobody"),
        ("5.1.1", 'unknown user: "bob"', "mailbox.unknown", "whoever sends the mail"),
        (
            "5.4.4",
            "Host or domain name not found. Name service error for name=a.example type=AAAA: Host not found",
            "recipient.domain-unknown",
            "whoever sends the mail",
        ),
    ],
)
def test_what_the_text_beside_an_enhanced_code_says_goes_before_what_that_is_for(
    enhanced: str, text: str, situation: str, actor: str
) -> None:
    explanation = explain(CATALOGUE, Evidence("", enhanced, text))
    best = explanation.meanings[0]
    assert (best.id, best.situation, explanation.actor) == (situation, situation, actor)


@given(
    st.builds(
        Evidence,
        code=st.one_of(
            st.sampled_from(["", "220", "504", "535", "999", "000", "404"]), st.text("0123456789", max_size=3)
        ),
        enhanced=st.one_of(st.just(""), st.from_regex(r"\A[245]\.[0-9]{1,3}\.[0-9]{1,3}\Z")),
        text=st.text(max_size=200),
        command=st.sampled_from(["", "CONNECT", "AUTH", "RCPT", "END-OF-DATA", "RESPONSE", "XYZ", "é"]),
        command_line=st.text(max_size=80),
        mechanisms=st.lists(st.text(max_size=8), max_size=3).map(tuple),
        keywords=st.lists(st.text(max_size=8), max_size=3).map(tuple),
        server=st.sampled_from(["", "Postfix", "x"]),
    )
)
def test_anything_is_explained_without_an_exception(evidence: Evidence) -> None:
    explanation = explain(CATALOGUE, evidence)
    assert len(explanation.summary) <= SUMMARY_LENGTH
    assert explanation.summary


# The facts' own replies: what the project exists to explain.


def real(*codes: str) -> Iterator[RealReply]:
    for code in codes or CATALOGUE.names:
        yield from CATALOGUE.replies(code)


def stages(reply: RealReply) -> tuple[str, ...]:
    """The commands that a row's stage stands for; none where it is unknown or any."""
    if reply.stage in ("", "stage", "session close") or reply.stage.startswith("any"):
        return ()
    commands = [word.strip() for word in reply.stage.replace(" or ", "/").split("/")]
    return tuple([*commands, "END-OF-DATA"] if "DATA" in commands else commands)


@pytest.mark.parametrize("code", ["220", "504"])
def test_every_real_reply_with_its_command_has_the_right_meaning(code: str) -> None:
    wrong = []
    for reply in real(code):
        assert reply.meaning, f"{reply.text} has no meaning yet"
        got = [first(code, reply.enhanced, reply.text, command) for command in stages(reply)[:2] or [""]]
        if reply.meaning not in got:
            wrong.append((reply.text, got, reply.meaning))
    assert wrong == []


@pytest.mark.parametrize(("code", "allowed"), [("220", 1), ("504", 0)])
def test_real_replies_without_their_command_have_the_right_meaning(code: str, allowed: int) -> None:
    wrong = [
        (reply.text, reply.meaning)
        for reply in real(code)
        if first(code, reply.enhanced, reply.text) != reply.meaning
    ]
    assert len(wrong) <= allowed, wrong


def commands_of(id: str) -> tuple[str, ...]:
    """The commands that a code's own meaning, or a situation, answers."""
    if id[0].isdigit():
        return CATALOGUE.meaning(id).commands
    known = ANSWERS.get(id, ANSWERS.get(group_of(id), ANY))
    return ("ANY",) if known is ANY else tuple(known)


def with_twins(commands: tuple[str, ...]) -> set[str]:
    """HELO and EHLO are one stage in the facts' rows."""
    return {*commands, *(("EHLO", "HELO") if {"EHLO", "HELO"} & set(commands) else ())}


def test_the_command_is_inferred_in_nine_of_ten_real_replies() -> None:
    known = named = allowed = 0
    for reply in real():
        if expected := stages(reply):
            known += 1
            explanation = explain(CATALOGUE, Evidence(reply.code, reply.enhanced, reply.text))
            named += bool({*expected} & with_twins(explanation.answers))
            allowed += bool({*expected, "ANY"} & with_twins(commands_of(explanation.meanings[0].id)))
    assert known > 900
    assert named / known >= 0.90
    assert allowed / known >= 0.98


def test_no_first_meaning_contradicts_the_command_that_a_real_reply_answers() -> None:
    contradictions = []
    for reply in real():
        for command in stages(reply):
            # A row of the stage DATA may answer the command or the end of the message.
            either = ("DATA", "END-OF-DATA") if command in ("DATA", "END-OF-DATA") else (command,)
            meanings = [
                explain(CATALOGUE, Evidence(reply.code, reply.enhanced, reply.text, one)).meanings[0].id
                for one in either
            ]
            fitting = [
                {one, "ANY"} & with_twins(commands_of(meaning))
                for one, meaning in zip(either, meanings, strict=True)
            ]
            if not any(fitting):
                contradictions.append((reply.server, command, reply.code, reply.text, meanings))
    assert contradictions == []


@pytest.mark.parametrize(
    ("code", "text", "answers"),
    [
        ("501", "Syntax: ETRN domain", ("ETRN",)),
        ("502", "EXPN is not supported", ("EXPN",)),
        ("500", "Error: command 'AUTH' not recognized", ("AUTH",)),
        ("500", "Unknown RCPT TO argument", ("RCPT",)),
        ("500", "Unexpected argument provided with QUIT command", ("QUIT",)),
        ("501", "Syntax error", ("ANY",)),
        ("503", "Error: need MAIL command", ("RCPT", "DATA", "BDAT")),
        ("504", "Unrecognized authentication type", ("AUTH",)),
    ],
)
def test_the_command_is_the_one_that_the_text_names_or_that_the_meaning_answers(
    code: str, text: str, answers: tuple[str, ...]
) -> None:
    assert explain(CATALOGUE, Evidence(code, "", text)).answers == answers


def test_a_bare_code_may_answer_whatever_any_of_its_meanings_does() -> None:
    answers = explain(CATALOGUE, Evidence("220")).answers
    assert {"CONNECT", "STARTTLS", "XCLIENT"} <= set(answers)


def test_the_command_of_the_evidence_is_the_one_it_answers() -> None:
    assert explain(CATALOGUE, Evidence("501", "", "Syntax: ETRN domain", "NOOP")).answers == ("NOOP",)


def test_the_command_that_a_text_asks_for_is_not_the_one_it_answers() -> None:
    assert (
        "STARTTLS"
        not in explain(CATALOGUE, Evidence("530", "", "Must issue a STARTTLS command first")).answers
    )


@pytest.mark.parametrize(
    ("command", "line", "code", "text", "meaning"),
    [
        ("BDAT", "BDAT 5 LAST", "250", "", "250.message"),
        ("BDAT LAST", "", "250", "", "250.message"),
        ("BDAT", "BDAT 5", "250", "", "250.bdat"),
        ("BDAT", "BDAT 5 LAST", "250", "5 byte chunk, total 5", "250.bdat"),
    ],
)
def test_the_last_chunk_is_answered_as_the_end_of_data_is(
    command: str, line: str, code: str, text: str, meaning: str
) -> None:
    evidence = Evidence(code, "", text, command, line)
    assert explain(CATALOGUE, evidence).meanings[0].id == meaning


@pytest.mark.parametrize("code", ["550", "552", "554", "451"])
def test_a_meaning_about_the_message_may_answer_any_chunk(code: str) -> None:
    ids = {one.id for one in explain(CATALOGUE, Evidence(code, command="BDAT LAST")).meanings}
    assert ids >= {
        meaning.id for meaning in CATALOGUE.code(code).meanings if "END-OF-DATA" in meaning.commands
    }
    ids = {one.id for one in explain(CATALOGUE, Evidence(code, "", "", "BDAT", "BDAT 5")).meanings}
    assert ids >= {
        meaning.id for meaning in CATALOGUE.code(code).meanings if "END-OF-DATA" in meaning.commands
    }


def test_a_meaning_names_its_most_usual_command_first() -> None:
    assert first("503", command="DATA") == "503.need-rcpt"


def replayed(lines: list[tuple[str, str]]) -> list[Event]:
    dialogue = Dialogue()
    events: list[Event] = []
    for side, line in lines:
        if side == "S":
            events += dialogue.receive(line.encode() + b"\r\n", 0.0)
        else:
            events += dialogue.send(line, 0.0)[1]
    return events


def test_the_evidence_of_an_event_is_what_was_said() -> None:
    events = replayed(
        [
            ("S", "220 mx.example ESMTP Postfix"),
            ("C", "HELO bare"),
            ("S", "504 5.5.2 <bare>: Helo command rejected: need fully-qualified hostname"),
        ]
    )
    greeting = next(event for event in events if isinstance(event, GreetingReceived))
    reply = next(event for event in events if isinstance(event, ReplyReceived))
    assert evidence_of(greeting, extensions=None, tls=False, server="").command == "CONNECT"
    evidence = evidence_of(reply, extensions=None, tls=False, server="Postfix")
    assert evidence._replace(anomalies=()) == Evidence(
        "504", "5.5.2", HELO_REJECTED, "HELO", "HELO bare", False, server="Postfix"
    )


@pytest.mark.parametrize(
    ("code", "text"),
    [("500", "EHLO not understood"), ("502", "not implemented"), ("502", ""), ("500", "")],
)
def test_whose_ehlo_is_unknown_is_told_to_send_helo_not_to_leave_it_out(code: str, text: str) -> None:
    explanation = explain(
        CATALOGUE, Evidence(code, text=text, command="EHLO", command_line="EHLO [192.0.2.7]")
    )
    best = explanation.meanings[0]
    assert best.fix.startswith("Send HELO in its place")
    assert best.next == "send HELO"
    assert explanation.summary.endswith(": send HELO") or best.confidence is Confidence.POSSIBLE


@pytest.mark.parametrize("command", ["EHLO", "HELO"])
@pytest.mark.parametrize(("enhanced", "text"), [("5.5.4", "bad"), ("5.5.4", ""), ("", "")])
def test_a_504_to_an_introduction_is_about_the_name_and_no_parameter(
    command: str, enhanced: str, text: str
) -> None:
    evidence = Evidence("504", enhanced, text, command, f"{command} [192.0.2.7]")
    explanation = explain(CATALOGUE, evidence)
    assert explanation.meanings[0].situation.startswith("helo.")
    assert any("[192.0.2.7], which is an address" in one for one in explanation.meanings[0].advice)


def test_a_server_that_wants_a_qualified_name_may_mean_an_address_literal() -> None:
    evidence = Evidence("504", "5.5.2", "need fully-qualified hostname", "EHLO", "EHLO [192.0.2.7]")
    assert explain(CATALOGUE, evidence).meanings[0].situation == "helo.not-fqdn"


@pytest.mark.parametrize("command", ["NOOP", "RSET", "QUIT", "DATA", "STARTTLS"])
def test_what_was_sent_without_an_argument_has_no_parameter_to_leave_out(command: str) -> None:
    meanings = explain(CATALOGUE, Evidence("504", "5.5.4", "no", command, command)).meanings
    assert meanings[0].situation != "command.parameter"


@pytest.mark.parametrize(
    "text", ["Command parameter not implemented", "parameter not implemented", "Invalid option"]
)
def test_what_follows_auth_is_a_mechanism_though_a_504_calls_it_a_parameter(text: str) -> None:
    evidence = Evidence("504", "5.5.4", text, "AUTH", "AUTH FOO", mechanisms=("PLAIN",), keywords=("AUTH",))
    explanation = explain(CATALOGUE, evidence)
    best = explanation.meanings[0]
    assert best.situation == "auth.mechanism"
    assert best.confidence is not Confidence.POSSIBLE
    assert explanation.summary == "mechanism not supported: it offers PLAIN"


@pytest.mark.parametrize(
    "command", ["MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "DATA", "RSET", "NOOP", "QUIT"]
)
def test_a_504_never_says_to_do_without_what_every_server_has(command: str) -> None:
    verb = command.partition(" ")[0]
    evidence = Evidence("504", "", "Command parameter not implemented", verb, command)
    assert "do without that command" not in [one.next for one in explain(CATALOGUE, evidence).meanings[:1]]


@pytest.mark.parametrize("command", ["NOOP", "QUIT", "DATA", "XCLIENT"])
def test_a_504_without_a_word_to_a_command_that_has_no_meaning_of_its_own_is_what_the_code_says(
    command: str,
) -> None:
    meanings = explain(CATALOGUE, Evidence("504", command=command, command_line=command)).meanings
    assert [one.id for one in meanings] == ["504.parameter"]
