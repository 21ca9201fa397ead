"""The situation in a line, fast enough to be mapped over a log of any length."""

from smtptui.api.explaining import catalogue
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.explain import explain
from smtptui.reference.explaining.explanation import Explanation
from smtptui.transcripts.masking import PLACES, Masked, masked, with_stand_ins
from smtptui.transcripts.reader import find_replies

SHAPES_KEPT = 8192
"""Replies, without what varies in them, whose situation is kept; a log has some hundreds."""

_known: dict[Evidence, str | None] = {}
_unlike: set[Evidence] = set()
"""Replies that mean something else with other names in them."""


def situation(line: str | bytes) -> str | None:
    """Return the id of what a line of a log tells (``mailbox.full``); None where it tells of no reply.

    None as well where it only may be, and for a success that has no situation. A line is read by itself: what
    stands before it in its log is not known (see `replies`). What is kept from call to call is how replies
    were explained that differ only in addresses, hosts and ids; it changes no answer.
    """
    text = line.decode("utf-8", "backslashreplace") if isinstance(line, bytes) else line
    for found in find_replies((text.rstrip("\r\n"),)):
        if (told := _of(found.evidence)) is not None:
            return told
    return None


def _of(evidence: Evidence) -> str | None:
    text, asked = masked(evidence.text), masked(evidence.command_line)
    shape = evidence._replace(text=text.stays, command_line=asked.stays)
    try:
        return _known[shape]
    except KeyError:
        pass
    told = _sure(explain(catalogue(), evidence))
    if shape not in _unlike:
        if len(_known) + len(_unlike) >= SHAPES_KEPT:
            _known.clear()
            _unlike.clear()
        if len(text.values) + len(asked.values) <= PLACES and _stands(evidence, text, asked) == told:
            _known[shape] = told
        else:
            _unlike.add(shape)
    return told


def _stands(evidence: Evidence, text: Masked, asked: Masked) -> str | None:
    """Return the situation of a reply with other names in it."""
    shown, stands = with_stand_ins(text)
    shown_asked, _ = with_stand_ins(asked, len(stands))
    return _sure(explain(catalogue(), evidence._replace(text=shown, command_line=shown_asked)))


def _sure(explained: Explanation) -> str | None:
    meanings = explained.meanings
    if not meanings or (len(meanings) > 1 and meanings[0].confidence == "possible"):
        return None
    return meanings[0].situation or None
