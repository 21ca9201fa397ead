"""A session read from text: lines of both sides become replies with the commands they answer."""

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from smtptui.reference.book.model import Confidence
from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.servers import guess_server
from smtptui.transcripts.credentials import HIDDEN, Secrets, asks_for_name
from smtptui.transcripts.parts import REPLY_LINE, split_status
from smtptui.transcripts.verbs import VERBS

PENDING_KEPT = 1000
"""Commands without a reply that are remembered: more than any client has in its pipeline."""

LINES_KEPT = 100
"""Lines of one reply that are kept, as no server has more EHLO keywords; the others are dropped."""

COMMAND_READ = 512
"""Characters of a command that are looked at (RFC 5321 §4.5.3.1.4)."""

_NO_COMMAND = re.compile(r"[2-5]\d\d[ -]|[<>=*]{2,3} ")
"""What no client says: a program shows it with the client's mark all the same, as ``sendmail -X`` does."""

_VERB_ENDS = re.compile(r"[ :=]+")
_VERB = re.compile(r"[A-Z][A-Z0-9-]{1,20}")
_READY_FOR_TLS = re.compile(r"\b(?:tls|ssl)\b", re.IGNORECASE)
_OF_RECIPIENT = re.compile(r"<[^<>@\s]+@[^<>\s]+>\.\.\.|\b(?:user|mailbox|recipient|relay)", re.IGNORECASE)
_NO_RECIPIENT = re.compile(
    r"need rcpt|no (?:valid )?recipients?|valid RCPT|recipients? (?:first|needed)", re.IGNORECASE
)


class Outstanding(NamedTuple):
    """A command that waits for its reply: its verb, and its line as it may be shown."""

    verb: str
    line: str


class Conversation:
    """One session; `said` and `heard` take its lines in their order.

    `secrets` are the credentials seen so far, shared by all sessions of a text: one may repeat another's.
    """

    def __init__(self, secrets: Secrets, *, opened: bool = False, last_only: bool = False) -> None:
        self._secrets = secrets
        self.last_only = last_only
        self._opened = opened
        self._pending: deque[Outstanding] = deque(maxlen=PENDING_KEPT)
        self._lines: list[str] = []
        self.code = ""
        self._codes: set[str] = set()
        self._greeted = self._begun = self._closed = False
        self._marked = True
        self.marked_server = False
        self.in_data = False
        self._data_unseen = False
        self.asked = False
        self._mechanism = ""
        self.authenticates = False
        """Whether there has been an AUTH: what is no command may be a response that comes too late."""
        self._overheard = ""
        self._responses = 0
        self._asked_for_name = False
        self._keywords: tuple[str, ...] = ()
        self._mechanisms: tuple[str, ...] = ()
        self._server = ""
        self._tls: bool | None = False

    @property
    def begun(self) -> bool:
        """Whether a line of either side has been seen."""
        return self._begun or self._opened

    @property
    def unfinished(self) -> str:
        """The code of a reply whose last line is still to come, or an empty text."""
        return self.code if self._lines else ""

    def said(self, text: str) -> Iterator[Evidence]:
        """Take a line of the client; message data is passed over, credentials are not kept readable.

        A reply whose last line never came ends here.
        """
        self._begun = True
        if self.in_data:
            if text.strip() == ".":
                self.data_ended()
            return
        line = text.strip()[:COMMAND_READ]
        if not line or (_NO_COMMAND.match(line) and not self.asked):
            return
        if self._lines:
            yield self._reply()
        if self.asked and not self._is_new_command(line):
            self.asked = False
            self._secrets.keep_response(line, self._mechanism, self._responses if self._asked_for_name else 1)
            self._responses += 1
            self._pending.append(Outstanding("RESPONSE", HIDDEN))
            return
        self.asked = False
        first = _VERB_ENDS.split(line, maxsplit=1)[0]
        verb = first.upper()
        if verb in ("AUTH", "X-EXPS"):
            words = _VERB_ENDS.split(line)
            self._mechanism = words[1].upper() if len(words) > 1 else ""
            self.authenticates = True
            self._responses = int(len(words) > 2)
        if verb in VERBS or _VERB.fullmatch(first):
            shown = self._secrets.without_credential(line, self._mechanism)
            self.authenticates = self.authenticates or shown != line
            self._pending.append(Outstanding(verb, shown))
        elif self.authenticates:
            self.overheard(line)
            if " " not in line:
                self._secrets.keep_response(line, self._mechanism, 1)

    def overheard(self, line: str) -> None:
        """Take a line of which it is not known whose it is: the server's next error may repeat it."""
        line = line.strip()
        if self.authenticates and 0 < len(line) <= COMMAND_READ:
            self._overheard = line

    def data_ended(self) -> None:
        """Take the lone dot: the next reply is that to the message."""
        self.in_data = self._data_unseen = False
        self._pending.append(Outstanding("END-OF-DATA", ""))

    def data_left_out(self) -> None:
        """Learn that the text does not show the message: the reply to it follows at once."""
        if self._data_unseen:
            # The 354 may stand in a list of codes.
            self.in_data = self._data_unseen = False
        else:
            self.data_ended()

    def heard(self, text: str, *, marked: bool = True) -> Iterator[Evidence]:
        """Take a line of the server and yield the reply that it ends, if any.

        `marked` tells that the format marks who says what, so that a first line is a greeting.
        """
        found = REPLY_LINE.match(text)
        if found is None:
            return
        if self._lines and found["code"] != self.code:
            self._codes.add(self.code)
        self.code, self._marked = found["code"], marked
        self.marked_server = self.marked_server or marked
        if len(self._lines) < LINES_KEPT:
            self._lines.append(found["text"])
        if found["separator"] != "-":
            yield self._reply()

    def end(self) -> Iterator[Evidence]:
        """Yield the reply whose last line never came, if any; no command is answered any more."""
        if self._lines:
            yield self._reply()
        self._pending.clear()
        self.in_data = self.asked = False
        self._closed = True

    def _is_new_command(self, line: str) -> bool:
        """Return whether a line in a response's place is a command after all, which no base64 is."""
        return (
            line.upper() in ("QUIT", "RSET")
            or re.match(r"(?:MAIL FROM|RCPT TO|EHLO|HELO|AUTH)\b[: ]", line) is not None
        )

    def _reply(self) -> Evidence:
        marked, code = self._marked, self.code
        parts = [split_status(line) for line in self._lines]
        lines = [text.strip() for _, text in parts]
        enhanced = next((own for own, _ in parts if own), "")
        mixed = bool(self._codes - {code})
        self._lines, self._codes = [], set()
        text = " ".join(line for line in lines if line)
        if self._overheard:
            self._secrets.keep_echoed(self._overheard, text)
            self._overheard = ""
        asked = self._answered(code, text, marked)
        self._learn(asked.verb, code, lines)
        return Evidence(
            code=code,
            enhanced=enhanced,
            text=self._secrets.scrubbed(text),
            command=asked.verb,
            command_line=self._secrets.scrubbed(asked.line) if asked.line else "",
            tls=self._tls if self._begun and marked else None,
            mechanisms=self._mechanisms,
            keywords=self._keywords,
            server=self._server,
            anomalies=("mixed codes",) if mixed else (),
        )

    def _answered(self, code: str, text: str, marked: bool) -> Outstanding:
        if self._greets(code, text, marked):
            early = () if self._greeted or self._closed else tuple(self._pending)
            self.__init__(self._secrets)  # type: ignore[misc] # a greeting begins a session: all else is forgotten
            self.marked_server = marked
            self._pending.extend(early)
            self._greeted = True
            return Outstanding("CONNECT", "")
        if self.in_data:
            unseen, self.in_data, self._data_unseen = self._data_unseen, False, False
            return Outstanding("" if unseen else "END-OF-DATA", "")
        if not self._pending:
            return Outstanding("", "")
        if self.last_only and self._pending[0].verb == "DATA" and not self._answers_data(code, text):
            return Outstanding("RCPT", "")
        return self._pending.popleft()

    def _greets(self, code: str, text: str, marked: bool) -> bool:
        """Return whether a reply is a greeting: 220 answers nothing but a connection and STARTTLS."""
        if code == "220":
            if self._pending and self._pending[0].verb in ("STARTTLS", "X-ANONYMOUSTLS"):
                return self._closed
            if self._begun or self._opened or marked:
                return not (self._greeted and not self._pending and _READY_FOR_TLS.search(text))
            named = "SMTP" in text.upper() or bool(guess_server(text).software)
            return named or re.match(r"[\w-]+(?:\.[\w-]+)+(?:\s|$)", text) is not None
        return code[0] in "45" and (marked or self._opened) and not self._begun and not self._pending

    def _answers_data(self, code: str, text: str) -> bool:
        """Return whether a reply under the last command shown, DATA, is to it and not to RCPT before it."""
        if code[0] == "3" or code in ("503", "451") or _NO_RECIPIENT.search(text):
            return True
        return code[0] == "2" or not (code in ("550", "551", "553", "450") or _OF_RECIPIENT.search(text))

    def _learn(self, command: str, code: str, lines: list[str]) -> None:
        self._begun = True
        self.asked = code == "334"
        self._asked_for_name = self.asked and asks_for_name(lines[0] if lines else "")
        if code == "354" and not command:
            self.in_data = self._data_unseen = True
        elif command == "CONNECT":
            guess = guess_server(lines[0] if lines else "")
            # The form alone of a greeting is too little to explain all later replies by.
            self._server = guess.software if guess.confidence is Confidence.CERTAIN else ""
        elif command in ("EHLO", "LHLO") and code[0] == "2":
            self._offered(lines)
        elif command == "STARTTLS" and code == "220":
            self._tls, self._keywords, self._mechanisms = True, (), ()
        elif command == "DATA" and code[0] == "3":
            self.in_data = True
        if (code == "421" or command == "QUIT") and not self.last_only:
            self._pending.clear()
            self._closed = True

    def _offered(self, lines: list[str]) -> None:
        self._keywords = tuple(line.partition(" ")[0].partition("=")[0].upper() for line in lines[1:] if line)
        if len(lines) == 1:
            # Exchange logs its EHLO reply as one line.
            self._keywords = tuple(word for word in lines[0].split() if word.isupper() and len(word) > 2)
        offers = (line.upper().replace("=", " ").split() for line in lines[1:])
        self._mechanisms = tuple(
            dict.fromkeys(name for own in offers if own[:1] == ["AUTH"] for name in own[1:])
        )
