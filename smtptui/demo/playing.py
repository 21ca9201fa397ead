"""Plays the server of a script for one connection: lines in, what is to be done out; no socket, no clock."""

import re
from collections.abc import Iterator
from enum import StrEnum

from smtptui.demo.scripts import AT_WILL, HOST, Rule, Script
from smtptui.wire.parameters import PARAMETERS

_PATH = re.compile(r"(?:MAIL FROM|RCPT TO): ?<[^<>]*>(?P<parameters>.*)", re.IGNORECASE)

CANCELLED = "501 5.7.0 Authentication cancelled"
LOGGED_IN = "235 2.7.0 Authentication successful"
PROMPTS = ("334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6")
"""LOGIN's, for user and password."""


class Then(StrEnum):
    """What follows a reply."""

    GO_ON = "go on"
    START_TLS = "start TLS"
    CLOSE = "close"


class Playing:
    """One connection's dialogue; `answer` is given each line without its end."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._in_message = False
        self._prompts: list[str] | None = None
        """What is still asked in an AUTH exchange; None where there is none."""
        self._refuses = script.greeting and not script.greeting[-1].octets.startswith(b"2")

    def answer(self, line: str, *, inside: bool) -> tuple[str, Then]:
        """Return the lines of a reply, empty for none, and what follows it; `inside` says that TLS stands."""
        if self._in_message:
            self._in_message = line != "."
            return ("" if self._in_message else "250 2.0.0 OK: accepted and forgotten"), Then.GO_ON
        if self._prompts is not None:
            return self._next_prompt(line), Then.GO_ON
        rules = [*self._script.rules, AT_WILL]
        for rule in rules:
            if (rule.inside <= inside) and (found := re.fullmatch(rule.pattern, line, re.IGNORECASE)):
                return self._by_rule(rule, found, inside=inside)
        return self._plainly(line, inside=inside)

    def _by_rule(self, rule: Rule, found: re.Match[str], *, inside: bool) -> tuple[str, Then]:
        filled = next((group for group in found.groups() if group), "")
        reply = rule.reply.replace("{}", filled)
        if reply.startswith("421"):
            return reply, Then.CLOSE
        starts = reply == self._script.starttls and not inside
        return reply, Then.START_TLS if starts else Then.GO_ON

    def _next_prompt(self, line: str) -> str:
        if line == "*":
            self._prompts = None
            return CANCELLED
        if self._prompts:
            return self._prompts.pop(0)
        self._prompts = None
        return LOGGED_IN

    def _plainly(self, line: str, *, inside: bool) -> tuple[str, Then]:
        """Answer as any server does."""
        words = line.upper().split()
        verb = words[0] if words else ""
        if verb == "QUIT":
            return f"221 2.0.0 {HOST} bye", Then.CLOSE
        if self._refuses:
            return "503 5.5.1 Only QUIT is left", Then.GO_ON
        match verb:
            case "EHLO":
                return "\n".join(self._introduction(inside=inside)), Then.GO_ON
            case "HELO":
                return f"250 {HOST}", Then.GO_ON
            case "AUTH" if self._script.mechanisms:
                return self._authenticate(words), Then.GO_ON
            case "MAIL" | "RCPT":
                return self._envelope(verb, line), Then.GO_ON
            case "DATA":
                self._in_message = True
                return "354 End data with <CR><LF>.<CR><LF>", Then.GO_ON
            case "RSET" | "NOOP":
                return "250 2.0.0 OK", Then.GO_ON
            case "VRFY":
                return "252 2.0.0 Cannot verify, but will take messages", Then.GO_ON
            case "HELP":
                return "214 2.0.0 EHLO HELO MAIL RCPT DATA RSET NOOP QUIT", Then.GO_ON
        return "500 5.5.2 Command unrecognized", Then.GO_ON

    def _envelope(self, verb: str, line: str) -> str:
        """Take an address, and the parameters that are offered."""
        found = _PATH.fullmatch(line)
        if found is None:
            return f"501 5.5.4 Syntax: {'MAIL FROM:<address>' if verb == 'MAIL' else 'RCPT TO:<address>'}"
        offered = {offer.split()[0] for offer in self._script.offers}
        known = {each.name for each in PARAMETERS if each.verb == verb and each.extension in offered}
        for parameter in found["parameters"].split():
            name = parameter.partition("=")[0].upper()
            if name not in known:
                return f"555 5.5.4 {name}: parameter not recognized"
        return "250 2.1.0 OK" if verb == "MAIL" else "250 2.1.5 OK"

    def _introduction(self, *, inside: bool) -> Iterator[str]:
        offers = list(self._script.offers)
        if self._script.mechanisms:
            offers.append("AUTH " + " ".join(self._script.mechanisms))
        if self._script.starttls and not inside:
            offers.append("STARTTLS")
        lines = [HOST, *offers]
        for number, line in enumerate(lines, 1):
            yield f"250{' ' if number == len(lines) else '-'}{line}"

    def _authenticate(self, words: list[str]) -> str:
        """Accept any credential; the exchange is real."""
        name = words[1] if len(words) > 1 else ""
        if name not in self._script.mechanisms:
            return "504 5.5.4 Unrecognized authentication type"
        if len(words) > 2:
            if name == "LOGIN":
                self._prompts = list(PROMPTS[1:])
                return self._next_prompt(words[2])
            return CANCELLED if words[2] == "*" else LOGGED_IN
        self._prompts = list(PROMPTS[1:]) if name == "LOGIN" else []
        return PROMPTS[0] if name == "LOGIN" else "334 "
