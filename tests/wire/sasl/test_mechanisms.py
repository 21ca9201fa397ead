"""The mechanisms against the examples of the documents that define them."""

import base64

import pytest

from smtptui.wire.sasl.mechanism import AuthError, decode_challenge, in_base64
from smtptui.wire.sasl.mechanisms import CramMd5, Login, OAuthBearer, Plain, XOAuth2, make_mechanism
from smtptui.wire.secret import Secret


def revealed(secret: Secret | None) -> bytes:
    assert secret is not None
    return secret.reveal()


def test_plain_is_that_of_rfc_4616() -> None:
    assert revealed(Plain("tim", Secret("tanstaaftanstaaf")).initial_response()) == b"\0tim\0tanstaaftanstaaf"


def test_plain_with_an_identity_is_that_of_rfc_4616() -> None:
    mechanism = Plain("Kurt", Secret("xipj3plmq"), identity="Ursel")
    assert revealed(mechanism.initial_response()) == b"Ursel\0Kurt\0xipj3plmq"


def test_plain_refuses_a_nul() -> None:
    with pytest.raises(AuthError):
        Plain("tim", Secret("a\0b"))
    with pytest.raises(AuthError):
        Plain("t\0im", Secret("ab"))


def test_plain_answers_no_challenge() -> None:
    with pytest.raises(AuthError):
        Plain("tim", Secret("x")).respond(b"more")


def test_cram_md5_is_that_of_rfc_2195() -> None:
    mechanism = CramMd5("tim", Secret("tanstaaftanstaaf"))
    challenge = decode_challenge(b"PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+")
    assert challenge == b"<1896.697170952@postoffice.reston.mci.net>"
    response = in_base64(mechanism.respond(challenge))
    assert response.reveal() == b"dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"


def test_cram_md5_signs_one_challenge_and_no_empty_one() -> None:
    with pytest.raises(AuthError):
        CramMd5("tim", Secret("x")).respond(b"")
    mechanism = CramMd5("tim", Secret("x"))
    mechanism.respond(b"<1@a>")
    with pytest.raises(AuthError):
        mechanism.respond(b"<2@a>")


@pytest.mark.parametrize("prompt", [b"Username:", b"Password:", b"", b"Benutzer?", b"\xff"])
def test_login_answers_by_order_whatever_the_prompts_say(prompt: bytes) -> None:
    mechanism = Login("tim", Secret("secret"))
    assert mechanism.initial_response() is None
    assert [mechanism.respond(prompt).reveal() for _ in range(2)] == [b"tim", b"secret"]
    with pytest.raises(AuthError):
        mechanism.respond(prompt)


def test_xoauth2_is_that_of_its_documentation() -> None:
    token = Secret("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg")
    response = in_base64(XOAuth2("someuser@example.com", token).initial_response() or Secret(""))
    assert response.reveal() == (
        b"dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZ"
        b"Mjl0Q2cBAQ=="
    )


def test_xoauth2_answers_an_error_with_nothing() -> None:
    error = base64.b64decode(
        "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIG1hYyIsInNjb3BlIjoiaHR0cHM6Ly9tYWlsLmdvb2dsZS5jb20vIn0K"
    )
    assert XOAuth2("u", Secret("t")).respond(error).reveal() == b""


def test_oauthbearer_is_that_of_rfc_7628() -> None:
    token = Secret("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==")
    mechanism = OAuthBearer("user@example.com", token, host="server.example.com", port=143)
    assert in_base64(mechanism.initial_response() or Secret("")).reveal() == (
        b"bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52"
        b"YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"
    )


def test_oauthbearer_answers_an_error_with_a_single_octet() -> None:
    error = base64.b64decode("eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIn0=")
    assert OAuthBearer("u", Secret("t")).respond(error).reveal() == b"\1"


def test_oauthbearer_escapes_what_separates_fields() -> None:
    response = revealed(OAuthBearer("a,b=c", Secret("t")).initial_response())
    assert response == b"n,a=a=2Cb=3Dc,\1auth=Bearer t\1\1"


@pytest.mark.parametrize("challenge", [b"", b"nothing", b"[1]", b"\xff", b"[" * 100_000])
def test_the_oauth_mechanisms_answer_nothing_but_an_error(challenge: bytes) -> None:
    for mechanism in (XOAuth2("u", Secret("t")), OAuthBearer("u", Secret("t"))):
        with pytest.raises(AuthError):
            mechanism.respond(challenge)


@pytest.mark.parametrize(
    "text",
    [
        b"=",
        b"====",
        b"QQ",
        b"QQ=",
        b"QQ==A",
        b"QQ==\r",
        b"Q Q=",
        b"QR==",
        b"QQ\0=",
        b"Username:",
        b"\xff",
        b"-_-_",
    ],
)
def test_base64_is_taken_to_the_letter(text: bytes) -> None:
    with pytest.raises(AuthError):
        decode_challenge(text)


def test_an_empty_challenge_is_empty() -> None:
    assert decode_challenge(b"") == b""


@pytest.mark.parametrize("name", ["plain", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER"])
def test_a_mechanism_is_made_by_its_name(name: str) -> None:
    mechanism = make_mechanism(name, "tim", Secret("pw"))
    assert mechanism is not None
    assert mechanism.name == name.upper()


def test_no_mechanism_is_made_of_an_unknown_name() -> None:
    assert make_mechanism("GSSAPI", "tim", Secret("pw")) is None
