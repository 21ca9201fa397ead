"""One word of the user's, read as a target."""

import pytest

from smtptui.session.target import Target, TargetError, TlsMode, parse_target

AUTO, NONE, STARTTLS, IMPLICIT = TlsMode


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("mx.example.org", Target("mx.example.org", 25, AUTO)),
        (" mx.example.org:587 ", Target("mx.example.org", 587, AUTO)),
        ("mx.example.org.", Target("mx.example.org.", 25, AUTO)),
        ("localhost:2525", Target("localhost", 2525, AUTO)),
        ("192.0.2.1:26", Target("192.0.2.1", 26, AUTO)),
        ("[::1]:2525", Target("::1", 2525, AUTO)),
        ("[2001:db8::1]", Target("2001:db8::1", 25, AUTO)),
        ("::1", Target("::1", 25, AUTO)),
        ("mx.example.org:465", Target("mx.example.org", 465, IMPLICIT)),
        ("smtp://mx.example.org", Target("mx.example.org", 25, AUTO)),
        ("smtps://mx.example.org/", Target("mx.example.org", 465, IMPLICIT)),
        ("SMTPS://[::1]:4650", Target("::1", 4650, IMPLICIT)),
        ("mx:example.org", Target("example.org", 25, AUTO, mx=True)),
        ("mx:example.org:2525", Target("example.org", 2525, AUTO, mx=True)),
        ("müller.example", Target("xn--mller-kva.example", 25, AUTO)),
        ("straße.example", Target("xn--strae-oqa.example", 25, AUTO)),
        ("unix:/run/smtp.sock", Target("localhost", 0, NONE, path="/run/smtp.sock")),
    ],
)
def test_a_target_is_read(text: str, target: Target) -> None:
    assert parse_target(text) == target


@pytest.mark.parametrize(
    ("text", "tls", "port", "mode"),
    [
        ("mx.example", IMPLICIT, 465, IMPLICIT),
        ("mx.example:465", AUTO, 465, IMPLICIT),
        ("mx.example:465", NONE, 465, NONE),
        ("mx.example:465", STARTTLS, 465, STARTTLS),
        ("mx.example", STARTTLS, 25, STARTTLS),
        ("smtps://mx.example", AUTO, 465, IMPLICIT),
    ],
)
def test_the_tls_mode_and_the_port_go_together(text: str, tls: TlsMode, port: int, mode: TlsMode) -> None:
    target = parse_target(text, tls=tls)
    assert (target.port, target.tls) == (port, mode)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "HOST:PORT"),
        ("   ", "HOST:PORT"),
        (":25", "HOST:PORT"),
        ("mx.example:0", "1 to 65535"),
        ("mx.example:70000", "1 to 65535"),
        ("mx.example:", "1 to 65535"),
        ("mx.example:２５", "1 to 65535"),
        ("mx.example:smtp", "1 to 65535"),
        ("mx example", "one word"),
        ("http://mx.example", "smtp://HOST"),
        ("smtp://user@mx.example", "without user"),
        ("smtp://mx.example/path", "without user"),
        ("[::1", "[::1]:25"),
        ("[::1]25", "[::1]:25"),
        ("[mx.example]:25", "write mx.example"),
        ("1:2:3", "[::1]:25"),
        ("-mx.example", "letters, digits"),
        ("mx..example", "letters, digits"),
        ("mx.example\x1b[31m", "letters, digits"),
        ("mx.example\r\n:25", "one word"),
        ("300.1.1.1", "192.0.2.1"),
        ("a" * 64 + ".example", "letters, digits"),
        ("ü" * 100 + ".example", "xn--"),
        ("mx:192.0.2.1", "mx:example.org"),
        ("unix:relative", "unix:/"),
    ],
)
def test_what_is_no_target_is_refused_with_what_to_write_instead(text: str, advice: str) -> None:
    with pytest.raises(TargetError) as error:
        parse_target(text)
    assert advice in str(error.value)
    assert "\x1b" not in str(error.value)


def test_smtps_without_tls_is_refused() -> None:
    with pytest.raises(TargetError, match="drop one"):
        parse_target("smtps://mx.example", tls=TlsMode.NONE)


@pytest.mark.parametrize("text", ["mx.example.org:25", "[::1]:2525", "mx:example.org:25", "192.0.2.1:465"])
def test_a_label_can_be_read_again(text: str) -> None:
    assert parse_target(text).label == text
