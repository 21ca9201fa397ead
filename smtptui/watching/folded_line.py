"""One line for a reply of many: who answers, the words of the others."""

from smtptui.reference.explaining.enhanced_text import split_enhanced
from smtptui.text import visible
from smtptui.watching.known import INTRODUCTIONS
from smtptui.wire.events import GreetingReceived, ReplyReceived

KEYWORDS_NAMED = 6
"""How many EHLO keywords a folded row names."""

LINES_READ = 16
"""Lines that are looked at; more would not be seen."""

LINE_READ = 256
"""Octets of each."""

TEXT_SHOWN = 120
"""Characters of a text that no program reads."""


def folded_line(event: GreetingReceived | ReplyReceived) -> str:
    """Return the code, and of an EHLO reply the name and the first keywords, of any other the text."""
    reply = event.reply
    texts = [visible(line.text[:LINE_READ]) for line in reply.lines[:LINES_READ]]
    if isinstance(event, ReplyReceived) and event.asked and event.asked.verb in INTRODUCTIONS:
        host = texts[0].split(" ", 1)[0]
        keywords = [text.split(" ", 1)[0] for text in texts[1:]]
        more = len(reply.lines) - 1 > KEYWORDS_NAMED
        return " ".join((f"{reply.code:03d}-{host}", *keywords[:KEYWORDS_NAMED])) + (" …" if more else "")
    words = " ".join(word for text in texts for word in split_enhanced(text)[1].replace("␉", " ").split())
    more = len(words) > TEXT_SHOWN or len(reply.lines) > LINES_READ
    return f"{reply.code:03d}-{words[:TEXT_SHOWN]}" + (" …" if more else "")
