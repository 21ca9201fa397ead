"""Answers that differ only in what varies: what one reply means is looked up, and written, once."""

from collections.abc import Callable, Iterator, Sequence
from json import dumps
from typing import NamedTuple

from smtptui.cli.columns import wrapped
from smtptui.cli.explain.where import Where
from smtptui.cli.output import Output
from smtptui.reference.explaining.evidence import Evidence
from smtptui.transcripts.masking import PLACES, Masked, Template, masked, with_stand_ins

SHAPES_KEPT = 2048
"""Answers that are kept with places for what varies; a log has some hundreds."""

_LINE = 96090
"""A number of a line that stands for any other; as many digits as a number is at least written with."""


class _Call(NamedTuple):
    """Lines as they are written, or a text with places for what varies, broken into lines or not."""

    lines: str
    text: Template
    indent: Template | None
    hanging: str | None


class _Recorder(Output):
    """Takes what would be written: a text, and where it is to be broken into lines what they begin with."""

    def __init__(self) -> None:
        super().__init__(None, {})
        self.calls: list[tuple[str, str | None, str | None]] = []

    def line(self, text: str = "") -> None:
        """Take a line."""
        self.calls.append((text, None, None))

    def paragraph(self, text: str, *, indent: str = "", hanging: str | None = None) -> None:
        """Take a text that is to be broken into lines."""
        self.calls.append((text, indent, hanging))


Write = Callable[[Output, Where, Evidence], None]
"""Writes the answer for the evidence of a reply."""


class Repeated:
    """Writes answers to `out` by means of `write`, or as it wrote one that differs only in what varies."""

    def __init__(self, out: Output, write: Write, *, as_json: bool) -> None:
        self._out = out
        self._write = write
        self._as_json = as_json
        self._known: dict[Evidence, tuple[_Call, ...] | None] = {}
        self._once: set[Evidence] = set()

    def answer(self, where: Where, evidence: Evidence) -> None:
        """Write the answer for the evidence of a reply."""
        if len(where.places) > 1:
            self._write(self._out, where, evidence)
            return
        line = where.line
        text, asked = masked(evidence.text), masked(evidence.command_line)
        key = evidence._replace(text=text.stays, command_line=asked.stays)
        if key not in self._known:
            if key not in self._once:
                # What comes once only is not worth learning.
                self._remember(key)
                self._write(self._out, where, evidence)
                return
            if len(self._known) >= SHAPES_KEPT:
                self._known.clear()
            self._known[key] = self._learnt(where, evidence, text, asked)
        calls = self._known[key]
        if calls is None:
            self._write(self._out, where, evidence)
        else:
            self._out.line("\n".join(self._filled(calls, self._values(line, text, asked))))

    def _remember(self, key: Evidence) -> None:
        if len(self._once) >= SHAPES_KEPT:
            self._once.clear()
        self._once.add(key)

    def _values(self, line: int, text: Masked, asked: Masked) -> tuple[str, ...]:
        return (str(line) if self._as_json else f"{line:>5}", *text.values, *asked.values)

    def _filled(self, calls: Sequence[_Call], values: Sequence[str]) -> Iterator[str]:
        shown = _in_json if self._as_json else str
        out = self._out
        for lines, text, indent, hanging in calls:
            if lines:
                yield lines
                continue
            whole = text.filled(values, shown)
            if indent is None:
                yield whole
                continue
            begin = indent.filled(values)
            if whole.isascii() and len(begin) + len(whole) <= out.width:
                yield (begin + whole).rstrip(" ")
            else:
                yield from wrapped(out.sayable(whole), out.width, indent=begin, hanging=hanging)

    def _learnt(
        self, where: Where, evidence: Evidence, text: Masked, asked: Masked
    ) -> tuple[_Call, ...] | None:
        """Return the answer with places for what varies, None where that would not be the answer."""
        if len(text.values) + len(asked.values) > PLACES:
            return None
        shown, stands = with_stand_ins(text)
        shown_asked, further = with_stand_ins(asked, len(stands))
        standing, really = _Recorder(), _Recorder()
        self._write(
            standing, Where(_LINE, file=where.file), evidence._replace(text=shown, command_line=shown_asked)
        )
        self._write(really, Where(where.line, file=where.file), evidence)
        calls = tuple(self._call(call, (str(_LINE), *stands, *further)) for call in standing.calls)
        written = (self._call(call, ()) for call in really.calls)
        values = self._values(where.line, text, asked)
        same = "\n".join(self._filled(calls, values)) == "\n".join(self._filled(tuple(written), ()))
        return calls if same else None

    def _call(self, call: tuple[str, str | None, str | None], names: tuple[str, ...]) -> _Call:
        text, indent, hanging = call
        own = Template(text, names)
        begin = None if indent is None else Template(indent, names)
        lines = ""
        if own.is_constant and (begin is None or begin.is_constant):
            out = self._out
            broken = (
                [text]
                if indent is None
                else wrapped(out.sayable(text), out.width, indent=indent, hanging=hanging)
            )
            lines = "\n".join(broken)
        return _Call(lines, own, begin, hanging)


def _in_json(value: str) -> str:
    return dumps(value)[1:-1]
