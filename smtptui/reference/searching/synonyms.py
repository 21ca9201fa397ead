"""Words that people type for what the texts call otherwise: German ones, and other names of a thing."""

SYNONYMS = {
    "abgelehnt": "rejected",
    "absender": "sender",
    "adresse": "address",
    "anmeldung": "authentication",
    "antwort": "reply",
    "befehl": "command",
    "begrüßung": "greeting",
    "begruessung": "greeting",
    "benutzer": "user",
    "blacklist": "blocklist",
    "blacklisted": "blocklist",
    "domäne": "domain",
    "empfänger": "recipient",
    "empfaenger": "recipient",
    "größe": "size",
    "groesse": "size",
    "kennwort": "credentials",
    "kontingent": "quota",
    "nachricht": "message",
    "passwort": "credentials",
    "postfach": "mailbox",
    "rückläufer": "bounce",
    "schleife": "loop",
    "speicherplatz": "storage",
    "sperrliste": "blocklist",
    "syntaxfehler": "syntax",
    "überfüllt": "full",
    "unbekannt": "unknown",
    "verbindung": "connection",
    "verschlüsselung": "encryption",
    "verschluesselung": "encryption",
    "voll": "full",
    "warteschlange": "queue",
    "weiterleitung": "relay",
    "zeitüberschreitung": "timeout",
    "zertifikat": "certificate",
    "zustellung": "delivery",
}
"""What is typed, in small letters → the word that stands in the texts."""

SHORTEST = 6
"""Letters from which on the beginning of such a word is enough."""


def texts_word(word: str) -> str:
    """Return the texts' word for one that is typed, or begun; the word itself where there is none."""
    if word in SYNONYMS:
        return SYNONYMS[word]
    if len(word) < SHORTEST:
        return word
    meant = {theirs for ours, theirs in SYNONYMS.items() if ours.startswith(word)}
    return meant.pop() if len(meant) == 1 else word
