"""What is refused before an octet is written."""

import pytest

from smtptui.wire.command import CommandError, encode_command, encode_response, line_limit, verb_of
from smtptui.wire.ehlo import Extensions, Keyword


def offering(*names: str) -> Extensions:
    return Extensions("mx", tuple(Keyword(name, name, (), 1) for name in names))


def test_a_command_gets_its_line_end() -> None:
    assert encode_command("NOOP", None) == b"NOOP\r\n"


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\t", "\x1b", "\x7f", "\x85", "\x9b"])
def test_a_control_character_in_a_command_is_refused(character: str) -> None:
    for line in (f"MAIL FROM:<a{character}b@c>", f"{character}NOOP", f"NOOP{character}"):
        with pytest.raises(CommandError):
            encode_command(line, offering("SMTPUTF8"))


@pytest.mark.parametrize("line", ["", " ", "   "])
def test_a_blank_line_is_no_command(line: str) -> None:
    with pytest.raises(CommandError):
        encode_command(line, None)


def test_a_command_may_have_512_octets() -> None:
    assert len(encode_command("NOOP " + "x" * 505, None)) == 512
    with pytest.raises(CommandError, match="513"):
        encode_command("NOOP " + "x" * 506, None)


def test_an_extension_lengthens_the_commands_it_extends() -> None:
    assert line_limit("MAIL", offering("SIZE", "AUTH")) == 512 + 26 + 500
    assert line_limit("RCPT", offering("SIZE", "AUTH")) == 512
    assert line_limit("MAIL", None) == 512


def test_characters_beyond_ascii_need_SMTPUTF8() -> None:  # noqa: N802
    assert encode_command("MAIL FROM:<ü@b>", offering("SMTPUTF8")) == "MAIL FROM:<ü@b>\r\n".encode()
    for extensions in (None, offering("SIZE")):
        with pytest.raises(CommandError, match="SMTPUTF8"):
            encode_command("MAIL FROM:<ü@b>", extensions)


def test_a_lone_surrogate_is_refused_without_the_line_in_the_error() -> None:
    with pytest.raises(CommandError) as caught:
        encode_response("cGFzcw==\ud800")
    assert caught.value.__context__ is None
    assert "cGFz" not in str(caught.value)


def test_a_response_may_be_empty_and_has_12288_octets_at_most() -> None:
    assert encode_response("") == b"\r\n"
    assert len(encode_response("A" * 12286)) == 12288
    with pytest.raises(CommandError):
        encode_response("A" * 12287)


def test_a_response_is_one_line() -> None:
    with pytest.raises(CommandError):
        encode_response("QQ==\r\nQUIT")


def test_a_verb_is_told_in_capitals() -> None:
    assert [verb_of(line) for line in ("mail FROM:<>", "  noop", "", "QUIT")] == ["MAIL", "NOOP", "", "QUIT"]
