"""The cards of what is no basic code: enhanced status codes, EHLO keywords, AUTH mechanisms."""

import re
from collections.abc import Iterable

from textual.content import Content

from smtptui.reference.book.catalogue import Catalogue
from smtptui.reference.book.enhanced import EnhancedStatus, VendorUse
from smtptui.reference.book.keywords import SEVERAL_ROUNDS, AuthMechanism, Extension
from smtptui.reference.book.labels import Labels
from smtptui.tui.card import Card, Section, section
from smtptui.tui.content import CODE_SPAN, HEADING, MUTED, class_line, labelled, prose, safe
from smtptui.tui.named_keys import key_for
from smtptui.tui.page import Line, Row
from smtptui.tui.widgets.answer import facts, hint, titled
from smtptui.tui.widgets.meanings_table import after_verbs, meanings_table, with_enhanced
from smtptui.wire.verbs import Verb
from smtptui.words import _, mark

TABLES = {
    "class": mark("class of enhanced status codes"),
    "subject": mark("subject of enhanced status codes"),
    "detail": mark("enhanced status code, registered at IANA"),
    "vendor": mark("vendor's own enhanced status code, not registered"),
}
LABELS = Labels()

CHECKED = {
    "no": mark("From memory: no source confirms it."),
    "partial": mark("Partly checked against its source."),
    "registry-only": mark("Known from the registry alone; no text defines it."),
    "documented": mark("As its vendor documents it, or as public threads show it."),
    "list-only": mark("Known from lists only."),
}
"""How a fact that is not fully checked says so."""

Lines = list[Line | Row | Content]


def enhanced_card(catalogue: Catalogue, code: str) -> Card:
    """Return the card of an enhanced status code, as it was asked for: ``5.7.1`` or ``X.7.1``."""
    status = catalogue.enhanced(code)
    shown = code.upper() if status.table not in ("class", "subject") else status.code
    answer: Lines = [titled(shown, status.title)]
    if shown[:1].isdigit():
        answer.append(class_line(shown, LABELS.class_name(shown), LABELS.outcome(shown)))
    answer += [
        Content.styled(_kind(status), MUTED),
        *_said(_("What it means"), status.gist),
        *_said(_("What to do"), status.fix),
    ]
    known = with_enhanced(catalogue, shown)
    answer += meanings_table(catalogue, known)
    in_table = {code.code for code, _meaning in known}
    basic = [number for number in status.basic if number != "?" and number not in in_table]
    if basic:
        words = _("Basic codes it goes with too") if known else _("Basic codes it goes with")
        answer += [Content(""), Content.styled(words.upper(), HEADING)]
        answer += [
            Line(Content(catalogue.title(number)), Content.assemble((number, CODE_SPAN), "  "))
            if number in catalogue.names
            else Line(safe(number))
            for number in basic
        ]
        answer.append(
            hint(_("{key} and a letter, or a click, opens what is underlined", key=key_for("reading.links")))
        )
    sections = [section("answer", _("Answer"), "", answer)]
    if status.vendors:
        uses = [line for use in status.vendors for line in _vendor(use, status)]
        sections.append(section("vendors", _("Vendors"), _("What vendors say with it"), uses))
    return Card(
        shown,
        (
            *sections,
            _sources(status.sources, status.verified, status.label, _("the IANA registry")),
        ),
    )


def _kind(status: EnhancedStatus) -> str:
    """Say what kind of code it is, and with which class digits it may come, where not with all."""
    words = _(TABLES[status.table])
    match tuple(status.classes) if status.table != "vendor" else ():
        case (one,):
            return _("{kind} · class {digit} only", kind=words, digit=one)
        case (one, other):
            return _("{kind} · class {digit} or {other} only", kind=words, digit=one, other=other)
        case _other:
            return words


def _vendor(use: VendorUse, status: EnhancedStatus) -> list[Line | Content]:
    words = " ".join(
        part for part in (use.basic, status.code if status.table == "vendor" else "", use.text) if part
    )
    lines: list[Line | Content] = [labelled(f"{use.vendor}  ", safe(words))]
    if use.conflict:
        lines.append(labelled(_("  ⚠ against the registry: "), safe(use.conflict), "$text-warning"))
    if use.gist and use.gist != status.gist:
        lines.append(labelled("  ", prose(use.gist)))
    if use.fix and use.fix != status.fix:
        lines.append(labelled(_("  fix  "), prose(use.fix), "bold $text-success"))
    return lines


def extension_card(catalogue: Catalogue, extension: Extension) -> Card:
    """Return the card of an EHLO keyword."""
    rows = (
        (_("also called"), ", ".join(extension.aliases)),
        (_("in EHLO"), extension.parameters),
        (_("commands"), extension.verbs),
        (_("in MAIL"), extension.mail),
        (_("in RCPT"), extension.rcpt),
        (_("longer lines"), _growth(extension.line_growth)),
        (_("replies"), extension.replies),
        (_("submission"), LABELS.of("submission", extension.submission)),
        (_("seen in"), ", ".join(extension.implemented_by)),
    )
    kind = _(
        "EHLO keyword · {registry} · {status}",
        registry=LABELS.of("registry", extension.registry),
        status=LABELS.of("standing", extension.status),
    )
    answer: Lines = [
        titled(extension.keyword, extension.title),
        Content.styled(kind, MUTED),
        *_said(_("What it lets a client do"), extension.gist),
        *_said(_("Worth knowing"), extension.note),
        *_table(
            _("What it adds"), ((name, Content.styled(words, CODE_SPAN)) for name, words in rows if words)
        ),
        *_said(_("Where sources disagree"), extension.disputed),
        *meanings_table(catalogue, after_verbs(catalogue, _verbs(extension))),
    ]
    return Card(
        extension.keyword,
        (
            section("answer", _("Answer"), "", answer),
            _sources(extension.sources, extension.verified, extension.label, _("the IANA registry")),
        ),
    )


def _verbs(extension: Extension) -> list[str]:
    """Return the commands that an extension adds, without their form."""
    return [word for word in re.findall(r"[A-Z][A-Z0-9-]+", extension.verbs) if word in tuple(Verb)]


def mechanism_card(mechanism: AuthMechanism) -> Card:
    """Return the card of an AUTH mechanism; what is from memory says so."""
    rows = (
        (_("first"), LABELS.of("first", mechanism.first), "first"),
        (_("challenges"), _rounds(mechanism.rounds), "rounds"),
        (_("TLS"), LABELS.of("tls", mechanism.tls), "tls"),
        (_("seen in SMTP"), LABELS.of("seen", mechanism.seen) or ", ".join(mechanism.seen_at), "seen"),
    )
    exchange = (
        (
            name,
            Content.assemble(
                (words, CODE_SPAN),
                (_("  (unverified)") if column in mechanism.from_memory else "", MUTED),
            ),
        )
        for name, words, column in rows
        if words
    )
    answer: Lines = [
        titled(mechanism.mechanism, mechanism.title),
        Content.styled(_("AUTH mechanism · {usage}", usage=LABELS.of("usage", mechanism.usage)), MUTED),
        *_said(_("How it authenticates"), mechanism.gist),
        *_said(_("Worth knowing"), mechanism.note),
        *_table(_("In the exchange"), exchange),
    ]
    return Card(
        mechanism.mechanism,
        (
            section("answer", _("Answer"), "", answer),
            _sources(mechanism.sources, mechanism.verified, "", ""),
        ),
    )


def _rounds(rounds: str) -> str:
    return LABELS.of("rounds", rounds) if rounds == SEVERAL_ROUNDS else rounds


def _growth(octets: dict[str, int]) -> str:
    """Say by how much lines grow; where only one command's do it is the one whose parameter is shown."""
    if len(octets) == 1:
        return _("{number} octets", number=next(iter(octets.values())))
    return ", ".join(
        _("{number} octets in {command}", number=own, command=verb) for verb, own in octets.items()
    )


def _said(name: str, text: str) -> Lines:
    return [Content(""), Content.styled(name.upper(), HEADING), prose(text)] if text else []


def _table(name: str, rows: Iterable[tuple[str, Content]]) -> Lines:
    shown = facts(rows)
    return [Content(""), Content.styled(name.upper(), HEADING), *shown] if shown else []


def _sources(sources: tuple[str, ...], verified: str, label: str, registry: str) -> Section:
    lines: Lines = []
    if label:
        lines.append(labelled(_("{source} calls it  ", source=registry), safe(f"“{label}”")))
    lines.append(safe("; ".join(sources) or _("none found"), MUTED))
    if verified in CHECKED:
        lines.append(Content.styled(_(CHECKED[verified]), "$text-warning"))
    return section("sources", _("Sources"), _("Sources"), lines, folds=True)
