"""The values of the registry of enhanced status codes."""

from typing import NamedTuple


class VendorUse(NamedTuple):
    """What one provider says with an enhanced code that it has not registered, or against the registry."""

    basic: str
    vendor: str
    text: str
    registered: bool
    source: str
    verified: str
    title: str
    gist: str
    fix: str
    conflict: str
    """How this use differs from the registry, or empty."""


class EnhancedStatus(NamedTuple):
    """An entry of the IANA registry of enhanced status codes, or one that only a vendor uses.

    `code` is ``X.7.8`` for a detail, ``X.7.YYY`` for a subject, ``5.XXX.YYY`` for a class; a vendor's has
    its class digit, and may be a range (``4.7.500-699``). `title`, `gist` and `fix` are prose; where
    none is written `label` stands for the title. `label` is the registry's own words, to be shown quoted.
    """

    code: str
    table: str
    """``class``, ``subject``, ``detail``, or ``vendor``."""
    label: str
    classes: tuple[str, ...]
    """The class digits it may have."""
    basic: tuple[str, ...]
    """Basic codes the registry associates it with; ``?`` where it says that none is known."""
    sources: tuple[str, ...]
    verified: str
    title: str
    gist: str
    fix: str
    vendors: tuple[VendorUse, ...]
