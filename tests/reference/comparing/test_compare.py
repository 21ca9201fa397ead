import itertools

import pytest

from smtptui.reference.book.catalogue import Catalogue, UnknownCode
from smtptui.reference.book.model import Block
from smtptui.reference.comparing.compare import Comparison, compare
from smtptui.reference.comparing.sides import stages
from smtptui.wire.verbs import Stage, stage_of


def _table(comparison: Comparison) -> dict[str, tuple[str, str]]:
    return {row.field: (row.a, row.b) for row in comparison.differences + comparison.common}


def _set(words: str) -> set[str]:
    return set(words.replace("; ", ", ").split(", "))


def test_220_and_504_differ_in_what_matters(catalogue: Catalogue) -> None:
    comparison = compare(catalogue, "220", "504")
    table = _table(comparison)
    assert (comparison.class_a, comparison.class_b) == ("2yz positive completion", "5yz permanent negative")
    assert table["outcome"] == ("succeeded", "refused for good")
    assert table["actor"][0].startswith("nobody")
    assert "whoever runs the sending program" in table["actor"][1]
    assert table["retry"][0] == "not needed"
    assert table["retry"][1].startswith("at once, after a change")
    assert table["commands"][0] == "the connection, STARTTLS, XCLIENT"
    answered = {"AUTH", "EHLO", "HELO", "MAIL", "RCPT", "VRFY", "EXPN", "HELP", "STARTTLS", "BDAT", "XEXCH50"}
    assert _set(table["commands"][1]) == answered
    assert _set(table["enhanced"][0]) == {"2.0.0", "none in a greeting"}
    assert {"5.5.4", "5.7.4", "5.5.2"} < _set(table["enhanced"][1])
    assert table["session"] == ("goes on", "goes on")
    assert {row.field for row in comparison.common} == {"session", "status"}


def test_220_and_504_say_what_to_do_next(catalogue: Catalogue) -> None:
    comparison = compare(catalogue, "220", "504")
    send, change = _table(comparison)["next"]
    assert send.startswith("send EHLO")
    assert change == "change the parameter"
    assert (comparison.title_a, comparison.title_b) == ("Service ready", "Command parameter not implemented")
    assert [section.heading for section in comparison.sections] == [
        "Description",
        "When you see it",
        "How to fix it",
    ]
    assert all(section.a and section.b for section in comparison.sections)
    assert comparison.which.a
    assert comparison.which.b


def test_the_other_way_round_the_sides_are_swapped(catalogue: Catalogue) -> None:
    one, other = compare(catalogue, "450", "550"), compare(catalogue, "550", "450")
    assert {field: (b, a) for field, (a, b) in _table(one).items()} == _table(other)
    assert one.note == other.note


def test_a_code_does_not_differ_from_itself(catalogue: Catalogue) -> None:
    comparison = compare(catalogue, "504", "504")
    assert comparison.differences == ()
    assert comparison.common


def test_a_difference_is_never_a_text_of_the_articles(catalogue: Catalogue) -> None:
    for a, b in itertools.combinations(("220", "250", "354", "421", "450", "504", "535", "550", "554"), 2):
        comparison = compare(catalogue, a, b)
        prose = {
            block.text
            for section in (*comparison.sections, comparison.which)
            for block in section.a + section.b
        }
        for row in comparison.differences:
            assert row.a != row.b
            assert "…" not in row.a + row.b
            assert not any(row.a == text or row.b == text for text in prose)


def test_any_two_codes_can_be_compared(catalogue: Catalogue) -> None:
    for a in catalogue.names:
        comparison = compare(catalogue, a, "504")
        assert (a == "504") == (not comparison.differences)
        fields = [row.field for row in comparison.differences + comparison.common]
        assert len(set(fields)) == len(fields)


def test_order_of_commands_makes_no_difference(small: Catalogue) -> None:
    one, two = small.code("502").meanings
    small.code("504")
    small._codes["502"] = small.code("502")._replace(meanings=(one, two))
    small._codes["504"] = small.code("504")._replace(meanings=(two, one))
    assert "commands" in {row.field for row in compare(small, "502", "504").common}


def test_the_note_on_a_pair_and_its_choice_are_there(small: Catalogue) -> None:
    comparison = compare(small, "504", "502")
    assert comparison.note == (Block("paragraph", "One is the verb, the other its parameter."),)
    assert comparison.which.b == (Block("paragraph", "For a verb that is known and missing."),)
    assert comparison.which.a == ()
    assert compare(small, "250", "502").note is None


def test_what_the_postmaster_does_belongs_to_the_fix(small: Catalogue) -> None:
    article = small.article("502")
    assert article is not None
    small._articles["502"] = article._replace(postmaster=(Block("paragraph", "Turn it on."),))
    (fix,) = (
        section for section in compare(small, "250", "502").sections if section.heading == "How to fix it"
    )
    assert fix.b == (Block("paragraph", "Leave the verb out."), Block("paragraph", "Turn it on."))


def test_codes_of_3yz_say_that_they_have_no_enhanced_code(catalogue: Catalogue) -> None:
    assert _table(compare(catalogue, "354", "250"))["enhanced"][0] == "none: a 3yz reply never has one"


def test_two_enhanced_codes_are_compared_by_what_is_known_of_them(catalogue: Catalogue) -> None:
    comparison = compare(catalogue, "4.7.8", "5.5.4")
    table = _table(comparison)
    assert (comparison.code_a, comparison.class_a) == ("4.7.8", "4yz transient negative")
    assert table["outcome"] == ("refused for now", "refused for good")
    assert table["basic"][0] == "535, 554"
    assert "504" in table["basic"][1]
    assert table["subject"][0] != table["subject"][1]


def test_an_enhanced_code_of_any_class_has_every_outcome_of_its_classes(catalogue: Catalogue) -> None:
    outcomes = _table(compare(catalogue, "X.4.1", "5.1.1"))["outcome"]
    assert outcomes == ("refused for now", "refused for good")


def test_an_enhanced_code_can_be_compared_with_a_basic_one(catalogue: Catalogue) -> None:
    comparison = compare(catalogue, "504", "5.5.4")
    assert "outcome" in {row.field for row in comparison.common}


@pytest.mark.parametrize(("a", "b"), [("5044", "220"), ("220", "5044"), ("220", ""), ("5.7.999", "5.7.8")])
def test_an_unknown_code_is_said_to_be_unknown(catalogue: Catalogue, a: str, b: str) -> None:
    with pytest.raises(UnknownCode):
        compare(catalogue, a, b)


def test_spaces_around_a_code_are_no_part_of_it(catalogue: Catalogue) -> None:
    assert compare(catalogue, " 220 ", "504\n").code_b == "504"


def test_every_command_of_the_facts_belongs_to_a_stage(catalogue: Catalogue) -> None:
    commands = {verb for code in catalogue.codes for meaning in code.meanings for verb in meaning.commands}
    assert {verb for verb in commands if stage_of(verb) is None} == {"ANY"}


def test_stages_come_once_in_the_order_of_the_commands() -> None:
    assert stages(("RCPT", "MAIL", "CONNECT", "ANY")) == (Stage.ENVELOPE, Stage.CONNECTION, None)


def test_two_situations_are_compared_and_told_apart(catalogue: Catalogue) -> None:
    comparison = compare(catalogue, "client.blocklisted", "client.blocklist-query-refused")
    different = {row.field for row in comparison.differences}
    assert {"actor", "retry"} <= different
    assert comparison.note is not None
    assert any("you are not listed" in block.text for block in comparison.note)


def test_a_mistyped_situation_names_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownCode):
        compare(catalogue, "mailbox.fill", "504")
