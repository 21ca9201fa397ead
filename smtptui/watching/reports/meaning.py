"""What a reply means, as lines of a report: what happened, how sure that is, because of what, what to do."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smtptui.reference.book.model import Confidence
from smtptui.text import lines_of, visible
from smtptui.words import _, mark

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation

SURE = {
    Confidence.CERTAIN: mark("certain"),
    Confidence.LIKELY: mark("likely"),
    Confidence.POSSIBLE: mark("possible"),
}


def meaning_title(explanation: "Explanation") -> str:
    """Return what happened, in a line."""
    if not explanation.meanings:
        return visible(explanation.title)
    best = explanation.meanings[0]
    return visible(_("{meaning} ({confidence})", meaning=best.title, confidence=_(SURE[best.confidence])))


def meaning_lines(explanation: "Explanation") -> Iterator[str]:
    """Yield sentences on the most likely meaning, safe to show."""
    if explanation.meanings:
        best = explanation.meanings[0]
        if best.gist:
            yield visible(best.gist)
        if best.because:
            yield visible(_("Because {reasons}.", reasons="; ".join(best.because)))
        for advice in best.advice:
            yield visible(advice)
        if best.fix:
            yield visible(_("Fix: {fix}", fix=best.fix))
    yield visible(
        _(
            "Who must act: {actor}; send it again: {retry}.",
            actor=explanation.actor,
            retry=explanation.retry,
        )
    )
    for line in lines_of(explanation.note):
        yield visible(_("Your note: {note}", note=line))
    for remark in explanation.remarks:
        yield visible(_("Remark: {remark}", remark=remark))
