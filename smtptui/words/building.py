"""The step of the build that makes gettext's catalogues: each ``.po`` beside it becomes an ``.mo``.

Runs with every build, also that of ``pip install -e``; it is not part of what is installed.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path(__file__).parent / "locale"


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Write the ``.mo`` of each ``.po`` under `locale` that has none as new; return all, sorted."""
    made = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as file:
                catalogue = read_po(file)
            with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".new", delete=False) as new:
                write_mo(new, catalogue)
            os.chmod(new.name, 0o644)
            os.replace(new.name, target)
        made.append(target)
    return made


class CatalogueHook(BuildHookInterface[Any]):
    """Hatchling's hook: makes the catalogues, and has them taken along though git does not know them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the catalogues before the files are collected."""
        for path in compile_catalogues():
            build_data["artifacts"].append(path.relative_to(self.root).as_posix())
