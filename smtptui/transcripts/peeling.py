"""What others have put before a program's own line: syslog, containers, journals, quoting, colours."""

import re

from smtptui.text import visible
from smtptui.transcripts.parts import LINE_READ
from smtptui.transcripts.pieces import Line
from smtptui.transcripts.verbs import is_command

OBJECT_READ = 65536
"""Characters of a line that are looked at where it is an object, which a cut would spoil."""

LAYERS = 6
"""Prefixes that are taken off one after the other: a container's, syslog's, a quote's, and some."""

_COLOUR = re.compile(r"(?:\x1b|\^\[|#033|\\(?:e|033|x1b|u001b)|␛)\[[\d;:]*[mK]|\[\d{1,3}(?:;\d{1,3})*m")
"""An SGR sequence (ECMA-48 §8.3.117), also written out, or without the escape that a browser has lost."""

_SYSLOG = re.compile(
    r"(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?(?P<time>\d\d:\d\d:\d\d)(?:\.\d+)?(?: \d{4})?"
    r"|\d{4}-\d\d-\d\d(?:(?P<spaced> )|T)(?P<iso>\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?) "
    r"(?P<host>[\w.:-]+ )?(?P<tag>[A-Za-z][\w./-]*)(?:\[(?P<pid>\d+)\]:|(?(spaced)(?!)|(?(host):"
    r"|(?!)))) ?(?P<text>.*)"
)
"""RFC 3164, with the time stamps that daemons of today write instead."""

_RFC5424 = re.compile(
    r"<\d{1,3}>1 (?:-|\S*?T(?P<time>\d\d:\d\d:\d\d)\S*) \S+ (?P<tag>\S+) (?P<pid>\S+) \S+ "
    r'(?:-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*")*\])+) ?(?:\\u\{feff\}|\xef\xbb\xbf)?(?P<text>.*)'
)
_TAGGED = re.compile(r"(?P<tag>[A-Za-z][\w./-]*)\[(?P<pid>\d+)\]: (?P<text>.*)")
_CONTAINER = re.compile(r"(?P<source>[A-Za-z][\w.-]{0,60}) {0,24}\| ?(?P<text>.*)")
_KUBERNETES = re.compile(
    r"\d{4}-\d\d-\d\dT(?P<time>\d\d:\d\d:\d\d)\S* (?P<source>stdout|stderr) [FP] (?P<text>.*)"
)
_POD = re.compile(r"\[(?P<source>pod/[^\]]+)\] (?P<text>.*)")
_JOURNAL_FIELD = re.compile(r"\s+MESSAGE=(?P<text>.*)")
_TIME = re.compile(
    r"\[?(?:(?:[A-Z][a-z]{2},? )?(?:\d{4}[-/]\d\d[-/]\d\d|\d{1,2}[ ./-](?:\d\d|[A-Z][a-z]{2})[ ./-]\d{4}"
    r"|[A-Z][a-z]{2} [ \d]\d)[T ,])?"
    r"(?P<time>\d\d:\d\d:\d\d)(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?(?:: |\]:?|[;|]"
    r"|(?=\s))\s*(?P<text>.*)"
)
_TAI64N = re.compile(r"@[0-9a-f]{24} (?P<text>.*)")
_ACTION = re.compile(r"##\[\w+\](?P<text>.*)")
_NMAP = re.compile(r"(?P<source>\|)[_ ] {0,6}(?P<text>\S.*)")
_DEBUGGED = re.compile(
    r"\s{0,8}(?P<pid>\d{1,7}) (?P<text> *(?P<sure>SMTP(?:<<|>>|\(|\|>|\+>)|LOG: [A-Z]|Connecting to "
    r"|SMTP connection |Exim version )?.*)"
)
_QUOTED = re.compile(r"> ?")
_CLIENT_MARK = re.compile(r"(?P<mark>>{1,3}) (?P<text>.*)")
_SERVER_MARK = re.compile(r"(?P<mark><{1,3}) [2-5]\d\d(?:[ -]|$)")

ANGLES_REMEMBERED = 300
"""Lines for which ``< 250`` makes ``> EHLO`` the client's line, and not a quoted one."""


_OPENS = frozenset("{[<>")
"""What a program's own line may begin with, where more is to be peeled off."""


class Peeler:
    """Takes lines and returns them as their program wrote them."""

    def __init__(self) -> None:
        self._angles: dict[str, int] = {}
        self._pid = ""

    def peel(self, line: str, number: int, *, tag: str = "", pid: str = "") -> Line:
        """Return what the line's program wrote, and who and when that was, as far as it is told."""
        line = line[: OBJECT_READ if line[:1] in ("{", "[") else LINE_READ].rstrip("\r\n")
        if (
            "\x1b" in line
            or "[0m" in line
            or "[m" in line
            or "^[[" in line
            or "033[" in line
            or "\\e[" in line
        ):
            line = _COLOUR.sub("", line)
        if line.startswith("\ufeff"):
            line = line[1:]
        tabbed = ""
        if "\t" in line:
            tabbed = "\t".join(map(visible, line.split("\t")))
            text = tabbed.replace("\t", " ")
        else:
            text = visible(line)
        if (found := _SYSLOG.match(text)) and found["text"][:1] not in _OPENS:
            clock = found["time"] or found["iso"]
            stamp = int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:8])
            return Line(found["text"], number, found["tag"], found["pid"] or "", "", stamp)
        return self._peeled(Line(text, number, tag, pid, tabbed=tabbed))

    def _peeled(self, line: Line) -> Line:
        for _ in range(LAYERS):
            text, first = line.text, line.text[:1]
            if first in "{}":
                break
            if line.tag and first in "<>":
                break
            if first == ">" or (first == "<" and text[1:2] in " <"):
                if (unquoted := self._unquoted(line)) is None:
                    break
                line = unquoted
                continue
            if (found := _prefix_of(text, first)) is None:
                if first in " 0123456789" and (found := _DEBUGGED.match(text)) and self._is_debugged(found):
                    line = line._replace(text=found["text"], tabbed=found["text"], pid=found["pid"])
                break
            line = _without(line, found)
        return line

    def _is_debugged(self, found: re.Match[str]) -> bool:
        """Return whether the number before a line is the process of ``exim -d``, as other lines tell."""
        if found["sure"]:
            self._pid = found["pid"]
        return found["pid"] == self._pid

    def _unquoted(self, line: Line) -> Line | None:
        """Return a line without the mark of a quote, or None where the mark tells who speaks."""
        if found := _SERVER_MARK.match(line.text):
            self._angles[found["mark"].replace("<", ">")] = line.number
            return None
        if line.text.startswith("<"):
            return None
        if found := _CLIENT_MARK.match(line.text):
            seen = self._angles.get(found["mark"], -ANGLES_REMEMBERED)
            if line.number - seen < ANGLES_REMEMBERED:
                return None
            if len(found["mark"]) > 1 and (is_command(found["text"]) or found["text"] == "."):
                return None
        bare = _QUOTED.sub("", line.text, count=1)
        return line._replace(text=bare, tabbed=bare)


def _prefix_of(text: str, first: str) -> re.Match[str] | None:
    """Return the first prefix that the text begins with, its groups told by their names."""
    if first.isalpha():
        return _SYSLOG.match(text) or _TAGGED.match(text) or _TIME.match(text) or _CONTAINER.match(text)
    if first.isdigit():
        if text[1:2].isdigit() and text[2:3] in "0123456789:./- ":
            return _KUBERNETES.match(text) or _SYSLOG.match(text) or _TIME.match(text)
        return None
    if first == "<":
        return _RFC5424.match(text) or _SYSLOG.match(text)
    if first == "[":
        return _TIME.match(text) or _POD.match(text)
    if first == "@":
        return _TAI64N.match(text)
    if first == "#":
        return _ACTION.match(text)
    if first == "|":
        return _NMAP.match(text)
    if first == " ":
        return _JOURNAL_FIELD.match(text)
    return None


def _without(line: Line, found: re.Match[str]) -> Line:
    groups = found.groupdict()
    text = groups["text"] or ""
    clock = groups.get("time") or groups.get("iso")
    stamp = int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:8]) if clock else line.stamp
    start = found.start("text")
    return Line(
        text,
        line.number,
        groups.get("tag") or line.tag,
        groups.get("pid") or line.pid,
        groups.get("source") or line.source,
        stamp,
        line.tabbed[start:] if line.tabbed is not line.text and len(line.tabbed) == len(line.text) else "",
    )


_WRITTEN_OUT = re.compile(
    r"\\n(?:[^\\]{0,40}[ \]])?(?:CLIENT -> |SERVER -> |[CS]: |-{1,2}> |<-{1,2} |<<< |>>> |MAIL FROM:"
    r"|RCPT TO:|EHLO |AUTH )"
)
"""A line break written out, and behind it a line of a session."""


def lines_in(text: str) -> tuple[str, ...]:
    """Return the lines of a session that stands in one line, its breaks written out; else the text alone."""
    if "\\n" not in text or _WRITTEN_OUT.search(text) is None:
        return (text,)
    return tuple(line.removesuffix("\\r").replace("\\t", " ") for line in text.split("\\n"))
