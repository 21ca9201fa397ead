"""Which command a reply answered, as the words around it tell."""

import re

from smtptui.transcripts.verbs import NAMED, verb_named

_BEHIND = re.compile(
    rf"(?:\(in reply to (?:the )?|\(while (?:sending|performing) |\bduring (?:the )?|^\s*(?:5\.\S+ "
    rf"|4\.\S+ )?after |\bin (?:reply"
    rf"|response) to (?:the )?"
    rf"|[\"' ]command[\"']?\s*[:=]\s*[\"']?|\bcmd[:=] ?[\"']?){NAMED}(?![\w-])",
)
_BRACKETED = re.compile(r"\[(?P<command>RCPT_TO|MAIL_FROM|BODY|DATA|CONNECT|HELO|EHLO|EOM)\]")
_STATED = re.compile(
    rf"(?:\b(?:in reply to|in response to|responses? (?:to|from|for)|reply to|answer to|after|during"
    rf"|while sending|for|on|at|to|"
    rf"issue|issuing|send|sending|sent:|following|executing)\s+(?:the |a |an |SMTP )*{NAMED}(?![\w-])"
    rf"|(?:milter-|proxy-)?(?:reject|hold|discard|reject_warning"
    rf"|tempfail): (?P<stage>[A-Z-]{{3,15}})(?: from |: )"
    rf"|\brejected (?P<rejected>[A-Z]{{4,5}}(?: FROM| TO)?)\b"
    rf"|\bcommand=[\"'](?P<field>[A-Za-z ]+)"
    rf"|\bruleset=check_(?P<ruleset>relay|mail|rcpt|data|eoh|etrn|vrfy|expn)\b"
    rf"|\bstate=(?P<state>[A-Z]{{4,8}})\b)"
)
_VERB_BEFORE = re.compile(
    rf"(?:(?<![\w/.@-]){NAMED}(?![\w-])(?::? ?<[^>]*>)?(?:(?: \w+){{0,3}}?,? (?:command|failed|rejected"
    rf"|refused|error|denied|response|reply|stage"
    rf"|phase|usable|not accepted|gave)[\w ,]*)?[^\w<]*$)"
)
_LAST_WORD = re.compile(
    r"\b(?P<word>auth|quit|ehlo|helo|rcpt|starttls|rset|noop|vrfy|expn)(?: \w+)?\W*$", re.IGNORECASE
)

_PHRASES = (
    (re.compile(r"refused to talk to me|could not connect to smtp host"
    r"|initial connection|greeting|banner|bad greeting"
    r"|connect(?:ion)? (?:refused by|rejected)", re.I), "CONNECT"),
    (re.compile(
        r"recipients? (?:address )?(?:\S+ )?(?:(?:was|were|is) )?(?:rejected|refused|not accepted)"
        r"|does not like recipient"
        r"|recipients were rejected|RecipientsRefused|RecipientRefused|AddressFailedException"
        r"|FailedRecipient|RecipientCommand"
        r"|CHKUSER rejected|ruleset=check_rcpt|rcpt[ _-]?(?:to )?(?:error|failed|rejected)"
        r"|bad recipient", re.I), "RCPT"),
    (re.compile(
        r"sender (?:address )?(?:\S+ )?(?:(?:was|is) )?(?:rejected|refused)|SenderRefused"
        r"|SenderFailedException"
        r"|envelope from (?:address )?\S+ not accepted|mail[ _-]?from (?:error|failed|rejected)"
        r"|but sender was rejected", re.I), "MAIL"),
    (re.compile(
        r"authenticator failed|auth\w* (?:\w+ )?(?:failed|failure|error|unsuccessful)|invalid login"
        r"|AuthenticationError|AuthenticationFailed"
        r"|AuthenticationException|AuthError|authenticators? |failed to authenticate|login failed"
        r"|LOGIN AUTH|SMTPAuth", re.I), "AUTH"),
    (re.compile(
        r"failed after I sent the message|accepted message|status=sent|end of data|message (?:was "
        r"|data )?not accepted"
        r"|rejected after DATA|message failed|data (?:was )?not accepted|mail body|message body"
        r"|queued as", re.I), "END-OF-DATA"),
    (re.compile(r"but my name was rejected|HeloError|helo (?:failed|rejected)", re.I), "HELO"),
    (re.compile(r"SMTPConnect\w*Error", re.I), "CONNECT"),
    (re.compile(r"starttls (?:\w+ )?(?:failed|refused|rejected)|TLS-failed-Data", re.I), "STARTTLS"),
)  # fmt: skip
_RULESETS = {"relay": "CONNECT", "eoh": "END-OF-DATA"}


_AUTH_FAILED = re.compile(
    r"[\s):-]+(?:5\.7\.8 )?(?:Error: )?(?:SMTP )?(?:AUTH|authentication) (?:failed|unsuccessful"
    r"|credentials invalid)",
    re.I,
)
"""What no server says to anything but AUTH."""


_QUOTED = re.compile(r'"(?P<command>[A-Za-z]{4}[^"]{0,400})" => $|\bSMTP:(?P<stage>[A-Z]{4,8}) host \S+: $')
"""How OpenSMTPD and some bounces write a command and its reply."""

_RAISED = re.compile(r"\((?:Net::)?SMTPAuthenticationError\)|check_auth_response|\bPassword command\b")


def command_told(before: str, after: str) -> str:
    """Return the verb that the words before a reply, or those behind it, name, or an empty text."""
    if found := _BEHIND.search(after) or _BRACKETED.search(after):
        return verb_named(found["command"])
    if _RAISED.search(after) or _RAISED.search(before[-400:]):
        return "AUTH"
    before = before[-400:]
    if (found := _QUOTED.search(before)) and (verb := verb_named(found["command"] or found["stage"])):
        return verb
    verb = ""
    for stated in _STATED.finditer(before):
        if stated["ruleset"]:
            verb = _RULESETS.get(stated["ruleset"], verb_named(stated["ruleset"]))
        else:
            name = (
                stated["command"]
                or stated["stage"]
                or stated["rejected"]
                or stated["field"]
                or stated["state"]
            )
            verb = verb_named(name) or verb
    if verb:
        return verb
    if found := _VERB_BEFORE.search(before[-120:]):
        return verb_named(found["command"])
    if found := _LAST_WORD.search(before[-40:]):
        return verb_named(found["word"])
    if verb := next((verb for pattern, verb in _PHRASES if pattern.search(before)), ""):
        return verb
    return "AUTH" if _AUTH_FAILED.match(after) else ""


_LINE = re.compile(r"\b(?P<line>(?:MAIL FROM|RCPT TO):\s?<[^>]{0,320}>(?: [A-Z]+=\S+)*)")


def command_line_told(before: str) -> str:
    """Return the command as the text quotes it, where it quotes it whole."""
    return next((found["line"] for found in reversed(list(_LINE.finditer(before[-500:])))), "")
