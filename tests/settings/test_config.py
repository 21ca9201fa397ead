"""What a config may say, and how what is wrong in it is named."""

from pathlib import Path

import pytest

from smtptui.session.options import Deadlines
from smtptui.settings.config import Config, ConfigError, read_config
from smtptui.settings.places import OCTETS_READ, config_file, load_config
from smtptui.settings.table import SETTINGS, Kind

WHOLE = """
language = "de"
theme = "smtptui-light"

[session]
ehlo = "me.example.org"
tls = "starttls"
ca = "~/ca.pem"
cert = "own.pem"
key = "/etc/key.pem"

[timeouts]
greeting = 10
end-of-data = 0.5

[keys]
"codes.filter" = "ctrl+f"
session.command = [":", "F4"]

[notes]
550 = "ours"
5.7.1 = "theirs"
"550 5.7.1" = "both"
mailbox.full = '''two
lines'''
"""


def problems(text: str) -> list[str]:
    """Return what is said of a config that is wrong."""
    with pytest.raises(ConfigError) as raised:
        read_config(text, "c.toml", folder="/etc", home="/home/me")
    return list(raised.value.lines())


def test_every_setting_is_read() -> None:
    config = read_config(WHOLE, "c.toml", folder="/etc", home="/home/me")
    assert config._replace(source=None) == Config(
        language="de",
        theme="smtptui-light",
        ehlo="me.example.org",
        tls="starttls",
        ca="/home/me/ca.pem",
        cert="/etc/own.pem",
        key="/etc/key.pem",
        timeouts={"greeting": 10.0, "end_of_data": 0.5},
        keys={"codes.filter": "ctrl+f", "session.command": ":,F4"},
        notes={"550": "ours", "5.7.1": "theirs", "550 5.7.1": "both", "mailbox.full": "two\nlines"},
    )


def test_an_empty_config_sets_nothing() -> None:
    assert read_config("", "c.toml")._replace(source=None) == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('thme = "x"', "c.toml:1: there is no setting 'thme'; did you mean theme?"),
        ("\n# x\n[sesion]\na = 1", "c.toml:3: there is no setting 'sesion'; did you mean session?"),
        (
            "[session]\n\nelho = 'x'",
            "c.toml:3: there is no setting 'session.elho'; did you mean session.ehlo?",
        ),
        ("session.elho = 1", "c.toml:1: there is no setting 'session.elho'; did you mean session.ehlo?"),
        (
            "session = { tls = 'x' }",
            "c.toml:1: session.tls cannot be 'x'; it is one of auto, none, starttls, implicit",
        ),
        ("session = 5", "c.toml:1: session is a table: write [session]"),
        ("language = 5", "c.toml:1: language is a text in quotation marks"),
        ('theme = "a\\u001bb"', "c.toml:1: theme is a text in quotation marks"),
        ("[session]\nca = 5", "c.toml:2: session.ca is a text in quotation marks"),
        *(
            (
                f"[timeouts]\nmail = {value}",
                "c.toml:2: timeouts.mail is a number of seconds, above 0 and at most 86400",
            )
            for value in ("0", "-1", "true", '"5"', "nan", "inf", "86401", "1979-05-27", "[5]")
        ),
        ("keys = 'x'", "c.toml:1: keys is a table: write [keys]"),
        ("[keys]\na.b = 5", 'c.toml:2: a key is a text such as "ctrl+k", or a list of such texts'),
        ("[keys]\na.b = []", 'c.toml:2: a key is a text such as "ctrl+k", or a list of such texts'),
        ("[keys]\na.b = ['x', 5]", 'c.toml:2: a key is a text such as "ctrl+k", or a list of such texts'),
        ("[notes]\n550 = ''", "c.toml:2: a note is a text of at most 2000 characters"),
        ("[notes]\n550 = 7", "c.toml:2: a note is a text of at most 2000 characters"),
        (f"[notes]\n550 = '{'x' * 2001}'", "c.toml:2: a note is a text of at most 2000 characters"),
        (
            "[notes]\n\n150 = 'x'",
            "c.toml:3: a note is on a code, an enhanced code, both or a situation, not on '150'",
        ),
        (
            "[notes]\n'Mail' = 'x'",
            "c.toml:2: a note is on a code, an enhanced code, both or a situation, not on 'Mail'",
        ),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_wrong_is_named_with_its_line(text: str, said: str) -> None:
    assert problems(text) == [said]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a =", 1),
        ("# x\n\nlanguage = de", 3),
        ("language = 'de'\nlanguage = 'en'", 2),
        ("[notes]\n550 = '''\nx\n", 3),
        ("[session\n", 1),
        ("x" * 100, 1),
        ("\x00", 1),
    ],
)
def test_a_broken_toml_is_named_with_its_line(text: str, line: int) -> None:
    (said,) = problems(text)
    assert said.startswith(f"c.toml:{line}: this is no TOML: ")


def test_everything_that_is_wrong_is_named_at_once_in_order() -> None:
    text = "[session]\ntls = 'x'\n[timeouts]\n# x\nrcpt = '''\nfive\n'''\nrcptt = 5\n[session.more]\nx = 1\n"
    assert [said.split(": ")[0] for said in problems(text)] == [
        "c.toml:2",
        "c.toml:5",
        "c.toml:8",
        "c.toml:9",
    ]


def test_a_deep_nest_is_no_defect() -> None:
    (said,) = problems("a = " + "[" * 100_000)
    assert said.startswith("c.toml")


def test_the_line_is_right_in_a_long_file() -> None:
    lines = ["[notes]", *(f"5{number:02} = 'x'" for number in range(60)), "", "'no' = 'x'", "560 = 'x'"]
    assert problems("\n".join(lines))[0].startswith("c.toml:63: ")


# Where it is


def test_its_place_is_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    for variables in (
        {"HOME": "/h"},
        {"HOME": "/h", "XDG_CONFIG_HOME": "/x"},
        {"HOME": "/h", "XDG_CONFIG_HOME": ""},
    ):
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        ours = config_file(variables)
        assert ours == str(platformdirs.user_config_path("smtptui", appauthor=False) / "config.toml")


def test_there_need_be_none(tmp_path: Path) -> None:
    assert load_config({}) is None
    assert load_config({"HOME": str(tmp_path)}) is None
    (tmp_path / ".config").write_text("")
    assert load_config({"HOME": str(tmp_path)}) is None


def test_the_one_on_the_command_line_goes_before_that_of_the_environment(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"theme = '{name}'")
    variables = {"SMTPTUI_CONFIG": str(tmp_path / "b")}
    assert [
        getattr(load_config(variables, chosen), "theme", None) for chosen in ("", str(tmp_path / "a"))
    ] == ["b", "a"]


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (None, ": it cannot be read: No such file or directory"),
        (b"\n\n# \xff", ":3: this is not UTF-8"),
        (b"#" * (OCTETS_READ + 1), ": it cannot be read: it is too long to be a config"),
    ],
    ids=["none", "octets", "long"],
)
def test_a_file_that_was_named_and_cannot_be_read_is_told(
    octets: bytes | None, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "c.toml"
    if octets is not None:
        file.write_bytes(octets)
    with pytest.raises(ConfigError) as raised:
        load_config({}, str(file))
    assert str(raised.value) == f"{file}{said}"


@pytest.mark.parametrize("name", [".", "\0", "x" * 5000, "c/d/e"])
def test_a_name_that_is_none_is_told(name: str) -> None:
    with pytest.raises(ConfigError):
        load_config({}, name)


def test_a_byte_order_mark_and_line_ends_of_windows_are_borne(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes(b"\xef\xbb\xbftheme = 'x'\r\n[session]\r\nehlo = 'y'\r\n")
    config = load_config({}, str(tmp_path / "c.toml"))
    assert config is not None
    assert (config.theme, config.ehlo) == ("x", "y")


# What stands in two places


def test_the_timeouts_are_the_sessions_and_so_are_their_defaults() -> None:
    for setting in SETTINGS:
        if setting.kind is Kind.SECONDS:
            assert float(setting.default) == getattr(Deadlines(), setting.name.replace("-", "_"))


def test_every_setting_has_its_field() -> None:
    names = {setting.table if setting.kind is Kind.SECONDS else setting.name for setting in SETTINGS}
    assert names == set(Config._fields) - {"source"}
