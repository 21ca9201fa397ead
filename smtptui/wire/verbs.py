"""The verbs of commands, and of what else a reply can answer."""

from enum import StrEnum


class Verb(StrEnum):
    """A verb in capitals; a command line may begin with any other word, which then is a plain string."""

    EHLO = "EHLO"
    HELO = "HELO"
    LHLO = "LHLO"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BDAT = "BDAT"
    RSET = "RSET"
    NOOP = "NOOP"
    QUIT = "QUIT"
    VRFY = "VRFY"
    EXPN = "EXPN"
    HELP = "HELP"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    ETRN = "ETRN"
    ATRN = "ATRN"
    BURL = "BURL"
    TURN = "TURN"
    SEND = "SEND"
    SAML = "SAML"
    SOML = "SOML"
    XCLIENT = "XCLIENT"
    XFORWARD = "XFORWARD"
    X_EXPS = "X-EXPS"
    XEXCH50 = "XEXCH50"


KNOWN_VERBS = frozenset(map(str, Verb))
