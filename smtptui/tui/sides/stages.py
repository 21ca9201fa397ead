"""The side of the stages: what each took, as bars, the one that failed marked."""

from rich.cells import cell_len
from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import MUTED, heading, labelled
from smtptui.tui.page import Line, Page
from smtptui.tui.sides.bars import bar
from smtptui.tui.widgets.session_header import duration
from smtptui.watching.fold import Fold
from smtptui.watching.greeting_verdict import Verdict
from smtptui.watching.greeting_words import verdict_label, verdict_words
from smtptui.watching.stage import Length, Outcome, Stage
from smtptui.words import _, mark

BAR = 24
"""Cells of the longest bar."""

_MARKS = {Outcome.DONE: "✓", Outcome.FAILED: "✗", Outcome.UNDER_WAY: "…"}
_STYLES = {
    Outcome.DONE: "$text-success",
    Outcome.FAILED: "bold $text-error",
    Outcome.UNDER_WAY: "$text-primary",
}
_BARS = {Length.ORDINARY: "$text-primary", Length.LONG: "$text-warning", Length.OVER: "$text-error"}

NONE = mark("Nothing has been timed: a text has no times, and a session that has not begun none yet.")
LEGEND = mark(
    "Bars have one scale. Amber: more than a tenth of what RFC 5321 §4.5.3.2 gives a server; red: all of it."
)

_ORDINARY = (Verdict.NORMAL, Verdict.SEVERAL_LINES)


def stages_page(fold: Fold, now: float) -> Page:
    """Return the stages; `now` is the session's clock, for what is under way."""
    stages = fold.progress.stages.at(now)
    parts: list[Line | Content | None] = [*_greeting(fold, now)]
    if not stages:
        return Page([*parts, Content.styled(_(NONE), MUTED)])
    longest = max(stage.took for stage in stages)
    width = max(cell_len(stage.words) for stage in stages)
    parts += [heading(_("Stages")), *(_row(stage, longest, width) for stage in stages)]
    total = stages[-1].began + stages[-1].took - stages[0].began
    parts += [
        Content(""),
        Content.styled(_("{time} from the first to the last.", time=duration(max(0.0, total))), MUTED),
        Content.styled(_(LEGEND), MUTED),
    ]
    return Page(parts)


def _greeting(fold: Fold, now: float) -> list[Line | Content | None]:
    found = fold.greets.now(now)
    if found is None:
        return []
    if found.verdict in _ORDINARY:
        return [labelled("✓ ", Content(verdict_words(found)), "$text-success"), Content("")]
    return [
        heading(_("Greeting")),
        Content.styled(f"⚠ {verdict_label(found)}", "$text-warning"),
        Content(verdict_words(found)),
        Content(""),
    ]


def _row(stage: Stage, longest: float, width: int) -> Content:
    style = _STYLES[stage.outcome]
    name = stage.words + " " * (width - cell_len(stage.words))
    drawn = bar(stage.took / longest if longest > 0 else 0.0, BAR)
    failed = stage.outcome is Outcome.FAILED
    return Content.assemble(
        (f"{_MARKS[stage.outcome]} ", style),
        (name, style if failed else ""),
        "  ",
        (drawn, "$text-error" if failed else _BARS[stage.length]),
        "  ",
        (f"{duration(stage.took):>8}", "" if stage.length is Length.ORDINARY else _BARS[stage.length]),
        *_note(stage),
    )


def _note(stage: Stage) -> list[tuple[str, str]]:
    """What stands behind the time: the code of a refusal, why it failed, and a limit that is near."""
    notes = []
    if stage.outcome is Outcome.FAILED:
        why = f"{stage.code:03d}" if stage.code is not None else visible(_(stage.why)) if stage.why else ""
        notes.append((f"  {why or _('failed')}", "bold $text-error"))
    limit = stage.limit
    if limit is not None and stage.length is not Length.ORDINARY:
        words = mark("over {number} min") if stage.length is Length.OVER else mark("of {number} min")
        notes.append((f"  {_(words, number=f'{limit / 60:g}')}", _BARS[stage.length]))
    return notes
