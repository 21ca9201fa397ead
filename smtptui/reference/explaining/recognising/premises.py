"""What a situation presupposes: a session that contradicts it speaks against the situation."""

import re

from smtptui.reference.explaining.evidence import Evidence
from smtptui.wire.verbs import Stage, verbs_of

ANY = frozenset({"*"})
MESSAGE = verbs_of(Stage.MESSAGE)
ENVELOPE = verbs_of(Stage.ENVELOPE)
TRANSACTION = ENVELOPE | MESSAGE
LOGIN = verbs_of(Stage.AUTHENTICATION)
HELLO = verbs_of(Stage.INTRODUCTION)

ASKING = frozenset({"VRFY", "EXPN"})
KNOWN = (
    frozenset({"HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT"})
    | ASKING
    | frozenset({"CONNECT", "END-OF-DATA", "RESPONSE"})
)
"""What every server has (RFC 5321 §4.5.1), what has a situation of its own, and what is no command."""

ANSWERS: dict[str, frozenset[str]] = {
    "greeting": frozenset({"CONNECT", "XCLIENT"}),
    "closing": frozenset({"QUIT"}),
    "ok.hello": HELLO,
    "ok.sender": frozenset({"MAIL", "SEND", "SOML", "SAML"}),
    "ok.recipient": frozenset({"RCPT"}),
    "ok.will-forward": frozenset({"RCPT"}) | ASKING,
    "ok.message": MESSAGE,
    "ok.chunk": frozenset({"BDAT"}),
    "ok.verified": ASKING,
    "ok.generic": frozenset({"RSET", "NOOP", "XCLIENT", "XFORWARD", "HELP", "ONEX", "VERB"}),
    "verify": ASKING,
    "help": frozenset({"HELP", "NOOP"}),
    "starttls": frozenset({"STARTTLS"}),
    "auth.challenge": LOGIN,
    "auth.required": TRANSACTION | ASKING | frozenset({"ETRN", "ATRN", "AUTH", "HELP"}),
    "auth": LOGIN,
    "account": LOGIN | TRANSACTION,
    "data": MESSAGE,
    "queue": verbs_of(Stage.QUEUE),
    "command": ANY,
    "sequence.helo-first": ANY,
    "sequence.need-mail": frozenset({"RCPT"}) | MESSAGE,
    "sequence.need-rcpt": MESSAGE,
    "sequence.nested-mail": frozenset({"MAIL"}),
    "sequence": ANY,
    "helo": HELLO | TRANSACTION,
    "sender.bounce-refused": TRANSACTION,
    "sender": TRANSACTION,
    "authentication": TRANSACTION,
    "mailbox": frozenset({"RCPT"}) | MESSAGE | ASKING,
    "recipient.domain-no-mail": frozenset({"CONNECT", "RCPT", "MAIL"}) | HELLO,
    "recipient": frozenset({"RCPT"}) | MESSAGE | ASKING,
    "list": frozenset({"RCPT", "EXPN"}) | MESSAGE,
    "address": ENVELOPE | ASKING,
    "relay": TRANSACTION,
    "routing": frozenset({"RCPT"}) | MESSAGE | ASKING,
    "message.too-big": TRANSACTION,
    "message": MESSAGE,
    "limit": frozenset({"RCPT"}) | MESSAGE,
    "quota": TRANSACTION | LOGIN,
    "greylisting": TRANSACTION | HELLO | frozenset({"CONNECT"}),
    "tls.unavailable": frozenset({"STARTTLS"}) | TRANSACTION | LOGIN,
    "tls.already": frozenset({"STARTTLS"}),
    "tenant": TRANSACTION | LOGIN,
}
"""The commands that a situation, or a group of them, is said in answer to; what is not named answers any."""

AT_CONNECT = frozenset(
    [
        "greeting",
        "client",
        "server",
        "session",
        "protocol",
        "policy",
        "deferred",
        "refused",
        "greylisting",
        "dns",
        "recipient.domain-no-mail",
    ]
)
"""What can be said before anything was asked."""

# Compiled with their first use: they are asked of a command, which is mostly not known.
NAMED = r"(?i)(?:HELO|EHLO|LHLO)\s+(\S{1,255})"
PATH = r"<([^<>]{0,512})>"
_PARAMETERS = r">\s*\S"
_PARAMETER = r"\s([A-Za-z0-9][A-Za-z0-9-]{1,30})(?:=\S*)?(?=\s|$)"
"""An ESMTP parameter of MAIL or RCPT (RFC 5321 §4.1.2)."""
_CONVERSION = r"(?i)\bCON(?:PERM|NEG)\b"
_OFFERED_AS = {
    "RET": "DSN",
    "ENVID": "DSN",
    "NOTIFY": "DSN",
    "ORCPT": "DSN",
    "BODY": "8BITMIME",
    "BY": "DELIVERBY",
}
"""The EHLO keyword that a parameter belongs to, where it is not the parameter's own name."""
_QUALIFIED = r"(?i)[^@\s]+@(?:[^@\s.]+\.)+[^@\s.]+\.?|[^@\s]+@\[[^\]]+\]|postmaster"


def group_of(situation: str) -> str:
    """Return the group of a situation: ``mailbox`` of ``mailbox.full``."""
    return situation.partition(".")[0]


def answers(situation: str, command: str) -> bool | None:
    """Return whether a situation is said in answer to a command; None where any may be answered so."""
    if command == "CONNECT":
        return situation in AT_CONNECT or group_of(situation) in AT_CONNECT
    known = ANSWERS.get(situation, ANSWERS.get(group_of(situation), ANY))
    return None if known is ANY else command in known


def contradicted(situation: str, evidence: Evidence) -> bool:
    """Return whether what the session knows rules a situation out."""
    command, line = evidence.command, evidence.command_line
    match situation:
        case "tls.required" | "auth.needs-tls":
            return evidence.tls is True
        case "tls.already":
            return evidence.tls is False
        case "auth.required":
            return evidence.authenticated is True
        case _ if command == "CONNECT" and group_of(situation) == "auth":
            # Nobody has tried to log in before the greeting.
            return True
        case "protocol.lmtp":
            # Who is greeted as one greets by SMTP says in words that it wants LMTP.
            return command in ("EHLO", "HELO") and "LMTP" not in f"{evidence.text} {evidence.server}".upper()
        case "auth.mechanism":
            return command == "AUTH" and offers(evidence)
        case "command.unknown" | "command.not-implemented" if evidence.code == "504" and command in KNOWN:
            # 504 says that the command is known.
            return True
        case "message.conversion" if evidence.code == "504" and command in ("MAIL", "RCPT"):
            return ">" in line and not re.search(_CONVERSION, line)
        case "command.unknown" | "command.not-implemented" | "auth.not-offered":
            return command == "AUTH" and bool(evidence.mechanisms)
        case "command.parameter":
            return has_no_parameter(evidence)
        case "helo.not-fqdn":
            named = re.match(NAMED, line)
            return named is not None and "." in named[1] and not named[1].startswith("[")
        case "recipient.syntax" | "address.smtputf8" | "recipient.domain-unknown" if command == "RCPT":
            return situation == "recipient.syntax" and is_qualified(line)
        case "sender.syntax":
            return command == "MAIL" and is_qualified(line)
        case "sender.bounce-refused":
            path = re.search(PATH, line) if command == "MAIL" else None
            return path is not None and bool(path[1])
        case _:
            return False


def borne_out(situation: str, evidence: Evidence) -> bool:
    """Return whether what the session knows shows a situation to be so."""
    if situation == "auth.mechanism":
        asked = evidence.command == "AUTH" and asked_mechanism(evidence)
        return bool(asked and evidence.mechanisms) and not offers(evidence)
    if situation == "command.parameter" and evidence.code in ("504", "555"):
        return bool(not_offered(evidence))
    return False


def not_offered(evidence: Evidence) -> list[str]:
    """Return the parameters of a MAIL or RCPT command that the EHLO reply does not offer, in capitals."""
    if evidence.command not in ("MAIL", "RCPT") or not evidence.keywords:
        return []
    after = evidence.command_line.rpartition(">")[2]
    names = [name.upper() for name in re.findall(_PARAMETER, after)]
    return [name for name in names if _OFFERED_AS.get(name, name) not in evidence.keywords]


def has_no_parameter(evidence: Evidence) -> bool:
    """Return whether the command is known whole, and has nothing that could be called a parameter."""
    match evidence.command:
        case "MAIL" | "RCPT":
            return ">" in evidence.command_line and not re.search(_PARAMETERS, evidence.command_line)
        case "CONNECT" | "AUTH" | "RESPONSE" | "END-OF-DATA":
            # What stands behind AUTH is a mechanism, and a response.
            return True
        case "":
            return "not asked for" in evidence.anomalies
        case verb if verb in HELLO:
            # What stands behind it is a name.
            return True
        case "NOOP" | "RSET" | "QUIT" | "DATA" | "STARTTLS":
            return len(evidence.command_line.split()) == 1
        case "HELP" | "VRFY" | "EXPN":
            words = evidence.command_line.split()
            return len(words) == 1 or (len(words) == 2 and evidence.command != "HELP")
        case _:
            return False


def is_qualified(line: str) -> bool:
    """Return whether the address in a MAIL or RCPT command has a domain with a dot, or needs none."""
    path = re.search(PATH, line)
    return path is not None and bool(re.fullmatch(_QUALIFIED, path[1]))


def asked_mechanism(evidence: Evidence) -> str:
    """Return the AUTH mechanism that the exchange is about, in capitals, or an empty text."""
    if evidence.mechanism:
        return evidence.mechanism.upper()
    words = evidence.command_line.split(maxsplit=2)
    return words[1].upper() if len(words) > 1 and words[0].upper() == "AUTH" else ""


def offers(evidence: Evidence) -> bool:
    """Return whether the mechanism that was asked for stands in the EHLO reply."""
    return asked_mechanism(evidence) in evidence.mechanisms
