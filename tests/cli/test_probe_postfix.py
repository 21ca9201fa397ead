"""``smtptui probe`` against a real Postfix."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtptui.cli.exit_status import ExitStatus
from tests.cli.running import smtptui
from tests.postfix_server import PostfixServer, PostfixUnavailable, running_postfix

pytestmark = pytest.mark.postfix

PASSWORD = "tr0ub4dor&3-canary"


@pytest.fixture(scope="module")
def postfix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostfixServer]:
    try:
        with running_postfix(tmp_path_factory.mktemp("postfix"), users={"me": PASSWORD}) as server:
            yield server
    except PostfixUnavailable as why:
        pytest.skip(str(why))


def target(postfix: PostfixServer) -> str:
    return f"127.0.0.1:{postfix.port}"


def test_the_main_job_goes_in_a_pipe(postfix: PostfixServer) -> None:
    words = ["--ehlo", "client.example", "--send", "AUTH FOOBAR", "--send", "HELO bare"]
    ran = smtptui("probe", target(postfix), *words, "--json", "--expect", "HELO=504")
    replies = [each for each in map(json.loads, ran.lines) if each["event"] == "reply"]
    assert replies[0]["highlight"] == "greeting"
    helo = next(each for each in replies if each["answers"] == "HELO")
    assert (helo["code"], helo["situation"]) == (504, "helo.not-fqdn")
    assert ran.status in (ExitStatus.OK, ExitStatus.AUTH)


def test_an_envelope_is_tried_and_taken_back(postfix: PostfixServer) -> None:
    own = ("probe", target(postfix), "--ehlo", "client.example", "--from", "a@a.example")
    assert smtptui(*own, "--to", "b@local.example").status == 0
    ran = smtptui(*own, "--to", "b@bare")
    assert ran.status == ExitStatus.RCPT
    assert "504" in ran.out


def test_a_message_is_delivered(postfix: PostfixServer, tmp_path: Path) -> None:
    message = tmp_path / "mail.eml"
    message.write_text("From: a@a.example\nSubject: probe\n\nhello\n")
    ran = smtptui(
        "probe", target(postfix), "--ehlo", "client.example", "--from", "a@a.example",
        "--to", "b@local.example", "--data", str(message), "--yes",
    )  # fmt: skip
    assert ran.status == 0
    assert "queued as" in ran.out


def test_a_login_goes_by_a_mechanism_that_is_offered(postfix: PostfixServer) -> None:
    own = ("probe", target(postfix), "--ehlo", "client.example", "--user", "me@mx.example", "--insist")
    right = smtptui(*own, "--auth", "--password-env", "P", variables={"P": PASSWORD})
    wrong = smtptui(*own, "--auth", "LOGIN", "--password-env", "P", variables={"P": "wr0ng-canary"})
    assert right.status == 0, right.out
    assert wrong.status == ExitStatus.AUTH
    assert "535" in wrong.out
    assert "canary" not in right.out + wrong.out


def test_many_sessions_with_it_are_held_at_once(postfix: PostfixServer) -> None:
    ran = smtptui("probe", *[target(postfix)] * 20, "--per-host", "10")
    assert ran.status == 0
    assert len(ran.lines) == 20
