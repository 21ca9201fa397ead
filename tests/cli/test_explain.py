"""``smtptui explain``."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from smtptui.cli.explained import Printer
from smtptui.cli.explaining import run
from smtptui.cli.one_code import explain_one
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.explain import Evidence, explain

CORPUS = Path(__file__).parents[1] / "corpus"


def explained(*arguments: str, stdin: bytes = b"") -> tuple[int, str]:
    out = io.StringIO()
    status = run(arguments, stdin=io.BytesIO(stdin), stdout=out)
    return status, out.getvalue()


def test_a_bare_code_is_explained() -> None:
    status, text = explained("504")
    assert status == 0
    assert text.startswith("504  ")
    assert "5yz permanent negative" in text


def test_the_words_of_a_reply_may_be_arguments() -> None:
    status, text = explained("504", "5.5.4", "Unrecognized", "authentication", "type")
    assert status == 0
    assert "[504.mechanism]" in text
    assert "certain: " in text


def test_verbose_shows_all_meanings_and_what_the_code_is_confused_with() -> None:
    _, brief = explained("504")
    _, verbose = explained("-v", "504")
    assert "[504.exchange-xexch50]" in verbose
    assert "[504.exchange-xexch50]" not in brief
    assert "easily confused with: " in verbose


def test_verbose_names_the_commands_that_it_may_answer_and_the_server() -> None:
    assert "may answer: ETRN\n" in explained("-v", "501 Syntax: ETRN domain")[1]
    assert "server: aiosmtpd\n" in explained("-v", "-", stdin=(CORPUS / "swaks.txt").read_bytes())[1]
    assert "may answer" not in explained("501 Syntax: ETRN domain")[1]


def test_json_of_arguments_is_one_object() -> None:
    status, text = explained("--json", "504 5.5.4 Unrecognized authentication type")
    (reply,) = json.loads(text)["replies"]
    assert status == 0
    assert (reply["code"], reply["enhanced"], reply["class"]) == (504, "5.5.4", "5yz permanent negative")
    assert reply["meanings"][0]["id"] == "504.mechanism"
    assert {"title", "because", "fix", "advice", "confidence"} <= set(reply["meanings"][0])


def test_json_of_standard_input_is_one_object_per_reply() -> None:
    status, text = explained("--json", "-", stdin=(CORPUS / "swaks.txt").read_bytes())
    replies = [json.loads(line) for line in text.splitlines()]
    assert status == 0
    assert [reply["code"] for reply in replies] == [220, 250, 250, 504, 221]
    assert replies[3]["may_answer"] == ["RCPT"]
    assert replies[3]["answers"] == "RCPT"


def test_among_several_replies_a_success_takes_one_line() -> None:
    _, text = explained("-", stdin=(CORPUS / "swaks.txt").read_bytes())
    assert any(line.startswith("   10 ") and line.endswith("← EHLO me.example") for line in text.splitlines())
    assert "504 5.5.2" in text


def test_a_text_without_a_reply_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained("hello", "world") == (1, "")
    assert "no SMTP reply found" in capsys.readouterr().err


def test_json_without_a_reply_is_an_empty_list_and_status_1() -> None:
    status, text = explained("--json", "hello")
    assert (status, json.loads(text)) == (1, {"replies": []})


def test_an_unknown_option_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained("--nope") == (2, "")
    assert "--nope" in capsys.readouterr().err


def test_help_is_shown() -> None:
    status, text = explained("--help")
    assert status == 0
    assert "Usage: smtptui explain" in text


def test_nothing_of_a_text_reaches_the_terminal_as_an_instruction() -> None:
    _, text = explained("504 5.5.4 \x1b]52;c;aGk=\x07\x9b31m [@click=app.quit]x[/x]")
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "\x07" not in text


def test_whatever_is_printed_is_made_safe_once_more() -> None:
    out = io.StringIO()
    evidence = Evidence("504", text="\x1b]52;c;aGk=\x07")
    Printer(out).text([(1, evidence, explain(Catalogue(), evidence))])
    assert "\x1b" not in out.getvalue()


def test_no_line_is_wider_than_the_terminal() -> None:
    _, text = explained("-v", "504 5.5.4 " + "x" * 500)
    assert max(map(len, text.splitlines())) <= 80


def test_a_line_of_any_length_is_read_in_pieces() -> None:
    status, text = explained("--json", "-", stdin=b"x" * 10_000_000 + b" 550 5.1.1 no\n504 5.5.4 yes\n")
    assert status == 0
    assert [json.loads(line)["code"] for line in text.splitlines()] == [504]
    assert json.loads(text)["line"] == 2


def test_a_log_is_explained_as_it_comes() -> None:
    written: list[int] = []

    class Out(io.StringIO):
        def write(self, text: str, /) -> int:
            written.append(len(text))
            return super().write(text)

    class Endless(io.BytesIO):
        """Hands out reply lines, and notes how much had been written when each was asked for."""

        seen: ClassVar[list[int]] = []

        def readline(self, size: int | None = -1, /) -> bytes:
            self.seen.append(len(written))
            return b"550 5.1.1 User unknown\n" if len(self.seen) < 100 else b""

    run(["--json", "-"], stdin=Endless(), stdout=Out())
    assert Endless.seen[50] >= 48


def test_octets_that_are_not_utf8_are_shown_as_such() -> None:
    _, text = explained("--json", "-", stdin=b"550 caf\xe9\n")
    assert json.loads(text)["text"] == "caf\\xe9"


def test_explaining_imports_neither_screens_nor_sockets_nor_click() -> None:
    program = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from smtptui.cli.explaining import run\n"
        "run(['504', '5.5.4', 'Unrecognized authentication type'])\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    imported = set(done.stdout.splitlines()[-1].split())
    assert "smtptui.reference.explaining.explain" in imported
    assert (
        imported & {"textual", "rich", "anyio", "ssl", "socket", "click", "dataclasses", "inspect"} == set()
    )


def test_the_click_command_does_the_same() -> None:
    from click.testing import CliRunner

    from smtptui.cli.explain import command

    result = CliRunner().invoke(
        command, ["504", "5.5.4", "Unrecognized authentication type"], standalone_mode=False
    )
    assert result.return_value == 0
    assert "[504.mechanism]" in result.output


@pytest.mark.parametrize("code", Catalogue().names)
def test_the_short_way_to_a_bare_code_says_the_same(code: str) -> None:
    out = io.StringIO()
    if explain_one(code, out):
        assert out.getvalue() == explained(code)[1]
    else:
        assert code[1] >= "6"


@pytest.mark.parametrize("text", ["", "5044", "999", "594", "٢٢٠", "../", "111"])
def test_what_is_no_code_of_the_reference_is_left_to_the_long_way(text: str) -> None:
    assert explain_one(text, io.StringIO()) is False


def test_the_short_way_imports_neither_values_nor_patterns_of_the_reference() -> None:
    program = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from smtptui.cli.one_code import explain_one\n"
        "explain_one('504')\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("504  ")
    imported = set(done.stdout.splitlines()[-1].split())
    assert imported & {"typing", "dataclasses", "inspect", "click", "smtptui.reference.book.model"} == set()
