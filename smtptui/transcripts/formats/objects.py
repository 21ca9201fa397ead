"""JSON: events of mail services, log lines as objects, a journal's and a container's envelope."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from smtptui.transcripts.fielded import folded, reply_in
from smtptui.transcripts.pieces import Logged

DEPTH_READ = 8
"""How deep objects within objects are looked at."""

OBJECTS_READ = 2000
"""Objects within one line that are looked at."""

_INNER = (
    "message",
    "msg",
    "log",
    "atmessage",
    "textpayload",
    "line",
    "eventoriginal",
    "delayreason",
    "error",
    "err",
    "reason",
    "text",
    "shortmessage",
    "fullmessage",
)
"""Fields that hold a line which a program wrote, and another put into its own form."""

_TAGS = ("syslogidentifier", "program", "ident", "appname", "containername", "process", "logger")
_PIDS = ("syslogpid", "pid", "procid")


class Inner(NamedTuple):
    """A line within an object, with its program as the object names it."""

    text: str
    tag: str = ""
    pid: str = ""


def may_begin(text: str) -> bool:
    """Return whether a line is an object or a list of objects, or begins one of several lines."""
    return text.startswith(('{"', "[{", '{ "')) or text.rstrip() in ("{", "[")


def parsed(text: str) -> object:
    """Return what a text is as JSON, None where it is none."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None


def behind(text: str) -> tuple[str, object]:
    """Return the words of a line before the object that it ends with, as maddy writes it, and that object.

    Of an object that lost its braces, as a part of one that was pasted, the words are none.
    """
    if text.startswith('"') and _MEMBER.match(text):
        return "", parsed("{" + text.strip().rstrip(",") + "}")
    start = text.find('{"', 1)
    if start < 1 or not text.endswith("}") or text[start - 1] not in " \t":
        return "", None
    return text[:start], parsed(text[start:])


_MEMBER = re.compile(r'"\w+" ?: ?[\[{"]')


def read(value: object) -> Iterator[Logged | Inner]:
    """Yield the replies that the objects in a value tell of, and the lines that they hold."""
    budget = [OBJECTS_READ]
    yield from _read(value, 0, budget)


def _read(value: object, depth: int, budget: list[int]) -> Iterator[Logged | Inner]:
    budget[0] -= 1
    if depth > DEPTH_READ or budget[0] < 0:
        return
    if isinstance(value, list):
        for item in value:
            if isinstance(item, (dict, list)):
                yield from _read(item, depth + 1, budget)
        return
    if not isinstance(value, dict):
        return
    fields = {folded(name): own for name, own in value.items() if isinstance(name, str)}
    if isinstance(content := fields.get("response"), dict):
        # KumoMTA's log has the reply as an object of its own.
        fields |= {folded(name): own for name, own in content.items() if isinstance(name, str)}
        fields.setdefault("rcpt", "")
    found = list(reply_in(fields))
    yield from found
    inner = _inner(fields)
    if not found and inner is not None:
        nested = parsed(inner.text) if inner.text[:1] in "{[" else None
        if nested is None:
            yield inner
        else:
            yield from _read(nested, depth + 1, budget)
    for name, own in fields.items():
        if isinstance(own, (dict, list)) and not (found and name == "response"):
            yield from _read(own, depth + 1, budget)
        elif isinstance(own, str) and own.startswith(('{"', "[{")) and name not in _INNER:
            yield from _read(parsed(own), depth + 1, budget)


def _inner(fields: dict[str, object]) -> Inner | None:
    for name in _INNER:
        own = fields.get(name)
        if (
            isinstance(own, list)
            and own
            and all(isinstance(octet, int) and 0 <= octet < 256 for octet in own)
        ):
            # A journal writes what is not UTF-8 as a list of octets.
            own = bytes(own).decode("utf-8", "backslashreplace")
        if isinstance(own, str) and own.strip():
            return Inner(own, _first(fields, _TAGS), _first(fields, _PIDS))
    return None


def _first(fields: dict[str, object], names: tuple[str, ...]) -> str:
    return next((str(fields[name]) for name in names if isinstance(fields.get(name), (str, int))), "")
