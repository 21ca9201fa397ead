"""Train the classifier of wordings: ``python -m tests.training.wording``.

It writes the weights, and for each labelled line a guess: one by a classifier that has seen no line of that
line's vendor.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from smtptui.reference.explaining.recognising.classifier import MOST, SITUATION, STEP, ZERO, features
from smtptui.reference.explaining.recognising.wording import wording
from tests.training.lines import FOLDER, Line, labelled_lines, wordings

FOLDS = 10
REGULARISATION = 10.0
LEAST_STEPS = 1
"""Weights of fewer steps are left out: they decide nothing, and fill the file."""

GUESSES_KEPT = 8
WEIGHTS = FOLDER.parent.parent.parent / "smtptui" / "reference" / "facts" / "wording.txt"
HELD_OUT = FOLDER.parent / "held_out.tsv"


def features_of(line: Line, *, command: bool) -> dict[str, int]:
    """Return the features of a line as the classifier at run time has them."""
    evidence = line.evidence
    found = features(
        wording(evidence.text), evidence.code, evidence.enhanced, line.command if command else ""
    )
    return dict.fromkeys(found, 1)


class Examples:
    """The lines as examples: each as it stands, and once more with its command where that is known."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.rows = [(number, command) for number, line in enumerate(lines) for command in (False, True)]
        self.rows = [
            (number, command) for number, command in self.rows if not command or lines[number].command
        ]
        self.vectorizer = DictVectorizer()
        self.matrix = self.vectorizer.fit_transform(
            [features_of(lines[number], command=command) for number, command in self.rows]
        )
        self.situations = numpy.array([lines[number].situation for number, _ in self.rows])
        self.vendors = numpy.array([lines[number].vendor for number, _ in self.rows])


def fitted(matrix: Any, situations: Any) -> LogisticRegression:
    """Return a regression fitted to examples, its weights in the steps in which they are written."""
    model = LogisticRegression(C=REGULARISATION, max_iter=80, tol=1e-2).fit(matrix, situations)
    steps = numpy.clip(numpy.round(model.coef_ / STEP), -MOST, MOST)
    model.coef_ = numpy.where(numpy.abs(steps) >= LEAST_STEPS, steps, 0) * STEP
    return model


def write_weights(model: LogisticRegression, vectorizer: DictVectorizer) -> None:
    """Write what `smtptui.reference.explaining.recognising.classifier` reads."""
    lines = [" ".join(model.classes_), " ".join(f"{number:.2f}" for number in model.intercept_)]
    for name, column in sorted(vectorizer.vocabulary_.items()):
        pairs = ""
        for position, weight in enumerate(model.coef_[:, column]):
            if weight:
                pairs += chr(SITUATION + position) + chr(ZERO + round(weight / STEP))
        if pairs:
            lines.append(f"{name}\t{pairs}")
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")


def write_held_out(examples: Examples, lines: Sequence[Line]) -> None:
    """Write for each example the likeliest situations, by a classifier that has not seen its vendor."""
    table = ["of\tline\tcommand\tguesses"]
    guesses: dict[int, str] = {}
    folds = GroupKFold(FOLDS).split(examples.matrix, examples.situations, examples.vendors)
    ours = numpy.flatnonzero(examples.vendors == "")
    for seen, held in folds:
        seen, held = numpy.union1d(seen, ours), numpy.setdiff1d(held, ours)
        model = fitted(examples.matrix[seen], examples.situations[seen])
        for row, chances in zip(held, model.predict_proba(examples.matrix[held]), strict=True):
            best = numpy.argsort(-chances)[:GUESSES_KEPT]
            guesses[int(row)] = " ".join(f"{model.classes_[at]}={chances[at]:.4f}" for at in best)
    for row, (number, command) in enumerate(examples.rows):
        line = lines[number]
        if row not in guesses:
            continue
        table.append(f"{line.of}\t{line.line}\t{line.command if command else ''}\t{guesses[row]}")
    HELD_OUT.write_text("\n".join(table) + "\n", "utf-8")


def main() -> int:
    """Train on all lines, write both files, and say how large the weights are."""
    lines = [*labelled_lines(), *wordings()]
    examples = Examples(lines)
    write_held_out(examples, lines)
    write_weights(fitted(examples.matrix, examples.situations), examples.vectorizer)
    sys.stdout.write(
        f"{len(lines)} lines, {len(examples.rows)} examples, {WEIGHTS.stat().st_size} octets of weights\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
