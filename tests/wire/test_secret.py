"""No event, repr, error or value of the wire shows a credential, whoever typed it and whoever echoes it."""

import base64
import pickle
import traceback
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtptui.wire.command import CommandError
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import CommandSent, ReplyReceived
from smtptui.wire.sasl.mechanism import Mechanism
from smtptui.wire.sasl.mechanisms import CramMd5, Login, OAuthBearer, Plain, XOAuth2
from smtptui.wire.scrubber import Scrubber
from smtptui.wire.secret import Secret
from tests.wire.conversation import Conversation

CANARY = "c4nary-in-the-m1ne"
USER = "tim"


def traces(secret: str = CANARY) -> list[bytes]:
    """The ways in which the canary could be seen, its base64 at every alignment among them."""
    octets = secret.encode()
    plain = base64.b64encode(f"\0{USER}\0{secret}".encode())
    login = base64.b64encode(octets)
    inside = [base64.b64encode(b"\0" * shift + octets)[4:16] for shift in range(3)]
    return [octets, octets.upper(), plain, login, login.rstrip(b"="), *inside]


def echo() -> bytes:
    octets = CANARY.encode()
    plain = base64.b64encode(f"\0{USER}\0{CANARY}".encode())
    shifted = [base64.b64encode(b"<" * shift + octets + b">") for shift in range(3)]
    return b" ".join(
        [octets, octets.upper(), plain, plain.lower(), base64.b64encode(octets).rstrip(b"="), *shifted]
    )


def assert_unseen(talk: Conversation) -> None:
    shown = [repr(talk.events), str(talk.events), repr(vars(talk.dialogue)), repr(talk.dialogue.extensions)]
    for event in talk.events:
        shown += [repr(part) for part in event]
    everything = "\n".join(shown).lower()
    seen = [trace for trace in traces() if trace.decode().lower() in everything]
    assert not seen


def mechanisms() -> Iterator[Mechanism]:
    secret = Secret(CANARY)
    yield Plain(USER, secret)
    yield Login(USER, secret)
    yield CramMd5(USER, secret)
    yield XOAuth2(USER, secret)
    yield OAuthBearer(USER, secret)


@pytest.mark.parametrize("mechanism", mechanisms(), ids=lambda mechanism: str(mechanism.name))
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_password_is_nowhere_though_the_server_echoes_it(mechanism: Mechanism, size: int) -> None:
    fresh = type(mechanism)(USER, Secret(CANARY))  # type: ignore[call-arg]
    talk = Conversation().identified("AUTH " + mechanism.name)
    talk.took(talk.dialogue.authenticate(fresh, 9.0))
    for _ in range(2):
        if mechanism.initial_response() is None and len(talk.dialogue.pending):
            talk.server(b"334 " + base64.b64encode(b"<1@mx>") + b"\r\n")
            if talk.dialogue.challenged:
                talk.took(talk.dialogue.respond_to_challenge(9.0))
    octets = b"535-5.7.8 " + echo() + b"\r\n535 5.7.8 " + echo() + b"\r\n" + echo() + b"\r\n250-" + echo()
    for start in range(0, len(octets), size):
        talk.server(octets[start : start + size])
    talk.events += talk.dialogue.end_of_stream(99.0)
    assert_unseen(talk)


@pytest.mark.parametrize(
    "lines",
    [
        ["AUTH PLAIN " + base64.b64encode(f"\0{USER}\0{CANARY}".encode()).decode()],
        ["auth   plain   " + base64.b64encode(f"\0{USER}\0{CANARY}".encode()).decode()],
        ["AUTH PLAIN", base64.b64encode(f"\0{USER}\0{CANARY}".encode()).decode()],
        ["AUTH LOGIN", base64.b64encode(USER.encode()).decode(), base64.b64encode(CANARY.encode()).decode()],
        [
            "AUTH LOGIN " + base64.b64encode(USER.encode()).decode(),
            base64.b64encode(CANARY.encode()).decode(),
        ],
        ["AUTH LOGIN", USER, CANARY],
        ["AUTH PLAIN " + CANARY],
        ["AUTH PLAIN " + USER + " " + CANARY],
        ["AUTH FOOBAR " + base64.b64encode(CANARY.encode()).decode()],
        [
            "X-EXPS LOGIN " + base64.b64encode(USER.encode()).decode(),
            base64.b64encode(CANARY.encode()).decode(),
        ],
        ["PASS " + CANARY],
    ],
)
def test_a_password_typed_by_hand_is_nowhere(lines: list[str]) -> None:
    talk = Conversation().identified("AUTH PLAIN LOGIN")
    for line in lines:
        talk.say(line, b"334 UGFzc3dvcmQ6\r\n")
    talk.server(b"535 " + echo() + b"\r\n")
    assert_unseen(talk)
    for line in lines:
        assert line.encode() in talk.written


@pytest.mark.parametrize("line", ["AUTH{}", "PASS{}", "auth:{}", "{}"])
def test_a_password_glued_to_the_verb_or_in_its_place_is_in_no_name_of_the_command(line: str) -> None:
    response = base64.b64encode(f"\0{USER}\0{CANARY}".encode()).decode()
    line = line.format(CANARY if line != "{}" else response)
    talk = Conversation().identified("AUTH PLAIN")
    events = talk.say(line, b"500 5.5.2 what?\r\n")
    verbs = [
        event.asked.verb for event in events if isinstance(event, CommandSent | ReplyReceived) and event.asked
    ]
    assert len(verbs) == 2
    assert not any(word in verb.upper() for verb in verbs for word in (CANARY.upper(), response.upper()))
    assert talk.dialogue.pending == ()


def test_what_is_no_mechanism_is_taken_for_a_password() -> None:
    talk = Conversation().identified("AUTH PLAIN")
    talk.say("AUTH ?pass!word", b"501 5.5.4 what is ?pass!word\r\n")
    assert talk.commands[-1] == "AUTH ••••••".encode()
    assert talk.replies[-1].reply.lines[0].text == b"5.5.4 what is **********"


def test_a_response_typed_though_AUTH_was_refused_is_not_shown() -> None:  # noqa: N802
    talk = Conversation().identified("AUTH PLAIN")
    talk.say("AUTH LOGIN", b"504 5.5.4 no\r\n")
    talk.say(base64.b64encode(CANARY.encode()).decode(), b"500 5.5.2 what?\r\n")
    assert_unseen(talk)


def test_a_command_after_AUTH_is_shown_again() -> None:  # noqa: N802
    talk = Conversation().identified("AUTH PLAIN")
    talk.say("AUTH FOOBAR", b"504 5.5.4 no\r\n")
    talk.say("NOOP", b"250 Ok\r\n")
    talk.say("FROBNICATE", b"500 what?\r\n")
    assert talk.commands[-3:] == [b"AUTH FOOBAR", b"NOOP", b"FROBNICATE"]


def test_what_is_shown_of_AUTH_names_the_mechanism_and_no_length() -> None:  # noqa: N802
    shown = set()
    for password in ("x", "x" * 50):
        talk = Conversation().identified("AUTH PLAIN")
        talk.took(talk.dialogue.authenticate(Plain(USER, Secret(password)), 9.0))
        shown.add(talk.commands[-1])
    assert shown == {"AUTH PLAIN ••••••".encode()}


@pytest.mark.parametrize(("size", "length"), [(372, 508), (375, 512), (376, 11)])
def test_the_initial_response_goes_with_a_command_of_512_octets_and_not_with_a_longer_one(
    size: int, length: int
) -> None:
    class Test:
        name = "TEST"

        def initial_response(self) -> Secret | None:
            return Secret("x" * size)

        def respond(self, challenge: bytes) -> Secret:
            raise AssertionError(challenge)

    talk = Conversation().identified("AUTH TEST")
    assert len(talk.took(talk.dialogue.authenticate(Test(), 9.0))) == length
    talk.server(b"334 \r\n")
    if length == 11:
        assert talk.took(talk.dialogue.respond_to_challenge(9.0)) == base64.b64encode(b"x" * size) + b"\r\n"


@pytest.mark.parametrize("size", [1, 1000])
def test_a_password_torn_over_the_lines_of_a_reply_is_not_put_together_again(size: int) -> None:
    talk = Conversation().identified("AUTH PLAIN")
    talk.took(talk.dialogue.authenticate(Plain(USER, Secret(CANARY)), 9.0))
    octets = b"535-5.7.8 no: c4nary-in\r\n535-5.7.8 -the-m1\r\n535-ne\r\n535 5.7.8 is c4nary-in\r\n"
    for start in range(0, len(octets), size):
        talk.server(octets[start : start + size])
    raw = talk.replies[-1].reply.raw
    assert raw == b"535-5.7.8 no: *********\r\n535-5.7.8 *******\r\n535-ne\r\n535 5.7.8 is c4nary-in\r\n"
    assert b"".join(line.line.raw for line in talk.lines[-4:]) == raw
    assert not any(b"-the" in partial for partial in talk.partials)


def test_a_name_typed_to_LOGIN_stays_readable_in_replies() -> None:  # noqa: N802
    talk = Conversation().identified("AUTH LOGIN")
    talk.took(talk.dialogue.authenticate(Login("postmaster", Secret(CANARY)), 9.0))
    talk.server(b"334 VXNlcm5hbWU6\r\n")
    talk.took(talk.dialogue.respond_to_challenge(9.0))
    talk.server(b"334 UGFzc3dvcmQ6\r\n")
    talk.took(talk.dialogue.respond_to_challenge(9.0))
    talk.server(b"535 5.7.8 no such user: postmaster\r\n")
    assert talk.replies[-1].reply.lines[0].text == b"5.7.8 no such user: postmaster"


def test_what_is_scrubbed_keeps_its_length_its_code_and_its_enhanced_code() -> None:
    talk = Conversation().identified("AUTH PLAIN")
    talk.took(talk.dialogue.authenticate(Plain(USER, Secret("535")), 9.0))
    talk.server(b"535 5.7.8 535 is wrong\r\n")
    reply = talk.replies[-1].reply
    assert reply.raw == b"535 5.7.8 *** is wrong\r\n"
    assert (reply.code, str(reply.enhanced)) == (535, "5.7.8")


def test_an_error_about_a_line_does_not_hold_it() -> None:
    talk = Conversation().identified("AUTH PLAIN")
    talk.say("AUTH PLAIN", b"334 \r\n")
    for line in (CANARY + "\r\nQUIT", CANARY * 1000, CANARY + "\ud800", CANARY + "\0"):
        with pytest.raises(CommandError) as caught:
            talk.client(line)
        told = "".join(traceback.format_exception(caught.value))
        assert CANARY not in told


def test_a_line_cut_at_its_limit_ends_in_no_part_of_a_password() -> None:
    talk = Conversation().identified("AUTH PLAIN")
    talk.took(talk.dialogue.authenticate(Plain(USER, Secret(CANARY)), 9.0))
    head = b"535 " + b"x" * (65536 - 4 - 10)
    talk.server(head + CANARY.encode() + b"\r\n")
    assert CANARY[:4].encode() not in talk.lines[-1].line.raw


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(CANARY)
    assert CANARY not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret.reveal() == CANARY.encode()
    scrubber = Scrubber()
    scrubber.add([CANARY.encode()])
    assert CANARY not in repr(scrubber)


@given(st.binary(min_size=4, max_size=40), st.binary(max_size=20), st.binary(max_size=20))
@settings(max_examples=300)
def test_no_secret_survives_scrubbing(secret: bytes, before: bytes, after: bytes) -> None:
    scrubber = Scrubber()
    scrubber.add([secret])
    scrubbed = scrubber.scrub(before + secret + after)
    assert len(scrubbed) == len(before + secret + after)
    if set(secret) != {ord("*")}:
        assert secret not in scrubbed
    encoded = base64.b64encode(before + secret + after)
    whole = base64.b64encode(before + secret + after)
    inner = whole[-(-len(before) * 8 // 6) : (len(before) + len(secret)) * 8 // 6]
    if len(inner) >= 4:
        assert inner not in scrubber.scrub(encoded)


@given(st.binary(min_size=1, max_size=12), st.binary(max_size=12), st.integers(1, 12))
def test_the_beginning_of_a_secret_at_the_end_of_half_a_line_is_masked(
    secret: bytes, before: bytes, length: int
) -> None:
    scrubber = Scrubber()
    scrubber.add([secret])
    half = before + secret[:length]
    scrubbed = scrubber.scrub(half, unfinished=True)
    assert len(scrubbed) == len(half)
    assert scrubbed.endswith(b"*" * len(secret[:length]))


def test_a_dialogue_shows_nothing_of_itself() -> None:
    dialogue = Dialogue()
    dialogue.receive(b"220 mx\r\n", 0.0)
    dialogue.authenticate(Plain(USER, Secret(CANARY)), 1.0)
    assert CANARY not in repr(dialogue)
