"""Two entries compared: their pills, the differences, which when; with one picked, how to pick the other."""

from typing import TYPE_CHECKING

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Block
from smtptui.reference.searching.listing import EntryRef
from smtptui.reference.searching.titles import lookalikes_of, title_of
from smtptui.tui.card import Card, section
from smtptui.tui.content import CODE_SPAN, HEADING, MUTED, class_line, prose
from smtptui.tui.linking import Target, linked
from smtptui.tui.named_keys import key_for
from smtptui.tui.page import Line, Row
from smtptui.tui.themes import class_style
from smtptui.tui.views import Sides
from smtptui.tui.widgets.answer import titled
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.reference.comparing.compare import Comparison, Difference

LABEL = 13
"""Cells for what differs."""

FOLLOWING = frozenset({"phases", "session", "status", "sources"})
"""What differs too, and leaves the first screen to what tells more."""

NAMES = {"description": mark("Description"), "when": mark("When"), "fix": mark("Fix")}
"""The articles' sections by the names that stand in the frame."""

Lines = list[Line | Row | Content]


def comparison_card(catalogue: Catalogue, sides: Sides) -> Card:
    """Return the comparison of two entries; while a side is open, what is picked and how to go on."""
    a, b = sides
    if a is None or b is None:
        return _open(catalogue, sides)
    # Imported with the first comparison, which the first paint does not wait for.
    from smtptui.reference.comparing.compare import compare

    try:
        found = compare(catalogue, a.key, b.key)
    except UnknownCode as error:
        # A server may send any number, and whatever it sends can be picked.
        return Card("≠", (section("answer", "", "", [Content.styled(str(error), MUTED)]),))
    labels = catalogue.labels
    codes = (found.code_a, found.code_b)
    answer: Lines = [
        _two(_pill(found, 0, a), _pill(found, 1, b)),
        _two(prose(found.gist_a), prose(found.gist_b)),
        Content(""),
        Content.styled(labels.section("differences").upper(), HEADING),
        *(_difference(each, codes) for each in found.differences if each.field not in FOLLOWING),
    ]
    if found.which.a or found.which.b:
        answer += [Content(""), Content.styled(found.which.heading.upper(), HEADING)]
        answer += _bodies(found.which.a, found.which.b)
    sections = [section("answer", _("Differences"), "", answer)]
    following = [_difference(each, codes) for each in found.differences if each.field in FOLLOWING]
    if following:
        sections.append(section("further", _("Further ones"), _("Further differences"), following))
    if found.note:
        words = labels.section("note")
        sections.append(section("note", _("Telling apart"), words, _blocks(found.note)))
    sections += [
        section(each.name, _(NAMES[each.name]), each.heading, _bodies(each.a, each.b))
        for each in found.sections
    ]
    if found.common:
        words = labels.section("common")
        sections.append(
            section(
                "common",
                _("In common"),
                words,
                (_difference(each, codes) for each in found.common),
                folds=True,
            )
        )
    return Card(f"{found.code_a} ≠ {found.code_b}", tuple(sections))


def _two(a: Content, b: Content) -> Row:
    """Return two cells beside each other, each half of the page."""
    return Row((a, b), (0, 0), (Line(a), Line(b)))


def _pill(found: "Comparison", side: int, entry: EntryRef) -> Content:
    """Return which side it is, and what stands there; that leads to its card."""
    code, title = ((found.code_a, found.title_a), (found.code_b, found.title_b))[side]
    name = linked(titled(code, title), Target("entry", entry.id), style="")
    return Content.assemble(("AB"[side], "bold $text-primary"), " ", name)


def _difference(each: "Difference", codes: tuple[str, str]) -> Row:
    """Return a row of what differs, or of what does not; what became of it has the mark of the class."""
    sign = Content.styled("=", MUTED) if each.same else Content.styled("≠", "bold $text-warning")
    label, a, b = Content.styled(each.label, MUTED), Content(each.a), Content(each.b)
    if each.field == "outcome" and all(code[:1].isdigit() for code in codes):
        a, b = class_line(codes[0], each.a), class_line(codes[1], each.b)
    narrow = (
        Line(label),
        Line(a, Content.styled("  A ", "bold $text-primary")),
        Line(b, Content.assemble(sign, " ", ("B ", "bold $text-primary"))),
    )
    return Row((label, a, sign, b), (LABEL, 0, 1, 0), narrow)


def _bodies(a: tuple[Block, ...], b: tuple[Block, ...]) -> Lines:
    """Return two texts beside each other, paragraph by paragraph."""
    lines: Lines = []
    for at in range(max(len(a), len(b))):
        if lines:
            lines.append(Content(""))
        lines.append(_two(_block(a, at), _block(b, at)))
    return lines


def _block(body: tuple[Block, ...], at: int) -> Content:
    if at >= len(body):
        return Content("–" if at == 0 else "")
    text = prose(body[at].text)
    return Content.assemble("• ", text) if body[at].kind == "item" else text


def _blocks(body: tuple[Block, ...]) -> Lines:
    lines: Lines = []
    for block in body:
        lines += [Content(""), Line(prose(block.text))] if lines else [Line(prose(block.text))]
    return lines


# With a side that is open


def _open(catalogue: Catalogue, sides: Sides) -> Card:
    """Show what is picked, and how to fill what is open."""
    a, b = sides
    picked = a or b
    if picked is None:
        lines: Lines = [
            Content.styled(_("Nothing is picked yet."), "bold"),
            Content(""),
            _key("comparison.open", _("on a code of the list compares it: type the other one")),
            _key("comparison.pick", _("on two codes of the list picks A, then B")),
            _line(
                f"{key_for('comparison.choose-a')} {key_for('comparison.choose-b')}",
                _("choose each side by its number or a word"),
            ),
            _key("session.lookalike", _("compares with what it is most confused with")),
        ]
        return Card(_("Comparison"), (section("answer", "", "", lines),))
    side = 0 if a else 1
    filled = Content.assemble(
        ("AB"[side], "bold $text-primary"), " ", titled(picked.key, title_of(catalogue, picked))
    )
    empty = Content.assemble(("AB"[1 - side], "bold $text-primary"), " ", ("  ?  ", "bold reverse $quiet"))
    key = "comparison.choose-b" if a else "comparison.choose-a"
    lines = [
        _two(filled, empty) if a else _two(empty, filled),
        Content(""),
        _key(key, _("and a code or a word fill the other side")),
        _key("comparison.open", _("compares it with the code that the list is on")),
        _key("comparison.pick", _("on a code of the list picks that one")),
    ]
    if picked.id != "220":
        lines.append(_key("comparison.greeting", _("compares it with 220, the greeting")))
    likely = lookalikes_of(catalogue, picked)
    if likely:
        lines += [Content(""), Content.styled(_("Easily confused with").upper(), HEADING)]
        lines += [
            Line(
                Content(title_of(catalogue, other)),
                Content.assemble(
                    ("≠ ", "bold $text-warning"),
                    linked(Content.styled(other.key, _style(other)), Target("beside", other.id)),
                    "  ",
                ),
            )
            for other in likely
        ]
    return Card(f"{picked.key} ≠ ?", (section("answer", "", "", lines),))


def _key(action: str, words: str) -> Line:
    """Return what the key of an action does."""
    return _line(key_for(action), words)


def _line(key: str, words: str) -> Line:
    return Line(Content(words), Content.styled(f"{key:<5} ", "bold $text-warning"))


def _style(entry: EntryRef) -> str:
    return f"bold {class_style(entry.key)}" if entry.key.isdigit() else CODE_SPAN
