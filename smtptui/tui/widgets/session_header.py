"""The one line over a session's rows: whose it is, how it went so far, what it waits for."""

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import MUTED
from smtptui.tui.themes import class_mark, class_style
from smtptui.watching.fold import Fold
from smtptui.watching.narration import reason_words, stage_words, wait_words
from smtptui.watching.rows import Step
from smtptui.words import _, plural

STEPS_SHOWN = 6
"""How many steps of the session are named."""

WAIT_SHOWN_AFTER = 1.0
"""Seconds of silence after which a running clock shows."""

GAP = "   "

Part = Content | str | tuple[str, str]


def idle_header() -> Content:
    """Return what stands over nothing."""
    return Content.assemble((_("LIVE"), "bold"), (_("  not connected · ctrl+o connects to a server"), MUTED))


def session_header(
    label: str, fold: Fold, now: float, *, timed: bool, follows: bool, note: str = ""
) -> Content:
    """Return the line; `now` is the session's clock, without `timed` outcomes stand in place of durations.

    `note` is what else is to be known of it.
    """
    progress = fold.progress
    parts: list[Part] = [(_("LIVE "), "bold $text-primary"), Content(visible(label)), "  "]
    # What is now stands before what was: the line may be cut.
    if note:
        parts.append((visible(note) + GAP, "$text-accent"))
    if not follows:
        parts.append((_("‖ paused, End follows") + GAP, "$text-warning"))
    waited = 0.0 if progress.awaiting is None else now - progress.awaiting.since
    if progress.awaiting is not None and waited >= WAIT_SHOWN_AFTER:
        parts.append((wait_words(progress.awaiting, waited) + GAP, "$text-warning"))
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
    return [shown, (f" {duration(step.took)}", MUTED)]


def duration(seconds: float) -> str:
    """Return a duration as one reads it: hundredths of a millisecond where it is short."""
    if seconds >= 1:
        return _("{seconds} s", seconds=f"{seconds:.1f}")
    milliseconds = seconds * 1000
    shown = f"{milliseconds:.0f}" if milliseconds >= 1 else f"{round(milliseconds, 2):g}"
    return _("{milliseconds} ms", milliseconds=shown)
