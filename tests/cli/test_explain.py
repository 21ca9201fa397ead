import gzip
import io
import json
from pathlib import Path
from typing import ClassVar

import pytest

from smtptui.cli import main
from smtptui.cli.environment import Environment
from smtptui.cli.explain.printer import Printer
from smtptui.cli.explain.repeated import Repeated
from smtptui.cli.explain.where import Where
from smtptui.cli.output import Output
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.explain import Evidence, explain
from tests.cli.running import Ran, columns, smtptui

CORPUS = Path(__file__).parents[1] / "corpus"
SWAKS = (CORPUS / "swaks.txt").read_bytes()


def explained(*words: str, stdin: bytes = b"") -> Ran:
    return smtptui("explain", *words, stdin=stdin)


def test_a_bare_code_is_explained() -> None:
    ran = explained("504")
    assert ran.status == 0
    assert ran.out.startswith("504  ")
    assert "5yz permanent negative" in ran.out


@pytest.mark.parametrize("code", ["599", "999", "199"])
def test_a_bare_code_that_nobody_knows_is_explained_by_its_digits(code: str) -> None:
    ran = explained(code)
    assert ran.status == 0
    assert ran.out.startswith(f"{code}  Not in the reference")


def test_the_words_of_a_reply_may_be_arguments() -> None:
    ran = explained("504", "5.5.4", "Unrecognized", "authentication", "type")
    assert ran.status == 0
    assert "[504.mechanism]" in ran.out
    assert "certain: " in ran.out


@pytest.mark.parametrize("options", [["-v", "504"], ["504", "-v"], ["--verbose", "504"]])
def test_verbose_shows_all_meanings_and_what_the_code_is_confused_with(options: list[str]) -> None:
    brief, verbose = explained("504").out, explained(*options).out
    assert "[504.exchange-xexch50]" in verbose
    assert "[504.exchange-xexch50]" not in brief
    assert "easily confused with: " in verbose


def test_verbose_goes_on_with_what_the_situation_advises_whatever_the_code() -> None:
    line = "554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked using zen.spamhaus.org"
    assert "Spamhaus PBL" not in explained(line).out
    assert "Spamhaus PBL" in " ".join(explained("-v", line).out.split())


def test_verbose_names_the_commands_that_it_may_answer_and_the_server() -> None:
    assert "may answer: ETRN\n" in explained("-v", "501 Syntax: ETRN domain").out
    assert "server: aiosmtpd\n" in explained("-v", "-", stdin=SWAKS).out
    assert "may answer" not in explained("501 Syntax: ETRN domain").out


def test_a_dash_within_the_text_is_the_texts_own() -> None:
    assert "says: -h -x not here\n" in explained("550", "-h", "-x", "not", "here").out
    assert "says: --json\n" in explained("--", "550", "--json").out


def test_json_of_arguments_is_one_object() -> None:
    ran = explained("--json", "504 5.5.4 Unrecognized authentication type")
    (reply,) = json.loads(ran.out)["replies"]
    assert ran.status == 0
    assert (reply["code"], reply["enhanced"], reply["class"]) == (504, "5.5.4", "5yz permanent negative")
    assert reply["meanings"][0]["id"] == "504.mechanism"
    assert {"title", "because", "fix", "advice", "confidence"} <= set(reply["meanings"][0])


def test_json_of_standard_input_is_one_object_per_reply() -> None:
    ran = explained("--json", "-", stdin=SWAKS)
    replies = [json.loads(line) for line in ran.lines]
    assert ran.status == 0
    assert [reply["code"] for reply in replies] == [220, 250, 250, 504, 221]
    assert replies[3]["may_answer"] == ["RCPT"]
    assert replies[3]["answers"] == "RCPT"


def test_standard_input_is_read_without_being_asked_for_where_it_is_no_terminal() -> None:
    assert explained(stdin=b"504 5.5.4 no\n").out.startswith("504 5.5.4  ")


def test_among_several_replies_a_success_takes_one_line() -> None:
    ran = explained("-", stdin=SWAKS)
    assert any(line.startswith("   10 ") and line.endswith("← EHLO me.example") for line in ran.lines)
    assert "504 5.5.2" in ran.out


def test_a_text_without_a_reply_is_status_1() -> None:
    ran = explained("hello", "world")
    assert (ran.status, ran.out) == (1, "")
    assert "no SMTP reply found" in ran.err


def test_words_that_are_no_reply_come_with_the_command_that_looks_them_up() -> None:
    ran = explained("mailbox.full")
    assert ran.status == 1
    assert "'smtptui codes mailbox.full' looks it up" in ran.err
    assert "mailbox.full" in smtptui("codes", "mailbox.full").out


def test_json_without_a_reply_is_an_empty_list_and_status_1() -> None:
    ran = explained("--json", "hello")
    assert (ran.status, json.loads(ran.out)) == (1, {"replies": []})


def test_an_unknown_option_is_status_2() -> None:
    ran = explained("--nope")
    assert (ran.status, ran.out) == (2, "")
    assert "--nope" in ran.err


def test_alone_on_a_terminal_it_says_what_to_give_it() -> None:
    class Keyboard(io.BytesIO):
        def isatty(self) -> bool:
            return True

    out, err = io.StringIO(), io.StringIO()
    status = main(["explain"], Environment(Keyboard(), Output(out, {}), Output(err, {}), {}))
    assert (status, out.getvalue()) == (2, "")
    assert "give it a text, or - to read standard input" in err.getvalue()


def test_nothing_of_a_text_reaches_the_terminal_as_an_instruction() -> None:
    for options in ([], ["--json"]):
        text = explained(*options, "504 5.5.4 \x1b]52;c;aGk=\x07\x9b31m [@click=app.quit]x[/x] \u202e").out
        assert "504" in text
        assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(text)


def test_whatever_is_printed_is_made_safe_once_more() -> None:
    out = io.StringIO()
    evidence = Evidence("504", text="\x1b]52;c;aGk=\x07")
    Printer(Output(out, {})).text([(Where(1), evidence, explain(Catalogue(), evidence))])
    assert "504" in out.getvalue()
    assert "\x1b" not in out.getvalue()


@pytest.mark.parametrize("width", [24, 40, 80, 120])
@pytest.mark.parametrize("text", ["504", "504 5.5.4 " + "x" * 500])
def test_no_line_is_wider_than_the_output(text: str, width: int) -> None:
    ran = smtptui("explain", "-v", text, variables=columns(width))
    assert max(map(len, ran.lines)) <= width


def test_a_line_of_any_length_is_read_in_pieces() -> None:
    ran = explained("--json", "-", stdin=b"x" * 10_000_000 + b" 550 5.1.1 no\n504 5.5.4 yes\n")
    assert ran.status == 0
    assert [json.loads(line)["code"] for line in ran.lines] == [504]
    assert json.loads(ran.out)["line"] == 2


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

    main(["explain", "--json", "-"], Environment(Endless(), Output(Out(), {}), Output(None, {}), {}))
    assert Endless.seen[50] >= 48


def test_octets_that_are_not_utf8_are_shown_as_such() -> None:
    assert json.loads(explained("--json", "-", stdin=b"550 caf\xe9\n").out)["text"] == "caf\\xe9"


def test_the_answer_stands_first_with_what_to_do_and_because_of_what() -> None:
    first, second, third, *_rest = explained("--", "550 5.2.2 <a@b.example>... Mailbox Full").out.splitlines()
    assert first.startswith("550 5.2.2  certain: Mailbox full  [mailbox.full]")
    assert second.strip().startswith("do: ")
    assert third.strip().startswith("because its text says “")


def test_a_meaning_names_its_situation_for_scripts() -> None:
    ran = explained("--json", "--", "554 5.7.1 Your message was rejected due to example.org's DMARC policy")
    (reply,) = json.loads(ran.out)["replies"]
    assert reply["meanings"][0]["situation"] == "authentication.dmarc"


def test_what_a_session_would_know_may_be_given_by_hand() -> None:
    words = (
        "--json",
        "--command",
        "RCPT TO:<a@b.example>",
        "--server",
        "Postfix",
        "--tls",
        "--",
        "504 5.5.2 x",
    )
    (reply,) = json.loads(explained(*words).out)["replies"]
    assert (reply["answers"], reply["command"], reply["server"]) == (
        "RCPT",
        "RCPT TO:<a@b.example>",
        "Postfix",
    )
    bare = json.loads(explained("--json", "--command", "rcpt", "--", "504").out)["replies"][0]
    assert (bare["answers"], bare["command"]) == ("RCPT", None)


def test_no_more_than_three_situations_are_told_unless_asked() -> None:
    ran = explained("--", "550 zorbled frobnication")
    assert 0 < sum(line.strip().startswith("possible: ") for line in ran.out.splitlines()) <= 3


@pytest.mark.parametrize("words", [["nofile.log"], ["/nowhere/at-all"], ["--json", "nofile.eml"]])
def test_a_file_that_there_is_not_is_named(words: list[str]) -> None:
    ran = explained(*words)
    assert (ran.status, ran.out) == (74, "")
    assert ran.err == f"smtptui: cannot read {words[-1]!r}: No such file or directory\n"


def test_a_folder_is_named(tmp_path: Path) -> None:
    assert explained(str(tmp_path)).err == f"smtptui: cannot read {str(tmp_path)!r}: Is a directory\n"


def test_a_file_is_read_whose_name_could_be_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maillog").write_text("550 5.1.1 unknown user\n")
    (tmp_path / "504").write_text("550 5.1.1 unknown user\n")
    assert explained("maillog").out.startswith("550 5.1.1  certain: No such mailbox")
    assert explained("504").out.startswith("504  ")


@pytest.mark.parametrize("text", ["599 5.9.9 Flux capacitor missing", "577-foo", "550 x"])
def test_a_reply_that_is_asked_for_is_explained_whatever_its_code(text: str) -> None:
    ran = explained(*text.split())
    assert ran.status == 0
    assert ran.out.startswith(text[:3])


def test_a_credential_in_such_a_reply_is_not_repeated() -> None:
    assert "c2VjcmV0" not in explained("599", "AUTH", "PLAIN", "AGZvbwBzZWNyZXRzZWNyZXQ=").out


def test_an_enhanced_code_stands_where_a_reply_has_its_code() -> None:
    assert "  code: 5.7.1 Refused by policy" in explained("5.7.1 Spam message rejected").out


def test_files_are_read_one_after_the_other_and_unpacked(tmp_path: Path) -> None:
    plain, packed = tmp_path / "mail.log", tmp_path / "mail.log.1.gz"
    plain.write_text("550 5.1.1 unknown user\n")
    packed.write_bytes(gzip.compress(b"x\n450 4.2.0 greylisted\n"))
    answers = [json.loads(line) for line in explained("--json", str(plain), str(packed)).out.splitlines()]
    assert [(one["file"], one["line"], one["code"]) for one in answers] == [
        (str(plain), 1, 550),
        (str(packed), 2, 450),
    ]
    text = explained(str(plain), str(packed)).out
    assert text.index(f"==> {plain} <==") < text.index("550") < text.index(f"==> {packed} <==")


def test_one_file_is_explained_like_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "reply.txt"
    path.write_text("550 5.1.1 unknown user\n450 4.2.0 greylisted\n")
    assert explained(str(path)).out == explained("-", stdin=path.read_bytes()).out


def test_a_reply_that_is_told_again_is_explained_once_with_all_its_places() -> None:
    bounce = b"<a@x.example>: host mx said: 550 5.1.1 no such user\n\nStatus: 5.1.1\n"
    bounce += b"Diagnostic-Code: smtp; 550 5.1.1 no such user\n"
    (answer,) = explained("--json", "-", stdin=bounce).out.splitlines()
    assert json.loads(answer)["places"] == [1, 4]
    assert "again in line 4" in explained("-", stdin=bounce).out


@pytest.mark.parametrize("options", [(), ("--json",), ("--verbose",)])
def test_answers_for_what_only_varies_are_as_if_each_had_been_looked_up(
    options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "host mx{n}.x.example[192.0.2.{n}] said: 550 5.1.1 <{user}@x.example>: User unknown on mx{n}.x"
    lines = [
        f"Mar  4 08:00:00 mx postfix/smtp[{n}]: A{n}: to=<x>, dsn=5.1.1, status=bounced ({said})"
        for n in range(7, 207, 9)
    ]
    log = "\n".join(line.format(n=n, user="u" * n or "u") for n, line in enumerate(lines)).encode()
    repeated = explained(*options, "-", stdin=log).out
    monkeypatch.setattr(Repeated, "answer", lambda self, *found: self._write(self._out, *found))
    assert repeated == explained(*options, "-", stdin=log).out
    assert repeated.count("uuu") > 10


def test_json_tells_of_three_meanings_and_counts_the_others_unless_all_are_asked_for() -> None:
    (few,) = json.loads(explained("--json", "--", "550").out)["replies"]
    (all_of_them,) = json.loads(explained("-v", "--json", "--", "550").out)["replies"]
    assert len(few["meanings"]) == 3
    assert few["meanings_left"] == len(all_of_them["meanings"]) - 3 > 0
    assert all_of_them["meanings"][:3] == few["meanings"]
    assert all_of_them["meanings_left"] == 0
