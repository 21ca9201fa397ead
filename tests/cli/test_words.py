"""No English escapes: every command's output, help and errors in a language that nobody speaks."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtptui.cli import main
from smtptui.cli.commands import COMMANDS
from smtptui.cli.commands import command as command_of
from smtptui.cli.environment import Environment
from smtptui.cli.output import Output
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.words import speak
from tests.cli.running import smtptui
from tests.cli.scripted_server import serving
from tests.pseudo import english_in, marked, pseudo_reference, speaking


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pseudo_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    with speaking():
        yield


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "504"], []),
        (["explain", "-v", "504"], []),
        (["explain", "-v", "450"], []),
        (["explain", "-v", "550"], []),
        (["explain", "599"], []),
        (["explain", "5.7.8"], []),
        (
            ["explain", "-v", "504 5.5.4 Unrecognized authentication type"],
            ["Unrecognized authentication type"],
        ),
        (["explain", "-v", "451 4.7.1 Greylisting in action"], ["Greylisting in action", "Greylist"]),
        (["explain", "-v", "550 5.1.1 User unknown"], ["User unknown"]),
        (["explain", "-v", "535 5.7.8 bad password"], ["bad password"]),
        (["compare", "220", "504"], []),
        (["compare", "421", "450"], []),
        (["codes", "--kind", "basic"], []),
        (["codes", "50x"], []),
        (["codes", "greylisting"], ["greylisting"]),
        (["compare", "auth.mechanism", "auth.failed"], []),
        (["compare", "5.7.8", "5.7.9"], []),
        (["explain", "-v", "999"], []),
        (["explain", "--command", "RCPT", "550 5.7.1 zzz"], ["zzz"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_no_english_is_in_an_answer(words: list[str], said: list[str], reference: Path) -> None:
    ran = smtptui(*words, variables={"COLUMNS": "120"}, reference=reference)
    # What was said may be broken over two lines.
    assert english_in(" ".join((ran.out + ran.err).split()), said) == []


@pytest.mark.parametrize("kind", Kind)
def test_no_english_is_in_a_list_of_all_of_a_kind(kind: Kind, reference: Path) -> None:
    catalogue = Catalogue(root=reference)
    # Ids, and what vendors say where nothing is written on their use of a code.
    known = [*catalogue.situation_ids]
    known += [said for one in catalogue.registry.statuses for said in (one.title, one.label) if said]
    ran = smtptui("codes", "--kind", kind, variables={"COLUMNS": "500"}, reference=reference)
    assert ran.out.count("\n") > 20
    assert english_in(" ".join(ran.out.split()), [" ".join(each.split()) for each in known]) == []


def examples_of(name: str) -> list[str]:
    """Return the command lines that a help shows, and how its options are written."""
    own = command_of(name)
    return [*own.examples, *(value for option in own.options for value in (option.metavar, *option.choices))]


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)], ids=" ".join)
def test_no_english_is_in_help(command: list[str]) -> None:
    examples = [line for name in COMMANDS for line in command_of(name).examples]
    examples += ["swaks --to me@example.org", "explain 504 5.5.4 Unrecognized authentication type"]
    examples += [f"smtptui {name}" for name in COMMANDS] + [f"  {name} " for name in COMMANDS]
    values = [
        "auto|none|starttls|implicit",
        "basic|enhanced|extension|mechanism|situation",
        "mx.example.org",
        "auto:",
        "smtps://",
        "smtp://",
    ]
    values += [example for name in command for example in examples_of(name)]
    ran = smtptui(*command, "--help", variables={"COLUMNS": "120"})
    assert marked("Options") in ran.out
    assert english_in(ran.out, examples + values) == []


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["wach"], ["wach", "watch"]),
        (["mailhub"], ["mailhub", "smtptui watch", "smtptui codes"]),
        (["--nonsense"], []),
        (["watch", "--nonsense"], ["smtptui watch"]),
        (["watch", "--insecrue"], ["smtptui watch"]),
        (["watch", "--tls", "maybe"], ["smtptui watch", "maybe", "auto, none, starttls, implicit"]),
        (["watch", "--tls"], ["smtptui watch", "auto|none|starttls|implicit"]),
        (["watch", "--insecure=no"], ["smtptui watch"]),
        (["watch", "--key", "/etc/hostname"], ["smtptui watch"]),
        (["watch", "--ca", "/nowhere"], ["smtptui watch", "No such file or directory"]),
        (["watch", "mx.example"], ["smtptui explain", "smtptui compare", "smtptui codes"]),
        (["watch", "mx.example:0"], ["smtptui watch"]),
        (["watch", "two words"], ["smtptui watch", "two words"]),
        (["watch", "ftp://mx"], ["smtptui watch", "ftp"]),
        (["watch", "mx.example", "--ehlo", "a b"], ["smtptui watch", "a b"]),
        (["compare", "220"], ["smtptui compare"]),
        (["compare", "220", "504", "550"], ["smtptui compare"]),
        (["compare", "220", "5044"], ["smtptui compare"]),
        (["compare", "220", "abcdefg"], ["smtptui compare", "abcdefg"]),
        (["codes", "5044"], []),
        (["codes", "qqqqqqqqq"], ["qqqqqqqqq"]),
        (["demo", "--port", "x"], ["smtptui demo"]),
        (["demo", "extra"], ["smtptui demo", "extra"]),
        (["watch", "one", "two"], ["smtptui watch", "one", "two"]),
        (["explain", "--command"], ["smtptui explain"]),
        (["probe"], ["smtptui probe"]),
        (["probe", "mx", "--expect", "AUHT=504"], ["smtptui probe", "AUHT=504", "AUHT"]),
        (
            ["probe", "mx", "--expect", "situation=zzz"],
            ["smtptui probe", "situation=zzz", "zzz", "smtptui codes"],
        ),
        (["probe", "mx", "--auth", "--user", "me", "--password-env", "NONE"], ["smtptui probe", "NONE"]),
        (["probe", "mx", "--password", "x"], ["smtptui probe"]),
        (["probe", "mx", "--within", "soon"], ["smtptui probe", "soon", "ms", "1.5m"]),
        (["probe", "a", "b", "--jobs", "x"], ["smtptui probe"]),
        (["probe", "127.0.0.1:1", "127.0.0.2:1"], []),
        (["probe", "127.0.0.1:1", "--quiet"], []),
        (["demo", "--server", "startls"], ["smtptui demo", "startls", "starttls"]),
        (["explain", "/nowhere"], []),
        (["explain", "hello"], ["hello"]),
        (
            ["codes", "--kind", "nonsense"],
            ["smtptui codes", "nonsense", "basic, enhanced, extension, mechanism, situation"],
        ),
    ],
    ids=lambda value: " ".join(value),
)
def test_no_english_is_in_an_error(words: list[str], allowed: list[str], reference: Path) -> None:
    ran = smtptui(*words, reference=reference)
    assert ran.err
    assert english_in(ran.err + ran.out, allowed) == []


def test_no_english_is_in_a_session_that_is_printed(reference: Path) -> None:
    with serving({"AUTH": b"504 5.5.4 Unrecognized authentication type\r\n"}) as server:
        words = ["--send", "AUTH FOOBAR", "--ehlo", "client.example", "--expect", "any!=504"]
        ran = smtptui("probe", server.target, *words, variables={"COLUMNS": "120"}, reference=reference)
    said = ["mx.example ESMTP Postfix", "Postfix", "client.example", "FOOBAR", "go on", "any!=504"]
    said += ["Unrecognized authentication type", "command not recognized", "Ok", "Bye", "ms", "HELP"]
    assert english_in(" ".join((ran.out + ran.err).split()), said) == []


def test_no_english_is_said_of_streams_that_are_closed() -> None:
    assert english_in(smtptui("explain", "-", stdin=None).err) == []
    err = io.StringIO()
    main(["explain", "504"], Environment(None, Output(None, {}), Output(err, {}), {}))
    assert err.getvalue()
    assert english_in(err.getvalue()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "--json", "504 5.5.4 Unrecognized authentication type"],
        ["explain", "--json", "599"],
        ["compare", "220", "504", "--json"],
        ["codes", "50x", "--json"],
        ["codes", "--json", "--kind", "enhanced"],
    ],
    ids=" ".join,
)
def test_json_is_the_same_in_every_language(words: list[str]) -> None:
    pseudo = smtptui(*words)
    speak()
    assert smtptui(*words) == pseudo


def test_what_was_never_marked_is_found() -> None:
    assert english_in(f"{marked('a text')} and English, not HELO or 504.mechanism") == [
        "and",
        "English",
        "not",
        "or",
    ]
