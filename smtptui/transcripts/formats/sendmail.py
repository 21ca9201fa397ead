"""Sendmail's log lines."""

import re

from smtptui.transcripts.parts import CODE, STATUS, split_reply, split_status
from smtptui.transcripts.pieces import Line, Logged, Nothing, Piece, Telling
from smtptui.transcripts.verbs import verb_named

TAG = re.compile(r"(?:sendmail|sm-|MTA|newaliases|smtpd?-?mta|sendmail-\w+)")
"""The tags of syslog: one may be set, and the MTA has several."""

_REJECT = re.compile(rf"\breject=(?P<reply>{CODE}(?:[ -].*|$))")
_RULESET = re.compile(r"\bruleset=check_(?P<command>relay|mail|rcpt|data|eoh|eom|etrn|vrfy|expn|compat)\b")
_MILTER = re.compile(
    r"\bMilter(?:\s\([\w.-]+\))?: (?P<command>connect|helo|from|to|rcpt|data|header|body|eom|unknown)\b",
    re.IGNORECASE,
)
_STAT = re.compile(rf"(?:\bdsn=(?P<dsn>{STATUS}),(?: .{{0,200}}?)? ?)?\bstat=(?P<stat>.*)$")
_REPLY = re.compile(
    rf"\breply=(?:read error from \S+"
    rf"|\(?(?P<reply>{CODE}[ -].*?)\)?(?:, (?:stat|dsn|ntries|tls_verify"
    rf"|delay)=|$))"
)
_QUOTED = re.compile(
    rf"(?:Deferred|Service unavailable|Sent|User unknown|Data format error"
    rf"|[\w ]{{3,30}})[^:(]{{0,40}}[:(] ?(?P<reply>{CODE}[ -].*?)\)?$"
)
_OF_RULESET = {"relay": "CONNECT", "eoh": "END-OF-DATA", "eom": "END-OF-DATA", "compat": ""}
_OF_MILTER = {
    "connect": "CONNECT", "helo": "EHLO", "from": "MAIL", "to": "RCPT", "rcpt": "RCPT", "data": "END-OF-DATA",
    "header": "END-OF-DATA", "body": "END-OF-DATA", "eom": "END-OF-DATA",
}  # fmt: skip


class Sendmail:
    """``reject=`` is what its server said, ``stat=`` and ``reply=`` what its client was told."""

    name = "Sendmail log"

    def read(self, line: Line) -> tuple[Piece, ...]:
        """Return the reply that the line tells of, or the status where only ``dsn=`` has one."""
        text = line.text
        ruleset = _RULESET.search(text) if "ruleset=" in text else None
        if ruleset is None and not (line.tag and TAG.match(line.tag)):
            return ()
        if found := _REJECT.search(text):
            name = ruleset["command"] if ruleset else ""
            command = _OF_RULESET.get(name, verb_named(name))
            if milter := _MILTER.search(text):
                command = _OF_MILTER.get(milter["command"].lower(), "")
            return _logged(found["reply"], command, "Sendmail")
        if (found := _REPLY.search(text)) and found["reply"]:
            return _logged(found["reply"], "", "")
        if found := _STAT.search(text):
            return _of_stat(found)
        return (Nothing(),)


def _of_stat(found: re.Match[str]) -> tuple[Piece, ...]:
    stat = found["stat"]
    if quoted := _QUOTED.match(stat):
        return _logged(quoted["reply"], "END-OF-DATA" if stat.startswith("Sent") else "", "")
    if split_reply(stat):
        return _logged(stat, "", "")
    if found["dsn"] and not stat.startswith("Sent"):
        return (Logged("", found["dsn"], stat, server="Sendmail", telling=Telling.EVENT),)
    enhanced, text = split_status(stat)
    if enhanced and not found["dsn"]:
        return (Logged("", enhanced, text, server="Sendmail", telling=Telling.EVENT),)
    return (Nothing(),)


def _logged(reply: str, command: str, server: str) -> tuple[Piece, ...]:
    parts = split_reply(reply)
    if parts is None:
        return (Nothing(),)
    return (Logged(*parts, command=command, server=server, telling=Telling.EVENT),)
