"""One word of the user's, read as a target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.session.target import Target, TargetError, TlsMode, parse_target, to_ascii

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
        ("mx.example.org:25?tls=starttls", Target("mx.example.org", 25, STARTTLS)),
        ("mx.example.org:465?tls=auto", Target("mx.example.org", 465, AUTO)),
        ("mx.example.org?tls=implicit", Target("mx.example.org", 465, IMPLICIT)),
        ("unix:/run/smtp.sock?tls=starttls", Target("localhost", 0, STARTTLS, path="/run/smtp.sock")),
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
        ("[mx.example]:25", "write mx.example without"),
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
        ("mx.example?tls=maybe", "auto, none, starttls or implicit"),
        ("\x1bx://mx.example", "smtp://HOST"),
        ("[\x1b]:25", "brackets"),
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


LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
NAMES = st.lists(LABELS, min_size=1, max_size=4).map(".".join).filter(lambda name: _is_name(name))
ADDRESSES = st.ip_addresses().map(str)
PATHS = st.text(min_size=1).map(lambda path: f"/{path}").filter(lambda path: path == path.strip())
PORTS = st.sampled_from([25, 465, 587, 2465]) | st.integers(1, 65535)
MODES = st.sampled_from(TlsMode)
TARGETS = (
    st.builds(Target, NAMES | ADDRESSES, PORTS, MODES, st.just(False), st.just(""))
    | st.builds(Target, NAMES, PORTS, MODES, st.just(True), st.just(""))
    | st.builds(lambda path, tls: Target("localhost", 0, tls, path=path), PATHS, MODES)
    | st.builds(lambda path, mode: Target("localhost", 0, NONE, path=f"/{path}?tls={mode}"), LABELS, LABELS)
)


def _is_name(name: str) -> bool:
    try:
        return to_ascii(name) == name
    except TargetError:
        return False


@given(TARGETS)
def test_the_text_of_a_target_is_read_as_the_same_target(target: Target) -> None:
    assert parse_target(target.address_text) == target


@pytest.mark.parametrize(
    "text",
    [
        "mx.example.org:25",
        "smtps://[::1]:2465",
        "mx:example.org:25",
        "192.0.2.1:465",
        "h.example:25?tls=none",
    ],
)
def test_the_text_of_a_target_is_no_longer_than_it_must_be(text: str) -> None:
    assert parse_target(text).address_text == text


def test_a_mode_in_the_address_counts_where_no_other_was_chosen() -> None:
    assert parse_target("mx.example?tls=starttls", tls=AUTO).tls is STARTTLS


def test_a_mode_that_contradicts_the_address_is_refused() -> None:
    with pytest.raises(TargetError, match="drop one"):
        parse_target("mx.example?tls=none", tls=TlsMode.STARTTLS)
