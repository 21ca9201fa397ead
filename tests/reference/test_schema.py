"""Every fact has the shape that its readers rely on; what has not is named by file and field."""

import json
import shutil
from pathlib import Path

import pytest

import smtptui.reference
from tests.reference.schema import FACTS, TABLES, wrong

FOLDER = Path(smtptui.reference.__file__).parent / "facts"


def test_every_fact_has_its_shape() -> None:
    assert wrong(FOLDER) == []


def test_every_file_of_facts_has_a_shape_or_a_reader_that_checks_it() -> None:
    known = {file for places in (*FACTS, *TABLES) for file in FOLDER.glob(places)}
    known |= {FOLDER / "recognition.txt", FOLDER / "wording.txt"}
    assert {file for file in FOLDER.rglob("*") if file.is_file()} - known == set()


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("status", "standart", "codes/504.json.status: 'standart'"),
        ("in_grammar", "yes", "codes/504.json.in_grammar: 'yes'"),
        ("lookalikes", ["5044"], "codes/504.json.lookalikes[0]: '5044'"),
        ("lookalikes", "502", "codes/504.json.lookalikes: '502'"),
        ("colour", "red", "codes/504.json.colour: is no field"),
        ("meanings", [{"id": "504.x"}], "codes/504.json.meanings[0].name: is missing"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_field(
    field: str, value: object, named: str, tmp_path: Path
) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "codes" / "504.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {field: value}), "utf-8")
    assert any(each.startswith(named) for each in wrong(tmp_path)), wrong(tmp_path)


def test_a_file_that_is_no_json_and_a_table_of_other_columns_are_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "codes" / "504.json").write_text("{", "utf-8")
    (tmp_path / "replies" / "504.tsv").write_text("meaning\n", "utf-8")
    found = " ".join(wrong(tmp_path))
    assert "codes/504.json: " in found
    assert "replies/504.tsv: its columns" in found
