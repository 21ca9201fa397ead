"""A pasted text as something watched: the replies found in it, with the commands they answer."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.evidence import Evidence
from smtptui.text import lines_of
from smtptui.transcripts.reader import find_replies
from smtptui.watching.fold import Fold
from smtptui.watching.narration import Milestone
from smtptui.watching.rows import Highlight, Kind, ReplyInContext, Row, Step
from smtptui.watching.watched import Watched
from smtptui.words import plural


def pasted(catalogue: Catalogue, text: str) -> Watched:
    """Return every reply found in `text`, to be watched like a session that has ended."""
    fold = read(text)
    label = plural("pasted text: {number} reply", "pasted text: {number} replies", fold.progress.replies)
    return Watched(catalogue, label, fold=fold)


def read(text: str) -> Fold:
    """Return every reply found in `text` as rows; the lines where they stand take the place of times."""
    fold = Fold()
    for found in find_replies(lines_of(text)):
        evidence, at = found.evidence, float(found.line)
        if evidence.command_line:
            fold.rows.append(Row(len(fold.rows) + 1, at, Kind.SENT, words=evidence.command_line))
        row = Row(
            len(fold.rows) + 1,
            at,
            Kind.RECEIVED,
            words=" ".join(part for part in (evidence.code, evidence.enhanced, evidence.text) if part),
            code=int(evidence.code) if evidence.code.isdigit() else None,
            highlight=_highlight(evidence),
            reply=ReplyInContext(evidence=evidence),
        )
        fold.rows.append(row)
        fold.reading.keep(row)
        progress = fold.progress
        progress.counts[evidence.code] += 1
        progress.replies += 1
        severity = int(evidence.code[0]) if evidence.code[:1].isdigit() else 0
        progress.steps.append(Step(evidence.command or Milestone.REPLY, 0.0, severity))
    return fold


def _highlight(evidence: Evidence) -> Highlight | None:
    if evidence.code == "504":
        return Highlight.NOT_IMPLEMENTED
    return Highlight.GREETING if evidence.code == "220" and evidence.command == "CONNECT" else None
