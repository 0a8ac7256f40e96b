"""Fits the weights of the press release model and writes them to monitor/activity/rules/press.json.

`python -m bench.fit_press TRAIN.jsonl` needs the extra [dev] (scikit-learn); the program itself does not. Rows have id,
label (press or blog), org, lang, title and text.

What keeps the model from learning organisations instead of form:
- An organisation counts by the square root of its texts, and press and blog as much as each other.
- Every text is shown three times: whole; without its end (standard paragraph, contact); and without its end and
  quotations. Releases on a blog often lost those, and one archive's way to end a text must not carry all.
- A sign may only point the way it is declared to: one that is fitted the other way is left out.
- Signs too rare in the texts are set by hand, as a communication officer would.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.activity.rules.logistic import Model, as_model
from monitor.activity.rules.mending import mended
from monitor.activity.rules.press import form_signs

FILE = Path(__file__).resolve().parents[1] / "monitor" / "activity" / "rules" / "press.json"
HELD_OUT = Path(__file__).with_name("press_held_out.json")
"""Models that did not see some organisations, or a language, by which `python -m bench labels` measures."""
FOLDS = 10
VERSION = "press-3"
STRENGTH = 0.2
"""Inverse of the penalty on large weights (scikit-learn's C)."""
SHARE_WITHOUT = 0.3
"""Weight of a text shown without its end, against the whole text."""
NO_UNTIL, YES_FROM = 0.35, 0.6

BY_HAND: Mapping[str, float] = {
    "heading": 8.0,
    "release note": 7.0,
    "wire": 3.0,
    "dateline": 3.0,
    "note to editors": 4.0,
    "end mark": 2.0,
    "place in capitals": 2.0,
    "forward-looking statements": 1.5,
    "address": 8.0,
    "in the newsroom": 10.0,
    "speaks of itself by name": 0.75,
}
"""Signs that are rare in the labelled texts (their archive took them off) or not in a text at all."""

AGAINST = frozenset(
    (
        *("personal words in the title", "a list by its title", "asides in brackets", "asks for answers", "questions"),
        *("asks or explains in the title", "exclamation in the title", "exclamations", "first person", "lists"),
        *("speaks of this post", "speaks to the reader", "spoken words", "teaches", "longer than releases are"),
    )
)
"""Signs that may only speak against a press release; all others only for one."""

END = frozenset(
    (
        *("boilerplate", "contact block", "phone number", "for more information", "press contact"),
        *("legal form or ticker"),
    )
)
QUOTED = frozenset(("spokesperson", "attributed quote", "share in quotations"))

Floats = npt.NDArray[np.float64]


class Table(NamedTuple):
    """Texts as numbers: one row a text, one column a sign."""

    signs: Floats
    names: Sequence[str]
    press: npt.NDArray[np.bool_]
    org: npt.NDArray[np.str_]
    lang: npt.NDArray[np.str_]

    def part(self, rows: npt.NDArray[np.bool_]) -> Table:
        """The rows of a mask."""
        return Table(self.signs[rows], self.names, self.press[rows], self.org[rows], self.lang[rows])


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read labelled texts."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def observe(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Look for the signs in all texts."""
    seen = [
        {sign.name: sign.value for sign in form_signs(mended(r["title"].strip()), mended(r["text"].strip()), r["lang"])}
        for r in rows
    ]
    names = sorted({name for signs in seen for name in signs})
    return Table(
        np.array([[signs.get(name, 0.0) for name in names] for signs in seen]),
        names,
        np.array([r["label"] == "press" for r in rows]),
        np.array([r["org"] for r in rows]),
        np.array([r["lang"] for r in rows]),
    )


def fit(table: Table) -> dict[str, Any]:
    """Fit a model; returns what its file says."""
    weights = _weights(table)
    parts = [(frozenset(), weights), (END, weights * SHARE_WITHOUT), (END | QUOTED, weights * SHARE_WITHOUT)]
    shown = np.vstack([_without(table, hidden) for hidden, _ in parts])
    labels, counts = np.tile(table.press, len(parts)), np.concatenate([weight for _, weight in parts])
    kept = [i for i, name in enumerate(table.names) if name not in BY_HAND and table.signs[:, i].any()]
    while True:
        intercept, fitted = _logistic(shown[:, kept], labels, counts)
        wrong = {i for i, value in zip(kept, fitted, strict=True) if (table.names[i] in AGAINST) == (value > 0)}
        if not wrong:
            break
        kept = [i for i in kept if i not in wrong]
    found = {table.names[i]: round(float(value), 2) for i, value in zip(kept, fitted, strict=True)}
    return {
        "version": VERSION,
        "about": "log-odds that a text is a press release; made by bench/fit_press.py",
        "no_until": NO_UNTIL,
        "yes_from": YES_FROM,
        "intercept": round(intercept, 2),
        "fitted": dict(sorted(found.items(), key=lambda item: -item[1])),
        "by_hand": dict(BY_HAND),
    }


def _weights(table: Table) -> Floats:
    keys = list(zip(table.org, table.press, table.lang, strict=True))
    counted = Counter(keys)
    weights = np.array([counted[key] ** -0.5 for key in keys])
    for side in (True, False):
        mine = table.press == side
        weights[mine] *= len(keys) / 2 / max(weights[mine].sum(), 1e-9)
    return weights


def _without(table: Table, hidden: frozenset[str]) -> Floats:
    shown = table.signs.copy()
    shown[:, [name in hidden for name in table.names]] = 0
    return shown


def _logistic(signs: Floats, labels: npt.NDArray[np.bool_], weights: Floats) -> tuple[float, Floats]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(signs, labels, sample_weight=weights)
    return float(model.intercept_[0]), model.coef_[0]


def fold_of(org: str) -> int:
    """In which tenth of the organisations this one is left out."""
    return int.from_bytes(hashlib.blake2b(org.encode("utf-8"), digest_size=4).digest(), "big") % FOLDS


def held_out(table: Table) -> dict[str, Any]:
    """Fit the models that did not see a tenth of the organisations, or a language."""
    folds = np.array([fold_of(org) for org in table.org])
    return {
        "seen": sorted(set(table.org.tolist())),
        "without_organisations": [fit(table.part(folds != fold)) for fold in range(FOLDS)],
        "without_language": {lang: fit(table.part(table.lang != lang)) for lang in sorted(set(table.lang.tolist()))},
    }


def predict(model: Model, table: Table) -> Floats:
    """Probability of each text of a table."""
    weights = np.array([model.weights.get(name, 0.0) for name in table.names])
    chances: Floats = 1 / (1 + np.exp(-(table.signs @ weights + model.intercept)))
    return chances


def main() -> None:
    """Fit on all texts and without some of them, and write both files."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_press", description=__doc__)
    parser.add_argument("texts", type=Path)
    table = observe(read_rows(parser.parse_args().texts))
    told = fit(table)
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    HELD_OUT.write_text(json.dumps(held_out(table), ensure_ascii=False) + "\n", encoding="utf-8")
    right = (predict(as_model(told), table) > 0.5) == table.press
    print(f"{FILE.name}: {len(told['fitted'])} weights; {right.mean():.1%} of the texts it was fitted on are right")


if __name__ == "__main__":
    main()
