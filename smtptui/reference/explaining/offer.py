"""What an EHLO reply offers, as far as explaining is concerned."""

from collections.abc import Iterable
from typing import Protocol


class NamedKeyword(Protocol):
    """An EHLO keyword, of which the name is enough."""

    @property
    def name(self) -> str:
        """The keyword in capitals."""
        ...


class Offer(Protocol):
    """What an EHLO reply offers."""

    @property
    def keywords(self) -> Iterable[NamedKeyword]:
        """The keywords in the order of the reply."""
        ...

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """The AUTH mechanisms in the order of the reply."""
        ...
