"""Where the config is, and reading it from there."""

import os
import sys
from collections.abc import Mapping

OCTETS_READ = 1 << 18
"""Octets of a config: a longer file is something else."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from smtptui.settings.config import Config


def config_file(variables: Mapping[str, str]) -> str:
    """Return where the platform keeps a program's config; empty where there is no home."""
    if not sys.platform.startswith("linux"):
        import platformdirs

        return str(platformdirs.user_config_path("smtptui", appauthor=False) / "config.toml")
    folder = linux_folder(variables, "XDG_CONFIG_HOME", ".config")
    return os.path.join(folder, "smtptui", "config.toml") if folder else ""


def linux_folder(variables: Mapping[str, str], name: str, usual: str) -> str:
    """Return a folder as platformdirs has it on Linux, but in no time; empty where there is no home."""
    if folder := variables.get(name, "").strip():
        return folder
    home = variables.get("HOME", "")
    return os.path.join(home, usual) if home else ""


def load_config(variables: Mapping[str, str], chosen: str = "") -> "Config | None":
    """Return the config: that of the file `chosen`, or that ``SMTPTUI_CONFIG`` names, or the platform's.

    None where there is none; raises ConfigError where one that was named is not there, and where it is
    wrong. Without a config neither TOML nor the table of settings is imported.
    """
    named = chosen or variables.get("SMTPTUI_CONFIG", "")
    file = named or config_file(variables)
    if not file:
        return None
    try:
        with open(file, "rb") as stream:
            octets = stream.read(OCTETS_READ + 1)
    except (OSError, ValueError) as error:
        if not named and isinstance(error, FileNotFoundError | NotADirectoryError):
            return None
        from smtptui.words.failures import why_of

        raise _unreadable(file, why_of(error)) from None
    return _read(octets, file, variables)


def _read(octets: bytes, file: str, variables: Mapping[str, str]) -> "Config":
    from smtptui.settings.config import ConfigError, Problem, read_config
    from smtptui.words import _

    if len(octets) > OCTETS_READ:
        raise _unreadable(file, _("it is too long to be a config"))
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        raise ConfigError(file, (Problem(line, _("this is not UTF-8")),)) from None
    folder = os.path.dirname(os.path.abspath(file))
    return read_config(text.replace("\r\n", "\n"), file, folder=folder, home=variables.get("HOME", "~"))


def _unreadable(file: str, why: str) -> Exception:
    from smtptui.settings.problem import ConfigError, Problem
    from smtptui.words import _

    return ConfigError(file, (Problem(0, _("it cannot be read: {why}", why=why)),))
