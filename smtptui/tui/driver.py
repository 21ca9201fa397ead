"""What Textual's driver for terminals is made to do besides."""

from codecs import getincrementaldecoder
from functools import partial
from typing import Any

from textual.driver import Driver


def of_any_octets(driver: type[Driver]) -> type[Driver]:
    """Let a driver take whatever a terminal sends: what is not UTF-8 comes as U+FFFD.

    Textual decodes strictly, so that one key of a terminal set to Latin-1, or half a character from a broken
    connection, ends the program.
    """
    try:
        from textual.drivers import linux_driver
    except ImportError:  # there is no such terminal on this system
        return driver

    def decoder(encoding: str) -> Any:
        return partial(getincrementaldecoder(encoding), "replace")

    vars(linux_driver)["getincrementaldecoder"] = decoder
    return driver
