"""What is made from the program is what the program is now."""

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from smtptui.cli.commands import COMMANDS, command
from smtptui.settings.config import read_config
from smtptui.settings.documented import example, schema
from smtptui.settings.table import SETTINGS
from tests.cli.running import smtptui
from tests.shipping.documents import documents
from tests.shipping.manual import PAGE


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_a_document_is_as_it_would_be_made_now(path: Path) -> None:
    assert path.read_text("utf-8") == documents()[path], "python -m tests.shipping.documents"


def test_the_manual_page_names_every_command_and_option() -> None:
    text = PAGE.read_text("utf-8").replace("\\-", "-")
    for name in COMMANDS:
        assert f'.SS "smtptui {name}' in text
        for option in command(name).options:
            assert option.names[0] in text


@pytest.mark.parametrize(
    "tool", [("mandoc", "-T", "lint", "-W", "warning"), ("man", "--warnings", "-E", "UTF-8", "-l")]
)
def test_a_reader_of_manual_pages_warns_of_nothing(tool: tuple[str, ...]) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed")
    done = subprocess.run(
        [*tool, str(PAGE)], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "MANPAGER": "cat"}
    )
    said = done.stderr + (done.stdout if tool[0] == "mandoc" else "")
    # Distributions that leave pages out of their images put a stand-in for man in their place.
    if "minimized" in done.stdout:
        pytest.skip("man shows nothing here")
    assert (done.returncode, said) == (0, "")


def test_the_example_is_a_config_as_it_stands_and_with_every_setting_in_use() -> None:
    lines = list(example())
    assert read_config("\n".join(lines), "c.toml").source is not None
    used = "\n".join(
        line[1:] if line.startswith("#") and not line.startswith("##") else line for line in lines
    )
    config = read_config(used, "c.toml")
    assert config.keys
    assert config.notes
    assert config.ehlo
    assert len(config.timeouts) == sum(setting.table == "timeouts" for setting in SETTINGS)


def test_the_schema_takes_the_example_and_refuses_what_the_program_refuses() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    validator = jsonschema.Draft202012Validator(schema())
    used = [line[1:] if line.startswith("#") and not line.startswith("##") else line for line in example()]
    assert not list(validator.iter_errors(tomllib.loads("\n".join(used))))
    for wrong in (
        "thme = 'x'",
        "session.tls = 'x'",
        "timeouts.mail = 0",
        "notes.550 = 5",
        "keys.a.b = 5",
        "session = 5",
    ):
        assert list(validator.iter_errors(tomllib.loads(wrong))), wrong


def test_the_command_prints_them() -> None:
    assert json.loads(smtptui("config", "--schema").out) == schema()
    assert smtptui("config", "--example").lines == list(example())


def test_the_command_shows_what_is_set_and_where(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text("theme = 'nord'\n[timeouts]\nend-of-data = 5\n[notes]\n550 = \"a\\u001bb\"\n")
    ran = smtptui("--config", str(file), "config")
    assert ran.lines == [str(file), "  theme = nord", "  timeouts.end-of-data = 5", "  notes.550 = a␛b"]
    none = smtptui("config", variables={"HOME": str(tmp_path)})
    assert (none.status, none.lines[0].startswith(str(tmp_path))) == (0, True)
