"""A session as one HTML file: it holds no script, fetches nothing, and prints well.

The policy in it forbids everything but its own style, which it names by its hash. What a peer said is text of
an element and nothing else, in a direction of its own.
"""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape

from smtptui.watching.finding import finding_lines
from smtptui.watching.reports.account import Account, Entry
from smtptui.watching.reports.meaning import meaning_lines, meaning_title
from smtptui.watching.rows import Highlight, Kind
from smtptui.words import _, decimal, plural

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf8; --ink: #22262b; --quiet: #686e76; --line: #dcd8d1;
  --good: #1a7f4b; --odd: #9a6700; --bad: #c0392b; --lit: #fff3d6; --code: #f2efe9; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181d; --ink: #e4e6ea; --quiet: #949ba5;
  --line: #343842; --good: #5fd39a; --odd: #f0b45b; --bad: #ff7b72; --lit: #33291a; --code: #1e2128; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 2.5rem 1.5rem 4rem; background: var(--paper);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 1.2rem; } h2 { font-size: 1.1rem; margin: 2.4rem 0 .7rem; }
h1 bdi, code, .said { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { display: grid; grid-template-columns: 5.5rem 1.5rem 1fr; gap: 0 .5rem; padding: .2rem .5rem;
  border-bottom: 1px solid var(--line); border-inline-start: 3px solid transparent; }
li.lit { background: var(--lit); border-inline-start-color: var(--odd); }
li.greeting { border-inline-start-color: var(--good); background: var(--code); }
li.refused { border-inline-start-color: var(--bad); }
li.notimplemented { border-inline-start-color: var(--odd); }
.at { color: var(--quiet); font-variant-numeric: tabular-nums; text-align: end; font-size: .85rem; }
.way { text-align: center; color: var(--quiet); } .sent .said { color: var(--quiet); }
.said { display: block; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; direction: ltr;
  font-size: .9rem; }
.system .said { color: var(--quiet); } .trouble .said { color: var(--bad); }
.means { font-weight: 600; } .refused .means { color: var(--bad); }
.notimplemented .means { color: var(--odd); }
.greeting .means { color: var(--good); }
summary { cursor: pointer; } details p { margin: .4rem 0; max-width: 46rem; overflow-wrap: anywhere; }
footer { margin-top: 3rem; color: var(--quiet); font-size: .85rem; }
@media (max-width: 40rem) { li { grid-template-columns: 4.5rem 1.2rem 1fr; padding-inline: .2rem; } }
@media print { body { max-width: none; padding: 0; font-size: 11px; } li { break-inside: avoid; }
  details::details-content { content-visibility: visible; height: auto; } }
"""

POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)

ARROWS = {Kind.SENT: "→", Kind.RECEIVED: "←", Kind.WARNING: "!", Kind.TROUBLE: "!"}


def page(account: Account, *, language: str = "en") -> Iterator[str]:
    """Yield the lines of the page."""
    title = _("SMTP session: {label}", label=account.label)
    yield f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{escape(title)}</h1>\n<dl>"
    for name, value in account.facts:
        yield f"<dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd>"
    yield "</dl>"
    if account.tried:
        yield f"<h2>{escape(_('What the server implements'))}</h2>"
        lines = "\n".join(finding_lines(account.tried))
        yield f'<pre class="said">{escape(lines)}</pre>'
    yield f"<h2>{escape(_('Transcript'))}</h2>"
    if account.forgotten:
        words = plural(
            "The oldest line is left out.", "The oldest {number} lines are left out.", account.forgotten
        )
        yield f"<p>{escape(words)}</p>"
    yield "<ol>"
    for entry in account.entries:
        yield from _item(entry)
    yield "</ol>"
    yield f"<footer>{escape(_('Written by smtptui. Credentials are masked.'))}</footer>\n</body>\n</html>"


def _item(entry: Entry) -> Iterator[str]:
    yield (
        f'<li class="{_classes(entry)}"><span class="at">{decimal(f"{entry.at:.3f}")}</span>'
        f'<span class="way">{ARROWS.get(entry.kind, "·")}</span><div>'
    )
    for line in entry.lines:
        yield f'<code class="said">{escape(line)}</code>'
    told = list(_told(entry))
    title = meaning_title(entry.explanation) if entry.explanation is not None else entry.words
    if told and title:
        yield f'<details><summary class="means">{escape(title)}</summary>'
        yield from (f"<p><bdi>{escape(line)}</bdi></p>" for line in told)
        yield "</details>"
    elif told:
        yield from (f"<p><bdi>{escape(line)}</bdi></p>" for line in told)
    yield "</div></li>"


def _told(entry: Entry) -> Iterator[str]:
    if entry.explanation is not None:
        yield from meaning_lines(entry.explanation)
    if entry.advice:
        yield entry.advice


def _classes(entry: Entry) -> str:
    names = [str(entry.kind)]
    if entry.highlight is Highlight.GREETING:
        names.append("greeting")
    elif entry.highlight is Highlight.NOT_IMPLEMENTED:
        names += ["notimplemented", "lit"]
    elif entry.stands_out and entry.kind is Kind.RECEIVED:
        names.append("refused")
    return " ".join(names)
