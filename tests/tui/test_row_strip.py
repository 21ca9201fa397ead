"""Rows as strips: what stands where, whatever the width."""

import pytest
from rich.style import Style
from textual.strip import Strip

from smtptui.reference.book.catalogue import Catalogue
from smtptui.tui.widgets.row_block import block
from smtptui.tui.widgets.row_strip import RowStyles, Seen, kept_line, one_line
from smtptui.tui.widgets.tail import tail_strip
from smtptui.watching.fold import Fold, feed
from smtptui.watching.rows import Row
from smtptui.watching.watched import Watched
from smtptui.wire.events import Asked, CommandSent, PartialLine, Risk
from tests.tui.transcript import GREETING_AND_504, events

NOOP = Asked("NOOP", b"NOOP", 1.0)

PLAIN = RowStyles(lambda _: Style(), Style())


def lines_of(row: Row, width: int, *, cursor: bool = False, gap: str = "") -> list[str]:
    """Return the lines of a row as text."""
    return [strip.text for strip in block(row, Seen("0.012", cursor=cursor), PLAIN, width, gap)]


def explained(transcript: str) -> Fold:
    """Return a session of which every reply is explained."""
    fold = feed(events(transcript))
    watched = Watched(Catalogue(), fold=fold)
    for row in fold.rows:
        watched.explain(row)
    return fold


def not_implemented(fold: Fold) -> Row:
    """Return the last 504."""
    assert fold.not_implemented is not None
    return fold.not_implemented


@pytest.mark.parametrize(
    ("risk", "words"),
    [(Risk.EARLY, "⚠ sent before the greeting"), (Risk.IN_CLEAR, "⚠ sent without encryption"), (None, "")],
)
def test_what_the_user_insisted_on_stands_on_the_row(risk: Risk | None, words: str) -> None:
    row = feed([CommandSent(1.0, NOOP, 6, risk)]).rows[0]
    assert lines_of(row, 100)[0].rstrip().endswith(words or "NOOP")


@pytest.mark.parametrize("width", [1, 20, 30, 31, 55, 56, 80, 200])
def test_every_line_of_every_row_fills_the_width(width: int) -> None:
    for fold in (feed(events(GREETING_AND_504)), explained(GREETING_AND_504)):
        for row in fold.rows:
            strips: list[Strip] = block(row, Seen("0.1", cursor=True), PLAIN, width, "6.0 s")
            strips.append(one_line(row, Seen("0.1"), PLAIN, width))
            strips.append(kept_line(row, Seen("0.1"), PLAIN, width))
            assert {strip.cell_length for strip in strips} == {width}
            assert {sum(segment.cell_length for segment in strip) for strip in strips} == {width}


def test_the_cursor_is_seen_without_colours_also_on_what_stands_out() -> None:
    rows = feed(events(GREETING_AND_504)).rows
    assert lines_of(rows[1], 80, cursor=True)[0].startswith("▌›")
    assert lines_of(rows[1], 80)[0].startswith("▌ ")
    assert lines_of(rows[2], 80, cursor=True)[0].startswith(" ›")


def test_a_504_has_a_pill_and_under_it_what_it_means_what_was_offered_and_what_to_do() -> None:
    lines = lines_of(not_implemented(explained(GREETING_AND_504)), 80)
    assert "←▐504▌ 5.5.4 Unrecognized authentication type" in lines[0]
    assert "╰─ ✗ mechanism not supported" in lines[1]
    assert lines[1].rstrip().endswith("certain")
    assert "It offers PLAIN and LOGIN; you asked for FOOBAR." in lines[2]
    assert "do: use a mechanism of the AUTH line of EHLO" in lines[3]


@pytest.mark.parametrize("width", [40, 60, 80])
def test_nothing_of_a_504_is_cut_however_narrow_it_is(width: int) -> None:
    said = GREETING_AND_504.replace("authentication type", "authentication type " + "and more words " * 20)
    lines = lines_of(not_implemented(explained(said)), width)
    text = " ".join(line.lstrip("▌ ").strip() for line in lines)
    assert text.count("and more words") == 20
    assert "…" not in text


def test_what_a_refusal_means_stands_beside_it_or_where_there_is_no_room_under_it() -> None:
    row = explained(
        "S: 220 mx ESMTP\nC: RCPT TO:<x@example.org>\nS: 550 5.1.1 <x@example.org>: unknown"
    ).rows[-1]
    assert len(lines_of(row, 100)) == 1
    assert "no such mailbox" in lines_of(row, 100)[0]
    narrow = lines_of(row, 50)
    assert "no such mailbox" not in narrow[0]
    assert "╰─ no such mailbox" in narrow[-1]


def test_the_greeting_says_what_may_be_said_next() -> None:
    lines = lines_of(explained(GREETING_AND_504).rows[1], 80)
    assert "←▐220▌ mx.example ESMTP Postfix" in lines[0]
    assert lines[0].rstrip().endswith("GREETING  Postfix")
    assert "EHLO comes next" in lines[1]


@pytest.mark.parametrize("width", [30, 39, 40, 60, 120])
def test_the_line_that_stays_in_view_of_a_greeting_says_that_it_is_one_however_long_its_text_is(
    width: int,
) -> None:
    long = GREETING_AND_504.replace("ESMTP Postfix", "ESMTP Postfix " + "and more words " * 20)
    for said in (GREETING_AND_504, long):
        text = kept_line(explained(said).rows[1], Seen("0.012"), PLAIN, width).text
        assert "←▐220▌ mx.ex" in text
        assert "GREETING" in text


def test_codes_with_and_without_a_pill_stand_in_one_column() -> None:
    rows = explained(GREETING_AND_504).rows
    assert {lines_of(row, 80)[0].index(f"{row.code}") for row in rows if row.code} == {14}


def test_a_silence_stands_before_the_row_that_ended_it() -> None:
    rows = feed(events(GREETING_AND_504)).rows
    assert "┄┄ 6.0 s ┄┄" in lines_of(rows[1], 80, gap="6.0 s")[0]


def test_what_a_refusal_of_several_lines_means_stands_under_its_last_line() -> None:
    fold = explained(
        "S: 220 mx ESMTP\nC: AUTH X\nS: 504-5.5.4 Unrecognized\nS: 504 5.5.4 authentication type"
    )
    first, last = fold.rows[-2:]
    assert len(lines_of(first, 80)) == 1
    assert "╰─ ✗ mechanism not supported" in lines_of(last, 80)[1]


def test_what_came_inside_tls_is_marked() -> None:
    row = feed(events("S: 220 mx ESMTP")).rows[-1]
    assert " ~←▐220▌" in block(row, Seen("0.1", inside=True), PLAIN, 80)[0].text
    assert " ~" not in block(row, Seen("0.1"), PLAIN, 80)[0].text


def test_a_line_that_has_not_ended_shows_with_a_clock_while_it_is_waited_for() -> None:
    fold = feed(events("S: 220 mx ESMTP\nC: EHLO me"))
    assert tail_strip(fold, 100.5, PLAIN, 80) is None
    waiting = tail_strip(fold, 103.2, PLAIN, 80)
    assert waiting is not None
    assert waiting.text.strip() == "… waiting for the reply to EHLO 3 s"
    fold.receive(PartialLine(101.5, b"250-mx.exa\x1b"))
    half = tail_strip(fold, 103.2, PLAIN, 80)
    assert half is not None
    assert half.text.startswith("     1.500  ← 250-mx.exa␛▁")
    assert half.text.endswith("  3 s ")
    assert half.cell_length == 80
    soon = tail_strip(fold, 100.9, PLAIN, 80)
    assert soon is not None
    assert soon.text.rstrip().endswith("▁")
