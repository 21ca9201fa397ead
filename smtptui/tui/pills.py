"""Pills: a code or a class as a block in the colour of its class; lists, cards and rows share them."""

import re

from textual.content import Content

from smtptui.text import visible

LEFT, RIGHT = "▐", "▌"
"""Half blocks round the ends, and say where a pill is where no colour does."""

_CODE = re.compile(rf"(\S?){LEFT}([\w.-]+){RIGHT}")


def without_pills(text: str) -> str:
    """Return a text to take along: a code in it without the block that it stood on."""
    return _CODE.sub(lambda found: f"{found[1]} {found[2]}" if found[1] else found[2], text)


def pill(words: str, style: str) -> Content:
    """Return words, which may come from outside, on a block of `style`, one colour: ``▐504▌``."""
    return Content.assemble((LEFT, style), (visible(words), f"bold reverse {style}"), (RIGHT, style))
