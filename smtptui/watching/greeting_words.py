"""The words for how a server greets."""

from smtptui.watching.greeting_verdict import GreetingVerdict, Ready, Verdict
from smtptui.words import _, decimal, mark, plural

LABELS = {
    Verdict.NORMAL: mark("normal"),
    Verdict.SEVERAL_LINES: mark("several lines"),
    Verdict.TEASER: mark("teaser"),
    Verdict.SLOW: mark("slow"),
    Verdict.TARPIT: mark("tarpit"),
    Verdict.REFUSED_FOR_NOW: mark("refused for now"),
    Verdict.REFUSED_FOR_GOOD: mark("refused"),
    Verdict.MASKED: mark("masked"),
    Verdict.ODD: mark("odd code"),
    Verdict.NOT_SMTP: mark("not SMTP"),
    Verdict.SILENT: mark("silent"),
    Verdict.CLOSED: mark("closed without a word"),
}
"""What a greeting is, in a word or two."""

READY = {
    Ready.GREETING: mark("the connection: the greeting"),
    Ready.STARTTLS: mark("STARTTLS: ready for the handshake, not a greeting"),
    Ready.XCLIENT: mark("XCLIENT: the session begins anew, as if by another client"),
}
"""What a 220 says ready for."""

_SENTENCES = {
    Verdict.NORMAL: mark("It greeted in one line after {took} s: talk."),
    Verdict.SLOW: mark(
        "It kept silent for {took} s before it greeted. A delay on purpose, a slow look-up of this client's "
        "name, or load: clients with short timeouts give up."
    ),
    Verdict.TARPIT: mark(
        "It greets drop by drop, {took} s so far: a tarpit, which holds up who it takes for a spambot."
    ),
    Verdict.REFUSED_FOR_NOW: mark(
        "It refuses the connection for now: only QUIT is left. Try again later, from the same address."
    ),
    Verdict.REFUSED_FOR_GOOD: mark(
        "It refuses the connection: only QUIT is left, and trying again unchanged does not help."
    ),
    Verdict.MASKED: mark(
        "Its greeting is overwritten with asterisks: a firewall inspects SMTP in between. Such a firewall "
        "tends to hide STARTTLS and AUTH, too."
    ),
    Verdict.ODD: mark(
        "It greeted with {code}, with which no server greets: it is no mail server, or broken."
    ),
    Verdict.SILENT: mark(
        "It has said nothing for {took} s. Wait up to 5 minutes (RFC 5321 §4.5.3.2.1) before giving up; a "
        "port that expects TLS at once keeps silent, too."
    ),
    Verdict.CLOSED: mark(
        "It took the connection and closed it without a word: a limit of connections, an access list, or a "
        "proxy whose server is down."
    ),
}

_TARPIT_OVER = mark(
    "It greeted drop by drop, in {took} s: a tarpit, which holds up who it takes for a spambot."
)
_TEASER_OPEN = mark(
    "It has sent the first part of a greeting and waits: do not talk yet. Who talks before the last line, "
    "which has a blank behind 220, is taken for a spambot (postscreen)."
)
_TEASER = mark(
    "It sent its first part, kept silent for {pause} s to see who talks too early, and then the rest: "
    "postscreen does so."
)
_TEASER_CUT = mark("It sent the first part of a greeting, and the connection ended before the rest came.")
_NOT_SMTP = mark("It speaks {protocol}, not SMTP: this is another service, or the wrong port.")
_NOT_SMTP_UNKNOWN = mark("What it says has no reply code: it speaks another protocol than SMTP.")
_NOT_SMTP_TLS = mark(
    "It speaks TLS on a port that was taken for plain: connect with TLS from the first octet."
)


def verdict_label(found: GreetingVerdict) -> str:
    """Return the verdict in a word or two."""
    if found.verdict is Verdict.NOT_SMTP and found.protocol:
        return _("not SMTP: {protocol}", protocol=found.protocol)
    return _(LABELS[found.verdict])


def verdict_words(found: GreetingVerdict) -> str:
    """Return the verdict in a sentence, with what to do."""
    match found.verdict:
        case Verdict.SEVERAL_LINES:
            return plural(
                "It greeted in {number} line at once: wait for the last one, then talk.",
                "It greeted in {number} lines at once: wait for the last one, then talk.",
                found.lines,
            )
        case Verdict.TEASER:
            cut = _TEASER_OPEN if found.code is None else _TEASER_CUT
            return _(_TEASER if found.complete else cut, pause=decimal(f"{found.pause:.1f}"))
        case Verdict.TARPIT if found.complete:
            return _(_TARPIT_OVER, took=_seconds(found.took))
        case Verdict.NOT_SMTP if found.protocol == "TLS":
            return _(_NOT_SMTP_TLS)
        case Verdict.NOT_SMTP:
            return _(_NOT_SMTP if found.protocol else _NOT_SMTP_UNKNOWN, protocol=found.protocol)
        case verdict:
            return _(_SENTENCES[verdict], took=_seconds(found.took), code=f"{found.code or 0:03}")


def _seconds(seconds: float) -> str:
    return decimal(f"{seconds:.1f}" if seconds >= 0.1 else f"{seconds:.3f}")
