"""What Tab makes of a half-typed command: the whole of it, in the case that is being typed."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from smtptui.wire.ehlo import Extensions
from smtptui.wire.parameters import offered_parameters
from smtptui.wire.verbs import VERBS, Verb

FORMS = {str(row.verb): row.completion.replace("|", "") for row in VERBS.values() if row.completion}
"""Verb → the whole command as far as it is always the same; an address comes between the brackets."""

ALWAYS = tuple(
    form
    for verb, form in FORMS.items()
    if VERBS[verb].extension in ("", "STARTTLS", "AUTH") and verb != Verb.LHLO
)
"""What any server knows, and what a server may offer after all."""

WITH_PARAMETERS = (Verb.MAIL, Verb.RCPT)


class Offered(NamedTuple):
    """What suits the server at hand: `verbs` that may come now, and what its EHLO offers."""

    verbs: tuple[str, ...] = ()
    extensions: Extensions | None = None

    @property
    def commands(self) -> tuple[str, ...]:
        """Verbs and whole commands, the likeliest first."""
        extensions = self.extensions
        if extensions is None:
            return self.verbs
        mechanisms = tuple(f"AUTH {name}" for name in extensions.mechanisms)
        own = tuple(
            str(row.verb)
            for row in VERBS.values()
            if row.completion and row.extension and row.extension in extensions
        )
        return (*self.verbs, *mechanisms, *own)


NOTHING_OFFERED = Offered()


def candidates(typed: str, offered: Offered = NOTHING_OFFERED) -> tuple[str, ...]:
    """Return every whole line that a half-typed one may become, the likeliest first.

    The case of what is typed does not count, and small letters stay small.
    """
    if not typed.strip():
        return ()
    verb = typed.split()[0].upper()
    if verb in WITH_PARAMETERS and ">" in typed:
        return tuple(_with_parameter(typed, verb, offered))
    return tuple(dict.fromkeys(_whole(typed, (*offered.commands, *ALWAYS))))


def complete(typed: str, offered: Offered = NOTHING_OFFERED) -> str:
    """Return the likeliest whole line, or empty."""
    return next(iter(candidates(typed, offered)), "")


def _whole(typed: str, known: Iterable[str]) -> Iterator[str]:
    for candidate in known:
        form = FORMS.get(candidate, candidate)
        if len(form) > len(typed) and form.casefold().startswith(typed.casefold()):
            yield str(form.lower() if typed.islower() else form)


def _with_parameter(typed: str, verb: str, offered: Offered) -> Iterator[str]:
    """Yield the line with each parameter that the server offers, but for those that it has already."""
    head, _, begun = typed.rpartition(" ")
    if ">" in begun and ">" not in head:
        # Right behind the address.
        head, begun = typed, ""
        if not typed.endswith(">"):
            return
    given = {word.partition("=")[0].upper() for word in head.rpartition(">")[2].split()}
    for parameter in offered_parameters(verb, offered.extensions):
        form = parameter.form.lower() if typed.split()[0].islower() else parameter.form
        if parameter.name in given or len(form) <= len(begun):
            continue
        if form.casefold().startswith(begun.casefold()):
            yield f"{head} {form}"


def cursor_in(completed: str) -> int:
    """Return where one types on: between the brackets of an address, else at the end."""
    return len(completed) - completed.endswith("<>")


def after_address(value: str, cursor: int) -> bool:
    """Whether the cursor stands right before the bracket that ends an address, which Tab then steps over."""
    return value[cursor:] == ">" and value[cursor - 1 : cursor] not in ("", "<", ">")
