"""Replies in texts, explained; every function is one of its arguments alone, from any thread."""

from collections.abc import Iterable, Iterator
from functools import cache

from smtptui.api.values import Explanation, Meaning
from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explain import explain as explain_evidence
from smtptui.text import lines_of, visible
from smtptui.transcripts.lone import lone_reply
from smtptui.transcripts.reader import find_replies


@cache
def catalogue() -> Catalogue:
    """Return the one reference of the process; what it has read once it keeps."""
    return Catalogue()


def explain(
    text: str | bytes, *, command: str = "", server: str = "", tls: bool | None = None
) -> list[Explanation]:
    """Explain every reply in a text: a code, a reply, a log line, a bounce, a whole transcript.

    What the text does not tell can be said of all its replies: the `command` that they answer (``RCPT``, or
    the whole line), the `server`'s software (``Postfix``), whether there was `tls`. The list is empty where
    there is no reply.
    """
    words = _decoded(text)
    known: dict[str, str | bool] = {}
    if verb := command.strip():
        known["command"] = verb.split(maxsplit=1)[0].upper()
        known["command_line"] = visible(verb) if " " in verb else ""
    if server:
        known["server"] = visible(server)
    if tls is not None:
        known["tls"] = tls
    return [
        _as_value(line, evidence._replace(**known) if known else evidence)  # type: ignore[arg-type]
        for line, evidence in _found(words)
    ]


def replies(lines: Iterable[str | bytes]) -> Iterator[Explanation]:
    """Explain the replies in lines as they come, at a steady memory: an open file, a pipe, a generator.

    Sessions are followed from line to line, so that a reply is known by the command that it answers. A text,
    of which each character would be a line, raises TypeError.
    """
    if isinstance(lines, str | bytes):
        msg = "replies takes lines: an open file, text.splitlines(); for a text there is explain"
        raise TypeError(msg)
    return _as_they_come(lines)


def _as_they_come(lines: Iterable[str | bytes]) -> Iterator[Explanation]:
    for found in find_replies(_decoded(line).rstrip("\r\n") for line in lines):
        yield _as_value(found.line, found.evidence)


def _found(text: str) -> Iterator[tuple[int, Evidence]]:
    bare = text.strip()
    if len(bare) == 3 and bare.isascii() and bare.isdigit():
        yield 1, Evidence(bare)
    elif (evidence := lone_reply(text)) is not None:
        yield 1, evidence
    else:
        yield from ((found.line, found.evidence) for found in find_replies(lines_of(text)))


def _decoded(text: str | bytes) -> str:
    return text.decode("utf-8", "backslashreplace") if isinstance(text, bytes) else text


def _as_value(line: int, evidence: Evidence) -> Explanation:
    explained = explain_evidence(catalogue(), evidence)
    return Explanation(
        line=line,
        code=int(explained.code) if explained.code.isdigit() else None,
        enhanced=explained.enhanced or None,
        text=visible(evidence.text),
        title=explained.title,
        class_name=explained.class_name,
        answers=evidence.command or None,
        command=visible(evidence.command_line) or None,
        server=visible(evidence.server) or None,
        summary=visible(explained.summary),
        meanings=tuple(
            Meaning(
                id=meaning.id,
                situation=meaning.situation or None,
                title=meaning.title,
                confidence=str(meaning.confidence),
                next=meaning.next,
                because=tuple(map(visible, meaning.because)),
                advice=tuple(map(visible, meaning.advice)),
                fix=meaning.fix,
            )
            for meaning in explained.meanings
        ),
        actor=explained.actor,
        retry=explained.retry,
        mistaken_for=explained.mistaken_for,
        remarks=tuple(map(visible, explained.remarks)),
    )
