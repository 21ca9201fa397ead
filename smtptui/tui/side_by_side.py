"""Two sessions beside each other as lines: a command, and under it what each has answered."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import HEADING, MUTED
from smtptui.tui.themes import class_style
from smtptui.watching.aligning import Difference, Exchange, Pair
from smtptui.watching.offers import OfferChange
from smtptui.wire.verbs import INTRODUCTIONS
from smtptui.words import _, decimal, plural

TWO_COLUMNS = 100
"""Columns from which the replies stand beside each other, else under each other."""

SIDES = ("A", "B")


class Sides(NamedTuple):
    """What is to be drawn; `words` returns what a reply means in a few words, empty where it needs none."""

    pairs: list[Pair]
    offers: OfferChange | None
    words: tuple[Callable[[Exchange], str], Callable[[Exchange], str]]


def lines(sides: Sides, width: int, *, only_differing: bool) -> Iterator[Content]:
    """Yield the lines for a screen so many cells wide."""
    shown = [pair for pair in sides.pairs if pair.differences] if only_differing else sides.pairs
    if only_differing:
        left_out = len(sides.pairs) - len(shown)
        words = plural("{number} answered alike", "{number} answered alike", left_out)
        yield Content.styled(words, MUTED)
    introduction = next((pair for pair in reversed(shown) if pair.verb in INTRODUCTIONS), None)
    for at, pair in enumerate(shown):
        if at or only_differing:
            yield Content("")
        yield from _pair(pair, sides, width)
        if pair is introduction and sides.offers is not None:
            yield from _offers(sides.offers)


def _pair(pair: Pair, sides: Sides, width: int) -> Iterator[Content]:
    command = visible(pair.command) or (_("greeting") if pair.verb == "CONNECT" else _("unasked"))
    differs = ", ".join(_difference(each, pair) for each in pair.differences)
    yield Content.assemble(
        ("→ " if pair.command else "  ", MUTED),
        (command, "bold"),
        (f"   ≠ {differs}" if differs else "", "$text-warning"),
    ).truncate(width, ellipsis=True)
    if width >= TWO_COLUMNS:
        half = (width - 3) // 2
        cells = [_reply(each, words, half) for each, words in zip((pair.a, pair.b), sides.words, strict=True)]
        for at in range(max(map(len, cells))):
            left = cells[0][at] if at < len(cells[0]) else Content("")
            right = cells[1][at] if at < len(cells[1]) else Content("")
            gap = Content.blank(max(0, half - left.cell_length))
            yield Content.assemble(left, gap, (" │ ", MUTED), right)
        return
    same = pair.a is not None and pair.b is not None and not pair.differences
    for side, each, words in zip(SIDES, (pair.a, pair.b), sides.words, strict=True):
        label = "=" if same else side
        for at, line in enumerate(_reply(each, words, width - 4)):
            yield Content.assemble((f"  {label if at == 0 else ' '} ", HEADING), line)
        if same:
            return


def _difference(difference: Difference, pair: Pair) -> str:
    if difference is not Difference.TIME:
        return _(difference)
    slower = "A" if (pair.a and pair.b and (pair.a.took or 0) > (pair.b.took or 0)) else "B"
    return _("{side} took {ratio} times as long", side=slower, ratio=f"{pair.ratio:.0f}")


def _reply(each: Exchange | None, words: Callable[[Exchange], str], width: int) -> list[Content]:
    """Return a reply, wrapped, and what it means."""
    if each is None:
        return [Content.styled("–", MUTED)]
    code = f"{each.code:03d}" if each.code is not None else "   "
    took = f"  {_milliseconds(each.took)}" if each.took is not None else ""
    reply = Content.assemble(
        (f" {code} ", f"bold reverse {class_style(code)}"),
        f" {each.text}",
        (took, MUTED),
    )
    wrapped = reply.wrap(max(20, width))
    if told := words(each):
        wrapped += Content.styled(f"╰─ {told}", class_style(code)).wrap(max(20, width))
    return list(wrapped)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{decimal(f'{seconds:.1f}')} s"


def _offers(change: OfferChange) -> Iterator[Content]:
    yield Content.styled(_("What they offer").upper(), HEADING)
    if not change:
        yield Content.styled(_("both offer the same"), MUTED)
    rows = [
        (_("only A"), ", ".join(map(visible, change.lost))),
        (_("only B"), ", ".join(map(visible, change.gained))),
    ]
    width = max(cell_len(label) for label, _words in rows) + 2
    for label, told in rows:
        if told:
            yield Content.assemble((label + " " * (width - cell_len(label)), MUTED), told)
    for before, after in change.altered:
        yield Content.assemble(("≠ ", "$text-warning"), visible(before), ("  ·  ", MUTED), visible(after))
