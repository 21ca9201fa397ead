"""Keys of the user's own: which may be given to what, and that all that shows keys follows."""

import pytest

from smtptui.session.target import TlsMode
from smtptui.tui.actions import ACTIONS
from smtptui.tui.app import SmtptuiApp
from smtptui.tui.keymap import KeymapError, key_of, rebound
from smtptui.tui.screens.connect import MODES, ConnectScreen
from tests.tui.driving import WIDE, screen_text, until


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
