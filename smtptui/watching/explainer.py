"""Explanations of rows: each made once, never while painting, and forgotten with its row."""

from threading import Lock
from typing import TYPE_CHECKING

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.evidence import Evidence, evidence_of
from smtptui.reference.explaining.servers import guess_server
from smtptui.watching.greeting_verdict import Verdict
from smtptui.watching.greeting_words import verdict_label
from smtptui.watching.reading import REFUSED_FROM
from smtptui.watching.retention import read_part
from smtptui.watching.rows import Highlight, ReplyInContext, Row
from smtptui.wire.verbs import Verb
from smtptui.words import _

if TYPE_CHECKING:
    from smtptui.reference.explaining.explanation import Explanation

MEMO = 1024
"""Explanations kept by their evidence: a flood says the same again and again."""

USUAL = (
    Evidence("220", text="mx.example ESMTP", command="CONNECT"),
    Evidence(
        "250", text="mx.example PIPELINING SIZE STARTTLS AUTH PLAIN LOGIN 8BITMIME DSN HELP", command="EHLO"
    ),
    Evidence("504", "5.5.4", text="Unrecognized authentication type", command="AUTH"),
)
"""What most sessions have: its articles and patterns are read when these are explained."""


class Explainer:
    """Explains rows from the reference, and from what was known when they came."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_evidence: dict[Evidence, Explanation] = {}
        self._explains = Lock()
        """Held while one thread explains: what it reads for that, another needs not read as well."""

    def prepare(self) -> None:
        """Read what explaining needs, as on another thread before the first reply comes."""
        for evidence in USUAL:
            self._explained(evidence)
        software_of("")

    def forget(self) -> None:
        """Forget what was made in another language."""
        self._by_evidence.clear()

    def explanation(self, row: Row) -> "Explanation | None":
        """Return what a row means; None for rows that are no complete replies."""
        reply = row.reply
        if reply is None:
            return None
        if reply.explanation is None:
            reply.explanation = self._explained(self._evidence(reply))
        return reply.explanation

    def _evidence(self, reply: ReplyInContext) -> Evidence:
        if reply.evidence is None and reply.event is not None:
            context = reply.context
            evidence = evidence_of(
                reply.event._replace(reply=read_part(reply.event.reply)),
                extensions=context.extensions,
                tls=context.tls,
                server=software_of(context.greeting),
                mechanism=context.mechanism,
                authenticated=context.authenticated,
            )
            return evidence._replace(command=Verb.XCLIENT) if context.greeted_before else evidence
        return reply.evidence or Evidence("")

    def _explained(self, evidence: Evidence) -> "Explanation":
        made = self._by_evidence.get(evidence)
        if made is None:
            # Imported with the first explanation: the word for a greeting does not wait for it.
            from smtptui.reference.explaining.explain import explain

            with self._explains:
                if len(self._by_evidence) >= MEMO:
                    self._by_evidence.clear()
                made = self._by_evidence[evidence] = explain(self._catalogue, evidence)
        return made

    def words(self, row: Row) -> str:
        """Return what a row means in a few words: a greeting and a refusal have some, a success none."""
        if row.reply is None:
            return ""
        if row.highlight is Highlight.GREETING:
            software = software_of(row.reply.context.greeting or row.text)
            verdict = row.reply.verdict
            if verdict is not None and verdict.verdict not in (Verdict.NORMAL, Verdict.SEVERAL_LINES):
                label = verdict_label(verdict)
                if software:
                    return _("GREETING  {software} · {verdict}", software=software, verdict=label)
                return _("GREETING  {verdict}", verdict=label)
            return _("GREETING  {software}", software=software) if software else _("GREETING")
        if row.code is None or row.code < REFUSED_FROM:
            return ""
        explanation = self.explanation(row)
        if explanation is None:
            return ""
        return explanation.summary


def software_of(greeting: str) -> str:
    """Return the software that a greeting names; its mere form is too weak a sign to build on."""
    guess = guess_server(greeting)
    return guess.software if guess.confidence is Confidence.CERTAIN else ""
