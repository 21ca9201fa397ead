"""What is odd about a reply, as remarks: nothing here is an error, and no client should act on it."""

from smtptui.reference.catalogue import Catalogue
from smtptui.reference.evidence import Evidence


def remarks_on(_: Catalogue, evidence: Evidence) -> tuple[str, ...]:
    """Return what is odd about a reply, each a sentence."""
    remarks = []
    if evidence.enhanced and evidence.enhanced[0] != evidence.code[:1]:
        remarks.append(
            f"The enhanced code {evidence.enhanced} is of another class than {evidence.code}; "
            "clients go by the reply code."
        )
    return tuple(remarks)
