"""Explanations as text for people, and as JSON for programs."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TextIO

from smtptui.cli.wrapping import wrapped
from smtptui.reference.book.labels import WORDS
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explain import Explanation, Ranked
from smtptui.text import visible

REPEATS_KEPT = 1024
"""Broken texts that are kept: what a log repeats is made safe and broken once."""

Answer = tuple[int, Evidence, Explanation]
"""The number of the line, what is known of the reply, and what it means."""


class Printer:
    """Writes explanations to `out`, lines broken at `width` columns."""

    def __init__(self, out: TextIO, *, width: int = 80, verbose: bool = False) -> None:
        self._out = out
        self._width = width
        self._verbose = verbose
        self._broken = lru_cache(maxsize=REPEATS_KEPT)(_broken)

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
                self._among_others(held)
                held = None
            self._among_others(answer)
        if held is not None:
            self._at_length(held)
        return count

    def objects(self, answers: Iterable[Answer], *, streaming: bool) -> int:
        """Write the answers as JSON: one object for all, or one per line; return how many there were."""
        import json

        count = 0
        if streaming:
            for answer in answers:
                count += 1
                self._out.write(json.dumps(as_json(answer), ensure_ascii=False) + "\n")
            return count
        replies = [as_json(answer) for answer in answers]
        self._out.write(json.dumps({"replies": replies}, ensure_ascii=False, indent=2) + "\n")
        return len(replies)

    def _among_others(self, answer: Answer) -> None:
        line, evidence, explanation = answer
        if evidence.code[:1] in ("2", "3") and not explanation.remarks and not self._verbose:
            asked = evidence.command_line or evidence.command
            self._write(
                f"{line:>5}  {_head(explanation)}  {explanation.summary}" + (f"  ← {asked}" if asked else "")
            )
            return
        self._write(f"{line:>5}  {_head(explanation)}  {explanation.summary}")
        self._body(answer, indent="       ")

    def _at_length(self, answer: Answer) -> None:
        explanation = answer[2]
        self._write(f"{_head(explanation)}  {explanation.title}  ({explanation.class_name})")
        self._body(answer, indent="  ")

    def _body(self, answer: Answer, indent: str) -> None:
        _, evidence, explanation = answer
        if evidence.text:
            self._write(f"says: {evidence.text}", indent)
        if evidence.command_line or evidence.command:
            self._write(f"answers: {evidence.command_line or evidence.command}", indent)
        shown = explanation.meanings if self._verbose else _foremost(explanation.meanings)
        for meaning in shown:
            self._meaning(meaning, indent)
        left = len(explanation.meanings) - len(shown)
        if left:
            self._write(f"{left} more meaning{'s' if left > 1 else ''} possible: -v shows them", indent)
        self._write(f"who must act: {explanation.actor}; send it again: {explanation.retry}", indent)
        for remark in explanation.remarks:
            self._write(f"remark: {remark}", indent)
        if self._verbose and not evidence.command and explanation.answers:
            names = (WORDS.get(f"command.{name}", name) for name in explanation.answers)
            self._write(f"may answer: {', '.join(names)}", indent)
        if self._verbose and evidence.server:
            self._write(f"server: {evidence.server}", indent)
        if self._verbose and explanation.mistaken_for:
            self._write(f"easily confused with: {', '.join(explanation.mistaken_for)}", indent)

    def _meaning(self, meaning: Ranked, indent: str) -> None:
        self._write(f"{meaning.confidence}: {meaning.title}  [{meaning.id}]", indent)
        inner = indent + "  "
        if meaning.because:
            self._write(f"because {'; '.join(meaning.because)}", inner)
        for advice in meaning.advice:
            self._write(advice, inner)
        if meaning.fix:
            self._write(f"fix: {meaning.fix}", inner)

    def _write(self, text: str, indent: str = "") -> None:
        for line in self._broken(text, self._width - len(indent)):
            self._out.write(f"{indent}{line}\n")


def as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the object that ``--json`` documents."""
    line, evidence, explanation = answer
    return {
        "line": line,
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
                "title": meaning.title,
                "confidence": str(meaning.confidence),
                "because": list(meaning.because),
                "advice": list(meaning.advice),
                "fix": meaning.fix,
            }
            for meaning in explanation.meanings
        ],
        "actor": explanation.actor,
        "retry": explanation.retry,
        "mistaken_for": list(explanation.mistaken_for),
        "remarks": list(explanation.remarks),
    }


def _broken(text: str, width: int) -> tuple[str, ...]:
    return tuple(wrapped(visible(text), width))


def _head(explanation: Explanation) -> str:
    return " ".join(part for part in (explanation.code, explanation.enhanced) if part)


def _foremost(meanings: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """The first meaning, and those that are as likely, but not a list of possibilities."""
    if not meanings or meanings[0].confidence != "possible":
        return meanings[:1]
    return meanings[:3]
