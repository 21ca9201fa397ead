"""A reply whose parts stand in fields: a JSON object's, ``key=value`` pairs, the columns of a table."""

import re
from collections.abc import Iterator, Mapping

from smtptui.transcripts.counting import is_counted
from smtptui.transcripts.extents import trimmed
from smtptui.transcripts.formats.web import is_other_protocol
from smtptui.transcripts.parts import CODE, STATUS, Parts, split_reply
from smtptui.transcripts.pieces import Logged
from smtptui.transcripts.telling import is_mail
from smtptui.transcripts.verbs import verb_named


def _names(words: str) -> list[str]:
    return words.split()


CODES = frozenset(
    _names(
        """
        code smtpcode smtpstatus statuscode smtpstatuscode replycode smtpreplycode responsecode
        smtpresponsecode errorcode smtperrorcode bouncecode errcode returncode smtpreturncode status
        smtpreply smtpresult bounceerrorcode deliverycode resultcode
        """
    )
)
"""Fields, in lower case and without their dashes, that have a reply code."""

_SURE = frozenset(name for name in CODES if name.startswith("smtp") or name in ("replycode", "bouncecode"))

STATUSES = frozenset(
    _names(
        """
        enhancedcode enhanced smtpenchcode enhancedstatuscode enhancedstatus dsn status smtpenhancedcode
        enhcode enchcode dsncode dsnstatus esc xcode extendedcode diagnosticstatus enhancedsmtpcode
        bouncesubcode
        """
    )
)
"""Fields that have an enhanced code."""

TEXTS = tuple(
    _names(
        """
        smtpresponse smtpmsg diagnosticcode smtpmessage response rawreason reason lastreply reply stat
        result serverresponse lastresponse smtperror errormessage errormsg error description details detail
        diagnostic diag message msg text content bouncereason bouncemessage deliverymessage deferredreason
        delayreason statusmessage statustext smtpreply lastsmtp err recipientstatus sourcecontext output
        answer smtptext remoteresponse mtaresponse servermessage responsemessage contents notification
        exception exceptionmessage
        """
    )
)
"""Fields that have a reply's text, or the whole reply; the surer before the others."""

_COMMANDS = frozenset(
    _names(
        """
        command smtpcommand cmd stage phase smtpstage lastcommand smtpphase
        """
    )
)
_WEB = frozenset(
    _names(
        """
        method path uri url request requesturi requesturl httpstatus httpmethod useragent httpuseragent
        route endpoint referer referrer requestmethod httprequest statuscodehttp host_header upstream
        upstreamstatus csuristem scstatus csmethod
        """
    )
)
_MAIL = frozenset(
    _names(
        """
        to from rcpt rcptto recipient recipients sender mailfrom email emailaddress mail smtp smtpserver mx
        relay mailbox rcpts remotemta reportingmta deliverystatus bouncetype messageid msgid
        bouncedrecipients returnpath remoteserver rcpttos
        """
    )
)
_ENVELOPE = frozenset(
    _names(
        """
        rcpt rcptto rcpts recipient recipients mailfrom helo smtpcode smtpresponse lastreply diagnosticcode
        """
    )
)
_NAME = re.compile(r"[^a-z0-9]")
_CODE = re.compile(rf"{CODE}$")
_STATUS = re.compile(rf"(?P<status>{STATUS})(?=$|[ (])")
_WHOLE = re.compile(
    rf"\s*(?:(?:(?:e?smtp|lmtp|x-\w+)\s*;|smtp:|\[[^\]]*\]|<[^<>\s]*>:?|[\w.-]+ (?:said|says):|error:"
    rf"|remote host said:|[\w.-]+\[[\d.]+\]:?)\s*)*"
    rf"[\"'(]?(?P<reply>{CODE}(?:[ :-].*|$))",
    re.IGNORECASE | re.DOTALL,
)
_LISTED = re.compile(r"\{?LED=(?P<reply>[^}]*)\}")
FIELDS_READ = 400
"""Fields of one object that are looked at."""


def folded(name: str) -> str:
    """Return a field's name as `CODES` and the others have it."""
    return _NAME.sub("", name.lower())


def is_web(fields: Mapping[str, object]) -> bool:
    """Return whether fields are of a request to a web server, whose status is no reply."""
    return bool(_WEB & fields.keys()) and not _ENVELOPE & fields.keys()


def reply_in(fields: Mapping[str, object]) -> Iterator[Logged]:
    """Yield the reply that fields tell of, their names folded; at most one."""
    if is_web(fields):
        return
    code, status = _code_in(fields), _status_in(fields)
    mail = bool((_MAIL | _SURE) & fields.keys())
    command = _command_in(fields)
    whole, text = _text_in(fields, code, mail=mail)
    if whole is not None:
        if whole.enhanced or whole.text or code or mail:
            yield Logged(
                whole.code, whole.enhanced or _fitting(fields, status, whole.code), whole.text, command
            )
    elif code and (status or mail or (text and not is_other_protocol(f"{code} {text}"))):
        own = split_reply(trimmed(f"{code} {text.strip()}")) or Parts(code, "", text)
        if mail or status or own.enhanced or is_mail(text):
            yield Logged(code, own.enhanced or status, own.text, command)
    elif status and mail and status[0] in "45":
        yield Logged("", status, "" if text == status else text, command)


def _text_in(fields: Mapping[str, object], code: str, *, mail: bool) -> tuple[Parts | None, str]:
    """Return the reply that a field holds whole, the fullest of several, or else a text beside the code."""
    whole: Parts | None = None
    text = ""
    for name in TEXTS:
        value = fields.get(name)
        if not isinstance(value, str) or not value.strip():
            continue
        found = whole_reply(value)
        if found is not None and (mail or not is_other_protocol(value)):
            fuller = whole is None or (found.code == whole.code and len(found.text) > len(whole.text))
            if fuller or (whole is not None and found.code == code != whole.code):
                whole = found
        elif not text:
            text = value
    return whole, text


def _fitting(fields: Mapping[str, object], status: str, code: str) -> str:
    """Return the enhanced code of a field of its own, and not of one that has a report's status."""
    own = not fields.keys().isdisjoint(STATUSES - {"status", "dsn", "dsnstatus"})
    return status if own and status[:1] == code[:1] else ""


def whole_reply(value: str) -> Parts | None:
    """Return the reply that a field's value is, with what some put before it; None where it is other text."""
    if listed := _LISTED.search(value):
        value = listed["reply"]
    found = _WHOLE.match(value)
    if found is None:
        return None
    reply = found["reply"]
    if reply[3:4] == " " and is_counted(reply[4:]):
        return None
    if not re.search(r"[^\W\d_]", reply) and not re.search(STATUS, reply) and len(reply) > 3:
        return None
    return split_reply(trimmed(reply))


def _code_in(fields: Mapping[str, object]) -> str:
    for name in CODES & fields.keys():
        value = fields[name]
        text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
        if _CODE.match(text):
            return text
    return ""


def _status_in(fields: Mapping[str, object]) -> str:
    for name in STATUSES:
        value = fields.get(name)
        if isinstance(value, str) and (found := _STATUS.match(value.strip())):
            return found["status"]
        if isinstance(value, Mapping):
            parts = [value.get(part) for part in ("class", "subject", "detail")]
            if all(isinstance(part, int) for part in parts):
                return ".".join(map(str, parts))
    return ""


def _command_in(fields: Mapping[str, object]) -> str:
    for name in _COMMANDS & fields.keys():
        value = fields[name]
        if isinstance(value, str) and (verb := verb_named(value)):
            return verb
    return ""
