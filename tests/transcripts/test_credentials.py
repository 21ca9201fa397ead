"""Whatever form a credential has in a text, no finding shows it."""

import base64

import pytest

from smtptui.transcripts.credentials import Secrets, asks_for_name
from smtptui.transcripts.reader import find_replies

PASSWORD = "tr0ub4dor-horse"
NAME = "anna@orchard.example"


def coded(*parts: str) -> str:
    return base64.b64encode("\0".join(parts).encode()).decode()


PLAIN = coded("", NAME, PASSWORD)
ALONE = coded(PASSWORD)
BEARER = base64.b64encode(f"user={NAME}\x01auth=Bearer {PASSWORD}\x01\x01".encode()).decode()
CRAM = base64.b64encode(f"{NAME} 7d3c1f0a9b8e6d5c4b3a291807f6e5d4".encode()).decode()

GIVEN_AWAY = {
    "X-EXPS LOGIN": ["X-EXPS LOGIN", "334 UGFzc3dvcmQ6", ALONE, "504 5.7.4 Unrecognized {echo}"],
    "PASS": [f"PASS {PASSWORD}", "500 5.5.2 unrecognised: PASS {echo}"],
    "AUTH without a mechanism": [f"AUTH {PLAIN}", "504 5.5.4 unknown mechanism {echo}"],
    "a slip in the verb": [f"AUHT PLAIN {PLAIN}", "500 5.5.2 command AUHT PLAIN {echo} unrecognized"],
    "glued": [f"AUTHPLAIN {PLAIN}", "500 5.5.2 AUTHPLAIN {echo}"],
    "an equals sign": [f"AUTH=PLAIN {PLAIN}", "500 5.5.2 {echo}"],
    "a colon": [f"AUTH: PLAIN {PLAIN}", "500 5.5.2 {echo}"],
    "the password alone": ["AUTH LOGIN", "334 UGFzc3dvcmQ6", ALONE, "535 5.7.8 {echo}"],
    "a changed case": [f"aUtH plain {PLAIN}", "535 5.7.8 aUtH plain {echo}"],
    "a response after 503": ["AUTH LOGIN", "503 5.5.1 not now", ALONE, "500 5.5.2 what is {echo}"],
    "XOAUTH2": [f"AUTH XOAUTH2 {BEARER}", "535 5.7.8 {echo}"],
    "CRAM-MD5": ["AUTH CRAM-MD5", "334 PDEyM0B4Pg==", CRAM, "535 5.7.8 {echo}"],
    "a password in clear": [f"AUTH PLAIN {NAME}:{PASSWORD}", "501 5.5.2 {echo}"],
}
VERBOSE = "Mar  4 07:20:30 mx postfix/smtp[25]: "
TRACED = "[ 198.51.100.9:25]  62ms  "
MARKS = {
    "typed": ("", ""),
    "C: and S:": ("C: ", "S: "),
    "swaks": (" -> ", "<-  "),
    "curl": ("> ", "< "),
    "Got and Sent": ("Sent: ", "Got: "),
    "smtp -v": (f"{VERBOSE}> mx.a.example[198.51.100.1]:25: ", f"{VERBOSE}< mx.a.example[198.51.100.1]:25: "),
    "KumoMTA": (f"{TRACED}-> ", f"{TRACED}<- "),
}


def transcript(name: str, echo: str, client: str, server: str) -> list[str]:
    lines = [
        "220 mx.orchard.example ESMTP",
        "EHLO me.orchard.example",
        "250 mx.orchard.example",
        *GIVEN_AWAY[name],
    ]
    payload = next(
        (word for line in lines for word in line.split() if word in (PLAIN, ALONE, BEARER, CRAM)), PASSWORD
    )
    said = [line.replace("{echo}", {"as it came": payload, "decoded": PASSWORD}[echo]) for line in lines]
    return [(server if line[:3].isdigit() else client) + line for line in said]


ECHOED = [(name, "as it came") for name in GIVEN_AWAY]
# A digest is not the password.
ECHOED += [(name, "decoded") for name in GIVEN_AWAY if name != "CRAM-MD5"]


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize(("name", "echo"), ECHOED)
def test_no_credential_is_in_what_is_found(name: str, echo: str, marks: str) -> None:
    shown = repr(list(find_replies(transcript(name, echo, *MARKS[marks]))))
    for secret in (PASSWORD, PLAIN, ALONE, BEARER, CRAM, PLAIN.rstrip("=")):
        assert secret not in shown
    assert "5" in shown


@pytest.mark.parametrize(
    "line",
    [
        f"Diagnostic-Code: smtp; 500 5.5.2 unrecognised AUTH PLAIN {PLAIN}",
        f'{{"smtp_code":535,"smtp_msg":"5.7.8 AUTH PLAIN {PLAIN} refused","rcpt":"a@orchard.example"}}',
        f'mailer[7]: code=535 message="5.7.8 cannot use AUTH PLAIN {PLAIN}" to=a@orchard.example',
        f"Mar  4 08:00:00 mx postfix/smtp[1]: A1: host mx said: 502 5.5.2 Error: AUTH PLAIN {PLAIN}",
        f"smtplib.SMTPAuthenticationError: (535, b'5.7.8 token {BEARER}')",
        f"> AUTH PLAIN {PLAIN}",
    ],
)
def test_no_credential_is_in_what_a_log_tells(line: str) -> None:
    shown = repr(list(find_replies([line, "550 5.1.1 no"])))
    assert PLAIN not in shown
    assert BEARER not in shown


def test_the_name_given_to_login_stays_readable_in_replies() -> None:
    lines = [
        "S: 220 mx ESMTP",
        "C: AUTH LOGIN",
        "S: 334 VXNlcm5hbWU6",
        f"C: {coded(NAME)}",
        f"S: 535 no user {NAME}",
    ]
    assert NAME in list(find_replies(lines))[-1].evidence.text


def test_only_a_challenge_that_says_so_asks_for_a_name() -> None:
    assert asks_for_name("VXNlcm5hbWU6")
    assert asks_for_name("VXNlciBOYW1lAA==")
    assert not asks_for_name("UGFzc3dvcmQ6")
    assert not asks_for_name("not base64")


def test_the_credentials_remembered_are_few() -> None:
    secrets = Secrets()
    for number in range(100):
        secrets.keep_response(coded(f"password-{number:04}"), "", 1)
    assert len(secrets._kept) == 16
    assert "password-0099" not in secrets.scrubbed("you said password-0099")


@pytest.mark.parametrize("marks", ["typed", "C: and S:"])
@pytest.mark.parametrize("auth", ["AUTH LOGIN", "auth plain", "AUTH", "AUTH CRAM-MD5", f"AUHT PLAIN {PLAIN}"])
@pytest.mark.parametrize("between", [[], ["NOOP", "250 2.0.0 Ok"], ["RSET", "250 Ok", "NOOP", "250 Ok"]])
@pytest.mark.parametrize("typed", [PASSWORD, "hunter2!", "Sommer2026", "correct horse battery"])
@pytest.mark.parametrize("echo", [str, str.upper])
def test_no_password_typed_in_clear_long_after_auth_was_refused_is_in_what_is_found(
    marks: str, auth: str, between: list[str], typed: str, echo: type[str]
) -> None:
    client, server = MARKS[marks]
    lines = ["220 mx.orchard.example ESMTP", "EHLO me", "250 mx.orchard.example", auth, "503 5.5.1 not now"]
    lines += [*between, typed, f"500 5.5.2 Error: command not recognized: {echo(typed)}"]
    marked = [(server if line[:3].isdigit() else client) + line for line in lines]
    found = list(find_replies(marked))
    assert found[-1].evidence.code == "500"
    for shown in (found[-1].evidence.text, repr(found)):
        assert typed.lower() not in shown.lower()


@pytest.mark.parametrize(
    "line",
    [
        f'queue: failed\t{{"rcpt":"a@b.example","smtp_code":535,"smtp_msg":"5.7.8 AUTH PLAIN {PLAIN} no"}}',
        f"recipient=a%40b.example&event=bounced&code=535&error=5.7.8+AUTH+PLAIN+{PLAIN}&x=1",
        f'smtp::inbound::session: event="write" data="535 5.7.8 AUTH PLAIN {PLAIN}\\r\\n" size=99',
        f"a@b.example: 535 5.7.8 AUTH PLAIN {PLAIN} refused",
    ],
)
def test_no_credential_is_in_what_fields_and_events_tell(line: str) -> None:
    found = list(find_replies([line]))
    assert [reply.evidence.code for reply in found] == ["535"]
    assert PLAIN not in repr(found)


def test_a_line_that_no_error_repeats_is_no_secret() -> None:
    lines = ["220 mx.orchard.example ESMTP", "AUTH LOGIN", "503 5.5.1 not now"]
    lines += ["the orchard", "250 2.0.0 fine", "550 5.1.1 no orchard here"]
    assert "orchard" in list(find_replies(lines))[-1].evidence.text


def test_no_password_is_in_what_is_found_of_a_session_in_one_line() -> None:
    session = ["S: 220 mx ESMTP", "C: AUTH LOGIN", "S: 334 UGFzc3dvcmQ6", f"C: {ALONE}", "S: 535 5.7.8 no"]
    for between in (" ", "\\n", "\\r\\n"):
        assert ALONE not in repr(list(find_replies([between.join(session)])))
    found = list(find_replies(["\\n".join(session)]))
    assert [one.evidence.command for one in found] == ["CONNECT", "AUTH", "RESPONSE"]
