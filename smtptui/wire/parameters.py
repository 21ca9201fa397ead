"""The one table of the parameters of MAIL and RCPT: which extension offers each, and how it is written."""

from typing import NamedTuple

from smtptui.wire.ehlo import Extensions
from smtptui.wire.verbs import Verb


class Parameter(NamedTuple):
    """A parameter as one types it: `form` ends with ``=`` where a value follows that only the user knows.

    `sample` is a whole one that does no harm, to try whether it is known.
    """

    verb: Verb
    form: str
    extension: str
    """The keyword of EHLO that offers it."""
    sample: str = ""

    @property
    def name(self) -> str:
        """Its keyword, in capitals (``esmtp-keyword``, RFC 5321 §4.1.2)."""
        return self.form.partition("=")[0]

    @property
    def whole(self) -> str:
        """A whole parameter."""
        return self.sample or self.form


PARAMETERS = (
    Parameter(Verb.MAIL, "SIZE=", "SIZE", "SIZE=1024"),
    Parameter(Verb.MAIL, "BODY=8BITMIME", "8BITMIME"),
    Parameter(Verb.MAIL, "BODY=7BIT", "8BITMIME"),
    Parameter(Verb.MAIL, "BODY=BINARYMIME", "BINARYMIME"),
    Parameter(Verb.MAIL, "SMTPUTF8", "SMTPUTF8"),
    Parameter(Verb.MAIL, "RET=HDRS", "DSN"),
    Parameter(Verb.MAIL, "RET=FULL", "DSN"),
    Parameter(Verb.MAIL, "ENVID=", "DSN", "ENVID=probe"),
    Parameter(Verb.MAIL, "REQUIRETLS", "REQUIRETLS"),
    Parameter(Verb.MAIL, "BY=", "DELIVERBY", "BY=86400;N"),
    Parameter(Verb.MAIL, "MT-PRIORITY=", "MT-PRIORITY", "MT-PRIORITY=0"),
    Parameter(Verb.MAIL, "HOLDFOR=", "FUTURERELEASE", "HOLDFOR=60"),
    Parameter(Verb.MAIL, "HOLDUNTIL=", "FUTURERELEASE", "HOLDUNTIL=2030-01-01T00:00:00Z"),
    Parameter(Verb.MAIL, "MTRK=", "MTRK", "MTRK=cHJvYmU="),
    Parameter(Verb.MAIL, "SOLICIT=", "NO-SOLICITING", "SOLICIT=org.example:ADV"),
    Parameter(Verb.MAIL, "CONPERM", "CONPERM"),
    Parameter(Verb.RCPT, "NOTIFY=NEVER", "DSN"),
    Parameter(Verb.RCPT, "NOTIFY=SUCCESS,FAILURE,DELAY", "DSN"),
    Parameter(Verb.RCPT, "ORCPT=rfc822;", "DSN", "ORCPT=rfc822;postmaster@example.org"),
    Parameter(Verb.RCPT, "RRVS=", "RRVS", "RRVS=2024-01-01T00:00:00Z"),
    Parameter(Verb.RCPT, "CONNEG", "CONNEG"),
)
"""As they are offered: RFC 1870, 6152, 3030, 6531, 3461, 8689, 2852, 6710, 4865, 3885, 3865,
4141, 7293."""


def offered_parameters(verb: str, extensions: Extensions | None) -> tuple[Parameter, ...]:
    """Return the parameters of a verb that a server offers; none before EHLO."""
    if extensions is None:
        return ()
    return tuple(each for each in PARAMETERS if each.verb == verb and each.extension in extensions)
