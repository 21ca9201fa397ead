"""How the words after a command are read."""

import pytest

from smtptui.cli.arguments import Option, UsageError, read
from smtptui.cli.connecting import seconds_of

SEND = Option(("--send",), "", "LINE", repeats=True)
AUTH = Option(("--auth",), "", "[MECH]", choices=("PLAIN", "LOGIN"), optional=True)


def test_an_option_that_repeats_keeps_all_its_values_in_order() -> None:
    given = read(["--send", "NOOP", "mx", "--send=RSET"], [SEND])
    assert given.values("--send") == ("NOOP", "RSET")
    assert given.value("--send") == "RSET"
    assert given.operands == ("mx",)


@pytest.mark.parametrize(
    ("words", "value", "operands"),
    [
        (["--auth", "mx"], "", ("mx",)),
        (["--auth", "PLAIN", "mx"], "PLAIN", ("mx",)),
        (["--auth=LOGIN", "mx"], "LOGIN", ("mx",)),
        (["mx", "--auth"], "", ("mx",)),
    ],
)
def test_an_optional_value_is_taken_only_if_it_can_be_one(
    words: list[str], value: str, operands: tuple[str, ...]
) -> None:
    given = read(words, [AUTH])
    assert given.value("--auth") == value
    assert given.operands == operands


def test_an_optional_value_beside_its_option_has_to_be_one() -> None:
    with pytest.raises(UsageError, match="PLAIN, LOGIN"):
        read(["--auth=FOOBAR"], [AUTH])


@pytest.mark.parametrize(
    ("word", "seconds"), [("2s", 2.0), ("500ms", 0.5), ("1.5m", 90.0), ("30", 30.0), ("1h", 3600.0)]
)
def test_a_time_is_a_number_with_its_unit(word: str, seconds: float) -> None:
    assert seconds_of("--within", word) == seconds


@pytest.mark.parametrize("word", ["", "0", "-1", "2 weeks", "fast", "1e3", "٣s", "9999999", "nan"])
def test_what_is_no_time_is_told_with_its_option(word: str) -> None:
    with pytest.raises(UsageError, match="--within"):
        seconds_of("--within", word)
