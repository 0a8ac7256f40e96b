"""docs/labels.md: how labels come about, with the measured tables in it."""

from __future__ import annotations

from pathlib import Path

from monitor.activity.rules.press import PRESS_MODEL
from monitor.reporting.clues import CLUES

FILE = Path(__file__).resolve().parents[1] / "docs" / "labels.md"

INTRODUCTION = """# Labels

Every post gets labels: its language, the organisation's themes it touches, for posts that may be one whether it is a
**press release**, and for videos whether they show a **company outing**. Two symptoms stand on them: HS5 (a blog of
press releases) and HS6 (a channel that shows the company outing). This page is made by `python -m bench labels --docs`.

## How a press release is known

By its form, not by its subject: what a communication officer points at. Each sign adds to or takes from the log-odds,
by the weights below; the sum gives a probability. From {yes_from} on the label is *yes*, up to {no_until} *no*, and
between the two the program **abstains** (*unknown*): a symptom then treats the post as one that may be either. The
signs that decided are kept with the label and shown.

Most weights are fitted on labelled texts (`python -m bench.fit_press`, a logistic regression). No sign is a word of a
subject, an organisation counts by the square root of its texts, every text is also shown without its end and its
quotations, and a sign may only point the way a person would expect. Signs too rare in those texts (their archive had
taken headings off) are set by hand.

## How an outing is known

By words of leisure, of the own people, of work, and of leisure that is somebody else's or for sale, in Dutch and
English (`monitor/activity/rules/outing_*.py`): single words, phrases and few patterns. A text is listened to at its
beginning only. A volunteers' day may be either: the program abstains.

## How a language is known

By its commonest words, for Dutch, English, German and French. A text that has few of them is shown to a small library,
py3langid (4.5 MB, offline), which names other languages; what it is less than 90 % sure of stays unknown, and then the
language that the source tells counts. Measured on the labelled texts, cut to a short message: of 992 pieces of 40
characters the words alone are wrong about 4 and silent about 323; the library alone would be wrong about 61, of 200
characters still about 10 (the words: 3), but where it is 90 % sure it was never wrong. So the words speak first and the
library about the rest. In a language whose words are not known, a press release is known by its heading, dateline,
notes and address only; else it is left open.

## Corrections

`monitor label` lists the posts the program doubts most, `monitor label POST press no` corrects one. A correction holds
for good: no import and no new version of the model changes it. `monitor label --agreement` tells how often people and
model agree. A label carries the version of the model that gave it; with a new version, new themes or other names all
posts are labelled anew in the nightly run, in batches, and a run that is stopped goes on where it was.

## Measured

The columns: *precision* (of the texts called press release, how many are) and what it would be *if even*, with as many
other texts as press releases; *recall* (of the press releases that were judged, how many were called so), *F1* of
precision and recall; *recall\\** and *F1\\** count an abstention as missed; *abstains* is the share not judged.
*Organisations* tells how many the press releases are of, and the other texts. In brackets the 95 % interval when whole
organisations are drawn anew, on either side (bootstrap). Where a side has fewer than five, there is no interval: such
figures tell of those organisations and little of others. The Dutch, German and French press releases are of one
organisation, the Debian project, most of the Dutch ones short messages of 2000 to 2003; without texts that are no press
release (French) there is no precision.

A language or an organisation that the model has not seen changes little: what it learned is form. What does not travel
is a base rate: a formal report of a project may look like a press release anywhere.

The 360 titles of videos that somebody wrote without having seen the rules gave F1 0.791 (precision 0.830, recall 0.755,
abstains 0.028) before anything was changed; most of *apart* are of these.
"""


def write_docs(report: str) -> None:
    """Write the page."""
    words = INTRODUCTION.format(yes_from=PRESS_MODEL.yes_from, no_until=PRESS_MODEL.no_until)
    rows = sorted(PRESS_MODEL.weights.items(), key=lambda item: -item[1])
    table = [f"| {CLUES[name]} | {weight:+.2f} |" for name, weight in rows if weight]
    weights = "\n".join(["## Weights", "", "| sign | weight |", "|---|---|", *table])
    FILE.write_text(f"{words}\n{report.strip()}\n\n{weights}\n", encoding="utf-8")
