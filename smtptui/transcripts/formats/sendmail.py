"""Sendmail's log lines."""

import re

from smtptui.transcripts.parts import split_reply, verb_of
from smtptui.transcripts.pieces import Logged, Nothing, Piece

_LINE = re.compile(r"\b(?:sendmail|sm-mta|sm-msp-queue|sendmail-\w+)\[\d+\]: ")
_REJECT = re.compile(r"\breject=(?P<reply>[2-5]\d\d[ -].*)$")
_RULESET = re.compile(r"\bruleset=check_(?P<command>relay|mail|rcpt|data|eoh|etrn|vrfy|expn)\b")
_STAT = re.compile(r"\bdsn=(?P<dsn>[245]\.\d{1,3}\.\d{1,3}),(?: .{0,200}?)? ?stat=(?P<stat>.*)$")
_REPLY = re.compile(r"\breply=(?:read error from \S+|(?P<reply>[2-5]\d\d[ -][^,]*))")
_QUOTED = re.compile(r"(?:Deferred|Service unavailable|Sent)[^:(]{0,40}[:(] ?(?P<reply>[2-5]\d\d[ -].*?)\)?$")
_OF_RULESET = {"relay": "CONNECT", "eoh": "END-OF-DATA"}


class Sendmail:
    """``reject=`` is what its server said, ``stat=`` and ``reply=`` what its client was told."""

    name = "Sendmail log"

    def read(self, line: str) -> tuple[Piece, ...]:
        """Return the reply that the line tells of, or the status where only ``dsn=`` has one."""
        if _LINE.search(line) is None:
            return ()
        if found := _REJECT.search(line):
            ruleset = _RULESET.search(line)
            name = ruleset["command"] if ruleset else ""
            return _logged(found["reply"], _OF_RULESET.get(name, verb_of(name)), "Sendmail")
        if (found := _REPLY.search(line)) and found["reply"]:
            return _logged(found["reply"], "", "")
        if found := _STAT.search(line):
            if quoted := _QUOTED.match(found["stat"]):
                return _logged(quoted["reply"], "", "")
            if not found["stat"].startswith("Sent"):
                return (Logged("", found["dsn"], found["stat"], server="Sendmail"),)
        return (Nothing(),)


def _logged(reply: str, command: str, server: str) -> tuple[Piece, ...]:
    parts = split_reply(reply)
    return (Logged(*parts, command=command, server=server),) if parts is not None else (Nothing(),)
