"""Message data is normalised, dot-stuffed, and ends once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtptui.wire.command import CommandError
from smtptui.wire.data import encode_data_line, encode_message


@pytest.mark.parametrize(
    ("message", "wire"),
    [
        (b"", b".\r\n"),
        (b"a", b"a\r\n.\r\n"),
        (b"a\r\n", b"a\r\n.\r\n"),
        (b"a\nb\rc\r\n", b"a\r\nb\r\nc\r\n.\r\n"),
        (b".", b"..\r\n.\r\n"),
        (b"..a\r\n.b", b"...a\r\n..b\r\n.\r\n"),
        (b"a\r\n.\r\nQUIT\r\n", b"a\r\n..\r\nQUIT\r\n.\r\n"),
        (b"a\n.\nQUIT", b"a\r\n..\r\nQUIT\r\n.\r\n"),
        (b"a\n.\r\nQUIT", b"a\r\n..\r\nQUIT\r\n.\r\n"),
        (b"a\r.\rQUIT", b"a\r\n..\r\nQUIT\r\n.\r\n"),
        (b"a\r\r\n.b", b"a\r\n\r\n..b\r\n.\r\n"),
        (b"\r\n.\n", b"\r\n..\r\n.\r\n"),
    ],
)
def test_a_message_goes_out_with_one_end(message: bytes, wire: bytes) -> None:
    assert encode_message(message) == wire


@given(st.lists(st.sampled_from([b".", b"\r", b"\n", b"a", b"\r\n"]), max_size=30).map(b"".join))
def test_no_message_holds_an_end_of_data_before_its_last_octets(message: bytes) -> None:
    wire = encode_message(message)
    assert (b"\r\n" + wire).count(b"\r\n.\r\n") == 1
    assert wire.endswith(b".\r\n")
    assert wire.count(b"\r") == wire.count(b"\n") == wire.count(b"\r\n")


@pytest.mark.parametrize(
    ("line", "wire"), [("a", b"a\r\n"), (".", b"..\r\n"), (".a", b"..a\r\n"), ("", b"\r\n")]
)
def test_a_line_of_data_is_stuffed(line: str, wire: bytes) -> None:
    assert encode_data_line(line) == wire


def test_half_a_character_is_refused_and_an_octet_that_was_no_UTF_8_goes_through() -> None:  # noqa: N802
    assert encode_data_line("a\udcff") == b"a\xff\r\n"
    for line in ("a\ud800", "\udfff", "\udc00"):
        with pytest.raises(CommandError) as caught:
            encode_data_line("secret " + line)
        assert "secret" not in str(caught.value)
        assert caught.value.__cause__ is caught.value.__context__ is None
