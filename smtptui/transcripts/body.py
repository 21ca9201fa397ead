"""The message within an unmarked session: all from the reply to DATA to the lone dot (RFC 5321 §4.1.1.4)."""

import re
from collections.abc import Sequence

from smtptui.transcripts.parts import CODE
from smtptui.transcripts.pieces import Line
from smtptui.transcripts.verbs import is_command

LINES_KEPT = 400
"""Lines that are kept, in case the dot is missing in what was pasted."""

REPLY = re.compile(rf"\s*{CODE}(?:[ -]\S.*|[ -]?$)")
_DOT = re.compile(r"(?:(?:>{1,3}|-{1,2}>|C:|=>) ?)?\.\s*$")


class Body:
    """Keeps of a message what would be replies and commands if it had ended unseen."""

    def __init__(self) -> None:
        self._kept: list[Line] = []
        self.lines = 0

    def ends(self, line: Line) -> bool:
        """Return whether the line is the lone dot."""
        return _DOT.match(line.text) is not None

    def keep(self, line: Line) -> None:
        """Take a line of the message."""
        self.lines += 1
        if (self._kept or REPLY.match(line.text)) and len(self._kept) < LINES_KEPT:
            self._kept.append(line)

    def clear(self) -> None:
        """Forget the message, which has ended."""
        self._kept, self.lines = [], 0

    def left(self) -> Sequence[Line]:
        """Return the lines that are a session again, though no dot came: nothing but replies and commands."""
        kept, start = self._kept, len(self._kept)
        for index in range(len(kept) - 1, -1, -1):
            text = kept[index].text.strip()
            if REPLY.match(text):
                start = index
            elif text and not is_command(text):
                break
        self.clear()
        return kept[start:]
