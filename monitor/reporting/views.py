"""What the page of one account says: facts, verdicts with their time lines, and the posts behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from monitor.activity.weeks import week_end, week_start
from monitor.records import PostKind
from monitor.reporting.accounts import Seen, goal_text
from monitor.reporting.clues import because
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.names import STATES, AccountFacts, kind_name, platform_name
from monitor.reporting.outside import clean, safe_link
from monitor.reporting.parts import AccountRow, PostRow, Strip, VerdictRow
from monitor.reporting.scoring import TILE_WORDS
from monitor.reporting.wording import NOBODY_SHORT, reason_text, symptoms, title_of
from monitor.store.contract import Spell
from monitor.symptoms.contract import Verdict

MARKS: Mapping[int, str] = {Verdict.PRESENT: "present", Verdict.ABSENT: "absent", Verdict.UNKNOWN: "unknown"}
POSTS_SHOWN = 20
TITLE_LENGTH, TEXT_LENGTH, WORDS_LENGTH = 120, 240, 200
POST_KINDS: Mapping[str, str] = {
    "original": N_("post"),
    "reply": N_("reply"),
    "repost": N_("repost"),
    "quote": N_("quote"),
    "video": N_("video"),
    "article": N_("article"),
    "page": N_("page"),
}
LABEL_WORDS: Mapping[str, str] = {"press": N_("press release"), "outing": N_("company outing")}
NOW_SINCE = N_("since {since:day}")


def account_facts_rows(account: AccountFacts, row: AccountRow, translator: Translator) -> tuple[tuple[str, str], ...]:
    """The facts at the head of an account's page, as pairs of name and value."""
    t = translator
    return (
        (t.text(N_("Platform")), platform_name(account.platform)),
        (t.text(N_("Kind")), kind_name(account.kind, t)),
        (t.text(N_("Owner")), account.owner or t.text(NOBODY_SHORT)),
        (t.text(N_("Second person")), account.deputy or t.text(NOBODY_SHORT)),
        (t.text(N_("Goal")), goal_text(account, t)),
        (t.text(N_("Use")), t.text(STATES.get(account.state, account.state))),
        (t.text(N_("Last post")), row.last_post),
        (t.text(N_("Data complete until")), row.complete_until),
    )


def verdict_rows(account_id: int, first: int, week: int, seen: Seen) -> tuple[VerdictRow, ...]:
    """Every symptom that applies to the account, with its verdict in `week` and its time line from `first` on."""
    codes = seen.scene.history.codes(account_id)
    return tuple(_verdict_row(account_id, code, first, week, seen) for code in codes)


def _verdict_row(account_id: int, code: str, first: int, week: int, seen: Seen) -> VerdictRow:
    t, history = seen.scene.translator, seen.scene.history
    spell = history.at(account_id, code, week)
    mark = MARKS[spell.verdict] if spell else "unknown"
    return VerdictRow(
        code=code,
        title=title_of(code, t),
        mark=mark,
        word=t.text(TILE_WORDS[mark]),
        since=t.text(NOW_SINCE, since=week_start(spell.first_week)) if spell and mark == "present" else "",
        why=_why(spell, week, seen),
        strips=tuple(_strip(one, first, week) for one in history.line(account_id, code) if _overlaps(one, first, week)),
    )


def _why(spell: Spell | None, week: int, seen: Seen) -> str:
    """Why it cannot be judged, or what is worth knowing beside the verdict."""
    t = seen.scene.translator
    if spell is None:
        return reason_text("", "", t)
    if spell.verdict == Verdict.UNKNOWN:
        return reason_text(spell.code, spell.reason, t)
    if spell.verdict == Verdict.PRESENT:
        return ""
    _, numbers = seen.scene.history.shown(spell, week)
    notes = symptoms()[spell.code].notes
    return " ".join(t.text(note.sentence, **numbers) for note in notes if numbers.get(note.evidence) == 1)


def _overlaps(spell: Spell, first: int, last: int) -> bool:
    return spell.first_week <= last and spell.last_week >= first


def _strip(spell: Spell, first: int, last: int) -> Strip:
    begin, end = max(spell.first_week, first), min(spell.last_week, last)
    return Strip(begin - first, end - begin + 1, MARKS[spell.verdict])


def timeline(first: int, week: int, translator: Translator) -> tuple[str, str, int]:
    """Month of the first and of the last week of the time lines, and how many weeks they span."""
    begin, end = translator.value(week_start(first), "month"), translator.value(week_end(week), "month")
    return begin, end, week - first + 1


# --- posts ----------------------------------------------------------------------------------------------
Words = Callable[[int, str], tuple[str, str]]
"""Gives what decided a label of a post: (post_id, label name) -> words, and the version of the labeller that spoke, ""
for a person."""


def post_rows(posts: pd.DataFrame, words: Words, zone: ZoneInfo, translator: Translator) -> tuple[PostRow, ...]:
    """The last posts of an account, newest first, with everything from outside cleaned and cut.

    Args:
        posts: As `Store.posts()`.
        words: Gives the words that decided.
        zone: The organisation's zone.
        translator: The language.
    """
    last = posts.tail(POSTS_SHOWN).iloc[::-1].to_dict("records")
    return tuple(_post_row(row, words, zone, translator) for row in last)


def _post_row(row: Mapping[Any, Any], words: Words, zone: ZoneInfo, t: Translator) -> PostRow:
    moment = pd.Timestamp(row["published_at"]).tz_convert(zone)
    kind = str(row["kind"])
    found = [name for name in LABEL_WORDS if row.get(name) == "yes"]
    return PostRow(
        day=t.value(moment.date(), "day"),
        kind=t.text(POST_KINDS.get(kind, POST_KINDS[PostKind.ORIGINAL])),
        title=clean(_outside(row.get("title")), TITLE_LENGTH),
        text=clean(_outside(row.get("text")), TEXT_LENGTH),
        link=safe_link(_outside(row.get("url"))),
        labels=tuple(_label(name, *words(int(row["post_id"]), name), t) for name in found),
    )


def _label(name: str, words: str, model: str, t: Translator) -> tuple[str, str, str]:
    return t.text(LABEL_WORDS[name]), clean(because(words, t), WORDS_LENGTH), model


def _outside(value: Any) -> str | None:
    return value if isinstance(value, str) else None
