"""Which sections of a language's articles are missing or stale, and the stamps: when each was held."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import smtptui.reference
from smtptui.reference.book.translation import HELD, Held, hash_of, read_held, sections

ARTICLES = Path(smtptui.reference.ROOT) / "articles"


class Fault(StrEnum):
    """What may be wrong with a section of a translation."""

    MISSING = "missing"
    STALE = "stale"
    UNHELD = "never held"
    CHANGED = "changed since it was held"
    STRAY = "not in English"


class Finding(NamedTuple):
    """A section with a fault."""

    file: str
    section: str
    fault: Fault


class Texts:
    """The articles of one language beside the English ones."""

    def __init__(self, language: str, articles: Path = ARTICLES) -> None:
        self.english, self.own = articles / "en", articles / language
        table = self.own / HELD
        self.held = read_held(table.read_text("utf-8")) if table.exists() else {}

    @property
    def files(self) -> list[str]:
        """The names of all English files, relative, sorted."""
        return sorted(path.relative_to(self.english).as_posix() for path in self.english.rglob("*.md"))

    def findings(self, files: Iterable[str] = ()) -> Iterator[Finding]:
        """Yield what is wrong in `files`, all if none are given."""
        for name in files or self.files:
            english, own = _read(self.english / name), _read(self.own / name)
            held = self.held.get(name, {})
            for key, section in english.items():
                if (fault := _fault(section, own.get(key), held.get(key))) is not None:
                    yield Finding(name, key, fault)
            yield from (Finding(name, key, Fault.STRAY) for key in own if key not in english)
        if not files:
            strays = {path.relative_to(self.own).as_posix() for path in self.own.rglob("*.md")} - set(
                self.files
            )
            yield from (Finding(name, "", Fault.STRAY) for name in sorted(strays))

    def stamp(self, files: Iterable[str], *, same: bool = False) -> list[Finding]:
        """Say of each section in `files` that it was held against the English of today; write that down.

        Returns the stale sections that were left as they were: their English changed and they did not. `same`
        says that they were read again and are still right.
        """
        left = []
        for name in files:
            english, own = _read(self.english / name), _read(self.own / name)
            before, now = self.held.get(name, {}), {}
            for key, section in english.items():
                if key not in own:
                    continue
                held = Held(hash_of(section), hash_of(own[key]))
                was = before.get(key)
                if was is not None and was.own == held.own and was.english != held.english and not same:
                    left.append(Finding(name, key, Fault.STALE))
                    held = was
                now[key] = held
            self.held[name] = now
        self._write()
        return left

    def _write(self) -> None:
        lines = (
            "\t".join((file, key, *held))
            for file in sorted(self.held)
            for key, held in self.held[file].items()
        )
        (self.own / HELD).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _fault(english: str, own: str | None, held: Held | None) -> Fault | None:
    if own is None:
        return Fault.MISSING
    if held is None:
        return Fault.UNHELD
    if held.english != hash_of(english):
        return Fault.STALE
    return Fault.CHANGED if held.own != hash_of(own) else None


def _read(path: Path) -> dict[str, str]:
    return sections(path.read_text("utf-8")) if path.exists() else {}
