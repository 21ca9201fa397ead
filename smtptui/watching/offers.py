"""What a server offers inside TLS and what it offered before: the difference (RFC 3207 §4.2)."""

from typing import NamedTuple

from smtptui.wire.ehlo import Extensions


class OfferChange(NamedTuple):
    """Keywords, in the order of their lists: new, gone, and offered with other parameters.

    Each entry is the keyword with its parameters; `altered` holds pairs, the earlier first.
    """

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    altered: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.altered)


def compare_offers(before: Extensions, after: Extensions) -> OfferChange:
    """Return what `after` offers otherwise than `before`; lines of the same keyword count together."""
    old, new = _by_name(before), _by_name(after)
    return OfferChange(
        gained=tuple(_line(name, new[name]) for name in new if name not in old),
        lost=tuple(_line(name, old[name]) for name in old if name not in new),
        altered=tuple(
            (_line(name, old[name]), _line(name, new[name]))
            for name in new
            if name in old and old[name] != new[name]
        ),
    )


def _by_name(extensions: Extensions) -> dict[str, tuple[str, ...]]:
    """Return each keyword with the parameters of all its lines."""
    found: dict[str, tuple[str, ...]] = {}
    for keyword in extensions.keywords:
        own = found.get(keyword.name, ())
        found[keyword.name] = own + tuple(each for each in keyword.parameters if each not in own)
    return found


def _line(name: str, parameters: tuple[str, ...]) -> str:
    return " ".join((name, *parameters))
