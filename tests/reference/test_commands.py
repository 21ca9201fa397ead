"""The commands that readers are told to type: the options exist, and nothing is sent to anybody.

A command is what stands in backticks in an article and begins with the name of a program. Programs that are
not installed skip; nothing here opens a connection: swaks is asked with ``--dump`` what it would do.
"""

import re
import shlex
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

import smtptui.reference

ARTICLES = Path(smtptui.reference.__file__).parent / "articles" / "en"
PLACES = {
    "HOST": "mail.example.org",
    "USER": "user@example.org",
    "DOMAIN": "example.org",
    "ADDRESS": "192.0.2.7",
    "RESOLVER": "192.0.2.53",
    "SELECTOR": "s1",
}
"""What a reader puts in the place of a word in capitals."""

HARMLESS = re.compile(
    r"(^|[.@:\[])("
    r"example\.(org|net|com|co)|localhost|127\.0\.0\.1|9\.9\.9\.9|192\.0\.2\.\d+|2001:db8::\d+"
    r"|zen\.spamhaus\.org|dbl\.spamhaus\.org|multi\.surbl\.org"
    r")(:\d+|\])?$"
)
"""Hosts that a command may name: examples, this machine, a public resolver, blocklists to be asked."""


def commands(program: str) -> list[str]:
    """Return what the articles tell to type with `program`, placeholders filled in, each once."""
    found = set()
    for path in ARTICLES.rglob("*.md"):
        for span in re.findall(r"`([^`\n]+)`", path.read_text("utf-8")):
            if span.startswith(f"{program} "):
                found.add(re.sub("|".join(rf"\b{word}\b" for word in PLACES), _filled, span))
    return sorted(found)


def _filled(place: re.Match[str]) -> str:
    return PLACES[place[0]]


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@cache
def said(*line: str) -> str:
    """Return what a command prints on either stream; it only prints help or settings."""
    ran = subprocess.run(
        line, capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL
    )
    return ran.stdout + ran.stderr


def hosts(line: str) -> list[str]:
    words = [word.strip("'\"[]") for word in shlex.split(line)]
    named = [word for word in words if re.search(r"\w\.\w", word) and not word.endswith((".eml", ".cf"))]
    return [word for word in named if "/" not in word and not HARMLESS.search(word)]


@pytest.mark.parametrize("program", ["swaks", "openssl s_client", "dig", "nc", "ping"])
def test_a_command_names_no_host_that_is_not_an_example(program: str) -> None:
    assert commands(program)
    assert [(line, hosts(line)) for line in commands(program) if hosts(line)] == []


def _asks_a_server(line: str) -> bool:
    return "--server" in line


@pytest.mark.parametrize("line", [line for line in commands("swaks") if _asks_a_server(line)])
def test_swaks_stops_before_a_message_and_says_who_it_is(line: str) -> None:
    stop = re.search(r"--quit-after (\w+)", line)
    assert stop
    assert stop[1] in ("EHLO", "AUTH", "RCPT")
    if stop[1] == "RCPT":
        assert {"--ehlo", "--from", "--to"} <= set(shlex.split(line))


@needs("swaks")
@pytest.mark.parametrize("line", [line for line in commands("swaks") if _asks_a_server(line)])
def test_swaks_knows_the_options(line: str) -> None:
    words = shlex.split(line)
    if "--auth-user" in words:
        words += ["--auth-password", "secret"]  # It would be asked for.
    if "--tls" in words and "TLS supported" not in said("swaks", "--support"):
        words.remove("--tls")  # It knows the option and lacks a module.
    ran = subprocess.run(
        [*words, "--dump"], capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@needs("openssl")
def test_openssl_knows_the_options() -> None:
    unknown = []
    for line in commands("openssl"):
        words = shlex.split(line)
        known = said("openssl", words[1], "-help")
        unknown += [
            (line, word)
            for word in words[2:]
            if word.startswith("-") and not re.search(rf"^ {word}\s", known, re.M)
        ]
    assert unknown == []


def test_openssl_never_takes_a_typed_line_for_a_command_of_its_own() -> None:
    # Without -quiet a line that begins with R renegotiates, one that begins with Q ends: RCPT, QUIT.
    typed_into = [line for line in commands("openssl s_client") if "-brief" not in line]
    assert [line for line in typed_into if "-quiet" not in line] == []


@needs("dig")
def test_dig_knows_the_options() -> None:
    known = said("dig", "-h")
    options = {word[1:] for line in commands("dig") for word in line.split() if word.startswith("+")}
    assert [option for option in sorted(options) if option not in known] == []


PARAMETER = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
RESTRICTION = re.compile(r"(reject|permit|check|defer)_[a-z_]+|reject|permit|defer")


def postfix_words() -> list[str]:
    """Return the parameters and restrictions that the settings of situations name for Postfix."""
    words = set()
    for path in (ARTICLES / "situations").glob("*.md"):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith(("- Postfix: ", "- postscreen: ")):
                for span in re.findall(r"`([^`]+)`", line):
                    name = re.split(r"[ =]", span)[0]
                    if PARAMETER.fullmatch(name) and "*" not in span:
                        words.add(name)
    return sorted(words)


@needs("postconf")
def test_postfix_has_the_settings() -> None:
    known = {line.split("=")[0].strip() for line in said("postconf", "-d").splitlines()}
    smtpd = (Path(said("postconf", "-dh", "daemon_directory").strip()) / "smtpd").read_bytes()
    assert len(postfix_words()) > 60
    assert [
        word
        for word in postfix_words()
        if word not in known and not (RESTRICTION.fullmatch(word) and word.encode() in smtpd)
    ] == []


@needs("postmap")
def test_postmap_is_asked_for_one_key_of_one_table() -> None:
    shape = re.compile(r"postmap -q (\"[^\"]+\"|\S+) ([a-z]+:/\S+)")
    asked = [line for line in commands("postmap -q") if "TABLE" not in line]
    assert asked
    assert [line for line in asked if not shape.fullmatch(line)] == []
