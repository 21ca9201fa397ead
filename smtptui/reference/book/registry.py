"""The registry of enhanced status codes, and what vendors send beside it."""

import json
import re
from functools import cached_property
from typing import Any

from smtptui.reference.book.enhanced import EnhancedStatus, VendorUse
from smtptui.reference.book.entry_text import EntryText, parse_entries

_CODE = re.compile(r"([245X])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"([245]\.\d+)\.(\d+)-(\d+)", re.ASCII)


class Registry:
    """Enhanced codes by any of their spellings, made from the texts of the three files that hold them."""

    def __init__(self, registered: str, vendors: str, prose: str) -> None:
        entries, uses = json.loads(registered), json.loads(vendors)
        self._prose = parse_entries(
            prose, [facts["code"] for facts in entries] + [use["enhanced"] for use in uses]
        )
        self._vendors: dict[str, tuple[VendorUse, ...]] = {}
        for use in uses:
            code = use.pop("enhanced")
            self._vendors[code] = (*self._vendors.get(code, ()), self._use(code, use))
        self._registered = {facts["code"]: self._status(facts) for facts in entries}

    @cached_property
    def statuses(self) -> tuple[EnhancedStatus, ...]:
        """Classes, subjects and details as registered, then the codes that only a vendor uses."""
        alone = (code for code in self._vendors if f"X{code[1:]}" not in self._registered)
        return (*self._registered.values(), *(self._vendor(code) for code in alone))

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Every complete code that may be asked for: each detail with each class it may have."""
        return tuple(
            f"{digit}{status.code[1:]}"
            for status in self.statuses
            if status.table == "detail" or status.table == "vendor"
            for digit in (status.classes or ("2", "4", "5"))
        )

    def find(self, code: str) -> EnhancedStatus | None:
        """Return the entry of ``5.7.8``, ``X.7.8``, ``X.7.YYY``, ``5.7.*``, or a code in a vendor's range."""
        wanted = code.strip().upper()
        with_any_class = f"X{wanted[1:]}" if wanted[:1] in ("2", "4", "5") else wanted
        for spelling in (wanted, with_any_class, *_wildcards(wanted)):
            if spelling in self._registered:
                return self._registered[spelling]
        if wanted in self._vendors:
            return self._vendor(wanted)
        if not _CODE.fullmatch(wanted):
            return None
        subject, _, detail = wanted.rpartition(".")
        for known in self._vendors:
            within = _RANGE.fullmatch(known)
            if within and within[1] == subject and int(within[2]) <= int(detail) <= int(within[3]):
                return self._vendor(known)
        return None

    def _text(self, code: str, vendor: str = "") -> EntryText:
        """Return what is written on a code, or on a vendor's use of it."""
        texts = self._prose.get(code, ())
        return next((text for text in texts if text.vendor == vendor), EntryText())

    def _use(self, code: str, facts: "dict[str, Any]") -> VendorUse:
        text = self._text(code, facts["vendor"])
        return VendorUse(
            **facts, title=text.title or facts["text"], gist=text.means, fix=text.do, conflict=text.disputed
        )

    def _status(self, facts: dict[str, Any]) -> EnhancedStatus:
        """Return a registered code, with its prose and the vendors that use it otherwise."""
        code, classes = facts["code"], facts["classes"]
        text = self._text(code)
        uses = (use for known, found in self._vendors.items() if f"X{known[1:]}" == code for use in found)
        return EnhancedStatus(
            code=code,
            table=facts["table"],
            label=facts["label"],
            classes=tuple(classes.split(",")) if classes else (),
            basic=tuple(facts["basic"]),
            sources=tuple(facts["sources"]),
            verified=facts["verified"],
            title=text.title or facts["label"],
            gist=text.means,
            fix=text.do,
            vendors=tuple(uses),
        )

    def _vendor(self, code: str) -> EnhancedStatus:
        """Return a code that no registry has, from what its vendor says with it."""
        uses = self._vendors[code]
        return EnhancedStatus(
            code=code,
            table="vendor",
            label="",
            classes=(code[0],),
            basic=tuple(dict.fromkeys(use.basic for use in uses if use.basic)),
            sources=tuple(dict.fromkeys(use.source for use in uses)),
            verified=uses[0].verified,
            title=uses[0].title,
            gist=uses[0].gist,
            fix=uses[0].fix,
            vendors=uses,
        )


def _wildcards(wanted: str) -> tuple[str, ...]:
    """Return how the registry writes ``5.7.*`` (``X.7.YYY``) and ``5.*.*`` (``5.XXX.YYY``)."""
    parts = wanted.split(".")
    if len(parts) != 3 or parts[2] not in ("*", "X", "XXX", "YYY"):
        return ()
    if parts[1] in ("*", "X", "XXX"):
        return (f"{parts[0]}.XXX.YYY",)
    return (f"X.{parts[1]}.YYY",)
