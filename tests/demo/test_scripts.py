"""The menu of demo servers: every meaning of 220 and 504 can be seen happening."""

import re
import smtplib
import socket
import ssl

import pytest

from smtptui.demo.certificate import made_context
from smtptui.demo.menu import THE_STANDARD, about, answers, find_script, scripts, title_of
from smtptui.demo.playing import Playing, Then
from smtptui.demo.scripts import BEHAVIOURS, Say, Script
from smtptui.demo.server import DemoServer
from smtptui.reference.book.catalogue import Catalogue
from smtptui.session.options import Options
from smtptui.session.target import Target, TlsMode
from smtptui.watching.explainer import Explainer
from smtptui.watching.fold import feed
from smtptui.wire.events import GreetingReceived, ReplyReceived
from tests.session.watching import all_of, closed, only

CATALOGUE = Catalogue()
PLAYED = [script for script in scripts(CATALOGUE) if script is not THE_STANDARD]
TALKING = [script for script in PLAYED if script.meaning]
OPTIONS = Options(ehlo_name="client.example")


def named(script: Script) -> str:
    return script.id


def target(server: DemoServer) -> Target:
    return Target("127.0.0.1", server.port, TlsMode.NONE)


async def meanings_shown(script: Script) -> set[tuple[str, str]]:
    """Return the code of each reply, and the first meaning that the explanations find in it."""
    options = OPTIONS._replace(insecure=bool(script.starttls))
    with DemoServer(script) as server:
        where = target(server)
        shown = set()
        for command in script.tries or ("NOOP",):
            commands = [command]
            if command.startswith("RCPT"):
                commands.insert(0, "MAIL FROM:<a@b.example>")
            if command == "STARTTLS":
                commands.append(command)
            fold = feed(await all_of(where, commands, options))
            for row in fold.rows:
                explanation = Explainer(CATALOGUE).explanation(row) if row.reply is not None else None
                if explanation is not None and explanation.meanings:
                    shown.add((explanation.code, explanation.meanings[0].id))
    return shown


@pytest.mark.parametrize(
    "script", [each for each in TALKING if each.id not in ("postscreen", "tarpit")], ids=named
)
async def test_each_server_shows_the_meanings_that_it_says_it_shows(script: Script) -> None:
    found = await meanings_shown(script)
    for answer in answers(script):
        if answer.meaning:
            assert (answer.reply[:3], answer.meaning) in found, answer


def test_every_meaning_of_220_and_504_is_shown_by_some_server() -> None:
    shown = {answer.meaning for script in scripts(CATALOGUE) for answer in answers(script)}
    wanted = {meaning.id for code in ("220", "504") for meaning in CATALOGUE.code(code).meanings}
    assert wanted <= shown


@pytest.mark.parametrize("script", scripts(CATALOGUE), ids=named)
def test_no_text_of_a_server_has_a_place_that_is_not_filled(script: Script) -> None:
    assert script.id
    assert about(script)
    assert title_of(script)
    for answer in answers(script):
        assert not re.search(r"[%$#{}]|<(?!you@|bare)\w", answer.reply), answer


def test_each_server_has_an_id_of_its_own() -> None:
    ids = [script.id for script in scripts(CATALOGUE)]
    assert len(set(ids)) == len(ids)
    assert find_script("exim", CATALOGUE) is not None
    assert find_script("no-such", CATALOGUE) is None


def test_an_ordinary_client_can_log_in_and_send_mail_to_a_played_server() -> None:
    script = find_script("exim", CATALOGUE)
    assert script is not None
    with (
        DemoServer(script) as server,
        smtplib.SMTP("127.0.0.1", server.port, local_hostname="client.example", timeout=20) as client,
    ):
        assert client.login("user", "password")[0] == 235
        assert client.sendmail("a@b.example", ["c@d.example"], b"Subject: hello\r\n\r\nhello") == {}


def test_an_auth_exchange_can_be_cancelled() -> None:
    playing = Playing(TALKING[0])
    assert playing.answer("AUTH LOGIN", inside=False) == ("334 VXNlcm5hbWU6", Then.GO_ON)
    assert playing.answer("*", inside=False)[0].startswith("501 5.7.0")
    assert playing.answer("NOOP", inside=False)[0].startswith("250")


async def test_starttls_with_the_made_certificate_leads_inside_and_again_is_a_504() -> None:
    script = find_script("starttls", CATALOGUE)
    assert script is not None
    with DemoServer(script) as server:
        where = Target("127.0.0.1", server.port, TlsMode.AUTO)
        events = await all_of(where, ["STARTTLS"], OPTIONS._replace(insecure=True))
        assert [each.reply.code for each in only(events, ReplyReceived)] == [250, 220, 250, 504, 221]
        refused = await all_of(where, (), OPTIONS)
        assert "authority" in closed(refused).detail or closed(refused).ways


async def test_a_421_at_will_closes_the_connection() -> None:
    with DemoServer(find_script("closing", CATALOGUE)) as server:
        events = await all_of(target(server), ["X421"], OPTIONS)
        assert only(events, ReplyReceived)[-1].reply.code == 421
        assert not closed(events).expected


@pytest.mark.parametrize(("id", "code"), [("busy", 421), ("refusing", 554)])
async def test_a_server_that_refuses_leaves_only_quit(id: str, code: int) -> None:
    script = find_script(id, CATALOGUE)
    with DemoServer(script) as server:
        events = await all_of(target(server), (), OPTIONS)
        assert only(events, GreetingReceived)[0].reply.code == code


QUICK = (Say(b"220-teaser\r\n"), Say(b"220 mx\r\n", 0.2))


def test_who_speaks_into_a_greeting_of_two_parts_is_refused() -> None:
    script = next(each for each in BEHAVIOURS if each.id == "postscreen")
    with (
        DemoServer(script) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as client,
    ):
        file = client.makefile("rb")
        assert file.readline().startswith(b"220-")
        client.sendall(b"EHLO early\r\n")
        assert file.readline() == b"521 5.5.1 Protocol error\r\n"
        assert file.readline() == b""


async def test_who_waits_gets_both_parts() -> None:
    script = next(each for each in BEHAVIOURS if each.id == "postscreen")._replace(greeting=QUICK)
    with DemoServer(script) as server:
        events = await all_of(target(server), (), OPTIONS)
        assert len(only(events, GreetingReceived)[0].reply.lines) == 2


def test_a_silent_server_says_nothing_and_a_tarpit_says_it_octet_by_octet() -> None:
    silent = next(each for each in BEHAVIOURS if each.id == "silent")
    with (
        DemoServer(silent) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=0.2) as client,
    ):
        client.sendall(b"NOOP\r\n")
        with pytest.raises(TimeoutError):
            client.recv(1)
    tarpit = next(each for each in BEHAVIOURS if each.id == "tarpit")._replace(octet=0.001, slow=0.0)
    with (
        DemoServer(tarpit) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as client,
    ):
        assert client.makefile("rb").readline().endswith(b"take your time\r\n")


def test_the_made_certificate_is_for_this_host() -> None:
    context = made_context()
    assert isinstance(context, ssl.SSLContext)
    assert context.cert_store_stats() == {"x509": 0, "crl": 0, "x509_ca": 0}


def test_a_parameter_that_is_not_offered_is_no_more_taken_than_a_line_that_is_none() -> None:
    playing = Playing(next(each for each in BEHAVIOURS if each.id == "closing"))
    assert playing.answer("MAIL FROM:<a@b.example> SIZE=1 BODY=8BITMIME", inside=False)[0].startswith("250")
    assert playing.answer("MAIL FROM:<a@b.example> XSMTPTUI=1", inside=False)[0].startswith("555")
    assert playing.answer("RCPT TO:<a@b.example> NOTIFY=NEVER", inside=False)[0].startswith("555")
    assert playing.answer("MAIL a@b.example", inside=False)[0].startswith("501")
