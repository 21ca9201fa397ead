"""What is remembered, as JSON; whatever is damaged in a text is as if it were not there."""

import math
from json import dumps, loads

from smtptui.settings.remembered import LONGEST, Recent, State, bounded
from smtptui.text import visible

_TEXTS = ("tls", "ca_file", "ehlo", "user", "mechanism", "outcome", "detail")


def as_text(state: State) -> str:
    """Return a state as the text of its file."""
    value = state._asdict() | {"layout": dict(state.layout)}
    return dumps(value | {"recents": [recent._asdict() for recent in state.recents]}, indent=1) + "\n"


def from_text(text: str) -> State | None:
    """Return the state that a text tells of, None where it is no such text."""
    try:
        value = loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    layout = value.get("layout")
    sizes = layout.items() if isinstance(layout, dict) else ()
    return bounded(
        State(
            theme=_text(value.get("theme")),
            layout={visible(name): number for name, size in sizes if (number := _number(size)) is not None},
            recents=tuple(recent for each in _list(value.get("recents")) if (recent := _recent(each))),
            history=tuple(map(_text, _list(value.get("history")))),
            language=_text(value.get("language")),
        )
    )


def _recent(value: object) -> Recent | None:
    """Return an entry of the list, or None for what is none."""
    if not isinstance(value, dict) or not (target := _text(value.get("target"))):
        return None
    return Recent(
        target=target,
        verify=value.get("verify") is not False,
        at=_number(value.get("at")) or 0.0,
        **{name: _text(value.get(name)) for name in _TEXTS},
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return visible(value) if isinstance(value, str) and len(value) <= LONGEST else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
