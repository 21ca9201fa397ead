"""An SMTP or LMTP session as somebody hears it who plays neither role.

Theory of operation. Two streams come in, each in its own order, but not in step: a client may send many
commands at once, and what was heard of one side may run ahead of the other.

1. The server's octets are read at once; they are lines and replies, whatever the client does.
2. The client's octets are read as far as it is known what they are: message data after 354, as many octets as
   BDAT has announced, a response after 334, otherwise commands. While the reply to STARTTLS, DATA, AUTH or a
   response is outstanding it is not known, and they are held until it has come.
3. Each command, each response and each final dot goes to the end of a queue; each reply answers the first in
   it. The greeting answers the connection. A reply that comes when the queue is empty answers nothing.
4. What has several replies stands in the queue as often: the final dot of LMTP once per recipient, and after
   the 353 of PRDR once per recipient and once more.
5. What a reply changes is in the table of `transitions`; what it teaches (extensions, login, challenge,
   recipients) is kept here.
6. After the 220 to STARTTLS the client's next octets begin the handshake, and from then on both streams are
   opaque until `tls_established`, which begins them anew. What the server says before that is told: it has
   no business there (RFC 3207 §4.2).

Nothing here depends on who listens: a dialogue feeds what it sends itself, a log reader, a recording or a
proxy what others said. No peer can make it raise.
"""

from smtptui.wire.client_lines import ClientLines
from smtptui.wire.client_side import ClientLine, ClientSide, MessagePart
from smtptui.wire.command import verb_of
from smtptui.wire.ehlo import Extensions
from smtptui.wire.events import (
    Asked,
    CommandSent,
    DataSent,
    Event,
    GreetingReceived,
    ReplyReceived,
    State,
    StateChanged,
    Wait,
)
from smtptui.wire.expected import expected_verbs
from smtptui.wire.limits import UNANSWERED
from smtptui.wire.pending import Pending, occasion
from smtptui.wire.reply import Anomaly, Reply
from smtptui.wire.secrecy import Awaited, Judged
from smtptui.wire.server_side import HeardReply, ServerSide
from smtptui.wire.transitions import after_reply
from smtptui.wire.verbs import Occasion, Verb

_MESSAGE_ENDS = (Occasion.END_OF_DATA, Occasion.BDAT_LAST)

_RESULTS_FOLLOW = 353
"""PRDR: a reply for each recipient follows, then that for the message (draft-hall-prdr §3)."""


class Observer:
    """Hears both sides of a session and tells what happens, in the same events whoever speaks.

    Every `at` is in seconds of the caller's clock. `midway` tells that the streams do not begin with the
    greeting.
    """

    def __init__(self, *, lmtp: bool = False, midway: bool = False) -> None:
        self.lmtp = lmtp
        self.state = State.IDENTIFIED if midway else State.AWAITING_GREETING
        self.extensions: Extensions | None = None
        self.extensions_before_tls: Extensions | None = None
        self.tls = False
        self.authenticated = False
        self.greeting: Reply | None = None
        self._greeted = midway
        self._client = ClientSide()
        self._server = ServerSide()
        self._pending = Pending()
        self._recipients = 0
        self._prdr = False
        self._lines = ClientLines()
        self._opaque = False
        self._ended = False

    # What is heard

    def heard_from_client(self, octets: bytes, at: float) -> list[Event]:
        """Return what these octets of the client say, as far as that is known by now."""
        if self.state is State.STARTING_TLS:
            self._opaque = True
        if self.state is State.CLOSED or self._opaque:
            return []
        self._client.add(octets, at)
        return self._read_client()

    def heard_from_server(self, octets: bytes, at: float) -> list[Event]:
        """Return what these octets of the server say: lines, replies, and where the client stands then.

        Octets of the client that were held until a reply told what they are follow that reply.
        """
        return [] if self._opaque else self._server.hear(octets, at, self._took_reply)

    def message_left_out(self, at: float) -> list[Event]:
        """Go on as if the message had been heard to its end, where what is heard does not show it."""
        return self._message_ended(at) if self.state is State.DATA else []

    def end_of_stream(self, at: float) -> list[Event]:
        """Return what was unfinished when the streams ended; afterwards the session is closed."""
        self._ended = True
        events = self._server.end(at, self._took_reply)
        return events + self._move(State.CLOSED, at)

    def tls_established(self, at: float) -> list[Event]:
        """Begin anew inside TLS: what the server offered before is kept apart and no longer holds."""
        self._client.clear()
        self._server.restart()
        self._pending.clear()
        self._lines.restart()
        self._opaque = False
        self.tls = True
        self.authenticated = False
        if self.state is State.AWAITING_GREETING:
            return []
        self.extensions_before_tls, self.extensions = self.extensions, None
        return self._move(State.READY, at)

    def cancel(self, at: float) -> list[Event]:
        """Give a reply up: what comes next cannot be paired any more, so that only closing is left."""
        return [] if self.state is State.CLOSED else self._move(State.OUT_OF_STEP, at)

    # Where it stands

    def keep_messages(self) -> None:
        """Hand on the octets of message data, which otherwise are only counted."""
        self._client.keeps_messages = True

    @property
    def half_received(self) -> bool:
        """Whether a reply has begun and not ended."""
        return not self._server.empty

    @property
    def pending(self) -> tuple[Asked, ...]:
        """The commands whose reply is outstanding, the next to be answered first; takes time for each."""
        return self._pending.all()

    @property
    def first_pending(self) -> Asked | None:
        """The command that the next reply answers."""
        return self._pending.first

    @property
    def waits(self) -> Wait | None:
        """What has to come before it is known what the client's next line means; None where it is."""
        if not self._greeted:
            return Wait.GREETING
        return Wait.STARTTLS if self.state is State.STARTING_TLS else self._pending.waits

    @property
    def ready_for_tls(self) -> bool:
        """Whether the handshake may begin: STARTTLS was granted and nothing came after it (RFC 3207 §4.2)."""
        return self.state is State.STARTING_TLS and self._server.empty and not self._pending

    @property
    def challenged(self) -> bool:
        """Whether the client's next line is the response to a challenge."""
        return self._lines.exchange.challenge is not None

    @property
    def awaited(self) -> Awaited:
        """What the client's next line would be taken for."""
        return self._lines.awaited(in_data=self.state is State.DATA)

    @property
    def chunk_wanted(self) -> int | None:
        """Octets that are still to come of the chunk that BDAT has announced."""
        return self._lines.chunk_wanted

    def judge(self, line: str) -> Judged:
        """Return what can be shown of a line of the client's that comes now, and may be half typed."""
        return self._lines.judge(
            line, in_data=self.state is State.DATA, auth_unanswered=self._pending.waits is Wait.AUTH
        )

    def expected(self) -> tuple[str, ...]:
        """Return the verbs that fit where the client stands; any other may be sent all the same."""
        return expected_verbs(
            self.state,
            self.extensions,
            lmtp=self.lmtp,
            tls=self.tls,
            authenticated=self.authenticated,
            recipients=self._recipients,
        )

    # The client's side

    def _read_client(self) -> list[Event]:
        events: list[Event] = []
        client = self._client
        while len(client) and not self._pending.ambiguous and self.state is not State.STARTING_TLS:
            if self.state is State.DATA:
                events += self._took_message(client.message())
            elif self.chunk_wanted is not None:
                events += self._took_chunk(client.chunk(self.chunk_wanted))
            elif (line := client.line()) is not None:
                events += self._took_line(line)
        if client.overflowed or len(self._pending) > UNANSWERED:
            # What is lost may be commands: nothing can be paired any more.
            self._pending.clear()
            events += self.cancel(client.at)
        return events

    def _took_message(self, part: MessagePart) -> list[Event]:
        at = self._client.at
        sent = DataSent(at, part.lines, part.octets, part.text)
        return [sent, *self._message_ended(at)] if part.ended else [sent]

    def _message_ended(self, at: float) -> list[Event]:
        self._pending.ask(Asked(str(Occasion.END_OF_DATA), b".", at), self._replies_to_message())
        return self._move(State.MAIL_TRANSACTION, at)

    def _took_chunk(self, part: MessagePart) -> list[Event]:
        self._lines.took_of_chunk(part.octets)
        return [DataSent(self._client.at, part.lines, part.octets, part.text)]

    def _took_line(self, line: ClientLine) -> list[Event]:
        text = line.text.decode("utf-8", "surrogateescape")
        judged = self.judge(text)
        self._server.scrubber.add(judged.secrets)
        verb = self._lines.take(text)
        self.lmtp = self.lmtp or verb == Verb.LHLO
        if judged.begins is not None and verb == verb_of(text):
            # A credential may be glued to the verb, or stand in its place.
            verb = verb_of(judged.shown)
        shown = judged.shown.encode("utf-8", "surrogateescape")
        asked = Asked(verb, shown, self._client.at)
        is_last_chunk = occasion(asked) == Occasion.BDAT_LAST
        self._pending.ask(asked, self._replies_to_message() if is_last_chunk else 1)
        return [CommandSent(self._client.at, asked, line.octets)]

    def _replies_to_message(self) -> int:
        """Return how many replies a message has: LMTP answers once for each recipient (RFC 2033 §4.2)."""
        return max(1, self._recipients) if self.lmtp else 1

    # The server's side

    def _took_reply(self, heard: HeardReply) -> list[Event]:
        code = heard.original.code
        asked = self._pending.answer() if self._greeted else None
        verb = occasion(asked) if asked else "" if self._greeted else str(Occasion.CONNECT)
        results_follow = code == _RESULTS_FOLLOW and self._prdr and verb in _MESSAGE_ENDS
        reply = heard.in_answer_to(verb, fits=results_follow)
        event: Event
        if verb == Occasion.CONNECT or (verb == Verb.XCLIENT and code // 100 == 2):
            self._greeted, self.greeting = True, reply
            event = GreetingReceived(reply.until, reply)
        else:
            took = reply.until - asked.at if asked else 0.0
            event = ReplyReceived(reply.until, reply, asked, self.state, took)
        if asked is not None and results_follow:
            self._prdr = False
            self._pending.ask_first(asked, self._recipients + 1)
        after = self._after(verb, reply, code)
        self._learn(verb, asked, heard.original, reply, after)
        events = [event, *self._move(after, reply.until)]
        if len(self._client):
            # It may have told what they are.
            events += self._read_client()
        return events

    def _after(self, verb: str, reply: Reply, code: int) -> State:
        """Return where the table leads, but for what it cannot know."""
        if self._ended:
            return self.state
        after = after_reply(self.state, verb, code)
        if after in (State.CLOSING, State.CLOSED):
            return after
        if Anomaly.REPLY_TRUNCATED in reply.noted:
            return State.OUT_OF_STEP
        if after is State.AUTHENTICATING and self._lines.exchange.cancelled:
            # The server goes on with an exchange that was cancelled: it would do so for ever.
            return State.OUT_OF_STEP
        first = self._pending.first
        if verb in _MESSAGE_ENDS and first is not None and occasion(first) == verb:
            # More replies to this message follow.
            return self.state
        return after

    def _learn(self, verb: str, asked: Asked | None, original: Reply, reply: Reply, after: State) -> None:
        """Keep what a reply tells of the server and of the session."""
        positive = verb != "" and reply.severity == 2
        if verb in (Verb.AUTH, Occasion.RESPONSE):
            self.authenticated = self.authenticated or positive
            challenge = original.lines[-1].text if after is State.AUTHENTICATING else None
            self._lines.exchange.challenge = challenge
        elif verb in (Verb.EHLO, Verb.LHLO) and positive:
            self.extensions = Extensions.parse(reply)
        elif verb in (Verb.HELO, Verb.XCLIENT) and positive:
            self.extensions = None
        elif verb == Verb.MAIL and positive:
            self._prdr = asked is not None and b"PRDR" in asked.line.upper().split()
        elif verb == Verb.RCPT and positive:
            self._recipients += 1
        elif verb == Verb.DATA and after is State.DATA:
            self._client.begin_message()
        if after not in (State.MAIL_TRANSACTION, State.DATA):
            self._recipients = 0

    def _move(self, after: State, at: float) -> list[Event]:
        if after is self.state:
            return []
        before, self.state = self.state, after
        return [StateChanged(at, before, after)]
