"""The language of the process: what the locale asks for, and a catalogue that gettext reads."""

import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from smtptui.words import _, plural, speak
from smtptui.words.language import DOMAIN, languages, speak_language, speak_locale, wanted


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    speak()


def _catalogue(folder: Path, language: str, messages: Mapping[str, str]) -> Path:
    """Write a catalogue as msgfmt does (GNU gettext manual, The Format of GNU MO Files)."""
    header = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"
    pairs = sorted({"": header, **messages}.items())
    begin = 28 + 16 * len(pairs)
    tables = {0: b"", 1: b""}
    octets = b""
    for side in (0, 1):
        for pair in pairs:
            text = pair[side].encode()
            tables[side] += struct.pack("<II", len(text), begin + len(octets))
            octets += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    file = folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(head + tables[0] + tables[1] + octets)
    return folder


@pytest.mark.parametrize(
    ("variables", "names"),
    [
        ({}, []),
        ({"LANG": "C"}, []),
        ({"LANG": "C.UTF-8"}, []),
        ({"LANG": "en_GB.UTF-8"}, []),
        ({"LANG": "xx_YY.UTF-8"}, ["xx_YY.UTF-8"]),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "xx_YY"}, ["xx_YY"]),
        ({"LANG": "xx_YY", "LC_ALL": "C"}, []),
        ({"LANG": "xx", "LANGUAGE": "yy:zz:en:qq"}, ["yy", "zz"]),
        ({"LANGUAGE": "yy"}, []),
        ({"LC_MESSAGES": "xx", "LANG": "zz"}, ["xx"]),
    ],
)
def test_the_locale_says_which_languages_are_wanted(variables: dict[str, str], names: list[str]) -> None:
    assert wanted(variables) == names


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "xx_YY.UTF-8"}, "xx"),
        ({"LANG": "xx@euro"}, "xx"),
        ({"LANG": "../../etc"}, "en"),
    ],
)
def test_the_language_that_is_spoken_is_told(
    variables: dict[str, str], language: str, tmp_path: Path
) -> None:
    assert speak_locale(variables, str(_catalogue(tmp_path, "xx", {"go on": "weiter"}))) == language


def test_a_language_without_a_catalogue_is_not_spoken(tmp_path: Path) -> None:
    (tmp_path / "zz").mkdir()
    folder = str(_catalogue(tmp_path, "xx", {"go on": "weiter"}))
    assert languages(folder) == ("en", "xx")
    assert [speak_language(language, folder) for language in ("xx", "zz", "../xx")] == [True, False, False]
    assert _("go on") == "weiter"
    assert speak_language("en", folder)
    assert _("go on") == "go on"


def test_a_catalogue_of_the_locale_is_spoken(tmp_path: Path) -> None:
    plural_form = "{number} line\0{number} lines"
    folder = _catalogue(tmp_path, "xx", {"go on": "weiter", plural_form: "{number} Zeile\0{number} Zeilen"})
    speak_locale({"LANG": "xx_YY.UTF-8"}, str(folder))
    assert _("go on") == "weiter"
    assert _("what it does not know") == "what it does not know"
    assert [plural("{number} line", "{number} lines", number) for number in (1, 2)] == ["1 Zeile", "2 Zeilen"]


def test_english_stays_where_there_is_no_such_catalogue_or_none_that_can_be_read(tmp_path: Path) -> None:
    folder = _catalogue(tmp_path, "xx", {"go on": "weiter"})
    speak_locale({"LANG": "zz"}, str(folder))
    assert _("go on") == "go on"
    (folder / "xx" / "LC_MESSAGES" / f"{DOMAIN}.mo").write_bytes(b"no catalogue")
    speak_locale({"LANG": "xx"}, str(folder))
    assert _("go on") == "go on"


@pytest.mark.parametrize("language", ["", "C", "C.UTF-8", "en_US.UTF-8"])
def test_nothing_is_loaded_for_english(language: str) -> None:
    program = (
        f"import os, sys; sys.path[:0] = {sys.path!r}\n"
        "from smtptui.words.language import speak_locale\n"
        "speak_locale(os.environ)\n"
        "print('gettext' in sys.modules, 'locale' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={"LANG": language},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False"]
