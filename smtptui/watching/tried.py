"""What a session has tried of a server, read from its exchanges: for reports, and for recordings of it."""

from smtptui.watching.aligning import exchanges
from smtptui.watching.finding import Finding, Outcome, finding_of
from smtptui.watching.fold import Fold
from smtptui.watching.implementing import INVENTED, trials

FEWEST = 8
"""Trials from which a session has gone through them, rather than met some by chance."""


def tried_in(fold: Fold) -> tuple[Outcome, ...]:
    """Return what was found out, in the order of the trials; empty where nobody has gone through them."""
    known = {trial.line: trial for trial in trials(fold.known.context.extensions)}
    found: dict[str, Outcome] = {}
    for exchange in exchanges(fold):
        trial = known.get(exchange.command)
        if trial is not None and exchange.code is not None:
            text = f"{exchange.code:03d} {exchange.text}".rstrip()
            found[trial.line] = Outcome(trial, finding_of(exchange.code), exchange.code, text)
    if len(found) < FEWEST or not any(INVENTED in line for line in found):
        return ()
    return tuple(found.get(line, Outcome(trial, Finding.NOT_TRIED)) for line, trial in known.items())
