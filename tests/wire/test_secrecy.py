"""What the one judge of secrets masks, and what it leaves readable."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtptui.wire.secrecy import MASK, Awaited, judge, judge_text

CANARY = "c4nary-in-the-m1ne"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


PLAIN = encoded(f"\0lab\0{CANARY}")
PASSWORD = encoded(CANARY)
URL_SAFE = base64.urlsafe_b64encode("\0lab\0~~~???ÿÿÿ".encode()).decode()
BEARER = encoded(f"user=lab\1auth=Bearer {CANARY}\1\1")


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("AUTH PLAIN ", PLAIN),
        ("auth plain ", PLAIN),
        ("  AUTH PLAIN ", PLAIN),
        ("\t auth\tlogin\t", PASSWORD),
        ("AUTH\u00a0PLAIN\u00a0", PLAIN),
        ("\u200bAUTH PLAIN ", PLAIN),
        ("\u00a0AUTH PLAIN ", CANARY),
        ("AUTHPLAIN ", PLAIN),
        ("authplain ", CANARY),
        ("AUTH", PLAIN),
        ("AUTH", "PLAIN" + PLAIN),
        ("AUHT PLAIN ", PLAIN),
        ("AUT PLAIN ", CANARY),
        ("ATUH LOGIN ", CANARY),
        ("AUHTPLAIN ", CANARY),
        ("AUTHH ", CANARY),
        ("AUHT ", CANARY),
        ("AU TH PLAIN ", CANARY),
        ("AUTH", "HUNTERPASS"),
        ("auth", "hunterpass"),
        ("PAS ", "HUNTER"),
        ("", "paßhunter2"),
        ("paß ", "hunter2"),
        ("FROB ", encoded("\0a\0hunter2")),
        ("PA SS ", "HUNTER"),
        ("UER ", "HUNTER"),
        ("Auth", f"orization: Basic {PASSWORD}"),
        ("AUTH:", CANARY),
        ("AUTH: PLAIN ", CANARY),
        ("AUTH=PLAIN ", PLAIN),
        ("AUTH=PLAIN ", CANARY),
        ("AUTH=", CANARY),
        ("AUTH ", CANARY),
        ("AUTH ", PLAIN),
        ("AUTH ", "hunter2"),
        ("AUTH ", "aHVudGVyMg=="),
        ("AUTH FOOBAR ", CANARY),
        ("AUTH FOOBAR ", PASSWORD),
        ("AUTH PLAIN ", f"lab {CANARY}"),
        ("AUTH LOGIN ", f"{encoded('lab')} {PASSWORD}"),
        ("AUTH XOAUTH2 ", BEARER),
        ("X-EXPS LOGIN ", PASSWORD),
        ("x-exps ", CANARY),
        ("X-EXP LOGIN ", PASSWORD),
        ("PASS ", CANARY),
        ("pass ", CANARY),
        ("PAS ", CANARY),
        ("PASS", "hunter2"),
        ("PASSWORD: ", CANARY),
        ("USER ", f"lab {CANARY}"),
        ("AUTHINFO ", f"PASS {CANARY}"),
        ("LOGIN ", f"lab {CANARY}"),
        ("PLAIN ", PLAIN),
        ("a1 LOGIN ", f"lab {CANARY}"),
        ("a1 AUTHENTICATE PLAIN ", CANARY),
        ("C: AUTH PLAIN ", CANARY),
        ("-> auth login ", CANARY),
        (":AUTH PLAIN ", CANARY),
        ("XUTHX PLAIN ", CANARY),
        ("FROBNICATE ", PLAIN),
        ("FROBNICATE ", BEARER),
        ("FROBNICATE ", PASSWORD),
        ("NOOP ", PLAIN),
        ("NOOP ", PLAIN.rstrip("=")),
        ("HELO ", BEARER),
        ("HELP AUTH LOGIN ", PASSWORD),
        ("EHLO x auth=Bearer ", CANARY),
        ("", PLAIN),
        ("", PASSWORD),
        ("", BEARER),
        ("", encoded(f"lab {'0123456789abcdef' * 2}")),
        ("", encoded(f"n,,n=lab,r={CANARY}")),
    ],
)
def test_a_credential_is_masked_from_its_first_octet_to_the_end_of_the_line(head: str, tail: str) -> None:
    judged = judge(head + tail)
    assert judged.shown == head + MASK
    assert judged.begins == len(head)
    assert tail.encode() in judged.secrets


@pytest.mark.parametrize("line", ["", CANARY, PASSWORD, " " + PLAIN, "QUIT", "AUTH PLAIN"])
def test_where_a_response_is_awaited_the_whole_line_is_masked(line: str) -> None:
    judged = judge(line, Awaited.RESPONSE, mechanism="LOGIN", number=1)
    assert judged.shown == (MASK if line else "")
    assert judged.begins == (0 if line else None)


@pytest.mark.parametrize("line", ["*", "=", " ", ""])
def test_what_answers_a_challenge_with_nothing_stays_readable(line: str) -> None:
    assert judge(line, Awaited.RESPONSE) == (line, (), None)


def test_a_name_given_to_LOGIN_is_masked_but_not_scrubbed_from_replies() -> None:  # noqa: N802
    judged = judge(encoded("postmaster"), Awaited.RESPONSE, mechanism="LOGIN", number=0)
    assert judged.shown == MASK
    assert b"postmaster" not in judged.secrets


def test_of_an_exchange_that_has_ended_a_late_response_is_masked_and_a_command_is_not() -> None:
    assert judge("hunter2", mechanism="LOGIN").shown == MASK
    assert judge("hunter2").shown == "hunter2"
    for line in ("NOOP", "FROBNICATE", "noop", "MAIL FROM:<a@b.c>", "X-FOO"):
        assert judge(line, mechanism="LOGIN").shown == line


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "AUTH",
        "AUTH ",
        "AUTH PLAIN",
        "AUTH PLAIN ",
        "AUTH PLAIN =",
        "AUTH LOGIN PLAIN",
        "AUTH FOOBAR",
        "AUTH X-UNKNOWN",
        "auth cram-md5",
        "auth pl",
        "AUTH SCRAM-SHA-256-P",
        "X-EXPS NTLM",
        "PASS",
        "MAIL FROM:<tim@example.org> SIZE=1024 BODY=8BITMIME AUTH=<>",
        "MAIL FROM:<01000193a4AbCdEf-2f6c8a1e-0000@eu-west-1.example.com> RET=HDRS ENVID=QQ314159",
        "RCPT TO:<postmaster@mail-AB12cd34.example.org> NOTIFY=NEVER",
        "RCPT TO:<user@example.org>",
        "BDAT 123 LAST",
        "VRFY postmaster",
        "VRFY Administrator",
        "EXPN authors",
        "NOOP aGVsbG8=",
        "NOOP aGVsbG8gd29ybGQ=",
        "HELP AUTH",
        "HELP auth mechanisms",
        "EHLO passwords.example.org",
        "EHLO [IPv6:2001:db8::1]",
        "STARTTLS",
        "FROBNICATE",
        "FROBNICATE Passenger something",
        "GET / HTTP/1.1",
        "XCLIENT NAME=spike.example.org ADDR=192.0.2.1 LOGIN=tim",
        "ETRN example.org",
        "HELO passat",
        "QUIT",
        "MIAL FROM:<tim@example.org>",
        "RCPTTO:<tim@example.org>",
        "DAT",
        "SUER",
    ],
)
def test_what_is_no_credential_stays_readable(line: str) -> None:
    assert judge(line) == (line, (), None)


def test_a_half_typed_line_is_masked_as_soon_as_its_argument_begins() -> None:
    for length in range(len("AUTH PLAIN x"), len("AUTH PLAIN ") + len(PLAIN) + 1):
        assert judge(f"AUTH PLAIN {PLAIN}"[:length]).shown == "AUTH PLAIN " + MASK
    for length in range(6, len(PLAIN) + 1):
        assert judge(PLAIN[:length]).shown == MASK


def test_message_data_is_shown_but_for_what_decodes_to_a_response() -> None:
    assert judge("AUTH is explained below", Awaited.MESSAGE).shown == "AUTH is explained below"
    assert judge(f"my password: {PLAIN}", Awaited.MESSAGE).shown == f"my password: {MASK}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"5.5.4 unknown command: AUTH PLAIN {PLAIN}", f"5.5.4 unknown command: AUTH PLAIN {MASK}"),
        (f"bad '{PLAIN}' here", f"bad '{MASK}' here"),
        (f"504 AUTH LOGIN {PASSWORD} is not known", f"504 AUTH LOGIN {MASK} is not known"),
        (f"got auth=Bearer {CANARY}", f"got auth=Bearer {MASK}"),
        (f"x-exps login {PASSWORD}", f"x-exps login {MASK}"),
        (f"<{URL_SAFE}> is wrong", f"<{MASK}> is wrong"),
    ],
)
def test_in_a_servers_text_only_the_credentials_are_masked(text: str, shown: str) -> None:
    assert judge_text(text).shown == shown
    assert judge_text(shown).shown == shown


@pytest.mark.parametrize(
    "text",
    [
        "AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2",
        "5.7.0 Authentication required: use AUTH after STARTTLS.",
        "auth login failed, please try again",
        "2.0.0 Ok: queued as 4ZxAbC1dEFz9Qk",
        "queued as AHEADAAA1 (id 1tFAbC-00AAbC-1x)",
        "334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=",
        "334 VXNlcm5hbWU6",
        "AUTH command is %s disabled",
        '503 5.3.3 AUTH not supported"',
        "Unable to authenticate at present.",
        "AUTH PLAIN `ANONYMOUS` AFTER ADDR",
    ],
)
def test_a_servers_text_stays_readable(text: str) -> None:
    assert judge_text(text) == (text, (), None)


HEADS = (
    "AUTH PLAIN ",
    "auth  login ",
    "AUTHPLAIN ",
    "AUHT ",
    "PASS ",
    "X-EXPS LOGIN ",
    "AUTH:",
    "auth\u00a0plain ",
)
PASSWORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Z", "Cf"), exclude_characters="•"),
    min_size=6,
    max_size=30,
)


@given(st.sampled_from(HEADS), PASSWORDS, st.sampled_from(("raw", "base64", "plain")))
@settings(max_examples=400)
def test_no_credential_survives(head: str, password: str, form: str) -> None:
    payload = {
        "raw": "~" + password,
        "base64": encoded("~" + password),
        "plain": encoded(f"\0lab\0{password}"),
    }[form]
    judged = judge(head + payload)
    assert password not in judged.shown.removeprefix(head)
    assert payload not in judged.shown.removeprefix(head)
    assert judged.shown.endswith(MASK)


@given(
    st.one_of(
        st.text(max_size=200), st.lists(st.sampled_from((*HEADS, PLAIN, " ", MASK, "NOOP ", "=", "-")))
    ),
    st.sampled_from(Awaited),
    st.sampled_from(("", "PLAIN", "LOGIN", "XOAUTH2")),
    st.integers(0, 3),
)
@settings(max_examples=500)
def test_judging_never_raises_and_judging_again_changes_nothing(
    pieces: str | list[str], awaited: Awaited, mechanism: str, number: int
) -> None:
    line = "".join(pieces)
    judged = judge(line, awaited, mechanism=mechanism, number=number)
    again = judge(judged.shown, awaited, mechanism=mechanism, number=number)
    assert again.shown == judged.shown
    judge_text(line + "\ud800")
    judge(line + "\ud800", awaited, mechanism=mechanism, number=number)


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        (f"AUTH LOGIN {encoded('lab')} {PASSWORD}", CANARY),
        (f"AUTH XOAUTH2 {BEARER}", CANARY),
        (f"AUTH FOOBAR {encoded(f'lab,{CANARY}')}", CANARY),
        (f"AUTH PLAIN {PLAIN}", CANARY),
        (f"PASS {CANARY}", CANARY),
    ],
)
def test_what_a_server_could_echo_of_a_line_is_named(line: str, secret: str) -> None:
    assert secret.encode() in judge(line).secrets


def test_a_mask_is_no_secret() -> None:
    assert judge(f"AUTH PLAIN {MASK}") == (f"AUTH PLAIN {MASK}", (), len("AUTH PLAIN "))
    assert judge_text(f"auth=Bearer {MASK}") == (f"auth=Bearer {MASK}", (), None)


def test_the_beginning_of_a_mechanism_is_one_only_while_it_is_typed() -> None:
    assert judge("auth pl").shown == "auth pl"
    assert judge("auth pl ").shown == "auth " + MASK


@pytest.mark.parametrize("word", ["QUJDREVG", "A-BC-DE-FG-HI-JK-LM-NO-PQ", "HUNTER2", "hunter", "pLAiN-x"])
def test_what_only_looks_like_a_mechanism_is_masked(word: str) -> None:
    assert judge(f"AUTH {word}").shown == "AUTH " + MASK


@pytest.mark.parametrize("word", ["FOOBAR", "X-UNKNOWN", "plain", "Scram-Sha-256", "KERBEROS_V4"])
def test_a_mechanism_that_the_server_may_not_know_stays_readable(word: str) -> None:
    assert judge(f"AUTH {word}").shown == f"AUTH {word}"


@pytest.mark.parametrize(
    "text",
    ["AUTH PLAIN (SCRAM-SHA-256) or none", "use AUTH LOGIN, CRAM-MD5, now", "the AUTH of 2024: 17x3 failed"],
)
def test_prose_about_AUTH_stays_readable(text: str) -> None:  # noqa: N802
    assert judge_text(text).shown == text


def test_a_credential_that_is_found_twice_is_masked_once_and_whole() -> None:
    token = ".".join((encoded('{"alg":"none"}'), PLAIN, "x"))
    text = f"got AUTH PLAIN {PLAIN} and auth=Bearer {token} again"
    judged = judge_text(text)
    assert judged.shown == f"got AUTH PLAIN {MASK} and auth=Bearer {MASK} again"
    assert judged.begins == len("got AUTH PLAIN ")


@pytest.mark.parametrize(
    "line",
    ["FROB YWJj", "FROB YWJjZA", "FROB w6TDtsO8", "FROB AGE2", "ﬀAUTH x", "US x", "X-EX y", "XAUTHORS x"],
)
def test_where_the_doubt_is_too_small_a_line_stays_readable(line: str) -> None:
    assert judge(line).begins is None


def test_no_secret_is_empty() -> None:
    line = "AUTH PLAIN " + encoded("\0lab\0")
    assert b"" not in judge(line).secrets
    assert b"" not in judge_text(line).secrets
