"""What there is to say about a row that is no reply: a certificate, a failure and what to do, a command."""

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import MUTED, heading, labelled, safe
from smtptui.tui.page import Line, Page
from smtptui.watching.narration import RISKS
from smtptui.watching.rows import Row
from smtptui.wire.events import (
    Certificate,
    Closed,
    CommandSent,
    ConnectFailed,
    Noticed,
    TlsEstablished,
    TlsFailed,
)
from smtptui.words import _, plural

Parts = list[Line | Content | None]


def event_page(row: Row) -> Page:
    """Return what there is to say about a row that is no reply."""
    event = row.event
    parts: Parts = [Content.styled(row.text, "bold")]
    match event:
        case TlsEstablished():
            parts += _tls(event)
        case Closed() | ConnectFailed() | TlsFailed() | Noticed():
            if event.advice:
                parts += [Content(""), heading(_("What to do next")), safe(_(event.advice))]
        case CommandSent(asked=asked, octets=octets):
            words = plural(
                "{verb}, {number} octet sent by this client",
                "{verb}, {number} octets sent by this client",
                octets,
                verb=visible(asked.verb),
            )
            parts.append(Content.styled(words, MUTED))
            if event.risk is not None:
                parts.append(labelled("⚠ ", Content(_(RISKS[event.risk])), "$text-warning"))
        case _:
            pass
    return Page(parts)


def _tls(event: TlsEstablished) -> Parts:
    cipher = plural(
        "{cipher}, {number} bit", "{cipher}, {number} bits", event.bits, cipher=visible(event.cipher)
    )
    parts: Parts = [
        _label(_("version"), safe(event.version), 8),
        _label(_("cipher"), Content(cipher), 8),
    ]
    if event.verified:
        parts.append(Content.styled(_("The certificate was verified."), "$text-success"))
    else:
        words = _(
            "The certificate was NOT verified: {problem}. AUTH is refused.", problem=visible(_(event.problem))
        )
        parts.append(Content.styled(words, "$text-warning"))
    for number, certificate in enumerate(event.chain):
        name = _("Issued by ({number})", number=number) if number else _("Certificate")
        parts += [Content(""), heading(name), *_certificate(certificate)]
    return parts


def _certificate(certificate: Certificate) -> list[Line]:
    validity = _(
        "{begin} to {end}", begin=visible(certificate.not_before), end=visible(certificate.not_after)
    )
    return [
        _label(_("subject"), safe(certificate.subject)),
        _label(_("names"), safe(", ".join(certificate.names) or _("none"))),
        _label(_("issuer"), safe(certificate.issuer)),
        _label(_("valid"), Content(validity)),
        _label(_("fingerprint"), safe(certificate.fingerprint)),
    ]


def _label(label: str, body: Content, width: int = 12) -> Line:
    return labelled(f"{label:<{width}} ", body)
