"""The octets of a client, cut as their reader knows them to be: lines, message data, chunks."""

from typing import NamedTuple

from smtptui.wire.limits import HELD_OCTETS, LINE_KEPT

_END_OF_DATA = b"\r\n.\r\n"


class ClientLine(NamedTuple):
    """A line without its end, as far as it is kept, and how many octets it had with its end."""

    text: bytes
    octets: int


class MessagePart(NamedTuple):
    """How many line ends and octets of message data came; `ended` by the final dot, which counts.

    `text` are the octets, where they are kept.
    """

    lines: int
    octets: int
    ended: bool
    text: bytes = b""


class ClientSide:
    """Keeps what has come and is not read yet; `at` is when the latest of it came.

    It never knows what the octets mean: who reads asks for a line, for message data, or for so many octets.
    """

    def __init__(self) -> None:
        self.at = 0.0
        self.overflowed = False
        self.keeps_messages = False
        """Whether message data is handed on, and not only counted."""
        self._octets = bytearray()
        self._line = bytearray()
        self._line_octets = 0
        self._tail = _END_OF_DATA[:2]

    def add(self, octets: bytes, at: float) -> None:
        """Take octets in; those beyond `limits.HELD_OCTETS` are lost, and `overflowed` says so."""
        self.at = at
        room = HELD_OCTETS - len(self._octets)
        self._octets += octets[:room]
        self.overflowed = self.overflowed or len(octets) > room

    def __len__(self) -> int:
        return len(self._octets)

    def line(self) -> ClientLine | None:
        """Return the next line, or None where its end has not come: LF alone ends one as well."""
        end = self._octets.find(b"\n") + 1
        if not end:
            self._keep(len(self._octets))
            return None
        self._keep(end)
        text, octets = bytes(self._line), self._line_octets
        self._line.clear()
        self._line_octets = 0
        return ClientLine(text.removesuffix(b"\n").removesuffix(b"\r"), octets)

    def begin_message(self) -> None:
        """What is read next is message data, from its beginning."""
        self._tail = _END_OF_DATA[:2]

    def message(self) -> MessagePart:
        """Return what has come of the message, up to its final dot (RFC 5321 §4.1.1.4)."""
        together = self._tail + self._octets
        found = together.find(_END_OF_DATA)
        if found >= 0:
            end = found + len(_END_OF_DATA) - len(self._tail)
        else:
            end = len(self._octets)
            self._tail = bytes(together[1 - len(_END_OF_DATA) :])
        return self._part(end, ended=found >= 0)

    def chunk(self, wanted: int) -> MessagePart:
        """Return what has come of a chunk of which `wanted` octets are to come; `ended` if it is all."""
        end = min(wanted, len(self._octets))
        return self._part(end, ended=end == wanted)

    def clear(self) -> None:
        """Forget everything."""
        self._octets.clear()
        self._line.clear()
        self._line_octets = 0

    def _part(self, end: int, *, ended: bool) -> MessagePart:
        lines = self._octets.count(b"\n", 0, end)
        text = bytes(self._octets[:end]) if self.keeps_messages else b""
        del self._octets[:end]
        return MessagePart(lines, end, ended, text)

    def _keep(self, end: int) -> None:
        self._line += self._octets[: min(end, max(0, LINE_KEPT - len(self._line)))]
        self._line_octets += end
        del self._octets[:end]
