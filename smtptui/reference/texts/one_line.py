"""A single reply line, read without the readers of all formats: they cost more to import than the answer."""

from collections import deque

from smtptui.reference.evidence import Evidence
from smtptui.reference.texts.conversation import Conversation
from smtptui.reference.texts.parts import LINE_READ
from smtptui.reference.texts.pieces import Heard, Logged
from smtptui.reference.texts.plain import Plain
from smtptui.text import visible


def one_line(line: str) -> Evidence | None:
    """Return the reply, or the enhanced code, that a line is from its first character to its last.

    None where another format might have it; `smtptui.reference.texts.reader.find_replies` finds the same.
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
