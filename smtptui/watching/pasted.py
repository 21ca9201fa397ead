"""A pasted text as the panel shows it: the replies found in it, with the commands they answer."""

from smtptui.reference.explaining.evidence import Evidence
from smtptui.transcripts.reader import find_replies
from smtptui.watching.live import Live
from smtptui.watching.rows import Highlight, Kind, Row, Step


def read(text: str) -> Live:
    """Return the state of a panel that holds every reply found in `text`; lines stand in place of times."""
    live = Live()
    for found in find_replies(text.splitlines()):
        evidence = found.evidence
        if evidence.command_line:
            live.rows.append(
                Row(0.0, Kind.SENT, evidence.command_line, label=f"line {found.line}", evidence=None)
            )
        live.rows.append(
            Row(
                0.0,
                Kind.RECEIVED,
                " ".join(part for part in (evidence.code, evidence.enhanced, evidence.text) if part),
                code=int(evidence.code) if evidence.code.isdigit() else None,
                highlight=_highlight(evidence),
                label=f"line {found.line}",
                evidence=evidence,
            )
        )
        live.counts[evidence.code] += 1
        live.replies += 1
        severity = int(evidence.code[0]) if evidence.code[:1].isdigit() else 0
        live.steps.append(Step(evidence.command or "reply", 0.0, severity))
    return live


def _highlight(evidence: Evidence) -> Highlight | None:
    if evidence.code == "504":
        return Highlight.NOT_IMPLEMENTED
    return Highlight.GREETING if evidence.code == "220" and evidence.command == "CONNECT" else None
