"""What lines and replies tell of themselves."""

import pickle

import pytest

from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Anomaly, Reply, ReplyLine


def replies(octets: bytes) -> list[Reply]:
    return [item for item in ReplyParser().feed(octets, 1.0) if isinstance(item, Reply)]


def test_a_reply_is_the_same_after_pickling() -> None:
    (reply,) = replies(b"250-mx\r\n250 2.1.0 Ok\n")
    again = pickle.loads(pickle.dumps(reply))
    assert again == reply
    assert isinstance(again, Reply)
    assert (again.code, str(again.enhanced), again.lines[1].text) == (250, "2.1.0", b"2.1.0 Ok")


def test_a_line_with_something_else_in_it_keeps_the_rest() -> None:
    line = ReplyLine((b"250 a\r\n", 1.0, 2.0, (), 0))
    assert line._replace(raw=b"250 b\r\n") == ReplyLine((b"250 b\r\n", 1.0, 2.0, (), 0))
    assert line._replace(anomalies=(Anomaly.NUL,)) == ReplyLine((b"250 a\r\n", 1.0, 2.0, (Anomaly.NUL,), 0))
    assert line._replace(anomalies=(Anomaly.NUL,))._replace(anomalies=()) == line


def test_lines_and_replies_show_how_they_are_made() -> None:
    (reply,) = replies(b"250 a\r\n")
    line = "ReplyLine((b'250 a\\r\\n', 1.0, 1.0, (), 0))"
    assert repr(reply) == f"Reply(((), False, {line}))"


@pytest.mark.parametrize(
    ("octets", "enhanced", "misfit"),
    [
        (b"550-5.7.1 a\r\n550 b\r\n", "5.7.1", False),
        (b"550-5.7.1 a\r\n550 5.1.1 b\r\n", "5.1.1", False),
        (b"550-4.7.1 a\r\n550 5.1.1 b\r\n", "5.1.1", True),
        (b"550-5.1.1 a\r\n550 4.7.1 b\r\n", "5.1.1", True),
        (b"220-4.7.1 a\r\n450 4.1.1 b\r\n", "4.1.1", False),
    ],
)
def test_of_several_enhanced_codes_the_last_that_fits_counts(
    octets: bytes, enhanced: str, *, misfit: bool
) -> None:
    (reply,) = replies(octets)
    assert str(reply.enhanced) == enhanced
    assert (Anomaly.ENHANCED_MISMATCH in reply.anomalies) is misfit


def test_what_is_odd_about_lines_and_reply_is_told_once_each() -> None:
    (reply,) = replies(b"250-a\n\r\n250-\0\n550 2.0.0 b\n")
    assert reply.anomalies == (
        Anomaly.BARE_LF,
        Anomaly.BLANK_LINE,
        Anomaly.NUL,
        Anomaly.MIXED_CODES,
        Anomaly.ENHANCED_MISMATCH,
    )
