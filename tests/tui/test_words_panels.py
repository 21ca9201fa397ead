"""No English escapes at the sides of the live pane, in the guided steps and their dialogs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.screens.confirm import ConfirmScreen
from smtptui.tui.screens.envelope import EnvelopeScreen
from smtptui.tui.screens.login import LoginScreen
from smtptui.tui.screens.steps import StepsScreen
from smtptui.tui.sides.dialogue import dialogue_page
from smtptui.tui.sides.offers import offers_page
from smtptui.tui.sides.side import Side
from smtptui.tui.sides.stages import stages_page
from smtptui.tui.sides.tls import tls_page
from smtptui.watching.envelope import Envelope, EnvelopeError, checked
from smtptui.watching.expiry import expiry
from smtptui.watching.fold import Fold, feed
from smtptui.watching.greeting_verdict import GreetingVerdict, Ready, Verdict
from smtptui.watching.greeting_words import READY, verdict_label, verdict_words
from smtptui.watching.guide import STEPS, availability
from smtptui.watching.guided_run import GuidedRun, Part
from smtptui.watching.standing import Standing
from smtptui.watching.standing_words import NEXT, agreed, breaches, state_words
from smtptui.wire.events import Certificate, Closed, CloseReason, State, TlsFailed
from smtptui.words import _
from tests.pseudo import english_in, marked, pseudo_reference, speaking
from tests.tui.driving import feed_events, screen_text, until, until_true
from tests.tui.test_side_views import LEAF, ROOT, TLS, begun, introduced
from tests.tui.test_words import KEYS, SAID
from tests.tui.transcript import GREETING_AND_504, events

OFFERED = (
    "SIZE 1000",
    "STARTTLS",
    "AUTH PLAIN",
    "8BITMIME",
    "DSN",
    "CHUNKING",
    "SMTPUTF8",
    "LIMITS RCPTMAX=5",
)
NAMES = [*SAID, "CN", "abab", "TLSv1.3", "mail.example", "example", "Example", "kind", "min", "me"]
NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return Catalogue(root=pseudo_reference(tmp_path_factory.mktemp("reference")))


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    with speaking():
        yield


def left(text: str) -> list[str]:
    return [word for word in english_in(text, NAMES) if word not in KEYS and word not in ("ms", "resolve")]


def session() -> Fold:
    return feed(
        [*begun(), *introduced(*OFFERED), TLS, *introduced("SIZE 0", "XFOO BAR", "AUTH LOGIN", at=102.0)]
    )


def test_no_english_is_at_a_side(catalogue: Catalogue) -> None:
    fold = session()
    assert left(offers_page(catalogue, fold.progress.standing).plain) == []
    assert left(offers_page(catalogue, Standing()).plain) == []
    assert left(tls_page(fold.progress, NOW).plain) == []
    assert left(dialogue_page(fold.progress).plain) == []
    assert left(stages_page(fold, 200.0).plain) == []
    assert left(stages_page(Fold(), 200.0).plain) == []
    for keywords in ((), ("SIZE",), ("STARTTLS",)):
        plain = feed([*begun(), *(introduced(*keywords) if keywords else ())])
        assert left(tls_page(plain.progress, NOW).plain) == []
    failed = TlsFailed(101.0, marked("why"), marked("what to do"))
    ended = feed([*begun(), failed, Closed(101.0, CloseReason.TLS)])
    assert left(tls_page(ended.progress, NOW).plain) == []
    assert left(stages_page(ended, 200.0).plain) == []
    unverified = feed([*begun(), TLS._replace(verified=False, problem="")])
    assert left(tls_page(unverified.progress, NOW).plain) == []


def test_no_english_tells_of_a_certificate() -> None:
    for certificate in (LEAF, ROOT, Certificate("", "", (), "", "", "")):
        for now in (NOW, datetime(2019, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)):
            assert left(expiry(certificate.not_before, certificate.not_after, now).words) == []


@pytest.mark.parametrize("verdict", Verdict)
def test_no_english_tells_how_a_server_greets(verdict: Verdict) -> None:
    for protocol in ("", "HTTP", "TLS"):
        for complete in (True, False):
            found = GreetingVerdict(verdict, 6.0, 220, 2, 6.0, protocol, complete)
            assert left(verdict_label(found)) == []
            assert left(verdict_words(found)) == []
    assert [left(_(READY[ready])) for ready in Ready] == [[]] * len(Ready)


@pytest.mark.parametrize("state", [None, *State])
def test_no_english_tells_where_a_dialogue_stands(state: State | None) -> None:
    progress = session().progress
    standing = progress.standing
    standing.state = state
    words = [state_words(standing), *agreed(standing), *map(_, NEXT.values())]
    words += [why for _verbs, why in breaches(standing)]
    for step in STEPS:
        words += [_(step.title), _(step.does), availability(step.id, progress).why]
    assert [left(each) for each in words if left(each)] == []


@pytest.mark.parametrize(
    "envelope",
    [Envelope("a", "b@example.org"), Envelope("", ""), Envelope("", "b")],
    ids=["from", "to", "odd"],
)
def test_no_english_refuses_an_address(envelope: Envelope) -> None:
    with pytest.raises(EnvelopeError) as caught:
        checked(envelope)
    assert left(str(caught.value)) == []


async def test_no_english_is_in_the_dialogs(catalogue: Catalogue) -> None:
    fold = session()
    progress = fold.progress
    run = GuidedRun(STEPS[0].id, [Part("EHLO me.example", lambda: None)], progress)
    offered = feed([*begun(), *introduced(*OFFERED)]).progress.standing.offered
    app = SmtptuiApp(catalogue=catalogue)
    dialogs = (
        LoginScreen(offered, tls=False, where="mx.example:25"),
        LoginScreen(None, tls=True),
        EnvelopeScreen(offered, message=False, tls=True),
        EnvelopeScreen(offered, message=True, tls=False),
        ConfirmScreen(("MAIL FROM:<a@example.org>", "DATA"), b"X-Y: Z\r\n", "b@example.org"),
        StepsScreen(lambda: progress, lambda: run, lambda: None, lambda id: None, "mx.example:25"),
    )
    async with app.run_test(size=(160, 60)) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        for dialog in dialogs:
            app.push_screen(dialog)
            await until_true(pilot, lambda: app.screen is not app.workspace and "╰" in screen_text(app))
            text = screen_text(app)
            for sample in (_("This is a test."), "you@example.org", "postmaster@example.org", "example.org"):
                text = text.replace(sample, "")
            assert left(text) == [], dialog
            app.pop_screen()


async def test_no_english_names_the_sides(catalogue: Catalogue) -> None:
    app = SmtptuiApp(catalogue=catalogue)
    async with app.run_test(size=(160, 60)) as pilot:
        await until_true(pilot, lambda: app.workspace.is_furnished)
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        await pilot.press("3")
        for side in Side:
            app.workspace.reply_view.side = side
            await until(pilot, f" {side.words} ")
            names = app.workspace.reply_view._border_subtitle
            assert names is not None
            assert english_in(names.plain) == []
