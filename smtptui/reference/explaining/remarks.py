"""What is odd about a reply, as remarks: nothing here is an error, and no client should act on it."""

import os
import re
from collections.abc import Iterator
from functools import lru_cache

from smtptui.reference import ROOT
from smtptui.reference.book.loading import read_text
from smtptui.reference.book.sources import rows
from smtptui.reference.explaining.evidence import Evidence
from smtptui.wire.verbs import INTRODUCTIONS, Occasion, explained_as
from smtptui.words import _, mark

UNENHANCED = frozenset({Occasion.CONNECT, *INTRODUCTIONS})
"""RFC 2034 §4 leaves greetings and replies to EHLO out of enhanced codes: programs parse their text. That of
a refusal is for people, and servers do put one there (Postfix ``504 5.5.2``), so neither is odd."""

VERB = re.compile(r"\b[A-Z]{4,}\b")
DATA_SENT = re.compile(r"message data|response list")
ALL = re.compile(r"\bany\b")

PARAMETER = frozenset({"504.parameter", "555.parameters"})
"""Meanings of a 504 to MAIL or RCPT that 555 is for."""

INVENTIONS = {
    "101": mark(
        "No server sends 101: mail programs show it when the connection cannot be opened "
        "(on Linux, the number of the error “network is unreachable”)."
    ),
    "111": mark(
        "No server sends 111: mail programs show it when the connection is refused "
        "(on Linux, the number of that error)."
    ),
    "532": mark(
        "Looked for and found in no RFC and in no server; 432 (change the password) and 535 are near."
    ),
    "573": mark(
        "Looked for and found in no RFC and in no server; the digits may come from an enhanced code 5.7.3."
    ),
}
"""Codes that no server sends, with what is known of them."""


def remarks_on(evidence: Evidence, meaning: str = "") -> tuple[str, ...]:
    """Return what is odd about a reply, each a sentence; `meaning` is the id of what it most likely says."""
    remarks = [remark for rule in RULES for remark in rule(evidence)]
    if evidence.code == "504" and evidence.command in ("MAIL", "RCPT") and meaning in PARAMETER:
        remarks.append(
            _(
                "For a parameter of {command} that a server does not know, RFC 5321 §4.1.1.11 has 555, "
                "and 455 where it cannot take it just now.",
                command=evidence.command,
            )
        )
    return tuple(remarks)


@lru_cache(maxsize=1)
def sequences() -> dict[str, frozenset[str]]:
    """Return the codes that RFCs list as replies to each command; ``ANY`` has those that any may have."""
    listed: dict[str, set[str]] = {}
    path = os.path.join(ROOT, "facts", "sequences.tsv")
    for row in rows(read_text(path)):
        commands = VERB.findall(row["command"])
        if DATA_SENT.search(row["command"]):
            commands = ["END-OF-DATA", "DATA"] if "message" in row["command"] else commands
        if ALL.search(row["command"]):
            commands = ["ANY"]
        for command in commands:
            listed.setdefault(command, set()).add(row["code"])
    return {command: frozenset(codes) for command, codes in listed.items()}


def _digits(evidence: Evidence) -> Iterator[str]:
    code = evidence.code
    if code in INVENTIONS:
        yield _(INVENTIONS[code])
    elif len(code) == 3 and code.isdigit() and code[0] not in "2345":
        yield _("A reply code begins with 2, 3, 4 or 5 (RFC 5321 §4.2); {code} does not.", code=code)
    elif len(code) == 3 and code.isdigit() and code[1] > "5":
        yield _("RFC 5321 §4.2 allows 0 to 5 as the second digit; {code} is outside its grammar.", code=code)


def _enhanced(evidence: Evidence) -> Iterator[str]:
    code, enhanced, command = evidence.code, evidence.enhanced, evidence.command
    parsed = code[:1] == "3" or (code[:1] == "2" and command in UNENHANCED)
    if enhanced and parsed:
        if code[0] == "3":
            where = mark("It has the enhanced code {enhanced}, which RFC 2034 §4 leaves out of 3yz replies.")
        elif command == "CONNECT":
            where = mark("It has the enhanced code {enhanced}, which RFC 2034 §4 leaves out of greetings.")
        else:
            where = mark(
                "It has the enhanced code {enhanced}, which RFC 2034 §4 leaves out of replies to {command}."
            )
        yield _(where, enhanced=enhanced, command=command)
    elif enhanced and code and enhanced[0] != code[0]:
        yield _(
            "The enhanced code {enhanced} is of another class than {code} (RFC 2034 §4); "
            "clients go by the reply code.",
            enhanced=enhanced,
            code=code,
        )
    elif (
        not enhanced
        and "ENHANCEDSTATUSCODES" in evidence.keywords
        and command
        and command not in UNENHANCED
        and code[:1] in ("2", "4", "5")
    ):
        yield _("It has no enhanced code, although the EHLO reply offers ENHANCEDSTATUSCODES.")


def _mixed(evidence: Evidence) -> Iterator[str]:
    if "mixed codes" in evidence.anomalies:
        yield _("Its lines have different codes; the last line's counts (RFC 5321 §4.2.1).")


def _sequence(evidence: Evidence) -> Iterator[str]:
    command = explained_as(evidence.command)
    if not command or not evidence.code:
        return
    listed = sequences().get(command)
    if command in ("BDAT", "BDAT LAST"):
        # A chunk is refused as the message would be (RFC 3030 §2).
        command = "BDAT"
        listed = sequences()["BDAT"] | sequences()["END-OF-DATA"]
    if listed and evidence.code not in listed and evidence.code not in sequences().get("ANY", frozenset()):
        yield _(_UNLISTED.get(command, _UNLISTED[""]), code=evidence.code, command=command)


_UNLISTED = {
    "CONNECT": mark(
        "No RFC lists {code} among the replies to the connection; its first digit is what counts."
    ),
    "END-OF-DATA": mark(
        "No RFC lists {code} among the replies to the end of data; its first digit is what counts."
    ),
    "": mark("No RFC lists {code} among the replies to {command}; its first digit is what counts."),
}

RULES = (_digits, _enhanced, _mixed, _sequence)
