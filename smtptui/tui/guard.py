"""The guard at the exit: no control character inside content reaches the terminal."""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from smtptui.text import visible

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""C0, DEL, C1, and the format characters that reorder or hide text."""


class Guard(LineFilter):
    """Replace what `visible()` should have replaced, should a piece of text ever have missed it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return `segments` with every control character of their text made visible."""
        search = _UNSAFE.search
        if not any(search(text) for text, _, control in segments if not control):
            return segments
        return [
            segment if segment.control else Segment(visible(segment.text), segment.style)
            for segment in segments
        ]
