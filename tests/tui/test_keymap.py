"""Keys of the user's own: which may be given to what, and that all that shows keys follows."""

import re
from collections.abc import Iterator

import pytest

from smtptui.session.target import TlsMode
from smtptui.tui.actions import ACTIONS
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.keymap import KeymapError, key_of, rebound
from smtptui.tui.named_keys import name_keys
from smtptui.tui.screens.connect import MODES, ConnectScreen
from smtptui.wire.events import Way
from tests.tui.driving import WIDE, entry, feed_events, opened, screen_text, until, until_true
from tests.tui.transcript import GREETING_AND_504, events


@pytest.fixture(autouse=True)
def ours_again() -> Iterator[None]:
    """Sentences name our own keys again."""
    yield
    name_keys()


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("k", "k"), ("K", "K"), ("/", "slash"), ("^o", "ctrl+o"), ("ctrl+K", "ctrl+k"), ("Ctrl+k", "ctrl+k"),
        ("F2", "f2"), ("shift+F2", "shift+f2"), ("esc", "escape"), ("+", "plus"), ("ctrl++", "ctrl+plus"),
        (",", "comma"), ("alt+k", "alt+k"), ("§", "section_sign"), ("pgup", "pageup"), (" space ", "space"),
        ("contrl+k", None), ("foo", None), ("f99", None), ("ctrl+", None), ("", None),
    ],
)  # fmt: skip
def test_a_key_is_written_as_people_do(word: str, key: str | None) -> None:
    assert key_of(word) == key


def test_the_user_s_keys_take_the_place_of_ours() -> None:
    actions = {action.id: action for action in rebound(ACTIONS, {"codes.filter": "ctrl+f,F4"})}
    assert actions["codes.filter"].keys == "ctrl+f,f4"
    assert actions["codes.filter"].shown == "^f"
    assert actions["comparison.swap"].keys == "x"


def test_two_actions_may_change_their_keys() -> None:
    actions = {
        action.id: action.keys
        for action in rebound(ACTIONS, {"comparison.swap": "c", "comparison.open": "x"})
    }
    assert (actions["comparison.swap"], actions["comparison.open"]) == ("c", "x")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"codes.filtr": "k"}, "there is no action 'codes.filtr'; did you mean codes.filter"),
        ({"zzz": "k"}, "there is no action 'zzz'; they are view.codes, "),
        ({"codes.filter": "x"}, "x would be the key of two actions: codes.filter and comparison.swap"),
        ({"codes.filter": "é", "comparison.swap": "é"}, "the key of two actions: comparison.swap and"),
        ({"codes.filter": "contrl+k"}, "there is no key 'contrl+k'; keys are written k, K, /, F2, ctrl+k,"),
        ({"codes.filter": "enter"}, "enter is needed to move and to choose"),
        ({"codes.filter": "^c"}, "^c is needed to move and to choose"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(keys: dict[str, str], said: str) -> None:
    with pytest.raises(KeymapError) as raised:
        rebound(ACTIONS, keys)
    assert said in str(raised.value)


async def test_the_key_does_it_and_footer_and_help_name_it() -> None:
    app = SmtptuiApp(keys={"codes.filter": "ctrl+f", "program.help": "F1"})
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, "^f Filter")
        assert "/ Filter" not in screen_text(app)
        await pilot.press("slash")
        await pilot.press("f1")
        text = await until(pilot, "Filter the codes by number")
        assert "   ^f  Filter" in text
        await pilot.press("escape")
        await pilot.press("ctrl+f", *"421")
        await until(pilot, "421")
        assert app.focused is not None
        assert getattr(app.focused, "value", "") == "421"


async def test_the_dialog_begins_with_how_to_encrypt_that_was_set() -> None:
    async with SmtptuiApp(tls="starttls").run_test(size=WIDE) as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, "starttls")
        dialog = pilot.app.screen
        assert isinstance(dialog, ConnectScreen)
        assert MODES[dialog.mode.chosen] is TlsMode.STARTTLS


ANEW = dict(
    zip(
        (action.id for action in ACTIONS),
        (
            *(f"alt+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"),
            *(f"f{number}" for number in range(4, 25)),
            *(f"ctrl+f{number}" for number in range(1, 25)),
        ),
        strict=False,
    )
)
"""Another key for every action: none of them is the key of one already."""

OURS = re.compile(
    r"ctrl\+[orpzq]\b|\{ \}|\^[a-z]\b(?!\d)|(?<!\S)F[23]\b"
    r"|\[ \]|(?<!\S)[123] (Codes|Compare|Live)\b|(?<!\S)esc\b"
    r"|(?<![^\s(│])([b-zA-Z:/?035]|space) (?=[a-z]+s\b)|\((3,|d\)|d gi)"
)
"""One of our own keys in a sentence, in a frame or in the bottom line."""

NO_KEY = ("ETRN: n messages pending", "3 replies")
"""What looks like one."""


def test_there_is_another_key_for_every_action() -> None:
    assert list(ANEW) == [action.id for action in ACTIONS]


def ours(text: str) -> list[str]:
    """Return the lines of a screen that have one of our own keys."""
    return [
        line for line in text.splitlines() if OURS.search(line) and not any(words in line for words in NO_KEY)
    ]


async def test_no_sentence_names_a_key_of_ours_once_the_user_has_others() -> None:
    app = SmtptuiApp(keys=ANEW)
    async with app.run_test(size=(140, 50), notifications=True) as pilot:
        workspace = app.workspace
        await until_true(pilot, lambda: workspace.is_furnished and opened(app) == "220")
        seen = {"start": ours(await until(pilot, "palette"))}

        async def see(words: str, *actions: str) -> None:
            app.clear_notifications()
            for action in actions:
                workspace.action_do(action)
            seen[words] = ours(await until(pilot, words))

        await see("on two codes of the list picks A, then B", "view.compare")
        await see("Nothing is picked yet: alt", "comparison.swap")
        await see("There is no session", "view.live", "reading.next")
        await see("Select a reply in the live session first", "session.card", "reading.previous")
        await see("There is no connection", "session.command")
        await see("There is no session to write", "session.write")
        await see("There is no session to close", "tabs.close")
        workspace.codes.open(entry("504"))
        await see("compares it with 535")
        await see("504 is picked: ", "comparison.pick")
        await see("fill the other side", "view.compare")
        await see("KEY DIFFERENCES", "comparison.greeting")
        feed_events(app, events(GREETING_AND_504))
        await see("the card of 504", "view.live")
        for words in ("offers 8 extensions", "Not encrypted", "AGREED", "from the first to the last"):
            await see(words, "reading.next")
        await see("It takes two sessions", "tabs.two")
        feed_events(app, events(GREETING_AND_504), label="other.example:25")
        await see(" ".join(ANEW[f"tabs.{which}"].upper() for which in ("previous", "next")))
        workspace.panel.ways_bar.offer(Way)
        await see("connects without TLS")
    assert {words: lines for words, lines in seen.items() if lines} == {}
