"""What is remembered, as values: how much of it is kept, and how what two processes have comes together."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeVar

T = TypeVar("T")

RECENTS_KEPT = 20
"""Targets that are remembered."""
HISTORY_KEPT = 500
"""Typed commands that are remembered."""
LONGEST = 1000
"""Characters of a remembered text; a longer one is forgotten."""


class Recent(NamedTuple):
    """A target that was connected to; never a password.

    `target` as it was typed, `outcome` an id in no language: ``ok``, ``refused``, ``tls``, ``not-connected``,
    ``greeting``, ``lost``; `detail` a few words, visible; `at` in seconds since the epoch.
    """

    target: str
    tls: str = ""
    ca_file: str = ""
    ehlo: str = ""
    verify: bool = True
    user: str = ""
    mechanism: str = ""
    outcome: str = ""
    detail: str = ""
    at: float = 0.0


class State(NamedTuple):
    """All that is remembered: `recents` the newest first, `history` (typed commands) the newest last.

    `layout` has sizes by the name of what has them; an empty `theme` or `language` was never chosen.
    """

    theme: str = ""
    layout: Mapping[str, float] = MappingProxyType({})
    recents: tuple[Recent, ...] = ()
    history: tuple[str, ...] = ()
    language: str = ""


def bounded(state: State) -> State:
    """Return a state with its recents in order, one for each target, and no more than is kept of each."""
    newest: dict[tuple[str, str], Recent] = {}
    for recent in sorted(state.recents, key=lambda each: each.at, reverse=True):
        newest.setdefault((recent.target, recent.tls), recent)
    history = tuple(line for line in state.history if 0 < len(line) <= LONGEST)
    return state._replace(
        layout=dict(state.layout),
        recents=tuple(newest.values())[:RECENTS_KEPT],
        history=history[-HISTORY_KEPT:],
    )


def merged(before: State, own: State, theirs: State) -> State:
    """Return `theirs` with what has changed from `before` to `own`.

    What each side has added is kept; what `own` has taken away stays away.
    """
    layout = {
        name: size for name, size in theirs.layout.items() if name not in before.layout or name in own.layout
    }
    layout |= {name: size for name, size in own.layout.items() if before.layout.get(name) != size}
    return State(
        theme=theirs.theme if own.theme == before.theme else own.theme,
        layout=layout,
        recents=_both(before.recents, own.recents, theirs.recents),
        history=_lines(before.history, own.history, theirs.history),
        language=theirs.language if own.language == before.language else own.language,
    )


def _both(before: tuple[T, ...], own: tuple[T, ...], theirs: tuple[T, ...]) -> tuple[T, ...]:
    """Return `theirs` without what `own` has taken away, then what it has added."""
    known, kept, there = set(before), set(own), set(theirs)
    rest = tuple(each for each in theirs if each not in known or each in kept)
    return (*rest, *(each for each in own if each not in known and each not in there))


def _lines(before: tuple[str, ...], own: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return `theirs` and behind them what `own` has added, which may be a line of before once more.

    What `own` begins with is `before`, or its end where the oldest have fallen off.
    """
    for fallen in range(len(before) + 1 if len(before) >= HISTORY_KEPT else 1):
        kept = len(before) - fallen
        if own[:kept] == before[fallen:] and (kept or not before):
            return (*theirs, *own[kept:])
    return _both(before, own, theirs)
