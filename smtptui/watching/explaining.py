"""Explanations of the panel's rows, each made once and only when it is looked at."""

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explain import Explanation, evidence_of, explain
from smtptui.reference.explaining.servers import guess_server
from smtptui.watching.rows import Highlight, Row
from smtptui.wire.events import Event, GreetingReceived, ReplyReceived


class Explainer:
    """Explains rows from the reference and from what was known of the server when they came."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._made: dict[int, tuple[Event, Explanation]] = {}
        self._of_texts: dict[Evidence, Explanation] = {}

    def explanation(self, row: Row) -> Explanation | None:
        """Return what a row means; None for rows that are no replies."""
        if row.evidence is not None:
            return self._explained(row.evidence)
        event = row.event
        if not isinstance(event, (GreetingReceived, ReplyReceived)) or row.context is None:
            return None
        made = self._made.get(id(event))
        if made is None or made[0] is not event:
            context = row.context
            evidence = evidence_of(
                event,
                extensions=context.extensions,
                tls=context.tls,
                server=_software(context.greeting),
            )
            made = self._made[id(event)] = (event, explain(self._catalogue, evidence))
        return made[1]

    def _explained(self, evidence: Evidence) -> Explanation:
        """Explain a reply of a pasted text; one that is said again is explained once."""
        if evidence not in self._of_texts:
            self._of_texts[evidence] = explain(self._catalogue, evidence)
        return self._of_texts[evidence]

    def words(self, row: Row) -> str:
        """Return what stands beside a row: a greeting and a 504 always have words, a success has none."""
        explanation = self.explanation(row)
        if explanation is None:
            return ""
        if row.highlight is Highlight.GREETING:
            software = _software(row.context.greeting if row.context else row.text)
            return f"GREETING  {software}" if software else "GREETING"
        if row.highlight is Highlight.NOT_IMPLEMENTED:
            return f"504  {explanation.summary}"
        return explanation.summary if row.code is not None and row.code >= 400 else ""

    def forget(self) -> None:
        """Let the explanations of a session go."""
        self._made.clear()
        self._of_texts.clear()


def _software(greeting: str) -> str:
    """Return the software that a greeting names; its mere form is too weak a sign to build on."""
    guess = guess_server(greeting)
    return guess.software if guess.confidence == "certain" else ""
