"""The settings told to people and to editors, out of their one table: an example, a JSON schema, a table."""

from collections.abc import Iterator
from typing import Any

from smtptui.settings.reading import MOST_SECONDS, NOTE_LENGTH, NOTED
from smtptui.settings.table import SETTINGS, Kind, Setting
from smtptui.words import _, mark

SCHEMA = "https://json-schema.org/draft/2020-12/schema"

EXAMPLES = {
    "language": '"de"',
    "theme": '"smtptui-light"',
    "session.ehlo": '"me.example.org"',
    "session.ca": '"~/ca.pem"',
    "session.cert": '"client.pem"',
    "session.key": '"client.key"',
}
"""A value of each setting without a default, as TOML."""

TABLES = {
    "keys": ('"codes.filter" = "ctrl+f"', '"session.command" = [":", "F4"]'),
    "notes": (
        '"550 5.7.1" = "our filter: the reason stands in the log of mx2"',
        'mailbox.full = "ask the helpdesk for a larger one"',
    ),
}

_HEADING = mark(
    "Settings of smtptui. Each line that begins with one # is a setting: take the # away to use it."
)


def example() -> Iterator[str]:
    """Yield a config, line by line, in which every setting stands as a comment with what it does."""
    yield f"## {_(_HEADING)}"
    table = ""
    for setting in SETTINGS:
        if setting.kind in (Kind.KEYS, Kind.NOTES):
            yield from (
                "",
                f"## {_(setting.help)}",
                f"#[{setting.path}]",
                *(f"#{row}" for row in TABLES[setting.path]),
            )
            continue
        if setting.table != table:
            table = setting.table
            yield from ("", f"#[{table}]")
        elif not table:
            yield ""
        yield f"## {_(setting.help)}"
        yield f"#{setting.name} = {_example_of(setting)}"


def _example_of(setting: Setting) -> str:
    if setting.default:
        return setting.default if setting.kind is Kind.SECONDS else f'"{setting.default}"'
    return EXAMPLES[setting.path]


def schema() -> dict[str, Any]:
    """Return the JSON schema of a config, which editors check TOML by; in English."""
    top: dict[str, Any] = {}
    for setting in SETTINGS:
        owner = top
        if setting.table:
            owner = top.setdefault(
                setting.table, {"type": "object", "additionalProperties": False, "properties": {}}
            )["properties"]
        owner[setting.name] = {"description": setting.help, **_schema_of(setting)}
    return {
        "$schema": SCHEMA,
        "title": "smtptui",
        "description": "The config of smtptui, a TOML file.",
        "type": "object",
        "additionalProperties": False,
        "properties": top,
    }


def _schema_of(setting: Setting) -> dict[str, Any]:
    match setting.kind:
        case Kind.SECONDS:
            return {
                "type": "number",
                "exclusiveMinimum": 0,
                "maximum": MOST_SECONDS,
                "default": float(setting.default),
            }
        case Kind.KEYS:
            key = {"type": "string", "minLength": 1}
            some = {"anyOf": [key, {"type": "array", "items": key, "minItems": 1}]}
            return {"type": "object", "additionalProperties": {"anyOf": [*some["anyOf"], _inner(some)]}}
        case Kind.NOTES:
            note = {"type": "string", "minLength": 1, "maxLength": NOTE_LENGTH}
            # A dot in a bare key makes a table of its own: the form of whole names cannot be told here.
            return {
                "type": "object",
                "examples": [{"550 5.7.1": "our filter", "mailbox.full": "ask the helpdesk"}],
                "$comment": NOTED.pattern,
                "additionalProperties": {"anyOf": [note, _inner(note)]},
            }
        case Kind.TEXT | Kind.FILE:
            value: dict[str, Any] = {"type": "string"}
            if setting.choices:
                value["enum"] = list(setting.choices)
            if setting.default:
                value["default"] = setting.default
            return value


def _inner(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": {"anyOf": [value, {"type": "object"}]}}


def markdown_table() -> str:
    """Return the table of settings of ``docs/config.md``, in English."""
    rows = ["| setting | what it is | without it |", "|---|---|---|"]
    for setting in SETTINGS:
        help = setting.help + (f" One of {', '.join(setting.choices)}." if setting.choices else "")
        rows.append(f"| `{setting.path}` | {help} | {setting.default} |")
    return "\n".join(rows)
