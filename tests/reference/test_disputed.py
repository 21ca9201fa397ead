"""The labels that we dispute are labels of lines, and our readings are situations."""

from smtptui.reference.book.catalogue import Catalogue
from tests.training.lines import LEARNT, disputes, labelled_lines

LABELS = {(line.line, line.situation) for line in labelled_lines((*LEARNT, "public"))}


def test_each_dispute_is_about_a_label_of_a_line_and_says_why() -> None:
    for dispute in disputes():
        assert (dispute.line, dispute.label) in LABELS
        assert dispute.ours in Catalogue().situation_ids
        assert dispute.ours != dispute.label
        assert len(dispute.why.split()) >= 3
