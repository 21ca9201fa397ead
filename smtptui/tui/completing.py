"""What Tab makes of a half-typed command: the whole of it, in the case that is being typed."""

from collections.abc import Iterable

from smtptui.wire.verbs import VERBS, Verb

FORMS = {str(row.verb): row.completion.replace("|", "") for row in VERBS.values() if row.completion}
"""Verb → the whole command as far as it is always the same; an address comes between the brackets."""

ALWAYS = tuple(
    form
    for verb, form in FORMS.items()
    if VERBS[verb].extension in ("", "STARTTLS", "AUTH") and verb != Verb.LHLO
)
"""What any server knows, and what a server may offer after all."""


def complete(typed: str, offered: Iterable[str] = ()) -> str:
    """Return the first command that begins with what was typed, or empty.

    `offered` are verbs and commands that suit this server now; they come first. The case of the verb does not
    count, and small letters stay small.
    """
    if not typed.strip():
        return ""
    for candidate in (*offered, *ALWAYS):
        form = FORMS.get(candidate, candidate)
        if len(form) > len(typed) and form.casefold().startswith(typed.casefold()):
            return str(form.lower() if typed.islower() else form)
    return ""


def cursor_in(completed: str) -> int:
    """Return where one types on: between the brackets of an address, else at the end."""
    return len(completed) - completed.endswith("<>")
