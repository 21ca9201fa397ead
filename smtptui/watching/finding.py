"""What an answer tells of something that was tried: whether the server has it, and whether it had said so."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from smtptui.watching.implementing import Group, Trial
from smtptui.words import _, mark


class Finding(StrEnum):
    """What an answer tells."""

    ACCEPTED = mark("accepted")
    ASKED_ON = mark("asks on")
    """334: the exchange was cancelled there."""
    NOT_IMPLEMENTED = mark("not implemented")
    UNKNOWN = mark("unknown")
    REFUSED = mark("refused")
    LATER = mark("not now")
    NOT_TRIED = mark("not tried")


_BY_CODE = {
    500: Finding.UNKNOWN,
    501: Finding.REFUSED,
    502: Finding.NOT_IMPLEMENTED,
    504: Finding.NOT_IMPLEMENTED,
    555: Finding.NOT_IMPLEMENTED,
}


class Outcome(NamedTuple):
    """What came of a trial; `code` is 0 where it was not tried, `text` the reply, safe to show."""

    trial: Trial
    finding: Finding
    code: int = 0
    text: str = ""
    at_before: str = ""
    """The line before it that was refused already: then nothing is known of the trial itself."""

    @property
    def disagrees(self) -> bool:
        """Whether EHLO says otherwise than the answer."""
        if (
            self.at_before
            or self.finding in (Finding.NOT_TRIED, Finding.LATER)
            or not self.trial.by_extension
        ):
            return False
        has = self.finding in (Finding.ACCEPTED, Finding.ASKED_ON)
        lacks = self.finding in (Finding.NOT_IMPLEMENTED, Finding.UNKNOWN)
        return (self.trial.advertised and lacks) or (not self.trial.advertised and has)


def finding_of(code: int) -> Finding:
    """Return what the code of an answer tells."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    match code // 100:
        case 2:
            return Finding.ACCEPTED
        case 3:
            return Finding.ASKED_ON
        case 4:
            return Finding.LATER
    return Finding.REFUSED


def cells(outcome: Outcome) -> tuple[str, str, str, str, str]:
    """Return what stands in a row: name, whether it is offered, finding, where they disagree, the reply."""
    trial = outcome.trial
    offered = _("offered") if trial.advertised else _("not offered")
    told = _("{finding}: {line} was refused", finding=_(outcome.finding), line=outcome.at_before)
    finding = told if outcome.at_before else _(outcome.finding)
    return trial.name, offered, finding, _("≠ disagrees") if outcome.disagrees else "", outcome.text


def by_group(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return outcomes as they are listed: by group, else in their order."""
    groups = list(Group)
    return sorted(outcomes, key=lambda outcome: groups.index(outcome.trial.group))


def finding_lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield outcomes as lines of text, each group under its name."""
    group = None
    for outcome in by_group(outcomes):
        if outcome.trial.group is not group:
            group = outcome.trial.group
            yield _(group).upper()
        yield "  ".join(filter(None, (" ", *cells(outcome))))
