"""What a config changes for the commands, and how a wrong one ends them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from smtptui.cli.arguments import Arguments, UsageError
from smtptui.cli.connecting import configured, options_of, target_of
from smtptui.session.options import Deadlines
from smtptui.session.target import TlsMode
from smtptui.settings.config import Config, ConfigError, read_config
from tests.cli.running import smtptui

NOTES = """
[notes]
504 = "ask Eva"
"5.5.4" = "the relay's"
"550 5.7.1" = "our filter\\u001b[2J"
auth.mechanism = "we offer only PLAIN"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "c.toml"


def config_of(text: str) -> Config:
    return read_config(text, "c.toml", folder="/nowhere")


@pytest.mark.parametrize(
    "words", [["504"], ["explain", "504"], ["codes"], ["compare", "220", "504"], ["watch"], []]
)
def test_a_wrong_config_ends_every_command(words: list[str], file: Path) -> None:
    file.write_text("# x\nthme = 1\n")
    ran = smtptui(*words, variables={"SMTPTUI_CONFIG": str(file)})
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"smtptui: {file}:2: there is no setting 'thme'; did you mean theme?\n"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["explain", "--help"]])
def test_help_is_given_with_a_wrong_config_too(words: list[str], file: Path) -> None:
    file.write_text("thme = 1\n")
    assert smtptui(*words, variables={"SMTPTUI_CONFIG": str(file)}).status == 0


@pytest.mark.parametrize(
    "words", [("--config=", "504"), ("--config", "", "504"), ("504", "--config", "/no/file")]
)
def test_the_option_stands_before_the_command_or_among_its_own(words: tuple[str, ...], file: Path) -> None:
    file.write_text(NOTES)
    given = [f"--config={file}" if word == "--config=" else word or str(file) for word in words]
    ran = smtptui(*given)
    if "/no/file" in words:
        assert (ran.status, ran.err) == (
            2,
            "smtptui: /no/file: it cannot be read: No such file or directory\n",
        )
    else:
        assert "your note: ask Eva" in ran.out


def test_notes_stand_with_an_explanation_the_most_particular_first(file: Path) -> None:
    file.write_text(NOTES)
    words = ["--config", str(file), "explain", "504 5.5.4 Unrecognized authentication type"]
    notes = ["we offer only PLAIN", "the relay's", "ask Eva"]
    lines = smtptui(*words).lines
    assert [line.strip() for line in lines if "your note" in line] == [f"your note: {note}" for note in notes]
    (reply,) = json.loads(smtptui(*words, "--json").out)["replies"]
    assert reply["note"] == "\n".join(notes)


def test_no_control_character_of_a_note_is_printed(file: Path) -> None:
    file.write_text(NOTES)
    ran = smtptui("--config", str(file), "explain", "550 5.7.1 no")
    assert "your note: our filter␛[2J" in ran.out
    assert "\x1b" not in smtptui("--config", str(file), "codes", "550").out


def test_a_note_on_a_situation_that_only_may_be_is_left_out(file: Path) -> None:
    file.write_text(NOTES)
    assert "your note: ask Eva" in (ran := smtptui("--config", str(file), "504").out)
    assert "PLAIN" not in ran.partition("your note")[2]


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        ("504", "ask Eva"),
        ("550", "550 5.7.1: our filter\x1b[2J"),
        ("auth.mechanism", "we offer only PLAIN"),
        ("421", None),
    ],
)
def test_notes_stand_with_an_entry(entry: str, note: str | None, file: Path) -> None:
    file.write_text(NOTES)
    ran = smtptui("--config", str(file), "codes", entry, "--json")
    assert json.loads(ran.lines[0])["note"] == note
    listed = smtptui("--config", str(file), "codes", entry)
    assert ("your note" in listed.out) == (note is not None)


def test_an_enhanced_code_of_any_class_has_the_notes_on_each(file: Path) -> None:
    file.write_text(NOTES)
    entries = map(json.loads, smtptui("--config", str(file), "codes", "5.7.1", "--json").lines)
    assert next(iter(entries))["note"] == "550 5.7.1: our filter\x1b[2J"


def test_a_note_on_a_situation_that_is_none_is_named(file: Path) -> None:
    file.write_text("[notes]\n504 = 'x'\n\nmailbox.ful = 'x'\n")
    ran = smtptui("--config", str(file), "504")
    assert (ran.status, ran.err) == (2, f"smtptui: {file}:4: there is no situation 'mailbox.ful'\n")


def test_a_language_that_is_not_there_is_named(file: Path) -> None:
    file.write_text("language = 'tlh'\n")
    ran = smtptui("--config", str(file), "504")
    assert ran.status == 2
    assert ran.err.startswith(f"smtptui: {file}:1: language cannot be 'tlh'; it is one of ")


def test_the_language_of_the_command_line_goes_before_that_of_the_config(file: Path) -> None:
    file.write_text("language = 'tlh'\n")
    assert smtptui("--config", str(file), "--lang", "en", "504").status == 0


# How a server is connected to


def test_a_session_is_held_as_the_config_says() -> None:
    config = config_of("[session]\nehlo = 'me.example.org'\ntls = 'starttls'\n[timeouts]\nmail = 7\n")
    options = options_of(Arguments((), {}), config)
    assert options.ehlo_name == "me.example.org"
    assert options.deadlines == Deadlines(mail=7.0)
    assert target_of("mx.example.org", Arguments((), {}), config).tls is TlsMode.STARTTLS


def test_the_command_line_goes_before_the_config() -> None:
    config = config_of("[session]\nehlo = 'me.example.org'\ntls = 'starttls'\n[timeouts]\nmail = 7\n")
    given = Arguments((), {"--ehlo": "you.example.org", "--tls": "none", "--timeout": "3"})
    options = options_of(given, config)
    assert (options.ehlo_name, options.deadlines.mail) == ("you.example.org", 3.0)
    assert target_of("mx.example.org", given, config).tls is TlsMode.NONE


@pytest.mark.parametrize(
    "target", ["smtps://mx.example.org", "mx.example.org:465", "mx.example.org?tls=implicit"]
)
def test_a_target_goes_before_the_config(target: str) -> None:
    config = config_of("[session]\ntls = 'none'\n")
    assert target_of(target, Arguments((), {}), config).tls is TlsMode.IMPLICIT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ehlo = 'not a name'", "'not a name' cannot be said in EHLO"),
        ("ca = 'gone.pem'", "'/nowhere/gone.pem': No such file or directory"),
        ("cert = 'gone.pem'", "'/nowhere/gone.pem': No such file or directory"),
        ("key = '/dev/null'", "this is the key of a certificate: cert must name that"),
    ],
)
def test_what_a_session_cannot_use_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"^c\.toml:2: ") as raised:
        configured(config_of(f"[session]\n{text}"))
    assert said in str(raised.value)


def test_a_certificate_on_the_command_line_does_not_get_the_key_of_the_config(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("")
    config = read_config("[session]\ncert = 'a'\nkey = 'b'", "c.toml", folder=str(tmp_path))
    options = options_of(Arguments((), {"--cert": str(tmp_path / "c")}), config)
    assert (options.client_cert, options.client_key) == (tmp_path / "c", None)
    with pytest.raises(UsageError):
        options_of(Arguments((), {"--cert": "/no/file"}), config)


@pytest.mark.parametrize(
    "wrong",
    [
        "theme = 'nonsense'",
        "[keys]\n'nonsense' = 'x'",
        "[keys]\n'codes.filter' = 'x'",
        "[session]\nehlo = 'two words'",
        "[session]\nca = '/nowhere'",
    ],
)
def test_what_only_a_session_or_the_explorer_finds_wrong_is_named_by_the_command_too(
    wrong: str, file: Path
) -> None:
    file.write_text(f"language = 'en'\n{wrong}\n")
    ran = smtptui("config", variables={"SMTPTUI_CONFIG": str(file)})
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"smtptui: {file}:{2 + wrong.count(chr(10))}: ")


def test_a_broken_toml_ends_a_command_with_its_line(file: Path) -> None:
    file.write_text("theme = 'x'\n\n[notes\n")
    ran = smtptui("504", variables={"SMTPTUI_CONFIG": str(file)})
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"smtptui: {file}:3: this is no TOML: ")


@pytest.mark.parametrize("words", ["completion bash", "config --schema", "config --example", "config", "mcp"])
@pytest.mark.parametrize(
    ("closed", "said"), [(">&-", "it is closed"), (">/dev/full", "No space left on device")]
)
def test_an_output_that_takes_nothing_is_said(words: str, closed: str, said: str) -> None:
    ping = '{"jsonrpc": "2.0", "id": 1, "method": "ping"}'
    line = f"echo '{ping}' | {sys.executable} -m smtptui {words} {closed}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (74, f"smtptui: cannot write to standard output: {said}\n")
