"""What makes a number within a sentence a reply: the words before it, and the enhanced code behind it."""

import re

from smtptui.transcripts.counting import is_counted
from smtptui.transcripts.formats.web import URL, is_other_protocol
from smtptui.transcripts.parts import CODE, STATUS

CANDIDATE = re.compile(
    # Not within a word, a number, an address, a path or a price; no digit before a colon or a comma.
    rf"(?<![\w./+$€£@%&?-])(?<!\d[:,])(?:(?P<code>{CODE})(?![\w.%/&]|[,:]\d|-?:[A-Za-z])"
    rf"|(?P<ended>{CODE})\.?(?=$"
    rf"|[\s)\]\"'])"
    rf"|#?(?P<enhanced>{STATUS})(?![\w.]|-\d|@))"
)
"""A number that may be a reply code, or an enhanced code that no reply code stands before."""

PROVED = re.compile(rf"[ :,-]{{1,2}}\(?['\"\[#]{{0,2}}(?P<enhanced>{STATUS})(?![\d.])")
"""What proves a reply code: the enhanced code behind it (RFC 2034)."""

_EXPECTED = re.compile(r"\bexpected (?:\w+ ){0,3}[\"'\[(]?$", re.IGNORECASE)

_PROCESS = re.compile(r"[\w-]\($|^\W*(?:ERROR|WARN|INFO|DEBUG|TRACE|FATAL)\s*\($")
"""A number in brackets that stand at a name is a process, or a line of a source."""

_SMTP_WORDS = (
    r"e?smtps?(?:[ _-]?(?:error|code|status|repl(?:y|ied)|response|msg|message|diag\w*|server|result"
    r"|return\w*|output))*"
    r"|(?:server|host|mta|relay|peer|gateway|mx|mailer|mail|system)(?:'s)? (?:\w+ ){0,2}"
    r"(?:response|reply|message|said|says|replied|responded|answered|returned|error|answer|status|code"
    r"|diagnostic)"
    r"(?: (?:was|is|code|text|with|from [\w ]{1,20}))*"
    r"|said|replied(?: with)?|responded(?: with)?|answered(?: with)?|diagnostic[ -]?code|smtpmsg|led|diag"
    r"|in reply to [\w ]{4,30}|refused to talk to me|(?:remote|other) (?:server|host|side) (?:returned|said)"
    r"|invalid login|recipients? (?:\S+ )?(?:(?:was|were) )?(?:rejected|refused|failed)|sender rejected"
    r"|message (?:rejected|refused)"
    r"|(?:mail|message|delivery|recipient|sender|relay|rcpt|envelope|authentication|auth|login|starttls"
    r"|tls|helo|ehlo|data|quit)"
    r"(?: \w+){0,2} (?:failed|rejected|refused|denied|failure|error|deferred|bounced|unsuccessful"
    r"|not accepted)"
    r"|(?:permanent|transient|temporary) (?:error|failure|fatal error)s?|permfail|tempfail"
    r"|hard[ -]?bounced?|soft[ -]?bounced?|bounced?"
    r"|\w*(?:smtp|mail|rcpt|recipient|sender|auth|bounce|textproto)\w*(?:error|exception|failure|failed"
    r"|refused|rejected)(?:exception)?"
    r"|after (?:initial connection|(?:pipelined )?end of data|sending data block)|led=|stat|reject(?:ed)?"
    r"|deferred|deferral|undeliver\w+|banner|tenant\W.*error"
)
_STRONG = re.compile(
    rf"(?:(?<![\w.@/])(?:{_SMTP_WORDS})|<[^<>\s]+@[^<>\s]+>"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?=:\s)|^\s+data(?=: ['\"])|[>\w]\" =>|[\w.-]+ ?\[[\d.:a-fA-F]+\](?::\d+)?"
    r"|\b(?-i:EHLO|HELO|LHLO|MAIL|RCPT|DATA|BDAT|AUTH|STARTTLS|VRFY|EXPN|ETRN|RSET|NOOP|QUIT)"
    r"(?: (?:FROM|TO))?(?::? ?<[^>]*>)?(?: \w+)?(?: (?:command|failed|rejected|refused|error|response"
    r"|reply|denied))*"
    r"|\b(?:auth|quit|ehlo|helo|rcpt|starttls)(?: \w+)?:)"
    r"\s*(?:is|was|are|were|with|as|code|error|by server"
    r"|from (?:the )?server)?\s*[:=,;\u2013-]{0,2}(?:\*\*)?\s*[\"'\[(<{“„«`#]{0,2}\s?$",
    re.IGNORECASE,
)
"""Words that only SMTP's replies stand behind; read backwards from the number."""

_WEAK = re.compile(
    r"(?:(?<![\w.@/])(?:errors?|failed|failure|reason|cause|caused by|because(?: of)?"
    r"|response(?:[ _]?code)?|reply(?:[ _]?code)?|message|msg"
    r"|status(?:[ _]?code)?|code|return(?:ed)?(?: code)?|result|answer|refused|denied|detail|details"
    r"|description|info|output|returns?"
    r"|got(?: code)?|received|diagnosis|grund|fehler|senden|versand|zustellung|meldung|antwort|erreur"
    r"|warning|panic|fatal"
    r"|last error message)"
    r"|error_code|[\w.]*(?:error|exception|failure))"
    r"\s*(?:is|was|with|from server)?\s*[:=,;-]{0,2}(?:\*\*)?\s*[\"'\[(<{“„«`#]{0,2}\s?$",
    re.IGNORECASE,
)
"""Words that the codes of other protocols stand behind as well."""

_MAY_BE_CODE = re.compile(rf"{CODE}(?![\dA-Za-z/.])|{CODE}\.(?!\d)|[245]\.\d{{1,3}}\.\d{{1,3}}(?![\d.])")
_OF_NUMBERS = frozenset("0123456789.:[/-")
"""What stands before a piece of an address, of a time, of a process."""

_SIGNS = (
    "->", "<-", "=>", "~>", "<~", ">>", "<<", "S: ", "C: ", "SMTP", "SERVER", "CLIENT", "SENT", "RECEIVED",
    "Out: ", "In: ", "< ", "> ", "HELO", "EHLO", "MAIL", "RCPT", "DATA", "QUIT", "AUTH", "RSET", "STARTTLS",
    "VRFY", "EXPN", "HELP", "NOOP", "BDAT", "ETRN",
    "{", "}",
)  # fmt: skip
"""What a line has that marks who speaks, a command, or an object."""

_MAIL_WORDS = re.compile(
    r"(?:^|(?<![\w@./-]))(?:e?smtps?|lmtp|mta|mx|rcpt|ehlo|helo|starttls|recipients?|mailbox|mailer"
    r"|e?-?mails?|senders?"
    r"|relay(?:ing|ed)?|postmaster|postfach|empfänger|absender|bounced?|deliver\w*|undeliver\w*|dsn"
    r"|spam\w*|greylist\w*|gomail|postfix"
    r"|exim|sendmail|qmail"
    r"|dovecot|phpmailer|nodemailer|swiftmailer|mailkit|msmtp|\w*smtp\w*)(?![\w@/]|\.\w)"
    r"|<[^<>\s]+@[^<>\s]+>|[\w.+-]+@[\w-]+\.[\w.-]+",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"https?://\S+|\S*/\S*/\S*")
_WORDS = re.compile(r"[^\W\d_]{2,}")


def may_tell(text: str) -> bool:
    """Return whether a line of a log may be worth reading: most have no code, no mark and no command."""
    for found in _MAY_BE_CODE.finditer(text):
        if not found.start() or text[found.start() - 1] not in _OF_NUMBERS:
            return True
    return any(sign in text for sign in _SIGNS)


def is_mail(text: str) -> bool:
    """Return whether a text speaks of mail, in its words and not only in a host's name or a path."""
    return _MAIL_WORDS.search(_ADDRESSES.sub(" ", text)) is not None


def is_told(before: str, code: str, after: str) -> bool:
    """Return whether a number between two texts is a reply code, by the words and the signs around it.

    An enhanced code behind it is proof enough and is not asked here.
    """
    if _EXPECTED.search(before) or _PROCESS.search(before):
        return False
    whole = f"{before}{code}{after}"
    if is_other_protocol(whole) or URL.search(before):
        return False
    text = after.lstrip(" :-,\"')(]")
    told = before[-160:]
    if _STRONG.search(told):
        return not is_counted(text)
    if not _WEAK.search(told):
        return False
    if not _WORDS.search(text):
        return not text[:1].isalnum() and is_mail(before)
    if is_counted(text) or text.lower().startswith(("from ", "for ", "on ", "at ", "in ", "by ", "of ")):
        return False
    return is_mail(f"{before} {text}") or len(_WORDS.findall(text)) > 1


_ENHANCED_TELLS = re.compile(
    r"(?:milter-(?:reject|hold|discard|tempfail)|proxy-reject|reject|warn): [\w-]+(?: from \S+)?: $"
    r"|(?:server response was|said|responded|replied|smtpcommandexception|\w*smtp\w*(?:exception"
    r"|error)):\s*[\"'(]?#?$"
    r"|(?:reject|stat|result)=[\"']?$"
    r"|\bremote (?:mail )?server after [\w ]{1,30}: (?:host:? \S+:? )?$",
    re.IGNORECASE,
)


_MAY_TELL = re.compile(
    r"(?:^[\s>*-]{0,8}|(?:critical|error|exception|failed|failure): [\"'(]?#?)$", re.IGNORECASE
)
"""Words before an enhanced code, or none, which the mail that follows makes a reply's."""


def is_status_told(before: str, status: str, after: str) -> bool:
    """Return whether an enhanced code without a reply code is a reply's, by the words around it."""
    told = before[-160:]
    return _ENHANCED_TELLS.search(told) is not None or (
        status[0] in "45"
        and _MAY_TELL.search(told) is not None
        and is_mail(after)
        and not is_counted(after.strip())
    )
