"""What a widget has to do when the language changes: what is drawn anew by itself needs nothing."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Retold(Protocol):
    """A widget that keeps words: they are those of the language that was spoken when it took them."""

    def tell_again(self) -> None:
        """Say the same in the language that is spoken now, and stay where one is."""
