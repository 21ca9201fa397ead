"""The registry of enhanced status codes, and what vendors send beside it."""

import json
import re
from functools import cached_property

from smtptui.reference.article import keyed, parse_entries
from smtptui.reference.loading import vendor_uses
from smtptui.reference.model import EnhancedStatus, VendorUse

_CODE = re.compile(r"([245X])\.(\d{1,3})\.(\d{1,3})", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"([245]\.\d+)\.(\d+)-(\d+)", re.ASCII)


class Registry:
    """Enhanced codes by any of their spellings, made from the texts of the three files that hold them."""

    def __init__(self, registered: str, vendors: str, prose: str) -> None:
        self._vendors = vendor_uses(vendors)
        self._prose = parse_entries(prose)
        self._registered = {facts["code"]: self._status(facts) for facts in json.loads(registered)}

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

    def _status(self, facts: dict[str, object]) -> EnhancedStatus:
        """Return a registered code, with its prose and the vendors that use it otherwise."""
        code, classes = str(facts["code"]), str(facts["classes"])
        title, lines = self._prose.get(code, ("", []))
        uses = tuple(
            use for known, found in self._vendors.items() if f"X{known[1:]}" == code for use in found
        )
        return EnhancedStatus(
            code=code,
            table=str(facts["table"]),
            label=str(facts["label"]),
            classes=tuple(classes.split(",")) if classes else (),
            basic=_words(facts["basic"]),
            sources=_words(facts["sources"]),
            fact=str(facts["fact"]),
            verified=str(facts["verified"]),
            title=title or str(facts["label"]),
            gist=keyed(lines, "means:") or str(facts["fact"]),
            fix=keyed(lines, "do:"),
            vendors=uses,
        )

    def _vendor(self, code: str) -> EnhancedStatus:
        """Return a code that no registry has, from what its vendor says with it."""
        uses: tuple[VendorUse, ...] = self._vendors[code]
        title, lines = self._prose.get(code, ("", []))
        return EnhancedStatus(
            code=code,
            table="vendor",
            label="",
            classes=(code[0],),
            basic=tuple(dict.fromkeys(use.basic for use in uses if use.basic)),
            sources=tuple(dict.fromkeys(use.source for use in uses)),
            fact="",
            verified=uses[0].verified,
            title=title or uses[0].text,
            gist=keyed(lines, "means:"),
            fix=keyed(lines, "do:"),
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


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(word) for word in value) if isinstance(value, list) else ()
