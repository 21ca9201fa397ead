"""No English escapes on any screen: each is drawn in a language that nobody speaks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtptui.demo.menu import scripts
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.searching.listing import Narrowing
from smtptui.session.options import Options
from smtptui.session.target import TlsMode
from smtptui.tui.actions import ACTIONS
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.card import Card
from smtptui.tui.history import History
from smtptui.tui.pane import Pane
from smtptui.tui.screens.choose import ChooseScreen
from smtptui.tui.screens.choose_session import ChooseSessionScreen
from smtptui.tui.screens.connect import ConnectScreen
from smtptui.tui.screens.help import HelpScreen, key_table
from smtptui.tui.screens.matrix import MatrixScreen
from smtptui.tui.screens.narrow import NarrowScreen
from smtptui.tui.screens.paste import PasteScreen
from smtptui.tui.screens.pasted_lines import PastedLinesScreen
from smtptui.tui.screens.two_sessions import TwoSessionsScreen
from smtptui.tui.widgets.code_card import code_card
from smtptui.tui.widgets.entry_cards import enhanced_card, extension_card, mechanism_card
from smtptui.tui.widgets.situation_card import situation_card
from smtptui.watching.implementing import trials
from smtptui.watching.kept import Tab
from smtptui.watching.matrix import Matrix
from smtptui.watching.pasted import pasted
from smtptui.watching.watched import Watched
from smtptui.wire.events import (
    Closed,
    CloseReason,
    Held,
    Noticed,
    Refused,
    Risk,
    TimedOut,
    TlsEstablished,
    Wait,
    Way,
)
from smtptui.wire.secrecy import Awaited
from tests.pseudo import english_in, marked, pseudo_reference, speaking
from tests.tui.driving import burst, entry, feed_events, screen_text, until, until_true
from tests.tui.transcript import GREETING_AND_504, events

SIZE = (160, 60)

SAID = [
    "ESMTP",
    "Unrecognized authentication type",
    "mx.example:25",
    "demo",
    "smtpd_banner",
    "zzzz",
    "rfc822",
]
"""What the server of the transcript said, what is typed, and the name of a setting."""

DEMOS = sorted((f"demo:{script.id}" for script in scripts()), key=len, reverse=True)
"""What the demo's servers are called in the field that one types them in."""

KEYS = ["esc", "space", "tab", "enter", "ctrl", "home", "end", "mx", "Tab"]
"""Names of keys."""


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pseudo_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    with speaking():
        yield


def english(app: SmtptuiApp) -> list[str]:
    ids = [f"{marked('situation')}: {id}" for id in ("greeting",)]
    words = english_in(screen_text(app), [*DEMOS, *SAID, *ids, *map(str, TlsMode)])
    return [word for word in words if word not in KEYS]


async def test_no_english_is_on_the_workspace(reference: Path) -> None:
    app = SmtptuiApp(catalogue=Catalogue(root=reference))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, marked("palette"))
        assert english(app) == []
        burst(app, "2")
        await until(pilot, marked("Nothing is picked yet"))
        assert english(app) == []
        feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        burst(app, "3")
        await until(pilot, marked("what it means here").upper())
        assert english(app) == []
        app.workspace.comparison.compare(entry("502"), entry("504"))
        await until(pilot, "≠")
        assert english(app) == []


def test_no_english_of_ours_is_on_the_card_of_any_entry(reference: Path) -> None:
    catalogue = Catalogue(root=reference)
    # What a server, a registry or a product is called and says, and ids.
    facts: list[str] = [*catalogue.situation_ids]
    cards: dict[str, Card] = {}
    for status in catalogue.registry.statuses:
        cards[status.code] = enhanced_card(catalogue, status.code)
        facts += (status.label, *status.sources)
        facts += (said for use in status.vendors for said in (use.text, use.vendor, use.source))
    for extension in catalogue.extensions:
        cards[extension.keyword] = extension_card(catalogue, extension)
        facts += (extension.label, extension.verbs, extension.mail, extension.rcpt)
        facts += (*extension.sources, *extension.implemented_by)
    for mechanism in catalogue.mechanisms:
        cards[mechanism.mechanism] = mechanism_card(mechanism)
        facts += (*mechanism.sources, *mechanism.seen_at)
    for situation in catalogue.situations:
        cards[situation.id] = situation_card(catalogue, situation.id)
        facts += situation.sources
        facts += (said for reply in situation.replies for said in reply)
        article = catalogue.situation_article(situation.id)
        facts += (software for software, _ in article.settings) if article else ()
    for code in catalogue.codes:
        cards[code.code] = code_card(catalogue, code.code)
        facts += (said for reply in catalogue.replies(code.code) for said in (reply.text, reply.server))
        for meaning in code.meanings:
            facts += (meaning.id, *meaning.sources, *meaning.servers)
            facts += (said for setting in meaning.settings for said in setting)
    known = [each for each in facts if re.search("[a-z]", each)]
    assert {name: found for name, card in cards.items() if (found := english_in(card.plain, known))} == {}


@pytest.mark.parametrize("code", ["504", "220", "441"])
async def test_no_english_of_ours_is_on_a_card(code: str, reference: Path) -> None:
    catalogue = Catalogue(root=reference)
    app = SmtptuiApp(catalogue=catalogue)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, marked("palette"))
        app.workspace.codes.open(entry(code))
        await until_true(pilot, lambda: app.workspace.detail.entry == entry(code))
        facts = [each for reply in catalogue.replies(code) for each in (reply.text, reply.server)]
        for meaning in catalogue.code(code).meanings:
            facts += (*meaning.sources, *meaning.situations)
        assert english_in(app.workspace.detail.text, facts) == []


@pytest.mark.parametrize(
    "dialog",
    [
        lambda catalogue: ChooseScreen(catalogue, "A", None),
        lambda catalogue: ConnectScreen(None, Options()),
        lambda catalogue: HelpScreen(),
        lambda catalogue: NarrowScreen(Narrowing()),
        lambda catalogue: PasteScreen(),
        lambda catalogue: PastedLinesScreen(("1",) * 20, Awaited.COMMAND),
        lambda catalogue: ChooseSessionScreen([Tab(Watched(catalogue, "mx.example:25"))], "mx.example:25"),
        lambda catalogue: MatrixScreen("mx.example:25", Matrix(trials(None)), None, None),
        lambda catalogue: MatrixScreen("mx.example:25", Matrix(trials(None)), Matrix(()), lambda: None),
        lambda catalogue: TwoSessionsScreen(pasted(catalogue, PASTED), pasted(catalogue, PASTED), History()),
    ],
    ids=[
        "choose",
        "connect",
        "help",
        "narrow",
        "paste",
        "pasted lines",
        "choose session",
        "matrix",
        "matrix begun",
        "two sessions",
    ],
)
async def test_no_english_is_in_a_dialog(dialog: object, reference: Path) -> None:
    app = SmtptuiApp(catalogue=Catalogue(root=reference))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, marked("palette"))
        app.push_screen(dialog(app._catalogue))  # type: ignore[operator]
        await until_true(pilot, lambda: app.screen is not app.workspace and len(screen_text(app).split()) > 9)
        assert english(app) == []


PASTED = "C: NOOP\nS: 250 2.0.0 zzzz\n"

NOT_TRIED = ("program.suspend", "program.language", "codes.situation", "reading.next", "reading.links")
"""Actions that stop the program, speak a language, bring up what servers say on a card, or put letters into
its words."""

TOLD = (
    Held(101.0, b"NOOP", Wait.AUTH, 1),
    Refused(101.0, b"AUTH PLAIN", marked("a sentence of the session"), Risk.IN_CLEAR),
    TlsEstablished(101.0, "TLSv1.3", "AES", 256, False, (), 0.1, marked("a problem")),
    Noticed(101.0, marked("a notice"), marked("an advice")),
    TimedOut(101.0, "NOOP", 3.0),
    Closed(102.0, CloseReason.TLS, marked("why it closed"), marked("what to do"), ways=tuple(Way)),
)


async def test_no_english_tells_what_happens_to_a_session(reference: Path) -> None:
    app = SmtptuiApp(catalogue=Catalogue(root=reference))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, marked("palette"))
        source = feed_events(app, events(GREETING_AND_504))
        await until(pilot, "504 5.5.4")
        for event in TOLD:
            source.put(event)
            await source.drained.wait()
            await pilot.pause()
            assert english(app) == [], event
        await until(pilot, marked("why it closed"))
        burst(app, "3")
        for _ in TOLD:
            await pilot.press("up")
            assert english(app) == []


@pytest.mark.parametrize(
    "keys",
    [
        *(action.keys.split(",")[0] for action in ACTIONS if action.id not in NOT_TRIED),
        "/zzzz",
    ],
)
async def test_no_english_answers_a_key(keys: str, reference: Path) -> None:
    app = SmtptuiApp(catalogue=Catalogue(root=reference))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, marked("palette"))
        await pilot.press(*(keys if keys[0] == "/" else [keys]))
        # Whatever the key opens or says: every screen until then is looked at, the last one surely.
        for _ in range(5):
            await pilot.pause(0.02)
            assert english(app) == []


async def test_no_english_says_that_the_palette_finds_nothing(reference: Path) -> None:
    app = SmtptuiApp(catalogue=Catalogue(root=reference))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, marked("palette"))
        await pilot.press("ctrl+p", *"zzzz")
        await until(pilot, marked("No matches found"))
        assert english(app) == []


async def test_no_english_is_on_the_caps_of_the_jump_mode(reference: Path) -> None:
    app = SmtptuiApp(catalogue=Catalogue(root=reference))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, marked("palette"))
        burst(app, "J")
        await until(pilot, marked("The list of codes"))
        assert english(app) == []


@pytest.mark.parametrize("pane", list(Pane))
def test_no_english_is_in_the_keys_of_any_pane(pane: Pane) -> None:
    assert [word for word in english_in(key_table(pane=pane).plain, SAID) if word not in KEYS] == []
