import os
import sys

import pytest
from textual import events

from smtptui.tui.driver import LenientParser
from tests.scripted_peer import plain_peer
from tests.terminal import running


@pytest.mark.parametrize(
    ("octets", "shown"),
    [
        (b"/M\xfcller\xce\xff", "M\ufffdller"),
        (b"/Mue\x1b[:u/ulle", "ulle"),
        (b"/Mue\x1b[1;1;99999999u/ulle", "ulle"),
    ],
    ids=["not UTF-8", "no key sequence", "no character"],
)
def test_octets_that_no_terminal_should_send_do_no_harm(octets: bytes, shown: str) -> None:
    with running([sys.executable, "-m", "smtptui"]) as terminal:
        terminal.until("palette")
        os.write(terminal._descriptor, octets)
        terminal.until(shown)
        terminal.send("\x11")
        assert terminal.until_end() == 0


def parsed(*chunks: str) -> list[str]:
    """Return the keys, and the texts that were pasted, of what comes in chunk by chunk."""
    parser = LenientParser()
    messages = [message for chunk in chunks for message in parser.feed(chunk)]
    return [message.text if isinstance(message, events.Paste) else message.key for message in messages]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("octets", "keys"),
    [
        ("\x1b:N", ["escape", "colon", "N"]),
        ("\x1bd", ["escape", "d"]),
        ("\x1b1", ["escape", "1"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\x0f", ["escape", "ctrl+o"]),
        (":\x1b:\x1b:", ["colon", "escape", "colon", "escape", "colon"]),
        ("\x1b\x1b[A", ["escape", "up"]),
        ("\x1b[A\x1bOA\x1b[1;3A", ["up", "up", "alt+up"]),
    ],
)
def test_esc_and_a_key_in_one_read_are_esc_and_that_key(octets: str, keys: list[str]) -> None:
    assert parsed(octets) == keys


PASTED = ":\x1b[200~one\x1bq\x1b[A\x1b\x1b[201~\x1bq"


@pytest.mark.parametrize("at", range(len(PASTED) + 1))
def test_no_escape_inside_a_paste_makes_keys_of_what_follows_it(at: int) -> None:
    halves = [half for half in (PASTED[:at], PASTED[at:]) if half]
    assert parsed(*halves) == ["colon", "one\x1bq\x1b[A\x1b", "escape", "q"]


def test_a_key_typed_in_the_same_read_as_esc_is_an_action() -> None:
    with (
        plain_peer() as peer,
        running([sys.executable, "-m", "smtptui", "watch", f"127.0.0.1:{peer.port}"]) as terminal,
    ):
        terminal.until("PIPELINING")
        terminal.send("?\x1b:NOOP one\r\x1b:NOOP two\r")
        terminal.until_true(lambda: peer.lines == ["NOOP one", "NOOP two"])
        terminal.send("\x1bq")
        assert terminal.until_end() == 0
