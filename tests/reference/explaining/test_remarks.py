"""Remarks on replies that are odd."""

import pytest

from smtptui.reference.explaining.evidence import Evidence
from smtptui.reference.explaining.remarks import remarks_on

OFFERED = ("ENHANCEDSTATUSCODES",)

ODD = [
    (Evidence("504", "4.5.4", "", "AUTH"), "of another class"),
    (Evidence("250", "", "", "MAIL", keywords=OFFERED), "no enhanced code, although"),
    (Evidence("220", "2.0.0", "", "CONNECT"), "leaves out of greetings"),
    (Evidence("504", "4.5.2", "", "EHLO"), "of another class"),
    (Evidence("250", "2.0.0", "", "EHLO"), "leaves out of replies to EHLO"),
    (Evidence("354", "2.0.0", "", "DATA"), "leaves out of 3yz replies"),
    (Evidence("571"), "outside its grammar"),
    (Evidence("199"), "begins with 2, 3, 4 or 5"),
    (Evidence("250", anomalies=("mixed codes",)), "different codes"),
    (Evidence("354", "", "", "MAIL"), "No RFC lists 354 among the replies to MAIL"),
    (Evidence("111"), "No server sends 111"),
]


@pytest.mark.parametrize(("evidence", "remark"), ODD)
def test_what_is_odd_is_remarked_on(evidence: Evidence, remark: str) -> None:
    remarks = remarks_on(evidence)
    assert len(remarks) == 1
    assert remark in remarks[0]


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence("220", "", "mx ESMTP", "CONNECT", keywords=OFFERED),
        Evidence("250", "", "", "EHLO", keywords=OFFERED),
        Evidence("354", "", "", "DATA", keywords=OFFERED),
        Evidence("250", "2.1.0", "", "MAIL", keywords=OFFERED),
        Evidence("504", "5.5.4", "", "AUTH"),
        Evidence("535", "5.7.8", "", "RESPONSE"),
        Evidence("421", "4.3.2", "", "NOOP"),
        Evidence("250", "2.0.0", "", "END-OF-DATA"),
        Evidence("554", "", "", "CONNECT"),
        Evidence("554", "5.7.1", "", "CONNECT"),
        Evidence("504", "5.5.2", "<bare>: Helo command rejected", "EHLO"),
        Evidence("501", "5.5.4", "", "HELO"),
        Evidence("504", "", "", "EHLO", keywords=OFFERED),
        Evidence("552", "5.3.4", "", "BDAT LAST", keywords=OFFERED),
        Evidence("250", "2.0.0", "", "BDAT"),
        Evidence("404"),
    ],
)
def test_an_ordinary_reply_has_no_remark(evidence: Evidence) -> None:
    assert remarks_on(evidence) == ()


def test_504_for_a_parameter_of_mail_is_555_in_rfc_5321() -> None:
    evidence = Evidence("504", "5.5.4", "REQUIRETLS is not implemented", "MAIL")
    assert "555" in remarks_on(evidence, "504.parameter")[-1]
    assert not any("555" in remark for remark in remarks_on(evidence, "504.helo-not-fqdn"))
