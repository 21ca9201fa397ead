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


def language_of(variables: Mapping[str, str]) -> str:
    """Return the language that is wanted most, by ISO 639: ``en`` where nothing else is asked for."""
    first = next(iter(wanted(variables)), "en")
    letters = first.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return letters if letters.isalpha() else "en"


def speak_locale(variables: Mapping[str, str], folder: str = FOLDER) -> None:
    """Speak what `variables` ask for, where `folder` has a catalogue of it that can be read; else English."""
    if not (names := wanted(variables)) or not os.path.isdir(folder):
        return
    # Imported for another language only.
    import gettext

    try:
        catalogue = gettext.translation(DOMAIN, folder, names)
    except (OSError, UnicodeDecodeError, ValueError):
        # None of these languages, or a file that is no catalogue: English is understood as well.
        return
    speak(catalogue.gettext, catalogue.ngettext)
