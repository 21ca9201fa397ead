"""Where the text of a reply ends within a line that quotes it."""

import re

_QUOTES = {"'": "'", '"': '"', "“": "”", "„": "“", "«": "»", "`": "'", "‘": "’"}
_TAIL = re.compile(
    r" \((?:in reply to|while (?:sending|performing)|delivery attempts|state \w+\)?$).*$"
    r"|; (?:from|to|client|proto|helo|sasl_\w+|cmd|rcpt)=.*$"
    r"|,? (?:in|at) /[\w./-]+(?:\.php|\.rb|\.py|\.js)[:(]\d+.*$"
    r"| \((?:Net::)?\w*(?:SMTP|Mail)\w*(?:Error|Busy|Exception)\)$"
    r"|, (?:relay|delay|dsn|queued_as|cmd|state)[:=].*$"
    r"| ##.*$|>? #SMTP#.*$|\};\{.*$|\}\]$"
)
READ = 4096
"""Characters of a text that are kept."""


def unescaped(text: str) -> str:
    """Return a quoted text without the backslashes before its quotation marks."""
    return text.replace("\\'", "'").replace('\\"', '"') if "\\" in text else text


def quoted_to(text: str, start: int) -> tuple[int, bool]:
    """Return where a reply that begins at `start` ends, and whether a quotation mark or bracket tells it.

    An apostrophe within a word, and a quotation mark within a quoted text, end nothing.
    """
    before = text[start - 1 : start] if start else ""
    if before in _QUOTES:
        return _closing(text, start, _QUOTES[before]), True
    return len(text), False


def _closing(text: str, start: int, mark: str) -> int:
    position = start
    first = -1
    while (position := text.find(mark, position)) >= 0:
        after, before = text[position + 1 : position + 2], text[position - 1 : position]
        if before == "\\":
            position += 1
            continue
        if mark == '"' and after == '"':
            position += 2
            continue
        if not after or not (after.isalnum() or after in "<@"):
            if first < 0:
                first = position
            # A mark before a delimiter ends the text, unless what follows reads on as a sentence.
            if not after or after in ",;)]}>" or _ends_here(text, position):
                return position
        position += 1
    return first if first >= 0 else len(text)


def _ends_here(text: str, position: int) -> bool:
    rest = text[position + 1 : position + 24]
    if rest[:1] == ".":
        return rest[1:2] in ("", '"', "'", " ")
    return re.match(r"\s*(?:$|\(|in /|at |[\w.]+[=:]|<|\+|\|)", rest) is not None


def trimmed(text: str) -> str:
    """Return the text of a reply without what its log says behind it, and brackets opened before it."""
    text = _TAIL.sub("", text[:READ].rstrip())
    for opened, closed in ("()", "[]", "<>", "{}"):
        if text.endswith(closed) and text.count(closed) > text.count(opened):
            text = text[:-1].rstrip()
    return text.rstrip()
