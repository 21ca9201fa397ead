"""The side of TLS: version, cipher, the chain of certificates, when they expire, or why there is none."""

from datetime import datetime

from textual.content import Content

from smtptui.text import visible
from smtptui.tui.content import MUTED, heading, labelled, safe
from smtptui.tui.page import Line, Page
from smtptui.watching.expiry import Urgency, expiry
from smtptui.watching.progress import Progress
from smtptui.wire.events import Certificate, TlsEstablished
from smtptui.words import _, mark, plural

Parts = list[Line | Content | None]

_URGENT = {
    Urgency.VALID: "$text-success",
    Urgency.SOON: "$text-warning",
    Urgency.EXPIRED: "bold $text-error",
    Urgency.NOT_YET: "bold $text-error",
    Urgency.UNKNOWN: MUTED,
}
_SIGNS = {
    Urgency.VALID: "✓",
    Urgency.SOON: "⚠",
    Urgency.EXPIRED: "✗",
    Urgency.NOT_YET: "✗",
    Urgency.UNKNOWN: "?",
}

OFFERED = mark("The server offers STARTTLS: type it, and the connection is encrypted.")
NOT_OFFERED = mark("The server does not offer STARTTLS here; port 465 or 587 may.")
UNKNOWN = mark("Whether the server offers STARTTLS is known after EHLO.")


def tls_page(progress: Progress, now: datetime) -> Page:
    """Return what there is to say about TLS; `now` is aware of its zone."""
    if progress.tls is not None:
        return Page(_established(progress.tls, now))
    if progress.tls_failed is not None:
        failed = progress.tls_failed
        parts: Parts = [
            Content.styled(_("✗ TLS failed"), "bold $text-error"),
            labelled(_column(_("why")), safe(_(failed.why))),
        ]
        if failed.advice:
            parts.append(labelled(_column(_("do")), safe(_(failed.advice)), "bold $text-success"))
        return Page([*parts, *_chain(failed.chain, now)])
    offered = progress.standing.offered
    words = UNKNOWN if offered is None else OFFERED if "STARTTLS" in offered else NOT_OFFERED
    return Page(
        [
            Content.styled(_("⚠ Not encrypted: everybody on the way can read it."), "bold $text-warning"),
            Content(_(words)),
        ]
    )


def _established(event: TlsEstablished, now: datetime) -> Parts:
    cipher = plural(
        "{cipher}, {number} bit", "{cipher}, {number} bits", event.bits, cipher=visible(event.cipher)
    )
    parts: Parts = [
        Content.styled(safe(event.version).plain, "bold"),
        labelled(_column(_("cipher")), Content(cipher)),
    ]
    if event.verified:
        parts.append(
            labelled(
                _column(_("trust")), Content.styled(_("✓ the certificate was verified"), "$text-success")
            )
        )
    else:
        problem = visible(_(event.problem)) if event.problem else _("nobody looked")
        words = _("✗ NOT verified: {problem}. AUTH is refused.", problem=problem)
        parts.append(labelled(_column(_("trust")), Content.styled(words, "bold $text-error")))
    parts += _chain(event.chain, now)
    if not event.chain:
        parts += [Content(""), Content.styled(_("The server sent no certificate that could be kept."), MUTED)]
    return parts


def _chain(chain: tuple[Certificate, ...], now: datetime) -> Parts:
    parts: Parts = []
    for number, certificate in enumerate(chain):
        parts += [Content(""), heading(_role(number, len(chain), certificate))]
        parts += _certificate(certificate, now, whole=number == 0)
    return parts


def _role(number: int, length: int, certificate: Certificate) -> str:
    if number == 0:
        alone = certificate.subject == certificate.issuer and certificate.issuer
        return _("Certificate, self-signed") if alone else _("Certificate")
    if certificate.subject == certificate.issuer:
        return _("Root ({number} of {length})", number=number + 1, length=length)
    return _("Intermediate ({number} of {length})", number=number + 1, length=length)


def _certificate(certificate: Certificate, now: datetime, *, whole: bool) -> Parts:
    when = expiry(certificate.not_before, certificate.not_after, now)
    style = _URGENT[when.urgency]
    parts: Parts = [
        labelled(_column(_("subject")), safe(certificate.subject)),
        labelled(_column(_("valid")), Content.styled(f"{_SIGNS[when.urgency]} {when.words}", style)),
        labelled(_column(_("issued by")), safe(certificate.issuer)),
    ]
    if whole:
        names = ", ".join(map(visible, certificate.names)) or _("no names: no client accepts it for a host")
        parts.insert(1, labelled(_column(_("names")), Content(names)))
        parts.append(labelled(_column(_("SHA-256")), safe(_pairs(certificate.fingerprint))))
    return parts


def _pairs(fingerprint: str) -> str:
    """Return a fingerprint in groups that one can compare by eye."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def _column(label: str) -> str:
    return f"{label:<10} "
