"""`python -m bench SUBJECT [options]`."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

SUBJECTS = {
    "import": ("bench.import_", "posts from a CSV into the store, against the sqlite3 shell's .import"),
    "fetch": ("bench.fetch", "platforms read and a quiet night, against bare requests"),
    "detect": ("bench.detect", "all symptoms over a store, against one SQL GROUP BY"),
    "labels": ("bench.labels", "labels against labelled texts, with confidence intervals over organisations"),
    "rhythm": ("bench.rhythm", "the rhythms of 10,000 accounts in a night, against all weeks at once and bare numpy"),
    "scorer": ("bench.scorer", "the early-warning score of every account and week of a CSV"),
    "early-warning": ("bench.early_warning", "how early decay is seen, against known methods, on histories"),
    "fading": ("bench.fading", "what HS10 tells on histories: how often wrongly, and what it hits"),
    "report": ("bench.report", "account pages with charts, against bare matplotlib"),
}


def main(argv: list[str]) -> int:
    """Run the benchmark that the first argument names with the rest of the arguments; 0 unless a limit is broken."""
    told = "\n".join(f"  {name:13} {what}" for name, (_, what) in SUBJECTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=f"Measure, each against a bare baseline in the same run:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("subject", choices=sorted(SUBJECTS))
    parser.add_argument("options", nargs=argparse.REMAINDER, help="see `python -m bench SUBJECT --help`")
    chosen = parser.parse_args(argv)
    module, _ = SUBJECTS[chosen.subject]
    return import_module(module).run(chosen.options) or 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
