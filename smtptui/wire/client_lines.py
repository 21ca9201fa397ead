"""What a line of the client's is: a command, a response, part of a message; and what of it may be shown."""

from smtptui.wire.command import chunk_size, verb_of
from smtptui.wire.sasl.exchange import AuthExchange
from smtptui.wire.secrecy import AUTH_VERBS, Awaited, Judged, judge
from smtptui.wire.verbs import KNOWN_VERBS, Occasion, Verb, is_plainly_command

_BASE64_GROUP = 4


class ClientLines:
    """Follows what the client's lines begin: an AUTH exchange, or a chunk.

    `exchange` is the one that is open or was the last thing said, `chunk_wanted` how many octets of a chunk
    are still to come.
    """

    def __init__(self) -> None:
        self.chunk_wanted: int | None = None
        self.exchange = AuthExchange()
        self._last_mechanism = ""

    def awaited(self, *, in_data: bool) -> Awaited:
        """Return what the next line would be taken for."""
        if in_data or self.chunk_wanted is not None:
            return Awaited.MESSAGE
        return Awaited.COMMAND if self.exchange.challenge is None else Awaited.RESPONSE

    def judge(self, line: str, *, in_data: bool, auth_unanswered: bool) -> Judged:
        """Return what can be shown of a line that comes now, and may be half typed.

        While the reply to AUTH or to a response is outstanding a line may become a response.
        """
        awaited, exchange = self.awaited(in_data=in_data), self.exchange
        if awaited is Awaited.COMMAND and (
            self._may_be_response(line) or (auth_unanswered and not is_plainly_command(line))
        ):
            awaited = Awaited.RESPONSE
        if awaited is Awaited.RESPONSE:
            return judge(line, awaited, mechanism=exchange.mechanism_name, number=exchange.number)
        return judge(line, awaited, mechanism=self._last_mechanism)

    def take(self, line: str) -> str:
        """Take a line that is no message data and return its verb in capitals, or that it is a response."""
        exchange = self.exchange
        if exchange.challenge is not None:
            exchange.number += 1
            exchange.challenge = None
            return str(Occasion.RESPONSE)
        verb = verb_of(line)
        if verb in AUTH_VERBS:
            words = line.split()
            name = words[1].upper() if len(words) > 1 else ""
            self.exchange = AuthExchange(name, number=int(len(words) > 2))
            self._last_mechanism = name or "?"
            return str(Verb.AUTH)
        if self._may_be_response(line):
            return str(Occasion.RESPONSE)
        self.exchange = AuthExchange()
        if verb == Verb.BDAT:
            self.chunk_wanted = chunk_size(line) or None
        return verb

    def took_of_chunk(self, octets: int) -> None:
        """So many octets of the chunk have come."""
        left = (self.chunk_wanted or 0) - octets
        self.chunk_wanted = left if left > 0 else None

    def restart(self) -> None:
        """Forget what is open: a new stream begins inside TLS."""
        self.exchange = AuthExchange()
        self.chunk_wanted = None

    def _may_be_response(self, line: str) -> bool:
        """Whether a line was meant to answer a challenge that has not come, or came to nothing.

        Base64 has no blanks, and no group of it is shorter than four characters: anything else is a slip.
        """
        words = line.split()
        return (
            self.exchange.mechanism_name != ""
            and len(words) == 1
            and len(words[0]) >= _BASE64_GROUP
            and words[0].upper() not in KNOWN_VERBS
        )
