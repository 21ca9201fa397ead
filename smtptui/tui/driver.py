"""What Textual's driver for terminals is made to bear: whatever octets come from the keyboard."""

from codecs import getincrementaldecoder
from collections.abc import Iterable
from functools import partial
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.driver import Driver


class LenientParser(XTermParser):
    """Takes an escape sequence that no terminal sends for no key, where Textual raises ValueError."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        try:
            # A list: it has to fail here, and not with whoever takes from it.
            return list(super()._sequence_to_key_events(sequence, alt))
        except ValueError:
            return []


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
