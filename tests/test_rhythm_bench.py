"""The tables of the early-warning benchmark, the histories as posts, and the fit of all that is shipped."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from bench import rhythm as night_bench
from bench.early_warning import BASELINES, OURS, checks_table, filled, means, table
from bench.fit_rhythm import fit_without
from bench.rhythm_cases import make_case
from bench.rhythm_checks import alarm_rates, check
from bench.rhythm_data import HISTORIES, read_posts
from monitor.activity.rhythm.events import WEEK, week_end
from monitor.activity.rhythm.model import RATE_LINES, Model, shipped
from monitor.activity.rhythm.outcomes import outcomes

FIRST = 2_000
MONDAY = FIRST * WEEK + 4 * 86_400.0


def posts(seed: int = 1, weeks: int = 200) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    parts = []
    for account in range(24):
        end = weeks if account % 3 else int(draw.integers(50, weeks - 30))
        week = np.repeat(np.arange(end), draw.poisson(draw.uniform(0.5, 4), end))
        parts.append(
            pd.DataFrame({"account": f"a{account}", "timestamp": MONDAY + (week + draw.random(len(week))) * WEEK})
        )
    return pd.concat(parts, ignore_index=True)


def results(ours: float) -> dict[str, object]:
    def one(auroc: float) -> dict[str, object]:
        triple = [auroc, auroc - 0.05, auroc + 0.05]
        keys = ("auroc_soon", "auroc_early", "auroc_now", "rec", "pre")
        return dict.fromkeys(keys, triple) | {"rec@1": 0.5}

    found = {name: one(0.5 + place / 100) for place, name in enumerate(BASELINES)} | {OURS: one(ours)}
    return {"info": {"episodes": 12, "years": 3.4}, "results": found}


def test_a_line_tells_the_difference_to_the_best_baseline():
    line = table({"made up": results(0.6)}).splitlines()[-1]
    assert f"{BASELINES[-1]} 0.580 [0.53, 0.63] | +0.020" in line
    assert "| 12 | 3 |" in line


def test_means_are_sorted_and_leave_out_what_is_too_small():
    found = {"one": results(0.6), "two": results(0.7), "deputies 2017": results(0.1)}
    lines = means(found).splitlines()[2:]
    assert lines[0].startswith(f"| {OURS} | 0.650")
    assert len(lines) == len(BASELINES) + 1


def test_tables_are_put_between_their_comments_and_the_rest_is_kept():
    text = "before\n<!-- own -->\nold\n<!-- end of own -->\nafter\n"
    assert filled(text, {"own": "new"}) == "before\n<!-- own -->\nnew\n<!-- end of own -->\nafter\n"
    assert "| error | 0.123 | nan |" in checks_table({"a": {"error": 0.1234}, "b": {"error": float("nan")}})


def test_posts_without_a_time_are_left_out_and_counted_once(tmp_path):
    file = tmp_path / "posts.csv"
    file.write_text("blog,date,seen_at\na,2020-01-06,\na,2020-01-06,2020-01-07\nb,2017-02-29,\n", encoding="utf-8")
    found = read_posts(file, "blog", "date")
    assert len(found) == 1
    assert (found["seen_at"] == found["timestamp"]).all()


def test_kin_name_each_other():
    by_name = {history.name: history for history in HISTORIES}
    for history in HISTORIES:
        assert all(history.name in by_name[kin].kin for kin in history.kin)


def test_a_case_keeps_what_was_ever_sustained_and_agrees_with_the_outcomes():
    case = make_case(posts(), FIRST + 199)
    fate = outcomes(case.posts)
    assert fate.sustained.any(1).all()
    assert (case.fate.monitored == fate.monitored).all()
    assert len(case.row) == fate.monitored.sum()
    score = case.scores(shipped())
    assert np.isfinite(score[fate.monitored]).all()


def test_a_fit_gives_all_that_is_shipped():
    known = {"blogs": (make_case(posts(1), FIRST + 199), None), "ira": (make_case(posts(2), FIRST + 199), None)}
    model = fit_without(known, ["ira"])
    assert "ira" not in model.fitted_on
    assert model.chance[1] > 0
    assert len(model.rates) == len(RATE_LINES)
    assert (np.diff(model.rates) <= 0).all()
    assert json.loads(Model.from_json(model.to_json()).to_json()) == json.loads(model.to_json())


def test_checks_measure_what_came():
    history = posts(3)
    found = check(history, shipped(), FIRST + 199) | alarm_rates(history, shipped(), FIRST + 199)
    assert 0 <= found["calibration error"] < 0.3
    assert found["sooner than next_early"] <= found["sooner than next_usual"] <= found["sooner than next_late"]
    assert found["sooner than next_late"] == pytest.approx(0.9, abs=0.05)
    assert found["calm (0.25)"] <= found["eager (1)"]
    assert float(week_end(FIRST)) == MONDAY + WEEK


def test_a_night_of_made_up_accounts_is_measured_beside_all_weeks_at_once(capsys):
    night_bench.run(["--accounts=40", "--weeks=70"])
    told = capsys.readouterr().out
    assert "40 accounts, 70 weeks" in told
    assert "night, one week more" in told
    assert "numpy, the same bytes" in told
