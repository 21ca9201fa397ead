import re

import pytest

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.recognising.recognise import DECIDING
from smtptui.reference.explaining.recognising.rules import LINK, NOT, parse_rules, rules
from smtptui.reference.explaining.recognising.wording import wording
from tests.training.lines import FOLDER, LEARNT, labelled_lines, wordings

UNPROVEN = FOLDER.parent / "unproven.tsv"
"""Patterns that decide although no line that we have shows them to be right: general wording, as we hold."""

TEXT = """\
# A comment.
full = full|over quota

[mailbox.full]
when: full quota
code: X.2.2 4.7.0/454 X.1.0?
vendor: Gmail 5.7.25-5.7.26
basic: 422 452?
sure: mailbox {full}
from: Exim, Postfix
not: disk

[ok.message]
class: 2
text: queued
"""


def test_a_rule_says_by_what_its_situation_is_recognised() -> None:
    full, message = parse_rules(TEXT)
    assert (full.situation, full.digits, full.cues) == ("mailbox.full", "45", ("full", "quota"))
    assert full.basic == (("422", True), ("452", False))
    assert (message.situation, message.digits) == ("ok.message", "2")
    sure, against = full.patterns
    assert sure.drawn_from == ("Exim", "Postfix")
    assert re.search(sure.expression, "your mailbox over quota")
    assert not re.search(sure.expression, "yourmailbox full")
    assert against.kind == NOT


def test_enhanced_codes_are_of_any_class_in_a_range_or_beside_one_code() -> None:
    any_class, beside, wide, vendor = parse_rules(TEXT)[0].enhanced
    assert any_class.admits((5, 2, 2), "552")
    assert any_class.admits((4, 2, 2), "452")
    assert not any_class.admits((5, 2, 3), "552")
    assert beside.admits((4, 7, 0), "454")
    assert not beside.admits((4, 7, 0), "451")
    assert (wide.narrow, beside.narrow) == (False, True)
    assert vendor.vendor == "Gmail"
    assert vendor.admits((5, 7, 25), "550")
    assert vendor.admits((5, 7, 26), "550")
    assert not vendor.admits((5, 7, 27), "550")


@pytest.mark.parametrize("line", ["what", "[a.b]\nwhat: it is", "word"])
def test_a_line_that_fits_nowhere_is_an_error_that_names_its_number(line: str) -> None:
    with pytest.raises(ValueError, match=r"recognition\.txt:\d"):
        parse_rules(line)


def test_every_situation_has_a_rule_and_every_rule_is_of_a_situation() -> None:
    assert sorted(rule.situation for rule in rules()) == list(Catalogue().situation_ids)


def test_every_pattern_compiles_and_repeats_no_group_without_end() -> None:
    for rule in rules():
        for pattern in rule.patterns:
            re.compile(pattern.expression)
            assert not re.search(r"\)[*+]", pattern.expression), (rule.situation, pattern.expression)


def test_no_cue_keeps_a_pattern_from_a_line_that_it_is_for() -> None:
    missed = []
    for line in labelled_lines():
        said = wording(line.evidence.text).text
        for rule in rules():
            if rule.situation != line.situation or any(cue in said for cue in rule.cues):
                continue
            missed += [
                (line.line, rule.situation)
                for pattern in rule.patterns
                if pattern.kind in ("sure", "text") and re.search(pattern.expression, said)
            ]
    assert missed == []


def test_a_pattern_that_fits_lines_of_one_vendor_only_is_marked_as_drawn_from_them() -> None:
    # Marked, it is left out where that vendor's lines measure how good the patterns are. A wording of our own
    # shows that a pattern was made from no line; what neither shows is listed, and the list may only shrink.
    lines = [(line.vendor, wording(line.evidence.text)) for line in labelled_lines((*LEARNT, "public"))]
    lines += [("", wording(line.evidence.text)) for line in wordings()]
    wrongly_marked, unproven = [], set()
    for rule in rules():
        for pattern in rule.patterns:
            if pattern.kind not in DECIDING:
                continue
            expression = re.compile(pattern.expression)
            vendors = {
                vendor
                for vendor, said in lines
                if expression.search(said.links if pattern.kind == LINK else said.text)
            }
            if not vendors:
                unproven.add((rule.situation, pattern.kind, pattern.expression))
            drawn_from = vendors if len(vendors) == 1 and vendors != {""} else set()
            if set(pattern.drawn_from) != drawn_from:
                wrongly_marked.append((rule.situation, pattern.expression, vendors))
    assert wrongly_marked == []
    listed = {tuple(row.split("\t")) for row in UNPROVEN.read_text("utf-8").splitlines()[1:]}
    assert unproven == listed


def test_no_pattern_repeats_what_may_be_split_in_many_ways() -> None:
    # \W and \S have characters in common: repeated in turn they make a hostile text take for ever.
    for rule in rules():
        for pattern in rule.patterns:
            assert r"\W+\S+)" not in pattern.expression, rule.situation
            assert r"\S+\W+)" not in pattern.expression, rule.situation


def test_a_pattern_is_found_where_a_word_begins_and_nowhere_else() -> None:
    sure, _ = parse_rules(TEXT)[0].patterns
    for _again in range(5):  # first at a glance, then by an index
        found = sure.search("xmailbox full, mailbox over quota")
        assert found is not None
        assert found[0] == "mailbox over quota"
        assert sure.search("xmailbox full") is None


def test_the_strongest_patterns_of_a_rule_come_first() -> None:
    (rule,) = parse_rules("[a.b]\nhint: one\ntext: two\nnot: three\nsure: four\nlink: five")
    assert [pattern.kind for pattern in rule.patterns] == ["sure", "link", "text", "hint", "not"]
