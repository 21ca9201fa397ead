"""Two codes side by side: the prose aligned, the differences computed from facts."""

from typing import TYPE_CHECKING, NamedTuple

from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Block, Code
from smtptui.reference.comparing.sides import Field, Side, code_side, enhanced_side, situation_side

if TYPE_CHECKING:
    from smtptui.reference.book.enhanced import EnhancedStatus
    from smtptui.reference.book.situations import Situation


class Difference(NamedTuple):
    """One fact about both codes, in words; `same` where they do not differ in it."""

    field: str
    label: str
    a: str
    b: str
    same: bool


class Section(NamedTuple):
    """What both articles say under the same heading; `name` is the section's, either side may be empty."""

    name: str
    heading: str
    a: tuple[Block, ...]
    b: tuple[Block, ...]


class Comparison(NamedTuple):
    """Two codes aligned.

    `differences` are the facts in which they differ, `common` those in which they do not. `which` sets
    side by side when a server should send either. `note` tells them apart in prose, or is None.
    """

    a: "Code | EnhancedStatus | Situation"
    b: "Code | EnhancedStatus | Situation"
    code_a: str
    code_b: str
    title_a: str
    title_b: str
    class_a: str
    class_b: str
    gist_a: str
    gist_b: str
    advice_a: str
    advice_b: str
    sections: tuple[Section, ...]
    differences: tuple[Difference, ...]
    common: tuple[Difference, ...]
    which: Section
    note: tuple[Block, ...] | None


def compare(catalogue: Catalogue, a: str, b: str) -> Comparison:
    """Return two entries compared; raise UnknownCode.

    Either may be a basic code (``504``), an enhanced one (``5.7.8``) or a situation (``mailbox.full``).
    """
    left, right = _side(catalogue, a), _side(catalogue, b)
    labels = catalogue.labels
    rows = tuple(
        _difference(labels.field(field.name), field, other)
        for field in left.fields
        for other in right.fields
        if field.name == other.name and (field.values or other.values)
    )
    return Comparison(
        a=left.facts,
        b=right.facts,
        code_a=left.code,
        code_b=right.code,
        title_a=left.title,
        title_b=right.title,
        class_a=left.class_name,
        class_b=right.class_name,
        gist_a=left.gist,
        gist_b=right.gist,
        advice_a=labels.advice(left.code),
        advice_b=labels.advice(right.code),
        sections=tuple(
            Section(name, labels.section(name), left.sections.get(name, ()), right.sections.get(name, ()))
            for name in ("description", "when", "fix")
            if left.sections.get(name) or right.sections.get(name)
        ),
        differences=tuple(row for row in rows if not row.same),
        common=tuple(row for row in rows if row.same),
        which=Section(
            "which",
            labels.section("which"),
            left.sections.get("choose", ()),
            right.sections.get("choose", ()),
        ),
        note=_note(catalogue, left, right),
    )


def _side(catalogue: Catalogue, code: str) -> Side:
    wanted = code.strip()
    if wanted.lower() in catalogue.situation_ids:
        return situation_side(catalogue, wanted.lower())
    if "." in wanted and wanted[0].isalpha() and wanted[:2].upper() != "X.":
        # None of the ids: the error names the nearest of them.
        return situation_side(catalogue, wanted.lower())
    if "." in wanted:
        return enhanced_side(catalogue, wanted)
    try:
        return code_side(catalogue, wanted)
    except UnknownCode:
        raise UnknownCode(code, catalogue.nearest(wanted)) from None


def _note(catalogue: Catalogue, left: Side, right: Side) -> tuple[Block, ...] | None:
    """Return how to tell the two apart: the note on a pair of codes, or what situations say of each other."""
    told = [
        Block("paragraph", f"{id}: {words}")
        for one, other in ((left, right), (right, left))
        if one.code in catalogue.situation_ids and (article := catalogue.situation_article(one.code))
        for id, words in article.confused
        if id == other.code
    ]
    if told:
        return tuple(told)
    return catalogue.pair_notes.get((min(left.code, right.code), max(left.code, right.code)))


def _difference(label: str, a: Field, b: Field) -> Difference:
    return Difference(a.name, label, a.words, b.words, same=frozenset(a.values) == frozenset(b.values))
