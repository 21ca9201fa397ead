"""A credential as a value that shows itself nowhere, and what is shown in its place."""

from typing import NoReturn

REDACTED = "••••••".encode()
"""What stands in a shown command in place of a credential; always as long, to tell nothing of its length."""


class Secret:
    """Octets that no repr, str, format or pickle shows; `reveal` is the one way to them."""

    __slots__ = ("_octets",)

    def __init__(self, octets: bytes | str) -> None:
        self._octets = octets.encode() if isinstance(octets, str) else octets

    def reveal(self) -> bytes:
        """Return the octets, to be written to the wire and nowhere else."""
        return self._octets

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce__(self) -> NoReturn:
        msg = "a Secret is not written anywhere"
        raise TypeError(msg)
