"""What an EHLO reply offers."""

from smtptui.wire.ehlo import Extensions
from smtptui.wire.limits import KEYWORDS
from smtptui.wire.parser import ReplyParser
from smtptui.wire.reply import Reply


def offered(*lines: str) -> Extensions:
    *first, last = lines
    octets = "".join(f"250-{line}\r\n" for line in first) + f"250 {last}\r\n"
    reply = ReplyParser().feed(octets.encode(), 0.0)[-1]
    assert isinstance(reply, Reply)
    return Extensions.parse(reply)


def test_the_first_line_names_the_server() -> None:
    extensions = offered("mx.example greets you", "SIZE 10")
    assert extensions.domain == "mx.example"
    assert [keyword.name for keyword in extensions.keywords] == ["SIZE"]


def test_keywords_are_found_in_any_case_of_letters() -> None:
    extensions = offered("mx", "starttls", "8BitMime")
    assert "STARTTLS" in extensions
    assert "8bitmime" in extensions
    assert "SIZE" not in extensions
    assert extensions.keywords[0].as_given == "starttls"


def test_mechanisms_are_those_of_AUTH_and_of_its_older_form_each_once() -> None:  # noqa: N802
    extensions = offered("mx", "AUTH PLAIN login", "AUTH=PLAIN CRAM-MD5", "AUTH= XOAUTH2")
    assert extensions.mechanisms == ("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2")


def test_odd_blanks_separate_like_one() -> None:
    extensions = offered("mx", " SIZE \t 100  ", "AUTH  PLAIN   LOGIN ")
    assert extensions.size == 100
    assert extensions.mechanisms == ("PLAIN", "LOGIN")


def test_duplicates_are_kept_and_flagged() -> None:
    extensions = offered("mx", "SIZE 1", "size 2")
    assert [(keyword.parameters, keyword.duplicate) for keyword in extensions.keywords] == [
        (("1",), False),
        (("2",), True),
    ]
    assert extensions.size == 1


def test_both_forms_of_AUTH_are_no_duplicates() -> None:  # noqa: N802
    assert not any(keyword.duplicate for keyword in offered("mx", "AUTH PLAIN", "AUTH=PLAIN").keywords)


def test_a_list_of_thousands_is_capped_and_said_to_be() -> None:
    extensions = offered("mx", *(f"X{number}" for number in range(3000)))
    assert len(extensions.keywords) == KEYWORDS
    assert extensions.truncated


def test_size_may_be_absent_open_or_unclear() -> None:
    assert offered("mx", "HELP").size is None
    assert offered("mx", "SIZE").size == 0
    assert offered("mx", "SIZE lots").size is None
    assert offered("mx", "SIZE " + "9" * 500).size is None


def test_octets_that_are_not_utf_8_are_kept_as_escapes() -> None:
    reply = ReplyParser().feed(b"250-mx\r\n250 X\xff\r\n", 0.0)[-1]
    assert isinstance(reply, Reply)
    assert Extensions.parse(reply).keywords[0].as_given == "X\\xff"


def test_a_reply_without_text_offers_nothing() -> None:
    assert offered("") == Extensions("", ())
