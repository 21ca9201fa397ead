"""What a peer may do, and what becomes of the dialogue: every case is one that servers or attackers show."""

import base64

import pytest

from smtptui.text import visible
from smtptui.wire.command import CommandError
from smtptui.wire.events import State
from smtptui.wire.limits import CHALLENGES, REPLY_LINES
from smtptui.wire.reply import Anomaly
from smtptui.wire.sasl.mechanisms import CramMd5, Login, Plain, XOAuth2
from smtptui.wire.secret import Secret
from tests.wire.conversation import Conversation


@pytest.mark.parametrize("code", [554, 450, 521, 504, 354, 600])
def test_row_02_a_greeting_other_than_2yz_refuses_and_only_QUIT_fits(code: int) -> None:  # noqa: N802
    talk = Conversation(greeting=b"%d no\r\n" % code)
    assert not talk.greetings[0].accepted
    assert talk.is_in(State.REFUSED)
    assert talk.dialogue.expected() == ("QUIT",)


def test_row_02_a_greeting_of_421_closes() -> None:
    talk = Conversation(greeting=b"421 4.3.2 busy\r\n")
    assert not talk.greetings[0].accepted
    assert talk.is_in(State.CLOSING)


@pytest.mark.parametrize("code", [100, 199, 600, 999])
def test_row_03_a_code_outside_2yz_to_5yz_is_flagged_and_ends_the_transaction(code: int) -> None:
    talk = Conversation().in_transaction()
    talk.say("RCPT TO:<c@d.e>", b"%d what\r\n" % code)
    assert Anomaly.CODE_OUT_OF_RANGE in talk.replies[-1].reply.anomalies
    assert talk.is_in(State.IDENTIFIED)


def test_row_04_an_unasked_421_never_answers_the_next_command() -> None:
    talk = Conversation().identified()
    talk.server(b"421 4.4.2 timeout\r\n")
    assert talk.is_in(State.CLOSING)
    assert talk.pairs[-1] == ("", 421)
    talk.client("NOOP")
    assert [asked.verb for asked in talk.dialogue.pending] == ["NOOP"]
    assert talk.replies[-1].at == talk.now - 1


def test_row_04_a_421_closes_after_any_command_and_inside_data() -> None:
    talk = Conversation().in_transaction()
    talk.say("NOOP", b"421 4.3.2 bye\r\n")
    assert talk.is_in(State.CLOSING)
    assert talk.pairs[-1] == ("NOOP", 421)
    talk = Conversation().in_transaction()
    talk.say("DATA", b"354 go\r\n")
    talk.server(b"421 4.3.2 bye\r\n")
    assert talk.is_in(State.CLOSING)


def test_row_05_of_several_codes_the_last_decides_and_all_are_shown() -> None:
    talk = Conversation(greeting=b"220-mx\r\n554 no\r\n")
    reply = talk.greetings[0].reply
    assert reply.code == 554
    assert Anomaly.MIXED_CODES in reply.anomalies
    assert [line.code for line in reply.lines] == [220, 554]
    assert talk.is_in(State.REFUSED)


def test_row_06_a_reply_that_never_ends_puts_the_session_out_of_step() -> None:
    talk = Conversation()
    talk.client("EHLO me")
    talk.server(b"250-x\r\n" * (REPLY_LINES + 10))
    assert Anomaly.REPLY_TRUNCATED in talk.replies[0].reply.anomalies
    assert talk.is_in(State.OUT_OF_STEP)
    with pytest.raises(CommandError, match="close"):
        talk.client("NOOP")


def test_row_07_a_line_without_end_is_cut_and_does_not_end_the_session() -> None:
    talk = Conversation().identified()
    talk.client("NOOP")
    for _ in range(20):
        talk.server(b"x" * 65536)
    talk.server(b"\r\n250 Ok\r\n")
    assert talk.lines[-2].line.dropped == 19 * 65536 + 2
    assert talk.pairs[-1] == ("NOOP", 250)


def test_row_08_a_bare_LF_ends_a_line_and_a_bare_CR_does_not() -> None:  # noqa: N802
    talk = Conversation(greeting=b"220 mx\n")
    assert Anomaly.BARE_LF in talk.greetings[0].reply.anomalies
    talk.say("NOOP", b"250 a\r250 b\r\n")
    assert [code for _, code in talk.pairs] == [250]
    assert Anomaly.BARE_CR in talk.replies[0].reply.anomalies


@pytest.mark.parametrize(
    "text",
    [b"\0", b"\x07\x08", b"\x7f", b"\xff\xfe", b"\xc3", b"\x1b]52;c;QQ==\x07", b"\x1b[2J", "\x9b2J".encode()],
)
def test_rows_09_to_11_octets_are_kept_and_what_is_shown_of_them_is_harmless(text: bytes) -> None:
    talk = Conversation(greeting=b"220 mx " + text + b"\r\n")
    reply = talk.greetings[0].reply
    assert reply.raw == b"220 mx " + text + b"\r\n"
    assert reply.anomalies
    assert visible(reply.lines[0].text).isprintable()


@pytest.mark.parametrize("text", [b"[@click=app.quit]x[/]", b"[/x]", "\u202ea\u200bb".encode()])
def test_rows_12_and_13_markup_and_overrides_are_text_of_a_reply(text: bytes) -> None:
    talk = Conversation(greeting=b"220 " + text + b"\r\n")
    assert talk.greetings[0].reply.lines[0].text == text
    assert visible(text).isprintable()


@pytest.mark.parametrize(
    ("octets", "guess"),
    [
        (b"HTTP/1.0 400 Bad Request\r\nServer: x\r\n\r\n", "HTTP"),
        (b"<html><body>400</body></html>\n", "HTTP"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", "SSH"),
        (b"* OK [CAPABILITY IMAP4rev1] ready\r\n", "IMAP"),
        (b"+OK POP3 ready\r\n", "POP3"),
        (b"\x15\x03\x03\x00\x02\x02\x28", "TLS"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "TLS"),
    ],
)
def test_row_25_another_protocol_is_named_as_a_guess_and_gives_no_reply(octets: bytes, guess: str) -> None:
    for size in (len(octets), 1, 3):
        talk = Conversation(greeting=b"")
        for start in range(0, len(octets), size):
            talk.server(octets[start : start + size])
        assert talk.lines[0].line.guess == guess
        assert Anomaly.NOT_SMTP in talk.lines[0].line.anomalies
        assert not talk.greetings
        assert talk.is_in(State.AWAITING_GREETING)


def test_row_27_replies_nobody_asked_for_are_paired_with_nothing() -> None:
    talk = Conversation().identified()
    talk.server(b"250 one\r\n250 two\r\n")
    talk.say("NOOP", b"250 three\r\n")
    assert talk.pairs[1:] == [("", 250), ("", 250), ("NOOP", 250)]
    assert talk.replies[1].asked is None


def test_row_27_a_second_reply_in_the_segment_does_not_answer_the_next_command() -> None:
    talk = Conversation().identified()
    talk.say("NOOP", b"250 one\r\n550 two\r\n")
    talk.say("RSET", b"250 three\r\n")
    assert talk.pairs[1:] == [("NOOP", 250), ("", 550), ("RSET", 250)]


def test_row_28_a_blank_line_is_flagged_and_answers_nothing() -> None:
    talk = Conversation().identified()
    talk.say("NOOP", b"\r\n250 Ok\r\n")
    assert talk.lines[-2].line.anomalies == (Anomaly.BLANK_LINE,)
    assert talk.pairs[1:] == [("NOOP", 250)]
    assert [event.reply_line for event in talk.lines[-2:]] == [0, 0]


def test_row_29_bare_codes_are_replies() -> None:
    talk = Conversation(greeting=b"220\r\n")
    assert talk.greetings[0].accepted
    talk.say("EHLO me", b"250\r\n")
    assert talk.is_in(State.IDENTIFIED)
    talk.say("AUTH LOGIN", b"334\r\n")
    assert talk.is_in(State.AUTHENTICATING)


@pytest.mark.parametrize(
    "challenge",
    [b"Username:", b"QQ", b"Q\x07Q=", b"\xff\xff", b"QQ==QQ==", b"A" * 1_000_000, b"=", b"QQ==\r"],
)
def test_row_30_a_challenge_that_is_not_base64_is_cancelled(challenge: bytes) -> None:
    talk = Conversation().identified("AUTH LOGIN")
    talk.took(talk.dialogue.authenticate(Login("tim", Secret("secret")), 9.0))
    talk.server(b"334 " + challenge + b"\r\n")
    assert talk.took(talk.dialogue.respond_to_challenge(9.0)) == b"*\r\n"
    assert talk.commands[-1] == b"*"
    talk.server(b"501 5.5.2 cancelled\r\n")
    assert talk.is_in(State.IDENTIFIED)


class Endless:
    """A mechanism with an answer to everything."""

    name = "X-ENDLESS"

    def initial_response(self) -> Secret | None:
        return None

    def respond(self, challenge: bytes) -> Secret:
        return Secret(b"again")


def test_row_30_at_most_eight_challenges_are_answered() -> None:
    talk = Conversation().identified("AUTH X-ENDLESS")
    talk.took(talk.dialogue.authenticate(Endless(), 9.0))
    answers = []
    for _ in range(CHALLENGES + 1):
        talk.server(b"334 QQ==\r\n")
        answers.append(talk.took(talk.dialogue.respond_to_challenge(9.0)))
    assert answers == [b"YWdhaW4=\r\n"] * CHALLENGES + [b"*\r\n"]


def test_row_30_an_exchange_that_goes_on_after_its_end_puts_the_session_out_of_step() -> None:
    talk = Conversation().identified("AUTH LOGIN")
    talk.took(talk.dialogue.authenticate(Login("tim", Secret("secret")), 9.0))
    talk.server(b"334 ?\r\n")
    talk.took(talk.dialogue.respond_to_challenge(9.0))
    talk.server(b"334 QQ==\r\n")
    assert talk.is_in(State.OUT_OF_STEP)


@pytest.mark.parametrize(
    "prompts", [("Username:", "Password:"), ("Password:", "Username:"), ("", ""), ("Ö", "?")]
)
def test_row_31_LOGIN_is_answered_by_order(prompts: tuple[str, str]) -> None:  # noqa: N802
    talk = Conversation().identified("AUTH LOGIN")
    talk.took(talk.dialogue.authenticate(Login("tim", Secret("secret")), 9.0))
    for prompt in prompts:
        talk.server(b"334 " + base64.b64encode(prompt.encode()) + b"\r\n")
        talk.took(talk.dialogue.respond_to_challenge(9.0))
    assert talk.written.endswith(b"AUTH LOGIN\r\ndGlt\r\nc2VjcmV0\r\n")
    talk.server(b"235 2.7.0 ok\r\n")
    assert talk.dialogue.authenticated


def test_row_32_a_long_initial_response_waits_for_the_challenge() -> None:
    token = "t" * 600
    talk = Conversation().identified("AUTH XOAUTH2")
    assert talk.took(talk.dialogue.authenticate(XOAuth2("u", Secret(token)), 9.0)) == b"AUTH XOAUTH2\r\n"
    talk.server(b"334 \r\n")
    octets = talk.took(talk.dialogue.respond_to_challenge(9.0))
    assert base64.b64decode(octets) == f"user=u\1auth=Bearer {token}\1\1".encode()


def test_row_32_an_initial_response_that_just_fits_is_sent_at_once() -> None:
    # AUTH PLAIN, a blank, 496 octets of base64 and the line end are 509; four more would be 513.
    fits = Plain("u", Secret("p" * (372 - 3)))
    talk = Conversation().identified("AUTH PLAIN")
    assert len(talk.took(talk.dialogue.authenticate(fits, 9.0))) == 509
    talk = Conversation().identified("AUTH PLAIN")
    too_long = Plain("u", Secret("p" * (373 - 3)))
    assert talk.took(talk.dialogue.authenticate(too_long, 9.0)) == b"AUTH PLAIN\r\n"


def test_row_32_an_empty_initial_response_is_an_equals_sign() -> None:
    class Empty(Endless):
        name = "EXTERNAL"

        def initial_response(self) -> Secret | None:
            return Secret(b"")

    talk = Conversation().identified("AUTH EXTERNAL")
    assert talk.took(talk.dialogue.authenticate(Empty(), 9.0)) == b"AUTH EXTERNAL =\r\n"


@pytest.mark.parametrize("code", [504, 538, 530, 534])
def test_row_33_a_refused_AUTH_is_told_and_nothing_else_is_tried(code: int) -> None:  # noqa: N802
    talk = Conversation().identified("AUTH PLAIN LOGIN")
    talk.took(talk.dialogue.authenticate(Plain("tim", Secret("secret")), 9.0))
    before = talk.written
    talk.server(b"%d 5.5.4 no\r\n" % code)
    assert talk.pairs[-1] == ("AUTH", code)
    assert talk.is_in(State.IDENTIFIED)
    assert talk.written == before
    assert not talk.dialogue.challenged


def test_row_34_a_235_that_says_failure_is_a_success() -> None:
    talk = Conversation().identified("AUTH CRAM-MD5")
    talk.took(talk.dialogue.authenticate(CramMd5("tim", Secret("secret")), 9.0))
    talk.server(b"334 PDFAYT4=\r\n")
    talk.took(talk.dialogue.respond_to_challenge(9.0))
    talk.server(b"235 authentication failure\r\n")
    assert talk.dialogue.authenticated
    assert talk.is_in(State.IDENTIFIED)


@pytest.mark.parametrize(
    "line", ["MAIL FROM:<a\r\nQUIT>", "EHLO a\nb", "RCPT TO:<a\0@b>", "NOOP \x7f", "VRFY \x1b["]
)
def test_row_36_control_characters_of_the_user_are_refused(line: str) -> None:
    talk = Conversation().identified()
    before = talk.written
    with pytest.raises(CommandError):
        talk.client(line)
    assert talk.written == before


def test_row_37_a_message_has_one_end_whatever_is_in_it() -> None:
    talk = Conversation().in_transaction()
    talk.say("DATA", b"354 go\r\n")
    octets = talk.took(talk.dialogue.send_message(b"a\n.\nMAIL FROM:<x@y>\r.\r\n.\r\n..\n", 9.0))
    assert octets == b"a\r\n..\r\nMAIL FROM:<x@y>\r\n..\r\n..\r\n...\r\n.\r\n"


def test_row_38_a_list_of_thousands_is_read_and_capped() -> None:
    talk = Conversation().identified(*(f"x{number % 2000}" for number in range(4000)))
    extensions = talk.dialogue.extensions
    assert extensions is not None
    assert extensions.truncated
    assert talk.is_in(State.IDENTIFIED)


def test_row_39_both_lists_are_kept() -> None:
    talk = Conversation().identified("STARTTLS")
    talk.say("STARTTLS", b"220 go\r\n")
    talk.dialogue.tls_established(9.0)
    talk.identified("AUTH PLAIN")
    before, after = talk.dialogue.extensions_before_tls, talk.dialogue.extensions
    assert before is not None
    assert after is not None
    assert [[keyword.name for keyword in each.keywords] for each in (before, after)] == [
        ["STARTTLS"],
        ["AUTH"],
    ]


def test_row_40_no_enhanced_code_in_a_greeting_or_a_reply_to_EHLO() -> None:  # noqa: N802
    talk = Conversation(greeting=b"220 2.0.0 mx\r\n")
    talk.say("EHLO me", b"250-mx\r\n250 2.0.0 SIZE\r\n")
    talk.say("HELO me", b"250 2.0.0 mx\r\n")
    for reply in (talk.greetings[0].reply, talk.replies[0].reply, talk.replies[1].reply):
        assert reply.enhanced is None
        assert Anomaly.ENHANCED_MISMATCH in reply.anomalies


@pytest.mark.parametrize("verb", ["EHLO", "HELO", "LHLO"])
@pytest.mark.parametrize("refusal", [b"504 5.5.2 no", b"450 4.7.1 later"])
def test_row_40_a_refusal_of_EHLO_keeps_its_enhanced_code(verb: str, refusal: bytes) -> None:  # noqa: N802
    talk = Conversation(lmtp=verb == "LHLO")
    talk.say(f"{verb} me", refusal + b"\r\n")
    assert str(talk.replies[0].reply.enhanced).encode() == refusal[4:9]
    assert talk.replies[0].reply.anomalies == ()


@pytest.mark.parametrize("refusal", [b"554 5.7.1 no", b"421 4.3.2 busy"])
def test_row_40_a_refusal_in_place_of_a_greeting_keeps_its_enhanced_code(refusal: bytes) -> None:
    reply = Conversation(greeting=refusal + b"\r\n").greetings[0].reply
    assert str(reply.enhanced).encode() == refusal[4:9]
    assert reply.anomalies == ()


@pytest.mark.parametrize("refusal", [b"504 4.5.2 no", b"450 5.7.1 later", b"334 3.0.0 what"])
def test_row_40_a_refusal_of_EHLO_with_a_code_of_another_class_is_flagged(refusal: bytes) -> None:  # noqa: N802
    talk = Conversation()
    talk.say("EHLO me", refusal + b"\r\n")
    assert talk.replies[0].reply.enhanced is None
    assert Anomaly.ENHANCED_MISMATCH in talk.replies[0].reply.anomalies


@pytest.mark.parametrize("octets", [b"354 3.0.0 go\r\n", b"250 5.0.0 Ok\r\n", b"550 1.0.0 no\r\n"])
def test_row_40_an_enhanced_code_of_the_wrong_class_is_flagged_and_not_taken(octets: bytes) -> None:
    talk = Conversation().in_transaction()
    talk.say("DATA", octets)
    assert talk.replies[-1].reply.enhanced is None
    assert Anomaly.ENHANCED_MISMATCH in talk.replies[-1].reply.anomalies


@pytest.mark.parametrize(
    ("line", "reply", "state"),
    [
        ("DATA", b"399 go\r\n", State.DATA),
        ("RSET", b"299 Ok\r\n", State.IDENTIFIED),
        ("QUIT", b"250 bye\r\n", State.CLOSING),
        ("STARTTLS", b"250 go\r\n", State.STARTING_TLS),
    ],
)
def test_row_45_another_code_of_the_right_class_goes_on_and_is_flagged(
    line: str, reply: bytes, state: State
) -> None:
    talk = Conversation().in_transaction()
    talk.say(line, reply)
    assert talk.is_in(state)
    assert Anomaly.UNEXPECTED_CODE in talk.replies[-1].reply.anomalies


def test_row_47_after_a_cancelled_command_only_closing_is_possible() -> None:
    talk = Conversation().identified()
    talk.client("NOOP")
    talk.events += talk.dialogue.cancel(9.0)
    assert talk.is_in(State.OUT_OF_STEP)
    assert talk.dialogue.expected() == ()
    talk.server(b"250 late\r\n")
    assert talk.is_in(State.OUT_OF_STEP)
    with pytest.raises(CommandError):
        talk.client("NOOP")
