"""Transcripts that mark who says what: debug output of mail programs, of whatever name and mark."""

import re
from collections import OrderedDict

from smtptui.transcripts.parts import LINE_BREAK
from smtptui.transcripts.pieces import Ended, Heard, Line, Nothing, Opened, Piece, Said
from smtptui.transcripts.verbs import is_command

SESSIONS_KEPT = 512
"""Sessions of which it is remembered which mark is whose."""

PATIENCE = 3
"""Other lines between those of one reply: ``exim -d`` tells of each read."""

PREFIX_READ = 200
"""Characters before a mark: no program writes more."""

_MARK = re.compile(
    r"(?P<mark>SMTP(?:\((?!close)\w+\))?(?:<<|>>|\|>|\+>)"
    r"|(?:SERVER -> CLIENT|CLIENT -> SERVER|(?i:server|client|sent|received|send|recv|recvd|reply|request"
    r"|response|got)|Out|In|SMTP|TX|RX|[SCR]|(?<!\S)[sc])"
    r"(?: (?P<number>\d+))?:(?=\s|b?['\"]|$)"
    r"|\[(?:<[-~=]|[-~=]>)\](?=\s)"
    r"|(?:raw-)?(?P<raw>input|output)[^\"]{0,200} contents = "
    r"|\bevent=\"(?P<event>read|write)\" data=(?=\")"
    r"|(?:<(?:-{1,2}|={1,2}|~\*?|\*\*|<{1,2}|)|(?:-{1,2}|={1,2}|~\*?|\*\*|>{1,2}|)>)(?=\s|b?['\"]|$)"
    r")\s{0,8}(?P<text>.*)",
    re.DOTALL,
)
_PARTNERS = (
    ("<-", "->"), ("<~", "~>"), ("<--", "-->"), ("<=", "=>"), ("<==", "==>"), ("<<<", ">>>"), ("<<", ">>"),
    ("<", ">"), ("<**", "**>"), ("<~*", "~*>"), ("SMTP<<", "SMTP>>"), ("S:", "C:"), ("SERVER:", "CLIENT:"),
    ("SERVER -> CLIENT:", "CLIENT -> SERVER:"), ("REPLY:", "SEND:"), ("RESPONSE:", "REQUEST:"),
    ("RECV:", "SENT:"), ("RECEIVED:", "SENT:"), ("RECVD:", "SENT:"), ("OUT:", "IN:"), ("RX:", "TX:"),
    ("R:", "S:"), ("SMTP:", "C:"), ("output", "input"), ("GOT:", "SENT:"), ("write", "read"),
)  # fmt: skip
"""The server's mark and the client's, as most programs use them; what the lines say goes before it."""

_USUAL = {**{client: False for _, client in _PARTNERS}, **{server: True for server, _ in reversed(_PARTNERS)}}
_PARTNER = {
    **{client: server for server, client in reversed(_PARTNERS)},
    **dict(reversed(_PARTNERS)),
}
_PARTNER |= {"SENT:": "RECEIVED:", "SEND:": "REPLY:"}
_SAME = {"<**": "<-", "**>": "->", "<~*": "<~", "~*>": "~>", "SMTP|>": "SMTP>>", "SMTP+>": "SMTP>>"}

_LOWER = frozenset(("input", "output", "read", "write"))
"""Marks that stand for a field of Stalwart's log."""

_WORDS = frozenset(("REPLY:", "REQUEST:", "RESPONSE:", "SEND:"))
"""Marks that are words of any sentence as well: they count before a quoted text only."""

_REPLY = re.compile(r"[2-5][0-5]\d(?:[ -]|$)")

_WORDY = re.compile(r"(?:^|\s)[a-z]{2,}(?=\s)")
_VARIES = re.compile(
    r"(?<!\d)\d+:\d\d:\d\d(?:[.:,]\d+)?|(?<!\d)\d+(?:\.\d+)?(?:[mu\u00b5]?s\b|(?=\s))"
    r"|\b(?:DEBUG|INFO|TRACE|NOTICE|WARN(?:ING)?|ERROR|PROTOCOL|DATA|LOG|level \d+)\b:?|[\s\"]+"
)
_OPENED = re.compile(
    r"=== (?:Trying|Connected)|connect: to |\* (?:Connected to|Trying )|CONNECTED\("
    r"|(?:DEBUG SMTP: )?trying to connect"
    r"|Trying [\d.:a-fA-F]+\.\.\.|Connected to (?!\S+ but )\S+|Connecting to \S+|Escape character is"
    r"|Connection opened"
    r"|\+\+ Starting|\S+ \.\.\. connected$|Connection to \S+ \d+ port \[tcp|.{0,80}Connecting to \S+ via "
)
"""How swaks, smtplib, curl, openssl, telnet, nc, Java and Exim begin a connection."""

_WHILE_TALKING = re.compile(r"\.\.\. while talking to ")
_ENDED = re.compile(
    r"Connection (?:closed|to host lost|reset)|=== Connection closed|lost connection|Lost connection"
    r"|\* Closing connection"
    r"|closed$|DONE$|Ncat: |SMTP\(close\)"
)
_SILENT = re.compile(
    r"(?:===|\*\*\*) |[*{}] |data: \(|reply: retcode |DEBUG SMTP:|DEBUG: |\s*SMTP\(close|Connection:"
    r"|SMTP (?:NOTICE|INBOUND):|cmdlog: "
)
"""Lines of these programs that repeat a reply, or hold none."""

_CONTINUED = re.compile(r"(?:\s*\d{1,7})?\s+(?P<text>[2-5]\d\d[ -].*)|(?P<bare>[2-5]\d\d[ -].*)")
_BRANCH = re.compile(r"(?:[└├│|`+\\ ─-]{1,4}|\s{2,8})(?P<text>\S.*)")
_FOLDED = re.compile(r"\s{4,}(?P<text>\S.*)")
_LITERAL = re.compile(r"b?(?P<quote>['\"])(?P<text>.*)(?P=quote)\s*$")
_VALUE = re.compile(r"\"(?P<text>(?:[^\"\\]|\\.)*)\"")
_STATE = re.compile(r" state=\d+$")


class Marked:
    """Debug output with a mark before each line; which mark is whose, the lines themselves tell."""

    name = "marked transcript"

    def __init__(self) -> None:
        self._sides: OrderedDict[tuple[str, str], bool] = OrderedDict()
        self._unfinished: str | None = None
        self._patience = 0
        self._speaker: tuple[bool, str] | None = None
        self._folding: tuple[bool, str, str] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether a line is what it is, whatever came before."""
        return self._unfinished is None and self._speaker is None and self._folding is None

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the side's line, if it has a mark."""
        text = line.text
        folded = self._folded(text)
        if folded is None:
            return (Nothing(),)
        pieces = self._read(line, text)
        return folded + pieces if pieces else folded + ((Nothing(),) if folded and not text.strip() else ())

    def end(self) -> tuple[Piece, ...]:
        """Return the line whose continuation was waited for."""
        return self._folded("") or ()

    def _read(self, line: Line, text: str) -> tuple[Piece, ...]:
        if _WHILE_TALKING.match(text):
            return (Opened(last_only=True),)
        if _OPENED.match(text):
            self._sides = OrderedDict((key, side) for key, side in self._sides.items() if key[0])
            return (Opened(line.source),)
        if _ENDED.match(text.strip()):
            return (Ended(line.source),)
        if text.startswith("DEBUG SMTP"):
            return (Nothing(),) if _SILENT.match(text) else ()
        if self._speaker is not None:
            if found := _BRANCH.match(text):
                return self._spoken(*self._speaker, found["text"])
            self._speaker = None
        if (marked := self._marked(line, text)) is not None:
            return marked
        if self._unfinished is not None:
            if found := _CONTINUED.match(text):
                return self._spoken(True, self._unfinished, found["text"] or found["bare"])
            self._patience -= 1
            if not self._patience:
                self._unfinished = None
        return (Nothing(),) if _SILENT.match(text) else ()

    def _marked(self, line: Line, text: str) -> tuple[Piece, ...] | None:
        found = _MARK.search(text)
        if found is None:
            return None
        mark, said = found["mark"], found["text"]
        prefix = text[: found.start()]
        if len(prefix) > PREFIX_READ:
            return None
        if (
            mark in ("<", ">", "=>", "<=")
            and prefix.strip()
            and not prefix.rstrip().endswith(("]", ":", ")"))
        ):
            return None
        if mark.startswith("<") and not said:
            return None
        name = (
            found["raw"]
            or found["event"]
            or mark.partition(" " + (found["number"] or " "))[0].rstrip(":")
            + (":" if mark.endswith(":") else "")
        )
        name = name.strip("[]")
        name = _SAME.get(name, name)
        name = name if name[0] in "<>-=~*" else name.upper() if name not in _LOWER else name
        bare = said
        if found["event"] and (value := _VALUE.match(said)):
            bare = value["text"]
        elif literal := _LITERAL.match(said):
            bare = literal["text"]
        elif prefix.count('"') % 2 and said.endswith('"'):
            bare = said[:-1]
        bare = _STATE.sub("", bare)
        session = self._session(line, prefix, found["number"])
        first = LINE_BREAK.split(bare, maxsplit=1)[0]
        if not self._is_mark(session, name, prefix, first, bare is not said):
            return None
        side = self._side(session, name, first)
        if side is None:
            return None
        if not bare.strip():
            if mark.endswith(":") and (found["number"] or name in ("SERVER:", "CLIENT:")):
                self._speaker = side, session
                return (Nothing(),)
            return (Nothing(),) if (session, name) in self._sides else None
        if name in ("IN:", "OUT:"):
            self._folding = side, session, bare
            return (Nothing(),)
        return self._spoken(side, session, bare)

    def _session(self, line: Line, prefix: str, number: str | None) -> str:
        own = _VARIES.sub(" ", prefix).strip()
        return "/".join(part for part in (line.source, line.pid, own, number or "") if part)

    def _side(self, session: str, name: str, text: str) -> bool | None:
        """Return whether a mark is the server's; what it was before in the session decides."""
        known = self._sides.get((session, name))
        if known is not None:
            return known
        if _REPLY.match(text):
            side = True
        elif is_command(text):
            side = False
        else:
            return _USUAL.get(name)
        self._sides[session, name] = side
        if partner := _PARTNER.get(name):
            self._sides.setdefault((session, partner), not side)
        while len(self._sides) > SESSIONS_KEPT:
            self._sides.popitem(last=False)
        return side

    def _is_mark(self, session: str, name: str, prefix: str, text: str, quoted: bool) -> bool:
        """Return whether what looks like a mark is one: known in this session, or before a line of SMTP."""
        clear = bool(_REPLY.match(text)) or is_command(text)
        if name in _WORDS and not quoted:
            return (session, name) in self._sides and bool(prefix.strip()) == bool(session)
        if not prefix.strip():
            if name in ("<", ">", "S:", "C:", "R:", "SMTP:") or name.isalpha():
                return clear or (session, name) in self._sides
            if name[0].isalpha() and name not in (
                "SERVER -> CLIENT:",
                "CLIENT -> SERVER:",
                "SMTP<<",
                "SMTP>>",
                "SERVER:",
                "CLIENT:",
                "IN:",
                "OUT:",
                "SEND:",
                "REPLY:",
            ):
                return clear or (session, name) in self._sides
            return True
        own = _VARIES.sub(" ", prefix).strip()
        if len(_WORDY.findall(prefix)) > 3 or (own and own[-1].isalpha()):
            return False
        return clear or (session, name) in self._sides

    def _spoken(self, side: bool, session: str, text: str) -> tuple[Piece, ...]:
        lines = LINE_BREAK.split(text)
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        if side:
            last = lines[-1]
            self._unfinished = session if last[3:4] == "-" else None
            self._patience = PATIENCE
            return tuple(Heard(own.strip(), session) for own in lines) or (Nothing(),)
        self._unfinished = None
        return tuple(Said(own, session) for own in lines)

    def _folded(self, text: str) -> tuple[Piece, ...] | None:
        """Return the line that has now ended; None where this one goes on with it."""
        if self._folding is None:
            return ()
        side, session, before = self._folding
        if (found := _FOLDED.match(text)) and not _MARK.match(text.strip()) and len(before) < 2000:
            self._folding = side, session, f"{before} {found['text']}"
            return None
        self._folding = None
        return self._spoken(side, session, before)


def begins_or_ends(text: str) -> bool:
    """Return whether a line tells that a connection begins or ends."""
    return _OPENED.match(text) is not None or _ENDED.match(text.strip()) is not None
