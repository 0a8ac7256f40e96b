"""The score: its coefficients, its fit, and that no week's score depends on what became known after it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import scorer as command
from monitor.activity.rhythm.events import DAY, WEEK, week_end
from monitor.activity.rhythm.fitting import fit
from monitor.activity.rhythm.model import CHANNELS, Model, channels, shipped
from monitor.activity.rhythm.outcomes import outcomes
from monitor.activity.rhythm.scorer import known_in_time, scores

MONDAY = 2_000 * WEEK + 4 * 86_400.0


def made_up(seed: int, weeks: int = 80) -> pd.DataFrame:
    """Six accounts; the odd ones end at once, at different times."""
    draw = np.random.default_rng(seed)
    parts = []
    for account in range(6):
        until = weeks if account % 2 == 0 else int(draw.integers(30, weeks - 10))
        moments = MONDAY + np.sort(draw.random(int(until * draw.uniform(0.7, 4)))) * until * WEEK
        late = np.where(draw.random(len(moments)) < 0.2, draw.uniform(0, 15, len(moments)), 0.0) * DAY
        parts.append(pd.DataFrame({"account": f"a{account}", "timestamp": moments, "seen_at": moments + late}))
    return pd.concat(parts, ignore_index=True)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 50), st.integers(30, 79), st.booleans())
def test_what_becomes_known_later_changes_no_score(seed, cut, told):
    posts = made_up(seed)
    known = "seen_at" if told else "timestamp"
    posts = posts if told else posts.drop(columns="seen_at")
    end = float(week_end(2_000 + cut))
    whole = scores(posts, shipped())
    part = scores(posts[posts[known] < end], shipped())
    both = part.astype({"account": str}).merge(whole.astype({"account": str}), on=["account", "week_end"], how="left")
    assert len(part)
    assert (both["score_x"] == both["score_y"]).all()


def test_late_posts_count_when_they_become_known_and_not_at_all_after_a_week():
    happened = np.full(4, MONDAY + 6 * DAY)
    seen = happened + np.array([0.0, 0.5, 3.0, 8.0]) * DAY
    counts, moment = known_in_time(happened, seen)
    assert counts.tolist() == [True, True, True, False]
    assert (moment[:3] - happened[:3]).tolist() == [0.0, 0.0, 3 * DAY]


def test_silence_only_raises_the_score():
    posts = pd.DataFrame({"account": "a", "timestamp": MONDAY + np.arange(0, 40 * 7, 3.0) * DAY})
    other = pd.DataFrame({"account": "b", "timestamp": MONDAY + np.arange(0, 52 * 7, 3.0) * DAY})
    table = scores(pd.concat([posts, other]), shipped())
    silent = table[(table["account"] == "a") & (table["week_end"] > MONDAY + 41 * WEEK)]["score"].to_numpy()
    assert len(silent) > 8
    assert (np.diff(silent) > 0).all()


def test_the_shipped_coefficients_are_readable_and_never_lower_a_risk():
    model = shipped()
    assert (model.weight >= 0).all()
    assert model.weight.sum() > 0
    assert "oss authors" in model.fitted_on
    again = Model.from_json(model.to_json())
    assert json.loads(again.to_json()) == json.loads(model.to_json())


def test_parts_say_which_channel_spoke():
    model = shipped()
    usual = {"share_begun": np.array([0.6]), "change_quiet": np.array([-6.0]), "gap_odds": np.array([0.6])}
    silent = usual | {"gap_odds": np.array([0.01])}
    grown = model.parts(channels(silent)) - model.parts(channels(usual))
    assert CHANNELS[int(grown[0].argmax())] == "gap"
    assert grown[0, :2].tolist() == [0.0, 0.0]


def fitted(*weights: float) -> np.ndarray:
    draw = np.random.default_rng(1)
    found = draw.normal(size=(20_000, 3))
    bad = draw.random(20_000) < 1 / (1 + np.exp(-(found @ weights - 1)))
    return fit([(found, bad)], "made up").weight


def test_a_fit_finds_the_weights_that_made_the_data_a_little_shrunk():
    weight = fitted(1.0, 0.5, 0.0)
    assert weight[0] == pytest.approx(0.9, abs=0.07)
    assert weight[1] == pytest.approx(0.45, abs=0.05)
    assert weight[2] == pytest.approx(0, abs=0.03)


def test_a_fit_refuses_negative_weights():
    assert fitted(1.0, 0.5, -1.0)[2] == 0


def test_outcomes_follow_their_definition():
    posts = np.zeros((1, 80))
    posts[0, :40] = 1
    fate = outcomes(posts)
    assert fate.sustained[0].nonzero()[0].tolist() == list(range(9, 56))
    assert fate.dead[0, :67].nonzero()[0].tolist() == list(range(38, 67))
    assert fate.bad[0].nonzero()[0][0] == 31
    assert fate.monitored[0].nonzero()[0].tolist() == list(range(9, 51))
    assert fate.settled.sum() == 80 - 20


def write(folder, name, text):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_command_writes_a_line_per_account_and_week(tmp_path):
    posts = made_up(3).drop(columns="seen_at")
    posts["account"] = posts["account"] + ', "odd"'
    events = tmp_path / "events.csv"
    posts.to_csv(events, index=False)
    train = write(tmp_path, "train.csv", "account,timestamp\n")
    out = tmp_path / "out.csv"
    assert command.run(["--fit", str(train), "--events", str(events), "--out", str(out)]) == 0
    table, wanted = pd.read_csv(out), scores(posts, shipped())
    assert table["account"].tolist() == wanted["account"].astype(str).tolist()
    np.testing.assert_allclose(table["score"], wanted["score"], rtol=1e-8)
    ends = (pd.to_datetime(table["week_end"], utc=True) - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
    assert (ends == wanted["week_end"]).all()
    assert (pd.to_datetime(table["week_end"]).dt.day_of_week == 0).all()


def test_iso_times_and_epoch_seconds_are_the_same_to_the_command(tmp_path):
    numbers = write(tmp_path, "a.csv", f"account,timestamp\na,{MONDAY:.0f}\n")
    words = write(tmp_path, "b.csv", f"account,timestamp\na,{pd.Timestamp(MONDAY, unit='s').isoformat()}\n")
    assert command.read_events(numbers).equals(command.read_events(words))


@pytest.mark.parametrize(
    ("text", "told"),
    [("account,when\na,1\n", "timestamp is missing"), ("account,timestamp\na,2020-01-01\nb,soon\n", "line 3: 'soon'")],
)
def test_wrong_files_are_told_with_their_place(tmp_path, text, told):
    with pytest.raises(SystemExit, match=told):
        command.read_events(write(tmp_path, "x.csv", text))


def test_nothing_to_score_gives_a_table_without_lines(tmp_path):
    events, out = write(tmp_path, "e.csv", "account,timestamp\n"), tmp_path / "out.csv"
    assert command.run(["--events", str(events), "--out", str(out)]) == 0
    assert out.read_text() == "account,week_end,score\n"
