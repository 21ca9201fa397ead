"""What the list shows, without a list."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Kind
from smtptui.reference.searching.listing import (
    EntryRef,
    Heading,
    Item,
    Narrowing,
    as_entry,
    browse,
)

CATALOGUE = Catalogue()


def keys(items: tuple[Heading | Item, ...]) -> list[str]:
    """Return the keys of the items."""
    return [item.key for item in items if isinstance(item, Item)]


def test_all_basic_codes_stand_under_their_class() -> None:
    items = browse(CATALOGUE, Narrowing(), {})
    assert keys(items) == [code.code for code in CATALOGUE.codes]
    headings = [item for item in items if isinstance(item, Heading)]
    assert [heading.digit for heading in headings] == ["2", "3", "4", "5"]
    assert headings[0].words == "2yz positive completion"


def test_the_list_is_narrowed_by_class_standing_command_and_session() -> None:
    assert keys(browse(CATALOGUE, Narrowing(digit="3"), {})) == ["334", "353", "354", "355"]
    assigned = keys(browse(CATALOGUE, Narrowing(digit="3", assigned=True), {}))
    assert "353" not in assigned
    answers_etrn = keys(browse(CATALOGUE, Narrowing(command="ETRN"), {}))
    assert {"253", "458", "459"} <= set(answers_etrn)
    assert "354" not in answers_etrn
    assert keys(browse(CATALOGUE, Narrowing(seen=True), {"220": 1, "504": 2, "354": 0})) == ["220", "504"]


def test_what_a_list_is_narrowed_to_is_said_in_words() -> None:
    assert Narrowing(digit="5", command="AUTH", seen=True).words == "5yz · AUTH · seen in this session"
    assert Narrowing().words == ""


def test_every_entry_of_the_reference_is_in_one_of_the_four_lists() -> None:
    assert len(keys(browse(CATALOGUE, Narrowing(Kind.ENHANCED), {}))) == len(CATALOGUE.registry.statuses)
    assert len(keys(browse(CATALOGUE, Narrowing(Kind.EXTENSION), {}))) == len(CATALOGUE.extensions)
    assert len(keys(browse(CATALOGUE, Narrowing(Kind.MECHANISM), {}))) == len(CATALOGUE.mechanisms)


def test_ids_tell_items_apart_and_lead_back_to_them() -> None:
    ids = [
        item.entry.id
        for kind in Kind
        for item in browse(CATALOGUE, Narrowing(kind), {})
        if isinstance(item, Item)
    ]
    assert len(ids) == len(set(ids))
    assert EntryRef(Kind.BASIC, "504").id == "504"
    assert EntryRef(Kind.ENHANCED, "X.5.4").id == "enhanced:X.5.4"


def test_an_entry_is_known_by_its_code_as_it_is_written() -> None:
    assert as_entry(CATALOGUE, "504") == EntryRef(Kind.BASIC, "504")
    assert as_entry(CATALOGUE, "5.7.1") == EntryRef(Kind.ENHANCED, "X.7.1")
    assert as_entry(CATALOGUE, "x.7.1") == EntryRef(Kind.ENHANCED, "X.7.1")
    assert as_entry(CATALOGUE, "3.7.1") is None
    assert as_entry(CATALOGUE, "5.999.1") is None
    assert as_entry(CATALOGUE, "mailbox") is None
