import os

import pytest

from smtptui.reference import ROOT
from smtptui.reference.explaining.recognising.classifier import (
    SITUATION,
    ZERO,
    classifier,
    features,
    parse_classifier,
)
from smtptui.reference.explaining.recognising.wording import wording

LEAST, MOST_OCTETS = 0.9, 300_000


def weight(position: int, steps: int) -> str:
    return chr(SITUATION + position) + chr(ZERO + steps)


SMALL = (
    "mailbox.full message.spam\n0.0 0.0\n"
    f"b over quota\t{weight(0, 20)}\nw spam\t{weight(1, 30)}{weight(0, -5)}\n"
)


def test_a_feature_speaks_for_some_situations_and_against_others() -> None:
    small = parse_classifier(SMALL.encode())
    said = features(wording("You are over quota"), "552", "", "")
    assert small.probabilities(said)["mailbox.full"] > LEAST - 0.1
    assert small.probabilities(features(wording("spam"), "552", "", ""))["message.spam"] > LEAST
    assert small.deciding(said, "mailbox.full") == ("over quota",)
    assert small.deciding(said, "message.spam") == ()


def test_the_chances_add_up_to_one_whatever_is_said() -> None:
    assert sum(parse_classifier(SMALL.encode()).probabilities([]).values()) == pytest.approx(1)
    assert sum(classifier().probabilities(features(wording("?"), "", "", "")).values()) == pytest.approx(1)


def test_a_usual_wording_is_known() -> None:
    said = features(wording("Sorry, the mail was identified as spam by our filter"), "550", "5.7.1", "")
    chances = classifier().probabilities(said)
    assert max(chances, key=lambda name: chances[name]) == "message.spam"


def test_the_weights_are_small() -> None:
    assert os.path.getsize(os.path.join(ROOT, "facts", "wording.txt")) <= MOST_OCTETS
