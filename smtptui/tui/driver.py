"""What Textual's driver for terminals is made to bear: whatever octets come from the keyboard."""

from codecs import getincrementaldecoder
from collections.abc import Iterable
from functools import partial
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.message import Message

ESC = "\x1b"
PASTE_BEGINS, PASTE_ENDS = f"{ESC}[200~", f"{ESC}[201~"

_BEGIN_SEQUENCES = frozenset(f"{ESC}[O")
_HIDDEN_ESC = "\udc1b"
"""A lone surrogate: no decoder makes one."""
_DELETES_WORD = "\x7f"


class LenientParser(XTermParser):
    """Takes an escape sequence that no terminal sends for no key, where Textual raises ValueError.

    Esc and a key that arrive together are esc and that key, not alt and the key: nothing here is bound to
    alt. An esc inside a bracketed paste is part of the text: Textual would take what follows it for keys.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._before = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what came in."""
        for message in super().feed(self._hide_escapes(data) if data else data):
            if isinstance(message, events.Paste):
                message.text = message.text.replace(_HIDDEN_ESC, ESC)
            yield message

    def _hide_escapes(self, data: str) -> str:
        """Return the text with another sign for each esc inside a paste.

        What may be the beginning of the mark that ends a paste waits for the rest; outside of one nothing
        waits, and what went before is remembered.
        """
        left, taken = data, ""
        while left:
            if self._pasting:
                pasted, found, left = (self._before + left).partition(PASTE_ENDS)
                pasted, self._before = (pasted, "") if found else _half(pasted, PASTE_ENDS)
                taken += pasted.replace(ESC, _HIDDEN_ESC) + found
            else:
                typed, found, left = (self._before + left).partition(PASTE_BEGINS)
                taken += (typed + found)[len(self._before) :]
                self._before = "" if found else _half(typed, PASTE_BEGINS)[1]
            self._pasting = self._pasting != bool(found)
        return taken

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        head, key = sequence[:1], sequence[1:]
        if head == ESC and len(key) == 1 and key not in _BEGIN_SEQUENCES and key != _DELETES_WORD:
            return [events.Key("escape", ESC), *self._sequence_to_key_events(key)]
        if alt:
            return [events.Key("escape", ESC), *self._sequence_to_key_events(sequence)]
        try:
            # A list: it has to fail here, and not with whoever takes from it.
            return list(super()._sequence_to_key_events(sequence, alt))
        except ValueError:
            return []


def _half(text: str, mark: str) -> tuple[str, str]:
    """Part a text before what may be the beginning of `mark` at its end."""
    size = next((size for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), 0)
    return text[: len(text) - size], text[len(text) - size :]


def of_any_octets(driver: type[Driver]) -> type[Driver]:
    """Let a driver take whatever a terminal sends: what is not UTF-8 comes as U+FFFD.

    Textual decodes strictly, so that one key of a terminal set to Latin-1, or half a character from a broken
    connection, ends the program; so does ``esc [ : u``. Its driver takes both parts from its module's names.
    """
    try:
        from textual.drivers import linux_driver
    except ImportError:  # there is no such terminal on this system
        return driver

    def decoder(encoding: str) -> Any:
        return partial(getincrementaldecoder(encoding), "replace")

    vars(linux_driver).update(getincrementaldecoder=decoder, XTermParser=LenientParser)
    return driver
