"""All lines of a row: the silence before it, its text, and under it what it means, wrapped and never cut."""

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from smtptui.text import visible
from smtptui.tui.themes import class_mark
from smtptui.tui.widgets.row_strip import CODE_AT, RowStyles, Seen, body_of, fit, has_pill, one_line
from smtptui.watching.narration import RISKS
from smtptui.watching.rows import Highlight, Kind, Row
from smtptui.watching.verdict import Verdict, verdict_of
from smtptui.wire.events import CommandSent, GreetingReceived
from smtptui.words import _, mark

TAG_SHARE = 0.46
"""What stands beside a row stands in one column: it begins at this share of the room from the right."""

TEXT_FROM = 12
"""Columns that a wrapped text needs; in fewer a row is one line that is cut."""

ORDINARY = 3
"""Lines that a text may take which is no greeting, no refusal and no trouble."""

GAP_AT = 7
"""The column where a silence begins: under the times."""

SURE = {"certain": mark("certain"), "likely": mark("likely"), "possible": mark("possible")}
"""How sure a meaning is → its word."""

SURE_STYLES = {"certain": "class-2", "likely": "class-4", "possible": "time"}


class Told(NamedTuple):
    """Words under a row, their style, and how sure they are; empty where nothing is claimed."""

    words: str
    style: Style
    sure: str = ""


def block(row: Row, seen: Seen, styles: RowStyles, width: int, gap: str = "") -> list[Strip]:
    """Return the lines of a row, each of exactly `width` cells; `gap` is the silence before it, in words."""
    if width - _text_at(row) < TEXT_FROM:
        return [one_line(row, seen, styles, width)]
    verdict = verdict_of(row)
    beside = _beside(row, verdict)
    fits = _fits_beside(row, beside, width)
    lines = _text(row, seen, styles, width, beside if fits else "")
    told = [Told(beside, styles.accent(row))] if beside and not fits else []
    if verdict is not None and row.highlight is not None:
        told += _told(row, verdict, styles)
    lines += _under(row, seen, styles, width, told)
    if gap:
        silence = Segment(f"┄┄ {gap} ┄┄", styles.base + styles.named("gap"))
        lines.insert(0, _line([Segment(" " * GAP_AT, styles.base), silence], width))
    return lines


def _told(row: Row, verdict: Verdict, styles: RowStyles) -> list[Told]:
    """Return what stands under a greeting or a 504."""
    if row.highlight is Highlight.GREETING:
        return [Told(verdict.meaning, styles.named("time"))]
    accent, plain = styles.accent(row), Style()
    meaning = f"{class_mark(row.code or 0)} {visible(verdict.meaning)}"
    told = [Told(meaning, accent + Style(bold=True), str(verdict.sure or ""))]
    told += [Told(visible(fact), plain) for fact in verdict.facts]
    if verdict.next:
        told.append(Told(_("do: {what}", what=visible(verdict.next)), styles.named("class-2")))
    return told


def _beside(row: Row, verdict: Verdict | None) -> str:
    """Return what stands at the right: what it means, what the server now offers, what is odd about it."""
    said: list[str] = []
    if row.highlight is Highlight.GREETING:
        said += [row.tag] if row.tag else []
    elif verdict is not None:
        if row.reply is not None and isinstance(row.reply.event, GreetingReceived):
            said.append(_("GREETING"))
        if row.highlight is None:
            said.append(visible(verdict.meaning))
    if row.reply is not None and row.reply.change is not None and row.tag is not None:
        change = row.reply.change
        offered = [f"+{visible(each)}" for each in change.gained]
        offered += [f"−{visible(each)}" for each in change.lost]
        said += [" ".join(offered)] if offered else []
    odd = [_(anomaly) for anomaly in row.anomalies]
    if isinstance(row.event, CommandSent) and row.event.risk is not None:
        odd.append(_(RISKS[row.event.risk]))
    if odd:
        said.append(f"⚠ {', '.join(odd)}")
    return " · ".join(said)


def _text_at(row: Row) -> int:
    """Return the column at which a row's text begins, and goes on where it wraps."""
    return CODE_AT + (0 if row.code is None else 5 if has_pill(row) else 4)


def _column(row: Row, beside: str, room: int) -> int:
    """Return where what stands beside a text of so much room begins; a refusal's begins in the one column."""
    column = min(room - cell_len(beside), int(room * (1 - TAG_SHARE)))
    if row.highlight is Highlight.GREETING:
        column = max(column, min(room - cell_len(beside), cell_len(body_of(row)[1]) + 2))
    return column


def _fits_beside(row: Row, beside: str, width: int) -> bool:
    room = width - _text_at(row)
    shown = body_of(row)[1]
    return len(shown) <= room and cell_len(shown) + 2 <= _column(row, beside, room)


def _text(row: Row, seen: Seen, styles: RowStyles, width: int, beside: str) -> list[Strip]:
    """Return a row's text, wrapped, with what fits beside it."""
    base, accent = styles.background(row, seen), styles.accent(row)
    plain = base if row.kind is Kind.RECEIVED else base + accent
    separator, text = body_of(row)
    at = _text_at(row)
    begin = [*styles.begin(row, seen), *styles.code(row, seen), Segment(separator, plain)]
    room = width - at
    if beside:
        column = _column(row, beside, room)
        tag = Segment(fit(beside, room - column), base + accent + Style(bold=row.highlight is not None))
        return [_line([*begin, Segment(set_cell_size(text, column), plain), tag], width)]
    lines = wrapped(text, room)
    ordinary = row.kind not in (Kind.WARNING, Kind.TROUBLE) and not has_pill(row)
    if ordinary and len(lines) > ORDINARY:
        lines[ORDINARY - 1 :] = [fit(f"{lines[ORDINARY - 1]} {lines[ORDINARY]}", room)]
    strips = [_line([*begin, Segment(set_cell_size(lines[0], room), plain)], width)]
    for line in lines[1:]:
        margin = _margin(row, base, accent, at)
        strips.append(_line([*margin, Segment(set_cell_size(line, room), plain)], width))
    return strips


def _under(row: Row, seen: Seen, styles: RowStyles, width: int, told: list[Told]) -> list[Strip]:
    """Return what stands under a row, wrapped; how sure it is stands at the right of its first line."""
    base, accent = styles.background(row, seen), styles.accent(row)
    at = CODE_AT + 1
    room = width - at
    strips: list[Strip] = []
    for words, style, sure in told:
        how_sure = f"  {_(SURE[sure])} " if sure else ""
        lines = wrapped(words, room - cell_len(how_sure))
        for number, line in enumerate(lines):
            tail = how_sure if not number else ""
            segments = [
                *_margin(row, base, accent, at, "   " if strips else "╰─ "),
                Segment(set_cell_size(line, room - cell_len(tail)), base + style),
            ]
            if tail:
                segments.append(Segment(tail, base + styles.named(SURE_STYLES[sure])))
            strips.append(_line(segments, width))
    return strips


def _margin(row: Row, base: Style, accent: Style, at: int, hook: str = "") -> list[Segment]:
    """Return what stands before a line under a row, in `at` cells."""
    bar = Segment("▌" if row.highlight else " ", base + accent)
    blank = Segment(" " * (at - 1 - len(hook)), base)
    return [bar, blank, Segment(hook, base + accent)] if hook else [bar, blank]


def _line(segments: list[Segment], width: int) -> Strip:
    strip = Strip(segments)
    return strip if strip.cell_length == width else strip.adjust_cell_length(width, segments[-1].style)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` cells."""
    if len(text) <= width and cell_len(text) <= width:
        return [text]
    return [line.plain.rstrip() for line in Content(text).wrap(max(2, width))] or [""]
