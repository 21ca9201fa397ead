"""Lines as they went over the wire, without marks: telnet, nc, openssl s_client, a reply typed or pasted."""

import re

from smtptui.transcripts.counting import is_counted
from smtptui.transcripts.formats.web import is_other_protocol
from smtptui.transcripts.parts import CODE, STATUS, split_reply
from smtptui.transcripts.pieces import Heard, Line, Logged, Piece, Said
from smtptui.transcripts.telling import is_mail
from smtptui.transcripts.verbs import VERBS, is_command

_REPLY = re.compile(rf"(?P<code>{CODE})(?:[ -]\S.*|[ -]\s+\S.*|[ -]?$)")
_LOOSE = re.compile(rf"(?P<code>{CODE})(?:: ?|\s*-\s*|[ -]['\"(]?#?)(?=['\"(]?#?{STATUS}\b)")
_ENHANCED = re.compile(rf"#?(?P<enhanced>{STATUS})(?:[:,]?\s+(?P<text>.*))?$")
_NOT_A_STATUS = re.compile(r"(?:mm|cm|kg|of \d|\d)\b|$|\S+\s{3}")
_INSIDE = re.compile(rf"(?<![\w.]){CODE}[ -]['\"(#]?{STATUS}\b")
_LOOKS_SAID = re.compile(rf"(?:{'|'.join(sorted(VERBS))})(?:[ :]|$)")
"""What in a conversation under way is the client's, though it is not well formed."""

_COLUMN = re.compile(r"\s+\d{3} {2,}[a-z]")
"""A number in a column of a report: what it counts stands in the next."""

_CODED = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}$")


class Plain:
    """A line that is a reply, or a command, from its first character on."""

    name = "transcript"

    def read(
        self, line: Line, *, unfinished: str = "", begun: bool = False, authenticates: bool = False
    ) -> tuple[Piece, ...]:
        """Return the line as the server's or the client's, by its form.

        `unfinished` is the code of a reply of which the last line is to come: any line with that code is its;
        `begun` tells that a conversation is under way, `authenticates` that it has had an AUTH.
        """
        text = line.text.strip()
        session = line.source
        if line.text[:1] == " " and _COLUMN.match(line.text):
            return ()
        if found := _REPLY.match(text):
            if found["code"] != unfinished and _no_reply(text):
                return ()
            known = line.stamp is None or begun or unfinished
            if not known and not _SURE.search(text) and not is_mail(text):
                return ()
            return (Heard(text, session, marked=False),)
        if (found := _LOOSE.match(text)) and (parts := split_reply(text)):
            return (Logged(*parts),)
        if found := _ENHANCED.match(text):
            words = found["text"] or ""
            if line.source == "|" and words:
                # What nmap shows of HELP's reply.
                return ()
            return (
                ()
                if words and (_NOT_A_STATUS.match(words) or _INSIDE.search(words))
                else (Logged("", found["enhanced"], words),)
            )
        if is_setting(text):
            return ()
        if is_command(text):
            return (Said(text, session, marked=False),)
        late = authenticates and _CODED.match(text)
        if late or (begun and _LOOKS_SAID.match(text) and not _INSIDE.search(text)):
            return (Said(text, session, marked=False),)
        return ()


_PROVED = re.compile(rf"{CODE}[ -]{STATUS}\b")
BARE = re.compile(rf"{CODE}[ -](?:{STATUS} |[A-Z<])")
"""What is a reply and of no other format: a line that begins with one, and with words."""

_SETTING = re.compile(r"\s*[\w.-]+ [=:](?:\s|$)")
_SURE = re.compile(
    rf"^220[ -].*SMTP|^{CODE}[ -]{STATUS} "
    r"|\b(?:user|account|domain|address|spam|blocked|authenticat\w+|unknown)\b",
    re.IGNORECASE,
)
"""What makes a number behind a time a reply."""


def is_setting(text: str) -> bool:
    """Return whether a line sets something (``user = anna``), and sends nothing."""
    return _SETTING.match(text) is not None


def _no_reply(text: str) -> bool:
    if _PROVED.match(text):
        return False
    following = text[4:].split(maxsplit=2)
    if not following:
        return False
    # A code and nothing but an address is from a list of fetched pages.
    fetched = len(following) == 1 and following[0].startswith(("http://", "https://"))
    if fetched or (is_counted(text[4:]) and text[3:4] != "-"):
        return True
    return is_other_protocol(text) and not _SAYS.search(text)


_SAYS = re.compile(r"HTTP requests? not|ESMTP|SMTP|mailbox|recipient", re.IGNORECASE)
