"""A single reply line, read without the readers of all formats: they cost more to import than the answer."""

from collections import deque

from smtptui.reference.explaining.evidence import Evidence
from smtptui.text import visible
from smtptui.transcripts.conversation import Conversation
from smtptui.transcripts.formats.plain import Plain
from smtptui.transcripts.parts import LINE_READ
from smtptui.transcripts.pieces import Heard, Logged


def one_line(line: str) -> Evidence | None:
    """Return the reply, or the enhanced code, that a line is from its first character to its last.

    None where another format might have it; `smtptui.transcripts.reader.find_replies` finds the same.
    """
    shown = visible(line[:LINE_READ].replace("\t", " "))
    if not shown[:1].isdigit() or "]: " in shown or "] " in shown:
        return None
    match next(iter(Plain().read(shown)), None):
        case Heard(text):
            conversation = Conversation(deque())
            found = next(conversation.heard(text, directed=False), None)
            return found or next(conversation.end(), None)
        case Logged(_, enhanced, ""):
            return Evidence("", enhanced)
    return None
