"""What ``import smtptui`` offers, and that every function is one of its arguments alone."""

import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import smtptui
from smtptui.api import mapping

LINES = [
    line.split("\t")[0]
    for file in sorted((Path(__file__).parent.parent / "reference" / "lines").glob("*.tsv"))
    for line in file.read_text("utf-8").splitlines()
    if line[:1].isdigit()
]
"""Replies of servers, as they were collected."""


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    mapping._known.clear()
    mapping._unlike.clear()


def test_there_are_lines_enough_to_try() -> None:
    assert len(LINES) > 500


def test_the_situation_of_a_line_is_that_of_its_explanation() -> None:
    for line in LINES[::7]:
        first = next((own.situation for own in smtptui.explain(line) if own.situation), None)
        assert smtptui.situation(line) == first, line


def test_the_order_of_lines_changes_no_situation() -> None:
    lines = LINES[::5] * 2
    told = dict(zip(lines, map(smtptui.situation, lines), strict=True))
    random.Random(3).shuffle(lines)
    _forget()
    assert {line: smtptui.situation(line) for line in lines} == told


def test_many_threads_find_what_one_finds() -> None:
    lines = LINES[::15]
    _forget()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(smtptui.situation, lines))
    finally:
        sys.setswitchinterval(interval)
    _forget()
    assert together == list(map(smtptui.situation, lines))


def _forget() -> None:
    mapping._known.clear()
    mapping._unlike.clear()


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "SHAPES_KEPT", 5)
    for line in LINES[:60]:
        smtptui.situation(line)
        assert len(mapping._known) + len(mapping._unlike) <= 5


@pytest.mark.parametrize(
    "line",
    ["", "\n", "\0", "\x1b[2J", "x" * 100_000, "5", "550", "[/x]", "\ud800", "{" * 1000, "550 " + "9" * 5000],
    ids=lambda line: repr(line[:12]),
)
def test_any_text_has_an_answer(line: str) -> None:
    assert isinstance(smtptui.explain(line), list)
    assert smtptui.situation(line) is None
    assert isinstance(list(smtptui.replies([line])), list)


def test_octets_are_read_as_well() -> None:
    assert smtptui.situation(b"550 5.2.2 mailbox full \xff\r\n") == "mailbox.full"
    (reply,) = smtptui.explain(b"550 5.2.2 mailbox full \xff")
    assert reply.text == "mailbox full \\xff"


def test_no_control_character_comes_out() -> None:
    (reply,) = smtptui.explain(
        "550 5.1.1 \x1b]0;x\x07 User unknown\u202e", command="RCPT TO:<\x1b@x>", server="\x1b"
    )
    texts = [reply.text, reply.command or "", reply.server or "", reply.summary, *reply.remarks]
    texts += [
        words for meaning in reply.meanings for words in (*meaning.because, *meaning.advice, meaning.fix)
    ]
    assert all(text.isprintable() for text in texts)


def test_what_is_known_of_the_session_counts() -> None:
    (after_auth,) = smtptui.explain("504", command="AUTH FOOBAR")
    (after_rcpt,) = smtptui.explain("504", command="rcpt")
    assert after_auth.meanings[0].id == "504.mechanism"
    assert after_auth.command == "AUTH FOOBAR"
    assert (after_rcpt.answers, after_rcpt.command) == ("RCPT", None)
    assert after_rcpt.meanings[0].id != "504.mechanism"


@pytest.mark.parametrize("text", ["550 5.1.1 no such user", b"550 5.1.1 no such user", "/var/log/mail.log"])
def test_a_text_is_not_taken_for_its_lines(text: str | bytes) -> None:
    with pytest.raises(TypeError, match=r"text\.splitlines\(\)"):
        smtptui.replies(text)  # type: ignore[arg-type]


def test_a_session_is_followed_from_line_to_line() -> None:
    lines = (
        line for line in ("220 mx.example ESMTP\n", "EHLO me\n", "250 mx.example\n", "AUTH X\n", "504 no\n")
    )
    assert [(own.line, own.answers) for own in smtptui.replies(lines)] == [
        (1, "CONNECT"),
        (3, "EHLO"),
        (5, "AUTH"),
    ]


def test_the_values_are_plain_and_can_be_sent_to_another_process() -> None:
    value = (smtptui.explain("550 5.1.1 User unknown"), smtptui.compare("5.7.8", "5.7.9"))
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize(
    "names", [("mailbox.ful", "504"), ("", "504"), ("504", "9.9.9"), ("504", "x" * 10_000)]
)
def test_what_cannot_be_compared_is_an_error_of_a_type_of_its_own(names: tuple[str, str]) -> None:
    with pytest.raises(smtptui.UnknownCode):
        smtptui.compare(*names)


def test_two_situations_are_compared() -> None:
    both = smtptui.compare("auth.mechanism", "auth.failed")
    assert (both.a.code, both.b.code) == ("auth.mechanism", "auth.failed")
    assert both.differences


def test_every_name_that_is_promised_is_there() -> None:
    for name in smtptui.__all__:
        assert getattr(smtptui, name) is not None
        assert name in dir(smtptui)
    with pytest.raises(AttributeError, match="no attribute 'explian'"):
        smtptui.explian  # type: ignore[attr-defined] # noqa: B018


def test_importing_it_imports_nothing_else() -> None:
    program = "import sys; before = set(sys.modules); import smtptui; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["smtptui"]


def test_it_needs_no_network_and_no_screen() -> None:
    program = (
        f"import sys; sys.path[:0] = {sys.path!r}\nimport smtptui;"
        "smtptui.situation('550 5.1.1 User unknown');smtptui.compare(220, 504); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"textual", "rich", "ssl", "socket", "anyio", "asyncio"}
