"""The cards of what is no basic code: enhanced status codes, EHLO keywords, AUTH mechanisms."""

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.enhanced import EnhancedStatus, VendorUse
from smtptui.reference.book.keywords import AuthMechanism, Extension
from smtptui.tui.content import CODE_SPAN, MUTED, heading, labelled, prose, safe
from smtptui.tui.page import Line, Page

TABLES = {
    "class": "class of enhanced status codes",
    "subject": "subject of enhanced status codes",
    "detail": "enhanced status code, registered at IANA",
    "vendor": "vendor's own enhanced status code, not registered",
}
CHECKED = {
    "no": "From memory: no source confirms it.",
    "partial": "Partly checked against its source.",
    "registry-only": "Known from the registry alone; no text defines it.",
    "documented": "As its vendor documents it, or as public threads show it.",
    "list-only": "Known from lists only.",
}
"""How a fact that is not fully checked says so."""


def enhanced_card(catalogue: Catalogue, code: str) -> Page:
    """Return the card of an enhanced status code."""
    status = catalogue.enhanced(code)
    parts: list[Line | Content | None] = [
        _title(status.code, status.title),
        Content.styled(TABLES[status.table] + _classes(status), MUTED),
        *_said("What it means", status.gist),
        *_said("What to do", status.fix),
    ]
    basic = [number for number in status.basic if number != "?"]
    if basic:
        names = [f"{number} {catalogue.code(number).name}" for number in basic if number in catalogue.names]
        parts += [Content(""), heading("Basic codes it goes with"), safe("; ".join(names or basic))]
    if status.vendors:
        parts += [Content(""), heading("What vendors say with it")]
        for use in status.vendors:
            parts += _vendor(use, status)
    return Page(
        [*parts, *_label(status.label, "the IANA registry"), *_sources(status.sources, status.verified)]
    )


def _classes(status: EnhancedStatus) -> str:
    """Say with which class digits it may come, where not with all."""
    if status.table == "vendor" or not 0 < len(status.classes) < len("245"):
        return ""
    return f" · class {' or '.join(status.classes)} only"


def _vendor(use: VendorUse, status: EnhancedStatus) -> list[Line | Content]:
    words = " ".join(
        part for part in (use.basic, status.code if status.table == "vendor" else "", use.text) if part
    )
    lines: list[Line | Content] = [labelled(f"{use.vendor}  ", safe(words))]
    if use.conflict:
        lines.append(labelled("  ⚠ against the registry: ", safe(use.conflict), "$text-warning"))
    if use.gist and use.gist != status.gist:
        lines.append(labelled("  ", prose(use.gist)))
    if use.fix and use.fix != status.fix:
        lines.append(labelled("  fix  ", prose(use.fix), "bold $text-success"))
    return lines


def extension_card(extension: Extension) -> Page:
    """Return the card of an EHLO keyword."""
    rows = (
        ("also called", ", ".join(extension.aliases)),
        ("in EHLO", extension.parameters),
        ("commands", extension.verbs),
        ("in MAIL", extension.mail),
        ("in RCPT", extension.rcpt),
        ("longer lines", f"{extension.line_growth} octets" if extension.line_growth else ""),
        ("replies", extension.replies),
        ("submission", extension.submission),
    )
    return Page(
        [
            _title(extension.keyword, extension.title),
            Content.styled(f"EHLO keyword · {extension.registry} · {extension.status}", MUTED),
            *_said("What it lets a client do", extension.gist),
            *_said("Worth knowing", extension.note),
            Content(""),
            heading("What it adds"),
            *[
                labelled(f"{name:<13}", Content.styled(words, CODE_SPAN))
                for name, words in rows
                if words and words != "none"
            ],
            *(_said("Where sources disagree", extension.remark) if extension.remark else []),
            *_label(extension.label, "the IANA registry"),
            *_sources(extension.sources, extension.verified),
        ]
    )


def mechanism_card(mechanism: AuthMechanism) -> Page:
    """Return the card of an AUTH mechanism; what is from memory says so."""
    rows = (
        ("first", f"the {mechanism.first} speaks first", "who_speaks_first"),
        ("challenges", mechanism.rounds, "challenge_rounds"),
        ("TLS", mechanism.tls, "needs_tls"),
        ("seen in SMTP", mechanism.seen, "seen_in_smtp"),
    )
    return Page(
        [
            _title(mechanism.mechanism, mechanism.title),
            Content.styled(f"AUTH mechanism · {mechanism.usage} use by the registry", MUTED),
            *_said("How it authenticates", mechanism.gist),
            *_said("Worth knowing", mechanism.note),
            Content(""),
            heading("In the exchange"),
            *[
                labelled(
                    f"{name:<13}",
                    Content.assemble(
                        (words, CODE_SPAN),
                        ("  (unverified)" if column in mechanism.from_memory else "", MUTED),
                    ),
                )
                for name, words, column in rows
                if words
            ],
            *_sources(mechanism.sources, mechanism.verified),
        ]
    )


def _title(key: str, title: str) -> Content:
    return Content.assemble((key, "bold $text-secondary"), "  ", (title, "bold"))


def _said(name: str, text: str) -> list[Line | Content]:
    return [Content(""), heading(name), prose(text)] if text else []


def _label(label: str, source: str) -> list[Line | Content]:
    return [Content(""), labelled(f"{source} calls it  ", safe(f"“{label}”"))] if label else []


def _sources(sources: tuple[str, ...], verified: str) -> list[Line | Content]:
    lines: list[Line | Content] = [Content(""), heading("Sources")]
    lines.append(safe("; ".join(sources) or "none found", MUTED))
    if verified in CHECKED:
        lines.append(Content.styled(CHECKED[verified], "$text-warning"))
    return lines
