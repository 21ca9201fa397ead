import json
import shutil
from pathlib import Path

import pytest

import smtptui.reference as smtptui_reference
from smtptui.cli.exit_status import ExitStatus
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.translation import HELD, hash_of, sections
from tests.cli.running import Ran, columns, smtptui


def codes(*words: str) -> Ran:
    return smtptui("codes", *words)


def objects(*words: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in codes(*words, "--json").lines]


def test_without_a_query_every_basic_code_is_listed_under_its_class() -> None:
    ran = codes("--kind", "basic")
    assert ran.status == ExitStatus.OK
    assert ran.lines[0] == "2yz positive completion"
    assert [line[:3] for line in ran.lines if line[:3].isdigit()] == list(Catalogue().names)
    headings = [line for line in ran.lines if line and not line[0].isspace() and not line[:3].isdigit()]
    assert headings == [
        "2yz positive completion",
        "3yz positive intermediate",
        "4yz transient negative",
        "5yz permanent negative",
    ]


def test_a_code_is_found_alone() -> None:
    ran = codes("504")
    assert ran.status == ExitStatus.OK
    (line,) = ran.lines
    assert line.startswith("504  ")
    assert line.endswith("standard")


@pytest.mark.parametrize(("query", "found"), [("50x", ["500", "501", "502", "503", "504"]), ("33", ["334"])])
def test_a_pattern_finds_its_codes(query: str, found: list[str]) -> None:
    ran = codes(query)
    assert ran.status == ExitStatus.OK
    assert [line[:3] for line in ran.lines] == found


def test_words_are_found_and_the_match_is_shown() -> None:
    ran = codes("helo", "command", "rejected")
    assert ran.status == ExitStatus.OK
    assert "504  " in ran.out
    assert "Helo command rejected" in ran.out


def test_json_is_one_object_a_line_with_the_documented_keys() -> None:
    (entry,) = objects("504")
    assert list(entry) == ["code", "kind", "title", "class", "status", "meanings", "article", "note"]
    assert (entry["code"], entry["kind"], entry["class"]) == ("504", "basic", "5yz permanent negative")
    meanings = entry["meanings"]
    assert isinstance(meanings, list)
    assert "504.mechanism" in meanings


def test_json_holds_every_entry_of_every_kind() -> None:
    book = Catalogue()
    kinds = [str(entry["kind"]) for entry in objects()]
    assert [kinds.count(kind) for kind in ("basic", "enhanced", "extension", "mechanism")] == [
        len(book.codes),
        len(book.registry.statuses),
        len(book.extensions),
        len(book.mechanisms),
    ]


def test_an_enhanced_code_an_extension_and_a_mechanism_are_objects_of_the_same_shape() -> None:
    for query, code, kind in (
        ("5.7.8", "X.7.8", "enhanced"),
        ("pipelining", "PIPELINING", "extension"),
        ("xoauth2", "XOAUTH2", "mechanism"),
    ):
        first = objects(query)[0]
        assert (first["code"], first["kind"], first["meanings"]) == (code, kind, [])


def test_only_one_kind_may_be_asked_for() -> None:
    assert {entry["kind"] for entry in objects("auth", "--kind", "mechanism")} == {"mechanism"}


@pytest.mark.parametrize(("query", "nearest"), [("5044", "504"), ("5.7.88", "X.7.8")])
def test_an_unknown_code_shows_the_nearest_and_says_so(query: str, nearest: str) -> None:
    ran = codes(query)
    assert ran.status == ExitStatus.NOT_FOUND
    assert ran.out.startswith(nearest)
    assert f"has no code '{query}'" in ran.err


def test_a_mistyped_word_is_corrected_aloud() -> None:
    ran = codes("pipelinign")
    assert ran.status == ExitStatus.NOT_FOUND
    assert "'pipelining'" in ran.err
    assert ran.out.startswith("PIPELINING")


def test_what_nothing_has_is_said_without_harm_to_the_terminal() -> None:
    ran = codes("\x1b]0;x\x07qqqqqqqq" + "z" * 500)
    assert ran.status == ExitStatus.NOT_FOUND
    assert ran.out == ""
    assert "\x1b" not in ran.err
    assert len(ran.err) < 300


@pytest.mark.parametrize("width", [24, 30, 80, 120])
def test_lines_are_as_wide_as_the_output_at_most(width: int) -> None:
    everything = smtptui("codes", variables=columns(width)).lines
    found = smtptui("codes", "relay", "denied", variables=columns(width)).lines
    assert max(map(len, everything + found)) <= width


def test_words_stay_whole_in_a_narrow_output() -> None:
    assert "(obsolete)" in smtptui("codes", "send", "--kind", "extension", variables=columns(30)).out


def test_an_unknown_kind_is_an_error_of_usage_that_names_those_there_are() -> None:
    ran = codes("--kind", "x")
    assert ran.status == ExitStatus.USAGE
    assert "basic, enhanced, extension, mechanism" in ran.err


def test_articles_are_those_of_the_language_and_english_where_there_are_none(tmp_path: Path) -> None:
    source = Path(next(iter(smtptui_reference.__path__)))
    shutil.copytree(source / "facts", tmp_path / "facts")
    shutil.copytree(source / "articles" / "en", tmp_path / "articles" / "en")
    (tmp_path / "articles" / "de").mkdir()
    english = (tmp_path / "articles" / "en" / "504.md").read_text("utf-8")
    _first, _, rest = english.partition("\n")
    german = f"# 504 Ohneso\n{rest}"
    (tmp_path / "articles" / "de" / "504.md").write_text(german, "utf-8")
    rows = (("504.md", key, hash_of(text), "") for key, text in sections(english).items())
    (tmp_path / "articles" / "de" / HELD).write_text("\n".join("\t".join(row) for row in rows), "utf-8")
    spoken = {"LANG": "de_AT.UTF-8"}
    assert "Ohneso" in smtptui("explain", "504", variables=spoken, reference=tmp_path).out
    assert "Ohneso" in smtptui("--lang", "de", "explain", "504", reference=tmp_path).out
    assert "Ohneso" in smtptui("explain", "504", "--lang=de", reference=tmp_path).out
    assert "Ohneso" not in smtptui("explain", "504", reference=tmp_path).out
    assert "Ohneso" not in smtptui("--lang", "en", "504", variables=spoken, reference=tmp_path).out
    assert smtptui("explain", "502", variables=spoken, reference=tmp_path).out.startswith("502")


def test_what_programs_read_is_the_same_in_every_language() -> None:
    english = smtptui("codes", "504", "--json").out
    assert smtptui("--lang", "de", "codes", "504", "--json").out == english


def test_a_language_that_is_not_there_is_an_error_of_usage_that_names_those_there_are() -> None:
    for words in (("--lang", "tlh", "504"), ("codes", "504", "--lang=tlh")):
        ran = smtptui(*words)
        assert ran.status == ExitStatus.USAGE
        assert "de, en" in ran.err
