"""A lone reply is told as the reader of all formats tells it, or left to it."""

import random
from pathlib import Path

import pytest

from smtptui.transcripts.lone import lone_reply
from smtptui.transcripts.reader import find_replies

LINES = Path(__file__).parents[1] / "reference" / "lines"

_CODES = [
    "404",
    "421",
    "432",
    "450",
    "451",
    "452",
    "454",
    "500",
    "501",
    "502",
    "503",
    "504",
    "505",
    "521",
    "535",
    "550",
    "554",
    "599",
    "220",
    "250",
    "999",
]
_ENHANCED = ["", "", " 5.7.1", " 4.2.2", " 5.5.4", " 2.0.0"]
_WORDS = [
    "the",
    "Error",
    "Command",
    "mail",
    "from",
    "rcpt",
    "to",
    "data",
    "is",
    "Message",
    "too",
    "big",
    "try",
    "again",
    "Gateway",
    "Timeout",
    "Not",
    "Implemented",
    "Internal",
    "Server",
    "Bad",
    "Request",
    "OK",
    "Unauthorized",
    "required",
    "Authentication",
    "Username",
    "password",
    "AUTH",
    "PLAIN",
    "LOGIN",
    "QUIT",
    "MAIL",
    "lines",
    "Lines",
    "bytes",
    "octets",
    "Octets",
    "seconds",
    "ms",
    "port",
    "version",
    "items",
    "files",
    "Files",
    "tests",
    "passed",
    "users",
    "of",
    "in",
    "p.m.",
    "EUR",
    "May",
    "Nov",
    "Unknown",
    "type",
    "Service",
    "unavailable",
    "Unavailable",
    "closing",
    "Recipient",
    "Mailbox",
    "Sender",
    "Temporary",
    "<a@b.example>",
    "5.1.1",
    "[x]",
]


def test_real_lines_are_told_alike() -> None:
    lines = {
        line.split("\t")[0]
        for file in LINES.glob("*.tsv")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
    }
    told = {line: evidence for line in lines if (evidence := lone_reply(line)) is not None}
    assert len(told) > 500
    for line, evidence in told.items():
        assert [found.evidence for found in find_replies([line])] == [evidence]


def test_made_up_lines_are_told_alike() -> None:
    chance = random.Random(1)
    told = 0
    for _ in range(2000):
        words = [chance.choice(_WORDS) for _ in range(chance.randrange(7))]
        line = " ".join([chance.choice(_CODES) + chance.choice(_ENHANCED), *words])
        if (evidence := lone_reply(line)) is not None:
            told += 1
            assert [found.evidence for found in find_replies([line])] == [evidence], line
    assert told > 200


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "5044",
            "999",
            "٥٠٤",
            "220 ready",
            "404 Not Found",
            "502 Bad Gateway",
            "450 files",
            "504\n",
            "504-x",
        ),
        *("550 5.1.1 <a@b.example>", "535 QWxhZGRpbjpvcGVuIHNlc2FtZQ", "504 5.5.4 a\n504 5.5.4 b"),
    ],
)
def test_what_may_be_more_is_left_to_the_reader(text: str) -> None:
    assert lone_reply(text) is None


@pytest.mark.parametrize("text", ["504", "550", "5.7.8", "4.7.0", "2.0.0", "5.7.999"])
def test_a_bare_code_is_a_reply(text: str) -> None:
    (found,) = find_replies([text])
    assert lone_reply(text) == found.evidence
