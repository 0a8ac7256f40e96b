"""Fit the coefficients of the rhythm's score on the histories at hand and write them into the package.

`python -m bench.fit_rhythm [--data FOLDER] [--without NAME ...] [--out FILE]`. Beside each history, a copy of it is
used in which every account is switched off at a random week of its good time (one in 60 a week): accounts end so too,
and little data shows it. A history that is named in `--without`, its kin and their copies are left out, for testing
on it.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.rhythm_cases import Case, cases
from bench.rhythm_data import HISTORIES
from monitor.activity.rhythm.alarm import LINES, false_rates
from monitor.activity.rhythm.fitting import chance_of, fit
from monitor.activity.rhythm.model import RATE_LINES, SHIPPED, Model

PACKAGE = Path(__file__).parent.parent / "monitor/activity/rhythm"
Cases = Mapping[str, tuple[Case, Case | None]]


def main(argv: Sequence[str] | None = None) -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit_rhythm", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--without", nargs="*", default=[], choices=[history.name for history in HISTORIES])
    parser.add_argument("--out", type=Path, default=PACKAGE / SHIPPED)
    options = parser.parse_args(argv)
    model = fit_without(cases(options.data), options.without)
    options.out.write_text(model.to_json() + "\n", encoding="utf-8")
    print(model.to_json())


def fit_without(known: Cases, left_out: Collection[str]) -> Model:
    """The model of all histories but these, their kin and their copies."""
    barred = set(left_out) | {kin for h in HISTORIES if h.name in left_out for kin in h.kin}
    used = [name for name in known if name not in barred]
    draw = np.random.default_rng(2012)
    parts = [case.part(draw) for name in used for case in known[name] if case]
    told = f"{', '.join(used)}; and copies of them with accounts switched off at random"
    model = fit(parts, told)
    real = [known[name][0] for name in used]
    chance = chance_of([case.quarter(model) for case in real])
    return replace(model, chance=chance, rates=_rates(real, model))


def _rates(real: Sequence[Case], model: Model) -> tuple[float, ...]:
    """Mean over the histories of the false alarms an account-year at each of the model's lines."""
    each = []
    for case in real:
        false, years = false_rates(case.scores(model), case.fate.monitored, case.excused)
        each.append(np.interp(RATE_LINES, LINES, false.sum(0) / years.sum()))
    return tuple(round(float(rate), 4) for rate in np.asarray(np.mean(each, axis=0)))


if __name__ == "__main__":
    main()
