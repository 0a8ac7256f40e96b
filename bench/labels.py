"""How good the labels are, on labelled texts of organisations the model has not seen.

`python -m bench labels` reads ../shared/data/press/train.jsonl (or --texts) and ../shared/data/youtube (or --videos).
A text is judged by the model that was fitted without its organisation, and again by the one fitted without its whole
language; an organisation the fit never saw is judged by the delivered model. `--docs` writes docs/labels.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.fit_press import HELD_OUT, fold_of, read_rows
from bench.label_scores import ABSTAINS, NO, YES, intervals, organisations, scores
from monitor.activity.classifying import classify, read_text
from monitor.activity.labels import make_labeller
from monitor.activity.rules.finding import Finding
from monitor.activity.rules.language import language_of
from monitor.activity.rules.logistic import as_model
from monitor.activity.rules.outing import outing_of
from monitor.activity.rules.press import PRESS_MODEL, PressRule
from monitor.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
OUTINGS = ROOT / "data" / "labels" / "outings.csv"
MADE_UP = ROOT / "data" / "labels" / "press.jsonl"
LANGUAGES = ("nl", "en", "de", "fr")
ANSWERS = {"yes": YES, "no": NO, "unknown": ABSTAINS}
WORST = 5
COLUMNS = ("precision", "if even", "recall", "F1", "recall*", "F1*", "abstains")

Rows = Sequence[dict[str, Any]]
Ints = npt.NDArray[np.int_]


def run(argv: Sequence[str]) -> int:
    """Measure and print; 0 if the texts are there."""
    parser = argparse.ArgumentParser(prog="python -m bench labels", description=__doc__)
    parser.add_argument("--texts", type=Path, default=SHARED / "press" / "train.jsonl")
    parser.add_argument("--docs", action="store_true", help="also write docs/labels.md")
    options = parser.parse_args(argv)
    if not options.texts.exists():
        print(f"there are no labelled texts at {options.texts}; name them with --texts")
        return 2
    report = "\n".join(measured(read_rows(options.texts)))
    print(report)
    if options.docs:
        from bench.labels_doc import write_docs

        write_docs(report)
    return 0


def measured(rows: Rows) -> Iterator[str]:
    """Lines of the report, in Markdown."""
    held = json.loads(HELD_OUT.read_text(encoding="utf-8"))
    yield from _table("Press releases, by organisations the model has not seen", rows, _judged(rows, held, "org"))
    yield from _table("Press releases, by a language the model has not seen", rows, _judged(rows, held, "lang"))
    made_up = read_rows(MADE_UP)
    judged = [PressRule().judge(row["title"], row["text"]) for row in made_up]
    yield from _table("Press releases and posts made up for this, of organisations that do not exist", made_up, judged)
    yield from _outing_table()
    yield from _language_table(rows)
    yield from _speed(rows)
    yield from _worst(rows, _judged(rows, held, "org"))


def _judged(rows: Rows, held: dict[str, Any], by: str) -> list[Finding]:
    """Judge each text by a model that has not seen its organisation, or its language."""
    folds = [PressRule(model=as_model(told)) for told in held["without_organisations"]]
    languages = {lang: PressRule(model=as_model(told)) for lang, told in held["without_language"].items()}
    delivered, seen = PressRule(model=PRESS_MODEL), frozenset(held["seen"])

    def rule(row: dict[str, Any]) -> PressRule:
        if by == "lang":
            return languages.get(row["lang"], delivered)
        return folds[fold_of(row["org"])] if row["org"] in seen else delivered

    return [rule(row).judge(row["title"], row["text"], row.get("url", "")) for row in rows]


def _table(title: str, rows: Rows, findings: Sequence[Finding]) -> Iterator[str]:
    said = np.array([ANSWERS[finding.value] for finding in findings])
    true = np.array([row["label"] == "press" for row in rows])
    langs, orgs = (np.array([row[key] for row in rows]) for key in ("lang", "org"))
    yield from (f"### {title}", "", f"| language | texts | organisations | {' | '.join(COLUMNS)} |")
    yield f"|{'---|' * (3 + len(COLUMNS))}"
    for lang in (*LANGUAGES, "all"):
        mine = np.full(len(rows), True) if lang == "all" else langs == lang
        if mine.any():
            sides = "{} / {}".format(*organisations(true[mine], orgs[mine]))
            yield _line(f"{lang} | {mine.sum()} | {sides}", said[mine], true[mine], orgs[mine])
    yield ""


def _line(head: str, said: Ints, true: Any, orgs: Any) -> str:
    pairs = zip(scores(said, true), intervals(said, true, orgs), strict=True)
    return f"| {head} | {' | '.join(_cell(value, low, high) for value, (low, high) in pairs)} |"


def _cell(value: float, low: float, high: float) -> str:
    if not math.isfinite(value):
        return "-"
    return f"{value:.3f} ({low:.2f}-{high:.2f})" if math.isfinite(low) else f"{value:.3f}"


def _outing_table() -> Iterator[str]:
    with OUTINGS.open(encoding="utf-8", newline="") as file:
        titles = list(csv.DictReader(file))
    yield from ("### Company outings, by titles made up for this", "")
    yield from (f"| part | titles | {' | '.join(COLUMNS)} |", f"|{'---|' * (2 + len(COLUMNS))}")
    for part in ("tuned", "tuned2", "apart"):
        mine = [row for row in titles if row["part"] == part and row["outing"] != "unknown"]
        said = np.array([ANSWERS[outing_of(row["title"], row["description"]).value] for row in mine])
        true = np.array([row["outing"] == "yes" for row in mine])
        yield _line(f"{part} | {len(mine)}", said, true, np.array([row["title"] for row in mine]))
    yield ""
    talks = real_titles()
    if talks:
        answers = [outing_of(title, "").value for title in talks]
        called, doubted = answers.count("yes"), answers.count("unknown")
        yield f"Of {len(talks):,} real titles of talks and of a community's videos, {called} are called an outing and"
        yield f"{doubted} left open; none is one as far as the titles tell."
        yield ""


def real_titles() -> list[str]:
    """Titles of real videos: recorded talks and the channel of a community; [] where they are not at hand."""
    talks = SHARED / "youtube" / "histories" / "pyvideo_recorded.csv"
    channel = SHARED / "youtube" / "studio" / "pune-tech-community" / "Table data.csv"
    if not talks.exists() or not channel.exists():
        return []
    titles = [pd.read_csv(talks)["title"], pd.read_csv(channel)["Video title"]]
    return [title for column in titles for title in column.dropna()]


def _language_table(rows: Rows) -> Iterator[str]:
    yield from ("### Language", "", "| characters | right | wrong | unknown |", "|---|---|---|---|")
    for size in (40, 80, 140, 280, 4000):
        told = [(language_of("", _cut(row["text"], size)).value, row["lang"]) for row in rows]
        right = sum(said == lang for said, lang in told) / len(told)
        unknown = sum(said == "unknown" for said, _ in told) / len(told)
        yield f"| {size} | {right:.3f} | {abs(1 - right - unknown):.3f} | {unknown:.3f} |"
    yield ""


def _cut(text: str, size: int) -> str:
    """A piece from the middle, as long as a short message."""
    return text[len(text) // 3 :][:size]


def _speed(rows: Rows) -> Iterator[str]:
    labeller, best = make_labeller(Settings()), float("inf")
    lines = [json.dumps(row).encode() for row in rows]
    for _ in range(5):
        begin = time.process_time()
        for told in classify(map(read_text, lines), labeller):
            json.dumps(told)
        best = min(best, time.process_time() - begin)
    size = sum(len(row["text"]) for row in rows) / len(rows)
    yield f"Speed on one core, all labels, line in to line out: {len(rows) / best:,.0f} texts a second"
    yield f"({size:,.0f} characters each)."
    yield ""


def _worst(rows: Rows, findings: Sequence[Finding]) -> Iterator[str]:
    """The texts whose probability is farthest from the truth."""
    off = [
        (abs((row["label"] == "press") - (finding.probability or 0.5)), row["id"], row["lang"], finding)
        for row, finding in zip(rows, findings, strict=True)
    ]
    yield from ("### Most wrong", "", "| id | language | said | probability |", "|---|---|---|---|")
    for lang in LANGUAGES:
        for _, name, _, finding in sorted((one for one in off if one[2] == lang), key=lambda one: -one[0])[:WORST]:
            yield f"| {name} | {lang} | {finding.value} | {finding.probability} |"
    yield ""
