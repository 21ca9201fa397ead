"""``smtptui replay`` without a screen: printed, listed, made a report of; and files that are no sessions."""

import gzip
import json
import lzma
import os
import random
import stat
from pathlib import Path
from threading import Thread

import pytest

from smtptui.cli.exit_status import ExitStatus
from smtptui.transcripts.reader import find_replies
from smtptui.watching.reports.swaks import transcript
from smtptui.wire.events import Closed, CloseReason
from tests.cli.running import columns, smtptui
from tests.pseudo import english_in, speaking
from tests.recording.written import recorded
from tests.tui.transcript import AND_A_501, GREETING_AND_504, events

CORPUS = Path(__file__).parent.parent / "corpus"
END = Closed(101.0, CloseReason.QUIT, expected=True)


@pytest.fixture
def one(tmp_path: Path) -> str:
    return str(recorded(tmp_path / "one", [*events(AND_A_501), END], start=100.0))


@pytest.fixture
def two(tmp_path: Path) -> str:
    return str(recorded(tmp_path / "two", [*events(GREETING_AND_504), END], events("S: 554 5.7.1 no")))


def test_text_is_the_transcript_of_the_session(one: str) -> None:
    ran = smtptui("replay", one, "--text")
    assert ran.lines == list(transcript([*events(AND_A_501), END]))
    assert (ran.status, ran.err) == (0, "")


def test_what_is_printed_is_read_again(one: str) -> None:
    found = [reply.evidence.code for reply in find_replies(smtptui("replay", one, "--text").lines)]
    assert found == ["220", "250", "504", "501"]


def test_json_is_an_object_for_each_event_and_a_reply_has_its_meaning(one: str) -> None:
    made = [json.loads(line) for line in smtptui("replay", one, "--json").lines]
    assert [each["event"] for each in made] == [
        *("connected", "reply", "command", "reply", "command", "reply", "command", "reply", "closed"),
    ]
    assert (made[5]["highlight"], made[5]["situation"], made[5]["at_ms"]) == ("504", "auth.mechanism", 52.0)
    assert "session" not in made[0]


def test_of_several_sessions_each_line_says_whose_it_is(two: str) -> None:
    made = [json.loads(line) for line in smtptui("replay", two, "--json").lines]
    assert {each["session"] for each in made} == {1, 2}
    text = smtptui("replay", two, "--text")
    assert sum(line.startswith("=== session ") for line in text.lines) == 2
    assert "ends here, before the session did" in text.err


def test_one_of_several_is_chosen_by_its_number(two: str) -> None:
    ran = smtptui("replay", two, "--text", "--session", "2")
    assert ran.lines[-1] == "<** 554 5.7.1 no"
    assert "220" not in ran.out
    assert smtptui("replay", two, "--text", "--session", "3").status == ExitStatus.USAGE
    assert smtptui("replay", two, "--text", "--session", "0").status == ExitStatus.USAGE
    assert smtptui("replay", two, "--text", "--session", "x").status == ExitStatus.USAGE


def test_the_list_says_how_far_each_came_and_what_its_last_refusal_means(two: str) -> None:
    ran = smtptui("replay", two, "--list", variables={"COLUMNS": "120"})
    assert "3 replies · as far as EHLO" in ran.lines[0]
    assert "504 5.5.4 Unrecognized authentication type → mechanism not supported" in ran.lines[1]
    assert "554 5.7.1 no" in ran.lines[3]


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.txt")), ids=lambda file: file.stem)
@pytest.mark.parametrize("way", ["--text", "--json", "--list"])
def test_every_format_that_explain_reads_opens(file: Path, way: str) -> None:
    ran = smtptui("replay", str(file), way)
    assert ran.status == (ExitStatus.NOT_FOUND if file.stem == "numbers" else ExitStatus.OK)
    assert bool(ran.out) == (ran.status == ExitStatus.OK)


def test_standard_input_is_read_to_its_end(one: str) -> None:
    octets = Path(one).read_bytes()
    assert smtptui("replay", "-", "--text", stdin=octets).out == smtptui("replay", one, "--text").out
    assert smtptui("replay", "-", "--text", stdin=b"S: 220 mx\n").lines == ["<-  220 mx"]


@pytest.mark.parametrize("form", ["md", "html", "cast"])
def test_a_report_goes_to_a_file_for_its_owner_or_to_standard_output(
    one: str, form: str, tmp_path: Path
) -> None:
    path = tmp_path / "report"
    ran = smtptui("replay", one, "--report", form, "-o", str(path))
    assert ran.status == 0
    assert ran.out == ""
    assert f"written: {path}" in ran.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text("utf-8") == smtptui("replay", one, "--report", form).out
    assert "504" in path.read_text("utf-8")


def test_a_report_is_of_one_session(two: str) -> None:
    ran = smtptui("replay", two, "--report", "md")
    assert ran.status == ExitStatus.USAGE
    assert "--session" in ran.err
    assert "554" in smtptui("replay", two, "--report", "md", "--session", "2").out


def test_without_names_none_is_left(one: str) -> None:
    for way in (["--text"], ["--json"], ["--list"], *(["--report", form] for form in ("md", "html", "cast"))):
        ran = smtptui("replay", one, *way, "--anonymous")
        assert "mx.example" in smtptui("replay", one, *way).out
        assert "a@example.net" not in ran.out
    text = smtptui(
        "replay",
        "-",
        "--text",
        "--anonymous",
        stdin=b"S: 220 mx.corp.net\nC: MAIL FROM:<joe@corp.net>\nS: 250 ok joe\n",
    )
    assert "corp" not in text.out
    assert "joe" not in text.out


# What cannot be read, and what cannot be written


def test_a_recording_that_breaks_off_is_printed_up_to_there_and_says_where(one: str) -> None:
    octets = Path(one).read_bytes()
    Path(one).write_bytes(octets[: len(octets) * 2 // 3])
    ran = smtptui("replay", one, "--text")
    assert ran.status == 0
    assert ran.lines
    assert "The recording breaks off in line" in ran.err


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", ExitStatus.NOT_FOUND, "no SMTP session found"),
        (b"Dear Sir,\nyours\n", ExitStatus.NOT_FOUND, "no SMTP session found"),
        (random.Random(1).randbytes(1000), ExitStatus.NOT_FOUND, "no SMTP session found"),
        (b'{"smtptui":"recording","version":9}\n', ExitStatus.IO, "a newer smtptui has made it"),
        (b'{"smtptui":"recording","version":-9999999999}\n', ExitStatus.IO, "does not know"),
        (b'{"smtptui":"recording"', ExitStatus.IO, "no JSON"),
        (b'{"event":"partial","at":1.5,"octets":"22"}\n', ExitStatus.IO, "its first line, which says what"),
    ],
    ids=["empty", "a letter", "any octets", "a newer version", "an old one", "broken off", "headless"],
)
def test_a_file_that_is_something_else_says_so(
    content: bytes, status: ExitStatus, said: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(content)
    ran = smtptui("replay", str(tmp_path / "file"), "--text")
    assert ran.status == status
    assert said in ran.err


def test_a_recording_is_known_in_any_wrapping(one: str, tmp_path: Path) -> None:
    octets = Path(one).read_bytes()
    plain = smtptui("replay", one, "--text")
    for number, wrapped in enumerate(
        (
            gzip.compress(octets),
            lzma.compress(octets),
            b"\xef\xbb\xbf" + octets.replace(b"\n", b"\r\n"),
            octets.decode().encode("utf-16"),
            octets.replace(b'":', b'": ').replace(b',"', b', "'),
            octets.removesuffix(b"\n"),
        )
    ):
        path = tmp_path / f"wrapped{number}"
        path.write_bytes(wrapped)
        assert smtptui("replay", str(path), "--text") == plain
        assert smtptui("replay", "-", "--text", stdin=wrapped) == plain


def test_a_long_line_of_a_packed_recording_is_read_whole(one: str, tmp_path: Path) -> None:
    notice = {"event": "notice", "at": 9, "why": "x" * 100_000 + "end"}
    octets = Path(one).read_bytes() + json.dumps(notice, separators=(",", ":")).encode() + b"\n"
    (tmp_path / "packed").write_bytes(gzip.compress(octets))
    assert json.loads(smtptui("replay", str(tmp_path / "packed"), "--json").lines[-1])["why"] == notice["why"]


def test_what_stands_before_the_first_header_is_told_of_and_the_rest_is_read(
    two: str, tmp_path: Path
) -> None:
    headless = Path(two).read_bytes().partition(b"\n")[2]
    (tmp_path / "headless").write_bytes(headless)
    ran = smtptui("replay", str(tmp_path / "headless"), "--text")
    assert ran.status == 0
    assert "The session that begins in line 1 cannot be read: its first line, which says" in ran.err
    assert ran.lines == smtptui("replay", two, "--text", "--session", "2").lines


def test_a_header_that_is_damaged_leaves_the_other_sessions(two: str) -> None:
    octets = Path(two).read_bytes()
    Path(two).write_bytes(octets.replace(b'"version":1', b'"version":true', 1))
    ran = smtptui("replay", two, "--list")
    assert ran.status == 0
    assert "The session that begins in line 1 cannot be read" in ran.err
    assert ran.lines[0].startswith("   1  ")


def test_the_list_says_where_a_session_breaks_off(two: str) -> None:
    octets = Path(two).read_bytes()
    cut = octets.index(b"\n", octets.index(b"\n") + 1) + 1
    Path(two).write_bytes(octets[:cut] + b"garbage\n" + octets[cut:])
    listed = smtptui("replay", two, "--list", variables=columns(120))
    assert "The recording breaks off in line 3: no JSON." in listed.out
    assert "The recording ends here, before the session did." in listed.out


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no /dev/zero")
def test_what_has_no_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtptui.cli.replay.opening.MOST", 1024 * 1024)
    ran = smtptui("replay", "/dev/zero", "--text")
    assert ran.status == ExitStatus.IO
    assert "cannot read '/dev/zero': it has no end" in ran.err


def test_a_named_pipe_is_read_to_its_end(one: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=(Path(one).read_bytes(),), daemon=True)
    writer.start()
    assert smtptui("replay", str(pipe), "--text").out == smtptui("replay", one, "--text").out
    writer.join()


@pytest.mark.parametrize("name", ["no-such-file", ".", "nul\0in it"])
def test_a_file_that_cannot_be_read_says_why(name: str) -> None:
    ran = smtptui("replay", name, "--text")
    assert ran.status == ExitStatus.IO
    assert "cannot read" in ran.err


def test_closed_standard_input_is_said() -> None:
    assert smtptui("replay", "-", "--text", stdin=None).status == ExitStatus.IO


@pytest.mark.parametrize("path", ["/no/such/folder/r", "/dev/full", "nul\0in it"])
def test_a_report_that_cannot_be_written_says_why(one: str, path: str) -> None:
    ran = smtptui("replay", one, "--report", "md", "-o", path)
    assert ran.status == ExitStatus.IO
    assert "cannot write" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--text", "--json"],
        ["--report", "pdf"],
        ["--text", "-o", "x"],
    ],
)
def test_what_does_not_go_together_is_a_matter_of_usage(one: str, words: list[str]) -> None:
    assert smtptui("replay", *([one] if words else []), *words).status == ExitStatus.USAGE


def test_without_a_terminal_the_explorer_says_what_can_be_used(one: str) -> None:
    ran = smtptui("replay", one)
    assert ran.status == ExitStatus.USAGE
    assert "needs a terminal" in ran.err


def test_no_english_is_in_a_report(one: str) -> None:
    said = ["ESMTP Postfix", "Unrecognized authentication type", "Unsupported BODY parameter"]
    with speaking():
        for form in ("md", "html"):
            out = smtptui("replay", one, "--report", form).out.partition("<body>")
            told = (out[2] or out[0]).replace("<code", " ").replace("</code>", " ")
            assert "Transcript" not in told
            assert "What stands out" not in told
            assert "send it again" not in told
        listed = smtptui("replay", one, "--list").out
        assert "replies" not in english_in(listed, said)


def test_a_file_to_record_to_that_is_something_else_is_refused_before_anything_is_drawn(
    tmp_path: Path,
) -> None:
    path = tmp_path / "letter"
    path.write_text("Dear Sir")
    for name in (str(path), str(tmp_path), "/no/such/folder/r"):
        ran = smtptui("watch", "127.0.0.1:9", "--record", name)
        assert ran.status == ExitStatus.USAGE
        assert "--record" in ran.err
    assert path.read_text() == "Dear Sir"
