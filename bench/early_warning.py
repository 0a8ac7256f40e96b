"""How early, and how reliably, decay is seen: our score beside known methods on every history at hand.

`python -m bench early-warning [--data FOLDER] [--tool FILE] [--python FILE] [--only NAME ...]`. The benchmark tool is
run as it is, with our command as its external scorer: coefficients fitted without the tested history, baselines
fitted on the tested history's own past (other accounts, weeks before the cut). A second run fits the baselines on the
other histories and takes all weeks. The tables of docs/early-warning.md are written anew. The tool needs an
interpreter with numpy, pandas before 3, scipy and scikit-learn: name it with `--python`. All histories together take
about half an hour.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import scorer
from bench.fit_rhythm import fit_without
from bench.rhythm_cases import cases, cut_off, whole_weeks
from bench.rhythm_checks import alarm_rates, check
from bench.rhythm_data import HISTORIES, History

ROOT = Path(__file__).parent.parent
DOC = ROOT / "docs/early-warning.md"
BASELINES = ("silence", "gap/median", "mbgnbd", "cusum", "bocpd", "tsb-p", "fade", "fade-hgb", "two")
OURS = "ours"
TOO_FEW = ("deputies 2017",)
"""Histories with so few onsets that they are shown and not averaged."""
HEAD = (
    "history",
    "onsets",
    "account-years",
    "ours, soon",
    "best baseline, soon",
    "difference",
    "early",
    "recall at 0.5",
    "before the silence",
    "recall at 1",
)
MEANS = ("auroc_soon", "auroc_early", "auroc_now", "rec", "pre")
Results = Mapping[str, Mapping[str, Any]]
Checks = Mapping[str, Mapping[str, float]]


def run(argv: Sequence[str]) -> int:
    """Fit, run the tool on each history, write the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench early-warning", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--tool", type=Path, default=Path("../shared/tools/early_warning_bench.py"))
    parser.add_argument("--python", default=sys.executable, help="interpreter of the tool")
    parser.add_argument("--only", nargs="*", choices=[history.name for history in HISTORIES])
    parser.add_argument("--boot", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="keep the tool's answers in this folder and use those that are there")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        kept = options.keep or Path(name)
        kept.mkdir(parents=True, exist_ok=True)
        own, other, checks = _measure(options, Path(name), kept)
    tables = {
        "own": table(own),
        "own means": means(own),
        "other": table(other),
        "other means": means(other),
        "checks": checks_table(checks),
    }
    print("\n\n".join(f"{title}\n{lines}" for title, lines in tables.items()))
    if not options.only:
        DOC.write_text(filled(DOC.read_text(encoding="utf-8"), tables), encoding="utf-8")
    return 0


def _measure(options: argparse.Namespace, work: Path, kept: Path) -> tuple[Results, Results, Checks]:
    """What the tool says of each history, in both ways of fitting the baselines, and our own checks; by name."""
    known = cases(options.data)
    files = {history.name: _written(options.data, history, work) for history in HISTORIES}
    own, other, checks = {}, {}, {}
    for history in HISTORIES:
        if options.only and history.name not in options.only:
            continue
        fitted = fit_without(known, [history.name])
        model = work / f"{files[history.name].stem}.json"
        model.write_text(fitted.to_json(), encoding="utf-8")
        posts, last = whole_weeks(history.read(options.data), history)
        checks[history.name] = check(posts, fitted, last) | alarm_rates(posts, fitted, last)
        own[history.name] = _asked(options, history, kept, "own", [*_events(history, files), *_command(model)])
        other[history.name] = _asked(options, history, kept, "other", _elsewhere(history, files, model, work))
    return own, other, checks


def _written(folder: Path, history: History, work: Path) -> Path:
    """The history as a CSV for the tool; it knows no late posts here, so neither do we."""
    file = work / f"{history.name.replace(' ', '-')}.csv"
    cut_off(history.read(folder), history).to_csv(file, index=False)
    return file


def _events(history: History, files: Mapping[str, Path]) -> list[str]:
    return ["--events", str(files[history.name]), *(("--end", history.end) if history.end else ())]


def _command(model: Path) -> list[str]:
    """Our scorer as the tool's external command."""
    words = f"{sys.executable} -m bench scorer --fit {{train}} --events {{events}} --out {{out}} --model {model}"
    return ["--cmd", f"{OURS}={words}"]


def _elsewhere(history: History, files: Mapping[str, Path], model: Path, work: Path) -> list[str]:
    """Baselines from the other histories (largest first: the tool fits the simplest ones on the first), all weeks."""
    others = [h for h in HISTORIES if h.name not in {history.name, *history.kin, *TOO_FEW}]
    out = work / f"{files[history.name].stem}.scores.csv"
    scorer.run(["--events", str(files[history.name]), "--out", str(out), "--model", str(model)])
    trained = ",".join(str(files[h.name]) for h in others)
    ends = ",".join(h.end or "" for h in others)
    return [*_events(history, files), "--train-events", trained, f"--train-end={ends}", "--scores", f"{OURS}={out}"]


def _asked(options: argparse.Namespace, history: History, kept: Path, way: str, words: list[str]) -> dict[str, Any]:
    answer = kept / f"{history.name.replace(' ', '-')}.{way}.json"
    if not answer.exists():
        command = [options.python, str(options.tool), "--scorers", ",".join(BASELINES), "--boot", str(options.boot)]
        subprocess.run([*command, *words, "--json", str(answer), "--quiet"], check=True, cwd=ROOT, capture_output=True)
    told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    print(f"{history.name}, {way}: done", flush=True)
    return told


# --- the tables --------------------------------------------------------------------------------------------
def table(results: Results) -> str:
    """One line per history: ours and the best baseline, with intervals, and whether ours is within .01 of it."""
    lines = [f"| {' | '.join(HEAD)} |", "|" + "---|" * len(HEAD)]
    return "\n".join(lines + [_line(name, told) for name, told in results.items()])


def _line(name: str, told: Mapping[str, Any]) -> str:
    info, found = told["info"], told["results"]
    ours = found[OURS]
    best = max(BASELINES, key=lambda baseline: found[baseline]["auroc_soon"][0])
    difference = ours["auroc_soon"][0] - found[best]["auroc_soon"][0]
    cells = [
        name,
        str(info["episodes"]),
        f"{info['years']:.0f}",
        _interval(ours["auroc_soon"]),
        f"{best} {_interval(found[best]['auroc_soon'])}",
        f"{difference:+.3f}",
        _pair(ours["auroc_early"][0], found[best]["auroc_early"][0]),
        _pair(ours["rec"][0], found[best]["rec"][0]),
        _pair(ours["pre"][0], found[best]["pre"][0]),
        _pair(ours["rec@1"], found[best]["rec@1"]),
    ]
    return f"| {' | '.join(cells)} |"


def _interval(values: Sequence[float]) -> str:
    return f"{values[0]:.3f} [{values[1]:.2f}, {values[2]:.2f}]"


def _pair(ours: float, theirs: float) -> str:
    return f"{ours:.2f} (best: {theirs:.2f})"


def means(results: Results) -> str:
    """Mean over the histories of each scorer, best first."""
    told = [found["results"] for name, found in results.items() if name not in TOO_FEW]
    if not told:
        return ""
    rows = {
        name: [sum(_number(one[name][key]) for one in told) / len(told) for key in MEANS] for name in (OURS, *BASELINES)
    }
    lines = ["| scorer | soon | early | now | recall at 0.5 | before the silence |", "|" + "---|" * 6]
    ordered = sorted(rows.items(), key=lambda row: -row[1][0])
    return "\n".join(lines + [f"| {name} | " + " | ".join(f"{v:.3f}" for v in row) + " |" for name, row in ordered])


def _number(value: Any) -> float:
    return float(value[0] if isinstance(value, list) else value)


def checks_table(checks: Checks) -> str:
    """One line per number, one column per history."""
    names = list(checks)
    lines = [f"| | {' | '.join(names)} |", "|" + "---|" * (len(names) + 1)]
    keys = list(next(iter(checks.values()), {}))
    lines += [f"| {key} | {' | '.join(f'{checks[name][key]:.3g}' for name in names)} |" for key in keys]
    return "\n".join(lines)


def filled(text: str, tables: Mapping[str, str]) -> str:
    """The document with its tables replaced; each stands between two comments that name it."""
    for name, found in tables.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        head, rest = text.split(begin)
        text = head + begin + found + end + rest.split(end)[1]
    return text
