"""The one line over a session's rows: whose it is, how it went so far, what it waits for."""

from collections.abc import Sequence

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.named_keys import key_for
from smtptui.tui.themes import class_mark, class_style
from smtptui.watching.fold import Fold
from smtptui.watching.greeting_verdict import Verdict
from smtptui.watching.narration import reason_words, stage_words, wait_words
from smtptui.watching.rows import Step
from smtptui.watching.stage import Length, length_of_step
from smtptui.words import _, decimal, mark, plural

STEPS_SHOWN = 6
"""How many steps of the session are named."""

WAIT_SHOWN_AFTER = 1.0
"""Seconds of silence after which a running clock shows."""

GAP = "   "

LENGTHS = {Length.ORDINARY: MUTED, Length.LONG: "$text-warning", Length.OVER: "bold $text-error"}
"""How long a step took beside what RFC 5321 §4.5.3.2 gives it → its style."""

_TOLD = {
    Verdict.TEASER: mark("first part of a greeting: do not talk yet"),
    Verdict.TARPIT: mark("tarpit: it greets drop by drop"),
}
"""What is said of a greeting while it lasts."""

Part = Content | str | tuple[str, str]


def idle_header() -> Content:
    """Return what stands over nothing."""
    return Content.assemble(
        (_("LIVE"), "bold"),
        (_("  not connected · {key} connects to a server", key=key_for("session.connect")), MUTED),
    )


def session_header(
    label: str, fold: Fold, now: float, *, timed: bool, state: Sequence[str], follows: bool, note: str = ""
) -> Content:
    """Return the line; `now` is the session's clock, without `timed` outcomes stand in place of durations.

    `state` says how one looks at it, `note` what else is to be known of it.
    """
    progress = fold.progress
    parts: list[Part] = [(_("LIVE "), "bold $text-primary"), Content(visible(label)), "  "]
    # What is now stands before what was: the line may be cut.
    if note:
        parts.append((visible(note) + GAP, "$text-accent"))
    parts += [(words + GAP, MUTED if follows else "$text-warning") for words in state]
    waited = 0.0 if progress.awaiting is None else now - progress.awaiting.since
    if progress.awaiting is not None and waited >= WAIT_SHOWN_AFTER:
        parts.append((wait_words(progress.awaiting, waited) + GAP, "$text-warning"))
    greets = fold.greets.now(now) if timed else None
    if greets is not None and not greets.complete and greets.verdict in _TOLD and progress.closed is None:
        parts.append((_(_TOLD[greets.verdict]) + GAP, "bold $text-warning"))
    if progress.closed is not None:
        style = MUTED if progress.closed.expected else "$text-error"
        parts.append((reason_words(progress.closed) + GAP, style))
    if fold.forgotten:
        gone = fold.forgotten
        words = plural("the oldest line is forgotten", "the oldest {number} lines are forgotten", gone)
        parts.append((words + GAP, "$text-warning"))
    steps = list(progress.steps)[-STEPS_SHOWN:]
    if len(progress.steps) > STEPS_SHOWN:
        parts.append(("… › ", MUTED))
    for number, step in enumerate(steps):
        if number:
            parts.append((" › ", MUTED))
        parts += _step(step, timed)
    return Content.assemble(*parts)


def _step(step: Step, timed: bool) -> list[Part]:
    failed = step.severity >= 4
    name = stage_words(step.name)
    shown: Part = (name, class_style(step.severity)) if failed else name
    if failed or not timed:
        return [shown, (f" {class_mark(step.severity)}", class_style(step.severity))]
    style = LENGTHS[length_of_step(step.name, step.took)]
    sign = "" if style == MUTED else " ⚠"
    return [shown, (f" {duration(step.took)}{sign}", style)]


def duration(seconds: float) -> str:
    """Return a duration as one reads it: hundredths of a millisecond where it is short."""
    if seconds >= 1:
        return _("{seconds} s", seconds=decimal(f"{seconds:.1f}"))
    milliseconds = seconds * 1000
    shown = f"{milliseconds:.0f}" if milliseconds >= 1 else f"{round(milliseconds, 2):g}"
    return _("{milliseconds} ms", milliseconds=decimal(shown))
