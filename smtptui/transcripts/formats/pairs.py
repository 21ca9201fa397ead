"""``key=value`` lines: logfmt, msmtp, OpenSMTPD, Stalwart, and many programs of their own."""

import re
from urllib.parse import parse_qsl

from smtptui.transcripts.asked import command_told
from smtptui.transcripts.fielded import folded, is_web, reply_in
from smtptui.transcripts.parts import CODE
from smtptui.transcripts.pieces import Line, Nothing, Piece, Telling
from smtptui.transcripts.verbs import verb_named

_PAIR = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z][\w.-]{0,40})\s?=\s?(?:\"(?P<double>(?:[^\"\\]|\\.|\"(?=[^\s,;)\]}]))*)\""
    r"|'(?P<single>(?:[^'\\]|\\.|'(?=\w))*)'"
    r"|(?P<bare>[^\s,;\"']*))"
)
_TELLS = re.compile(
    rf"\b(?:[\w-]*(?:code|status|stat|reply|result|response|msg|message|reason|error|details?"
    rf"|dsn)) ?= ?['\"]?(?:{CODE}\b|[245]\.\d)",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"(?<![\w.]){CODE}[ -][245]\.\d")
_REST = re.compile(rf"\b(?:stat|reply|response|reason|error|smtpmsg)=(?P<reply>{CODE}[ -][^\"'].*)$")
_FORM = re.compile(r"[\w.-]+=[^\s&]*(?:&[\w.\[\]-]+=[^\s&]*){2,190}$")
"""Fields as a web form is sent, which is how webhooks came before JSON."""

PAIRS_READ = 100


class Pairs:
    """Lines with a reply's code and text in pairs of their own."""

    name = "key=value"

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the reply that the pairs tell of."""
        text = line.text
        if "=" not in text or _TELLS.search(text) is None:
            return ()
        if _FORM.match(text):
            return tuple(
                reply_in({folded(name): value for name, value in parse_qsl(text, max_num_fields=200)})
            )
        fields: dict[str, object] = {}
        for count, found in enumerate(_PAIR.finditer(text)):
            if count >= PAIRS_READ:
                break
            value = found["double"] if found["double"] is not None else found["single"]
            value = found["bare"] if value is None else re.sub(r"\\([\"'\\])", r"\1", value)
            fields.setdefault(folded(found["name"]), value)
        if len(fields) < 2:
            return ()
        if rest := _REST.search(text):
            name = folded(text[rest.start() : rest.start("reply")])
            fields[name] = rest["reply"]
        if is_web(fields):
            return (Nothing(),)
        replies = tuple(reply_in(fields))
        if replies and not replies[0].code and _WHOLE.search(text):
            return ()
        telling = Telling.EVENT if line.stamp is not None or line.pid else Telling.TOLD
        return tuple(
            reply._replace(command=reply.command or _command(fields, text), telling=telling)
            for reply in replies
        )


def _command(fields: dict[str, object], text: str) -> str:
    if isinstance(command := fields.get("command"), str) and (verb := verb_named(command)):
        return verb
    error = fields.get("errormsg")
    if isinstance(error, str):
        return command_told(error, "")
    if fields.get("exitcode") == "EX_OK" or str(fields.get("result", "")).lower() == "ok":
        return "END-OF-DATA"
    return command_told("", text) or command_told(text.partition("=")[0].rpartition(" ")[0], "")
