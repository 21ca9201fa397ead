"""Which language the process speaks: the one that the locale asks for first and a catalogue exists for.

A language is a folder, ``words/locale/LL/LC_MESSAGES/smtptui.mo``, as gettext has them. English is in the
code: where nothing else is asked for, not even gettext is imported.
"""

import os
from collections.abc import Mapping

from smtptui.words import speak

DOMAIN = "smtptui"
FOLDER = os.path.join(os.path.dirname(__file__), "locale")

_ASKED = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that say which language is wanted, in the order in which gettext reads them."""

_NONE = ("", "C", "POSIX", "C.UTF-8", "C.utf8")


def wanted(variables: Mapping[str, str]) -> list[str]:
    """Return the locales that are asked for, the dearest first; none where the locale is C or English."""
    asked = next((value for name in _ASKED if (value := variables.get(name, ""))), "")
    if variables.get("LC_ALL", variables.get("LC_MESSAGES", variables.get("LANG", ""))) in _NONE:
        # gettext's rule: a C locale is spoken as it is, whatever LANGUAGE says.
        return []
    names: list[str] = []
    for name in asked.split(":"):
        if name in _NONE or name.lower().startswith("en"):
            break
        names.append(name)
    return names


def languages(folder: str = FOLDER) -> tuple[str, ...]:
    """Return the languages that can be spoken, by ISO 639, sorted: English and those with a catalogue."""
    names = os.listdir(folder) if os.path.isdir(folder) else ()
    return tuple(sorted({"en", *(name for name in names if os.path.exists(_catalogue(folder, name)))}))


def speak_language(language: str, folder: str = FOLDER) -> bool:
    """Speak a language from now on; return whether it is one of `languages` and its catalogue can be read."""
    if language == "en":
        speak()
        return True
    return language in languages(folder) and _speak([language], folder) is not None


def speak_locale(variables: Mapping[str, str], folder: str = FOLDER) -> str:
    """Speak what `variables` ask for, where `folder` has a catalogue of it that can be read, and return it.

    ``en`` is English: understood as well where none of the languages that are asked for is there.
    """
    names = [name for name in wanted(variables) if not os.path.dirname(name)]
    found = _speak(names, folder) if names and os.path.isdir(folder) else None
    return found or "en"


def _speak(names: list[str], folder: str) -> str | None:
    # Imported for another language only.
    import gettext

    try:
        path = gettext.find(DOMAIN, folder, names)
        catalogue = gettext.translation(DOMAIN, folder, names)
    except (OSError, UnicodeDecodeError, ValueError):
        # None of these languages, or a file that is no catalogue.
        return None
    speak(catalogue.gettext, catalogue.ngettext)
    return os.path.relpath(str(path), folder).split(os.sep)[0]


def _catalogue(folder: str, language: str) -> str:
    return os.path.join(folder, language, "LC_MESSAGES", f"{DOMAIN}.mo")
