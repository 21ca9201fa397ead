"""What a server implements, tried one by one: politely, and with its offers held against it."""

from collections.abc import Callable

from smtptui.watching.finding import Finding, Outcome
from smtptui.watching.fold import feed
from smtptui.watching.implementing import Group, trials
from smtptui.watching.matrix import MOST_ERRORS, Matrix, matrix_lines
from smtptui.watching.reports.account import Account
from smtptui.watching.reports.html import page
from smtptui.watching.reports.markdown import markdown
from smtptui.watching.tried import tried_in
from smtptui.wire.dialogue import Dialogue
from smtptui.wire.events import ReplyReceived
from tests.tui.transcript import events
from tests.watching.test_trials import offers

OFFERED = offers("SIZE 1000", "8BITMIME", "DSN", "AUTH PLAIN LOGIN", "ETRN")


def reply_to(line: str, answer: str) -> ReplyReceived:
    """Return the reply as a session hears it."""
    dialogue = Dialogue()
    dialogue.receive(b"220 mx\r\n", 0.0)
    dialogue.send("NOOP", 1.0)
    events = dialogue.receive(f"{answer}\r\n".encode(), 2.0)
    return next(event for event in events if isinstance(event, ReplyReceived))


def run(server: Callable[[str], str], *, auth: bool = True) -> tuple[Matrix, list[str]]:
    sent: list[str] = []
    matrix = Matrix(trials(OFFERED, auth=auth))
    while (line := matrix.line) is not None:
        sent.append(line)
        matrix.answered(reply_to(line, server(line)))
    return matrix, sent


def plain(line: str) -> str:
    """Answer as a server that has what it offers."""
    verb, *rest = line.split()
    match verb:
        case "AUTH":
            return "334 " if rest[0] in ("PLAIN", "LOGIN") else "504 5.5.4 Unrecognized authentication type"
        case "*":
            return "501 5.7.0 cancelled"
        case "MAIL" | "RCPT":
            word = line.partition(" ")[2].partition(" ")[2]
            has = ("SIZE", "BODY=8", "BODY=7", "RET", "ENVID", "NOTIFY", "ORCPT", "AUTH=")
            return "250 2.1.0 ok" if not word or word.startswith(has) else "555 5.5.4 unsupported"
        case "RSET" | "VRFY" | "HELP" | "ETRN":
            return "250 2.0.0 ok"
    return "500 5.5.2 unknown"


def found(matrix: Matrix, name: str) -> Outcome:
    return next(outcome for outcome in matrix.rows if outcome.trial.name == name)


def test_each_thing_that_is_offered_is_tried_and_found() -> None:
    matrix, _ = run(plain)
    assert found(matrix, "SIZE").finding is Finding.ACCEPTED
    assert found(matrix, "PLAIN").finding is Finding.ASKED_ON
    assert found(matrix, "NOTIFY=NEVER").finding is Finding.ACCEPTED
    assert found(matrix, "SMTPUTF8").code == 555
    assert not any(outcome.disagrees for outcome in matrix.rows)
    assert {outcome.trial.group for outcome in matrix.rows} == set(Group)


def test_no_mail_and_no_credential_is_ever_sent_and_every_transaction_is_reset() -> None:
    _, sent = run(plain)
    assert not any(line.split()[0] in ("DATA", "BDAT", "STARTTLS", "QUIT", "EHLO") for line in sent)
    assert all(len(line.split()) == 2 for line in sent if line.startswith("AUTH"))
    open_transaction = False
    for line in sent:
        if line.startswith("MAIL"):
            assert not open_transaction
            open_transaction = plain(line).startswith("2")
        elif line == "RSET":
            open_transaction = False
    assert not open_transaction


def test_an_exchange_is_cancelled_right_after_the_challenge() -> None:
    _, sent = run(plain)
    assert [sent[at + 1] for at, line in enumerate(sent) if line in ("AUTH PLAIN", "AUTH LOGIN")] == [
        "*",
        "*",
    ]


def test_it_says_where_offer_and_answer_disagree() -> None:
    def liar(line: str) -> str:
        if "SIZE=" in line:
            return "504 5.5.4 SIZE not implemented"
        return "250 ok" if "SMTPUTF8" in line else plain(line)

    matrix, _ = run(liar)
    assert {outcome.trial.name for outcome in matrix.rows if outcome.disagrees} == {"SIZE", "SMTPUTF8"}
    assert sum("≠ disagrees" in line for line in matrix_lines(matrix)) == 2


def test_a_421_ends_it_at_once() -> None:
    matrix, sent = run(lambda line: "421 4.3.2 bye" if line.startswith("AUTH") else plain(line))
    assert sent[-1].startswith("AUTH")
    assert "421" in matrix.why
    assert found(matrix, "HELP").finding is Finding.NOT_TRIED


def test_it_stops_before_the_server_has_had_enough_of_errors() -> None:
    refused = 0

    def strict(line: str) -> str:
        nonlocal refused
        if line == "RSET":
            return "250 ok"
        refused += 1
        return "502 5.5.1 no"

    matrix, _ = run(strict)
    assert refused == MOST_ERRORS
    assert matrix.why


def test_it_stops_when_the_server_warns_of_too_many_errors() -> None:
    matrix, sent = run(lambda line: "500 5.5.1 Too many errors, next one closes")
    assert len(sent) == 1
    assert "too many errors" in matrix.why


def test_a_recipient_that_needs_a_sender_first_tells_nothing_where_that_is_refused() -> None:
    matrix, _ = run(lambda line: "530 5.7.0 log in first" if line.startswith("MAIL") else plain(line))
    outcome = found(matrix, "NOTIFY=NEVER")
    assert outcome.at_before == "MAIL FROM:<>"
    assert not outcome.disagrees


def test_without_auth_no_mechanism_is_tried_and_the_count_is_an_upper_bound() -> None:
    matrix, sent = run(plain, auth=False)
    assert not any(line.startswith("AUTH") for line in sent)
    assert len(sent) <= matrix.most_lines
    matrix, sent = run(plain)
    assert len(sent) <= matrix.most_lines


def test_stopped_by_the_user_it_cleans_up_what_has_begun() -> None:
    matrix = Matrix(trials(OFFERED))
    assert matrix.line is not None
    assert matrix.line.startswith("MAIL")
    matrix.stop()
    matrix.answered(reply_to(matrix.line, "250 ok"))
    assert matrix.line == "RSET"
    matrix.answered(reply_to("RSET", "250 ok"))
    assert matrix.done


def test_what_a_session_has_tried_is_read_from_its_exchanges_and_stands_in_its_reports() -> None:
    lines = ["S: 220 mx.example ESMTP", "C: EHLO me.example", "S: 250-mx.example", "S: 250 SIZE 1000"]
    matrix = Matrix(trials(offers("SIZE 1000"), auth=False))
    while (line := matrix.line) is not None:
        answer = plain(line)
        lines += [f"C: {line}", f"S: {answer}"]
        matrix.answered(reply_to(line, answer))
    fold = feed(events("\n".join(lines) + "\n"))
    read = {outcome.trial.name: outcome.finding for outcome in tried_in(fold)}
    tried = {outcome.trial.name: outcome.finding for outcome in matrix.outcomes if not outcome.at_before}
    assert tried.items() <= read.items()
    account = Account("mx.example:25", (), (), 0, tried=tried_in(fold))
    assert any("SIZE  offered  accepted" in line for line in markdown(account))
    assert any("SIZE  offered  accepted" in line for line in page(account))


def test_a_session_that_went_through_no_trials_has_tried_nothing() -> None:
    said = "S: 220 mx\nC: EHLO me\nS: 250 mx\nC: HELP\nS: 214 no\nC: AUTH PLAIN\nS: 502 no\n"
    assert tried_in(feed(events(said))) == ()
