"""Exim's main, reject and panic logs."""

import re

from smtptui.transcripts.parts import CODE, Parts, split_reply
from smtptui.transcripts.pieces import Line, Logged, Nothing, Piece, Telling
from smtptui.transcripts.verbs import verb_named

_ID = r"[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}"
_LINE = re.compile(
    rf"\s*(?:\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{{4}})? )?(?:\[\d+\] |\d+ +)?"
    rf"(?:{_ID} (?:[-=*<]{{1,2}}|>>|[*]>|<=|=>|H=|SMTP|\S+ |Completed|\w)|H=|SMTP (?:error|timeout"
    rf"|protocol|call|command)|\w+\s+authenticator |TLS error|LMTP error|unexpected disconnection"
    rf"|no (?:host name|IP address)|\S+ H=)"
)
_REMOTE = re.compile(
    r"(?:SMTP|LMTP|TLS)(?:\(S\))? error from remote mail(?:er"
    r"| server) after (?P<command>[^:]{1,40}(?::\s?<[^>]{0,320}>(?: [A-Z]+=\S+)*)?): "
    rf"(?:host \S+ \[[^\]]*\](?::\d+)?: )?(?P<reply>{CODE}.*)$",
    re.DOTALL,
)
_OF_HOST = re.compile(rf"(?:\[\d+\] )?(?P<id>{_ID}) (?P<flag>H=|\*\* |== |>> )")
_SENT = re.compile(r'\bC="(?P<reply>2\d\d[ -].*?)"(?:\s|$)')
_AUTHENTICATOR = re.compile(rf"\w+\s+authenticator failed for .*?: (?P<reply>{CODE} .*)$")
_REJECTED = re.compile(
    rf"\brejected (?P<command>[A-Z]{{4,8}}|after DATA|connection)\b.*?: (?P<reply>{CODE}[ -].*)$"
)


class Exim:
    """Deliveries (``=>``), failures (``**``) and deferrals (``==``) quote the other server."""

    name = "Exim log"

    def __init__(self) -> None:
        self._by_host = ("", "", "")

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the reply that the line quotes."""
        text = line.text
        is_logged = line.stamp is not None and bool(line.tag or not line.pid)
        telling = Telling.EVENT if is_logged else Telling.TOLD
        if " error from remote mail" in text and (found := _REMOTE.search(text)):
            command = found["command"].removeprefix("pipelined ")
            verb = verb_named(command)
            if parts := split_reply(found["reply"]):
                if self._is_again(text, parts):
                    return (Nothing(),)
                line_of = command if ":" in command else ""
                return (Logged(*parts, command=verb, command_line=line_of, telling=telling),)
        if _LINE.match(text) is None and line.tag != "exim":
            return ()
        if (found := _AUTHENTICATOR.search(text)) and (parts := split_reply(found["reply"])):
            return (Logged(*parts, command="AUTH", server="Exim", telling=telling),)
        if (found := _SENT.search(text)) and (parts := split_reply(found["reply"])):
            return (Logged(*parts, command="END-OF-DATA", telling=telling),)
        if (found := _REJECTED.search(text)) and (parts := split_reply(found["reply"])):
            return (
                Logged(
                    *parts,
                    command=_stage(found["command"]),
                    server="Exim",
                    telling=telling,
                ),
            )
        return ()

    def _is_again(self, text: str, parts: Parts) -> bool:
        """Return whether a recipient's line tells what the line of the host has told just before."""
        found = _OF_HOST.match(text)
        if found is None:
            return False
        own = found["id"], parts.code, parts.text
        if found["flag"] == "H=":
            self._by_host = own
            return False
        again, self._by_host = own == self._by_host, ("", "", "")
        return again


def _stage(name: str) -> str:
    """Return the verb of a stage; Exim's ``after DATA`` is when it has read the message."""
    return "END-OF-DATA" if name == "after DATA" else verb_named(name)
