"""A session read from text: lines of both sides become replies with the commands they answer."""

from collections import deque
from collections.abc import Iterator

from smtptui.reference.explaining.enhanced_text import split_enhanced
from smtptui.reference.explaining.evidence import PHASES, Evidence
from smtptui.reference.explaining.ranking import Confidence
from smtptui.reference.explaining.servers import guess_server
from smtptui.transcripts.parts import REPLY_LINE
from smtptui.transcripts.redaction import HIDDEN, parts_of, scrubbed, without_payload, without_response

PENDING_KEPT = 1000
"""Commands without a reply that are remembered: more than any client has in its pipeline."""

LINES_KEPT = 100
"""Lines of one reply that are kept, as no server has more EHLO keywords; the others are dropped."""


class Conversation:
    """One session; `said` and `heard` take its lines in their order.

    `secrets` are the credentials seen so far, shared by all sessions of a text: one may repeat another's.
    """

    def __init__(self, secrets: deque[frozenset[str]]) -> None:
        self._pending: deque[tuple[str, str]] = deque(maxlen=PENDING_KEPT)
        self._lines: list[str] = []
        self._code = ""
        self._codes: set[str] = set()
        self._begun = False
        self._directed = True
        self._in_data = False
        self._challenged = False
        self._secrets = secrets
        self._keywords: tuple[str, ...] = ()
        self._mechanisms: tuple[str, ...] = ()
        self._server = ""
        self._tls: bool | None = False

    @property
    def asked(self) -> bool:
        """Whether a line by the client may follow: a challenge is open."""
        return self._challenged

    @property
    def in_data(self) -> bool:
        """Whether message data is being sent."""
        return self._in_data

    def said(self, text: str) -> None:
        """Take a line of the client; message data is passed over, credentials are not kept readable."""
        self._begun = True
        if self._in_data:
            return
        if self._challenged:
            self._challenged = False
            self._secrets.append(parts_of(text.strip()))
            self._pending.append(("RESPONSE", HIDDEN))
            return
        line, payload = without_response(text.strip()[:512])
        if payload:
            self._secrets.append(parts_of(payload))
        verb = line.partition(" ")[0].upper()
        if verb.isascii() and verb.isalnum() and not verb.isdigit():
            self._pending.append((verb, line))

    def heard(self, text: str, *, directed: bool = True) -> Iterator[Evidence]:
        """Take a line of the server and yield the reply that it ends, if any.

        `directed` tells that the format marks who says what, so that a first line is a greeting.
        """
        found = REPLY_LINE.match(text)
        if found is None:
            return
        if self._lines and found["code"] != self._code:
            self._codes.add(self._code)
        self._code, self._directed = found["code"], directed
        if len(self._lines) < LINES_KEPT:
            self._lines.append(found["text"])
        if found["separator"] != "-":
            yield self._reply()

    def end(self) -> Iterator[Evidence]:
        """Yield the reply whose last line never came, if any."""
        if self._lines:
            yield self._reply()

    def _reply(self) -> Evidence:
        directed = self._directed
        parts = [split_enhanced(line) for line in self._lines]
        lines = [text.strip() for _, text in parts]
        code, enhanced = self._code, next((own for own, _ in parts if own), "")
        mixed = bool(self._codes - {code})
        self._lines, self._codes = [], set()
        text = scrubbed(" ".join(line for line in lines if line), self._secrets)
        if code[0] != "2":
            # A success may list mechanisms after AUTH, a refusal may repeat the command.
            text = without_payload(text)
        command, line = self._answered(code, text, directed)
        self._learn(command, code, lines)
        return Evidence(
            code=code,
            enhanced=enhanced,
            text=text,
            command=command,
            command_line=scrubbed(line, self._secrets),
            phase=PHASES.get(command, ""),
            tls=self._tls if self._begun and directed else None,
            mechanisms=self._mechanisms,
            keywords=self._keywords,
            server=self._server,
            anomalies=("mixed codes",) if mixed else (),
        )

    def _answered(self, code: str, text: str, directed: bool) -> tuple[str, str]:
        if self._in_data:
            self._in_data = False
            return "END-OF-DATA", ""
        if self._pending:
            return self._pending.popleft()
        greets = code == "220" and ("SMTP" in text.upper() or bool(guess_server(text).software))
        if greets or (directed and not self._begun):
            self.__init__(self._secrets)  # type: ignore[misc] # a greeting begins a session: all else is forgotten
            return "CONNECT", ""
        return "", ""

    def _learn(self, command: str, code: str, lines: list[str]) -> None:
        self._begun = True
        self._challenged = code == "334"
        if command == "CONNECT":
            guess = guess_server(lines[0] if lines else "")
            # The form alone of a greeting is too little to explain all later replies by.
            self._server = guess.software if guess.confidence is Confidence.CERTAIN else ""
        elif command in ("EHLO", "LHLO") and code[0] == "2":
            self._keywords = tuple(
                line.partition(" ")[0].partition("=")[0].upper() for line in lines[1:] if line
            )
            if len(lines) == 1:
                # Exchange logs its EHLO reply as one line.
                self._keywords = tuple(word for word in lines[0].split() if word.isupper() and len(word) > 2)
            offers = (line.upper().replace("=", " ").split() for line in lines[1:])
            self._mechanisms = tuple(
                dict.fromkeys(name for own in offers if own[:1] == ["AUTH"] for name in own[1:])
            )
        elif command == "STARTTLS" and code == "220":
            self._tls, self._keywords, self._mechanisms = True, (), ()
        elif command == "DATA" and code[0] == "3":
            self._in_data = True
