"""Explanations as text for people, and as JSON for programs."""

from collections.abc import Iterable
from typing import Any

from smtptui.cli.explain.where import Where
from smtptui.cli.output import Output
from smtptui.reference.book.labels import WORDS
from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explanation import Explanation, Ranked
from smtptui.text import lines_of, visible
from smtptui.words import _, mark, plural

_CONFIDENCE = {
    Confidence.CERTAIN: mark("certain: {meaning}"),
    Confidence.LIKELY: mark("likely: {meaning}"),
    Confidence.POSSIBLE: mark("possible: {meaning}"),
}

MEANINGS = 3
"""How many meanings of a reply are told of, unless all are asked for."""

Answer = tuple[Where, Evidence, Explanation]
"""Where the reply stands, what is known of it, and what it means."""


class Printer:
    """Writes explanations, whatever is in them made safe once more."""

    def __init__(self, out: Output, *, verbose: bool = False) -> None:
        self._out = out
        self._verbose = verbose

    def text(self, answers: Iterable[Answer]) -> int:
        """Write every answer and return how many there were.

        One reply alone is explained at length; among several, a success takes one line.
        """
        count = 0
        held: Answer | None = None
        for answer in answers:
            count += 1
            if count == 1:
                held = answer
                continue
            if held is not None:
                self.among_others(held)
                held = None
            self.among_others(answer)
        if held is not None:
            self._at_length(held)
        return count

    def objects(self, answers: Iterable[Answer]) -> int:
        """Write the answers as one JSON object; return how many there were."""
        replies = [as_json(answer, whole=self._verbose) for answer in answers]
        self._out.json({"replies": replies}, indent=2)
        return len(replies)

    def object(self, answer: Answer) -> None:
        """Write an answer as a JSON object of its own."""
        self._out.json(as_json(answer, whole=self._verbose))

    def among_others(self, answer: Answer) -> None:
        """Write an answer that is one of several: a success takes one line."""
        where, evidence, explanation = answer
        words = f"{_head(explanation)}  {explanation.summary}"
        short = evidence.code[:1] in ("2", "3") and not explanation.remarks and not self._verbose
        if short and (asked := evidence.command_line or evidence.command):
            words = f"{words}  ← {asked}"
        self._out.paragraph(visible(words), indent=f"{where.line:>5}  ", hanging=" " * 7)
        if not short:
            self._body(answer, indent=" " * 7)

    def _at_length(self, answer: Answer) -> None:
        explanation = answer[2]
        best = explanation.meanings[0] if explanation.meanings else None
        if best is None or best.confidence is Confidence.POSSIBLE or not answer[1].text:
            self._write(f"{_head(explanation)}  {explanation.title}  ({explanation.class_name})")
            self._body(answer, indent="  ")
            return
        # The answer first: what happened and how sure that is, what to do, because of what.
        title = f"{best.title}  [{best.id}]"
        self._write(f"{_head(explanation)}  {_(_CONFIDENCE[best.confidence], meaning=title)}")
        if best.next:
            self._write(_("do: {next}", next=best.next), "  ")
        if best.because:
            self._write(_("because {reasons}", reasons="; ".join(best.because)), "  ")
        self._body(answer, indent="  ", told=True)

    def _body(self, answer: Answer, indent: str, *, told: bool = False) -> None:
        """Write what there is besides the first line; `told` where that was the first meaning."""
        where, evidence, explanation = answer
        if told:
            code = (
                f"{explanation.code or explanation.enhanced} {explanation.title}  ({explanation.class_name})"
            )
            self._write(_("code: {code}", code=code), indent)
        if evidence.text:
            self._write(_("says: {text}", text=evidence.text), indent)
        if asked := evidence.command_line or evidence.command:
            self._write(_("answers: {command}", command=asked), indent)
        if again := where.places[1:]:
            numbers = ", ".join(map(str, again))
            self._write(
                plural("again in line {numbers}", "again in lines {numbers}", len(again), numbers=numbers),
                indent,
            )
        shown = explanation.meanings if self._verbose else _foremost(explanation.meanings)
        for number, meaning in enumerate(shown):
            if told and number == 0:
                self._advice(meaning, indent)
            else:
                self._meaning(meaning, indent)
        if left := len(explanation.meanings) - len(shown):
            self._write(
                plural(
                    "{number} more meaning possible: -v shows it",
                    "{number} more meanings possible: -v shows them",
                    left,
                ),
                indent,
            )
        self._write(
            _(
                "who must act: {actor}; send it again: {retry}",
                actor=explanation.actor,
                retry=explanation.retry,
            ),
            indent,
        )
        if explanation.note:
            for line in lines_of(explanation.note):
                self._write(_("your note: {note}", note=visible(line)), indent)
        for remark in explanation.remarks:
            self._write(_("remark: {remark}", remark=remark), indent)
        if self._verbose:
            self._more(evidence, explanation, indent)

    def _more(self, evidence: Evidence, explanation: Explanation, indent: str) -> None:
        """Write what only who asks for everything wants to know."""
        if not evidence.command and explanation.answers:
            names = ", ".join(_(WORDS.get(f"command.{name}", name)) for name in explanation.answers)
            self._write(_("may answer: {commands}", commands=names), indent)
        if evidence.server:
            self._write(_("server: {software}", software=evidence.server), indent)
        if explanation.mistaken_for:
            codes = ", ".join(explanation.mistaken_for)
            self._write(_("easily confused with: {codes}", codes=codes), indent)

    def _meaning(self, meaning: Ranked, indent: str) -> None:
        title = f"{meaning.title}  [{meaning.id}]"
        self._write(_(_CONFIDENCE[meaning.confidence], meaning=title), indent)
        inner = indent + "  "
        if meaning.because:
            self._write(_("because {reasons}", reasons="; ".join(meaning.because)), inner)
        self._advice(meaning, inner)

    def _advice(self, meaning: Ranked, indent: str) -> None:
        for advice in meaning.advice:
            self._write(advice, indent)
        if meaning.fix:
            self._write(_("fix: {fix}", fix=meaning.fix), indent)
        if self._verbose and meaning.more:
            self._write(_("more: {advice}", advice=meaning.more), indent)

    def _write(self, text: str, indent: str = "") -> None:
        self._out.paragraph(visible(text), indent=indent)


def as_json(answer: Answer, *, whole: bool) -> dict[str, Any]:
    """Return an answer as the object that ``--json`` documents; all of its meanings where `whole`."""
    where, evidence, explanation = answer
    meanings = explanation.meanings if whole else explanation.meanings[:MEANINGS]
    return {
        "line": where.line,
        "places": list(where.places or (where.line,)),
        "file": where.file or None,
        "code": int(explanation.code) if explanation.code.isdigit() else None,
        "enhanced": explanation.enhanced or None,
        "text": evidence.text,
        "title": explanation.title,
        "class": explanation.class_name,
        "answers": evidence.command or None,
        "may_answer": list(explanation.answers),
        "command": evidence.command_line or None,
        "server": evidence.server or None,
        "summary": explanation.summary,
        "meanings": [
            {
                "id": meaning.id,
                "situation": meaning.situation or None,
                "title": meaning.title,
                "confidence": str(meaning.confidence),
                "next": meaning.next,
                "because": list(meaning.because),
                "advice": list(meaning.advice),
                "fix": meaning.fix,
                "more": meaning.more,
            }
            for meaning in meanings
        ],
        "meanings_left": len(explanation.meanings) - len(meanings),
        "actor": explanation.actor,
        "retry": explanation.retry,
        "mistaken_for": list(explanation.mistaken_for),
        "remarks": list(explanation.remarks),
        "note": explanation.note or None,
    }


def _head(explanation: Explanation) -> str:
    return " ".join(part for part in (explanation.code, explanation.enhanced) if part)


def _foremost(meanings: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """The first meaning, and those that are as likely, but not a list of possibilities."""
    if not meanings or meanings[0].confidence != "possible":
        return meanings[:1]
    return meanings[:MEANINGS]
