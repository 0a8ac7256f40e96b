"""The early warning in the report: who may fall silent, how sure that is, and how well it did on the own past."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from monitor.activity.rhythm.backtest import back_test
from monitor.activity.rhythm.states import Rhythm
from monitor.activity.weeks import week_start
from monitor.reporting.accounts import CLOSED_STATES, UNSEEN, Seen
from monitor.reporting.forecast_parts import (
    NOT_JUDGED,
    ForecastRow,
    ForecastView,
    RhythmSeries,
    RhythmView,
    RhythmWeek,
)
from monitor.reporting.forecast_words import (
    CANNOT_SEE,
    LONG_AGO,
    NEVER_STEADY,
    RESTS,
    STATE_MARKS,
    Outlook,
    facts_of,
    odds_text,
    outlook_text,
    state_word,
    tally_text,
    warns,
)
from monitor.reporting.history import FADING, SLOWING
from monitor.reporting.i18n import N_
from monitor.reporting.names import AccountFacts, account_name
from monitor.reporting.parts import Finding
from monitor.reporting.persons import group, too_few, untold
from monitor.reporting.rhythm_series import ByAccount, rhythm_series
from monitor.reporting.series import unseen_weeks
from monitor.settings import ReportSettings

if TYPE_CHECKING:
    from monitor.activity.rhythm.reading import Rhythms

LIKELY = 0.5
"""Chance of dormancy from which an account is listed even where the portfolio's line, wary of too many alarms, is not
reached: accounts that stop together raise that line."""
LEAST = 0.15
"""Chance under which no account is listed: in a calm portfolio the line lies low, and alarms there mean little."""
MOST_ROWS = 10
MOST_NAMES = 3
WAYS = {
    "fading": int(Rhythm.FADING),
    SLOWING: int(Rhythm.FADING),
    "silent": int(Rhythm.SILENT),
    "dormant": int(Rhythm.DORMANT),
}
"""The state that is drawn for a way of fading; an account that is back is drawn as what it is by now."""
TABLE_WEEKS = 13
"""Weeks in the table beside the chart."""
NOBODY = N_("No account looks like falling silent.")
NO_FORECAST = N_("Nothing can be foretold yet: an account needs 10 posts in 8 weeks of half a year.")


class Forecasts:
    """What may be said of the rhythm of each account.

    Args:
        rhythms: The rhythm of every account, week by week.
        settings: What the report shows.
        seen: The accounts and their state.
        frame: The weekly frame.
        ways: In which way an account was found to be fading, by account and week.
    """

    def __init__(
        self,
        rhythms: Rhythms,
        settings: ReportSettings,
        seen: Seen,
        frame: pd.DataFrame,
        ways: Mapping[int, Mapping[int, str]],
    ) -> None:
        self._last, self._settings, self._seen, self._frame = rhythms.last, settings, seen, frame
        self._t, self._ways = seen.scene.translator, ways
        self._told, self._active = ByAccount(rhythms.table), ByAccount(rhythms.weeks)
        now = rhythms.table[rhythms.table["week"] == rhythms.last]
        self._now: dict[int, dict[Hashable, Any]] = {int(row["account"]): row for row in now.to_dict("records")}
        self._test = back_test(rhythms, frame)

    def view(self) -> ForecastView:
        """What the first page says."""
        everyone = [one for one in self._seen.scene.accounts.values() if not one.hidden]
        judged = [one for one in everyone if self._can_tell(one)]
        found = {one.id: self._finding(one.id) for one in judged if self._warned(one.id)}
        warned = sorted((one for one in judged if found.get(one.id)), key=self._by_odds)
        rows = tuple(self._row(one, finding) for one in warned[:MOST_ROWS] if (finding := found[one.id]))
        opened = [one for one in everyone if one.state not in CLOSED_STATES]
        return ForecastView(
            rows=rows,
            more=max(0, len(warned) - MOST_ROWS),
            nobody="" if rows else self._t.text(NOBODY if judged else NO_FORECAST),
            quieter=self._quieter(judged, warned),
            honesty=tally_text(self._test.of(self._tested()), self._t),
            persons=self._persons(),
            unjudged=self._unjudged(len(opened) - len(judged)) if judged else "",
            line=self._line(rows, len(warned)),
        )

    def account(self, account_id: int, weeks: int) -> RhythmView:
        """What the page of an account says; `weeks` of its past are drawn."""
        account = self._seen.scene.accounts[account_id]
        can = self._can_tell(account)
        unseen = unseen_weeks(self._frame, account_id)
        told, active = self._told.of(account_id), self._active.of(account_id)
        shown = self._shown(account_id, told)
        told = told.assign(state=shown, steady=(told["state"] == Rhythm.HEALTHY) & (shown == Rhythm.HEALTHY))
        series = rhythm_series(told, active, self._last, weeks, account.platform, unseen, forecast=can)
        if not can:
            return RhythmView("", "", self._why_not(account, len(told) > 0), series=series, weeks=self._weeks(series))
        one = self._outlook(account_id)
        return RhythmView(
            state=state_word(one.state, self._t),
            mark=STATE_MARKS.get(one.state, ""),
            what=self._what(one, account_id),
            facts=facts_of(one, self._t),
            tested=tally_text(self._test.of([account_id]), self._t, one_account=True),
            past=self._past(account_id),
            weeks=self._weeks(series),
            series=series,
        )

    # --- which accounts -----------------------------------------------------------------------------
    def _can_tell(self, account: AccountFacts) -> bool:
        """Whether anything may be foretold: it is seen, open, and was steady within the last year."""
        return account.id in self._now and not self._blind(account) and account.state not in CLOSED_STATES

    def _blind(self, account: AccountFacts) -> bool:
        return self._seen.status(account.id).answer in UNSEEN

    def _why_not(self, account: AccountFacts, was_steady: bool) -> str:
        if account.state in CLOSED_STATES:
            return self._t.text(RESTS)
        if self._blind(account):
            return self._t.text(CANNOT_SEE)
        return self._t.text(LONG_AGO if was_steady else NEVER_STEADY)

    def _warned(self, account_id: int) -> bool:
        """Not dormant yet, and likelier to stop than not, or over the alarm's line with odds worth telling."""
        row = self._now[account_id]
        chance = float(row["chance_dormant_13w"])
        return (chance >= LIKELY or (bool(row["over_line"]) and chance >= LEAST)) and warns(self._state(account_id))

    def _state(self, account_id: int) -> int:
        """The state of its rhythm; an account whose posts become fewer is not called healthy."""
        state = int(self._now[account_id]["state"])
        return int(Rhythm.FADING) if state == Rhythm.HEALTHY and self._slows(account_id) else state

    def _told_state(self, account_id: int) -> int:
        """The state as the page tells it: like the chart, fading and silent only where that was found."""
        state = self._state(account_id)
        return int(Rhythm.HEALTHY) if warns(state) and self._finding(account_id) is None else state

    def _slows(self, account_id: int) -> bool:
        return self._ways.get(account_id, {}).get(self._last) == SLOWING

    def _shown(self, account_id: int, told: pd.DataFrame) -> pd.Series:
        """The states of the chart: what was found, for the states alone are too easily alarmed."""
        found = told["week"].map(self._ways.get(account_id, {})).map(WAYS)
        calm = told["state"].mask(told["state"].isin((Rhythm.FADING, Rhythm.SILENT)), int(Rhythm.HEALTHY))
        return found.fillna(calm).astype(np.int64)

    def _finding(self, account_id: int) -> Finding | None:
        """What was found of its rhythm; None where holidays or its own rhythm explain it, or where it is back."""
        found = self._seen.findings.get(account_id, ())
        return next((one for one in found if one.code == FADING and one.rank > 0), None)

    def _by_odds(self, account: AccountFacts) -> tuple[float, str]:
        return -float(self._now[account.id]["chance_dormant_13w"]), account_name(account, self._t).casefold()

    def _tested(self) -> set[int]:
        """Accounts that may be counted aloud."""
        scene = self._seen.scene
        return set(scene.accounts) - untold(scene.accounts, self._settings)

    # --- in words -----------------------------------------------------------------------------------
    def _outlook(self, account_id: int) -> Outlook:
        row = self._now[account_id]
        return Outlook(
            state=self._told_state(account_id),
            chance=float(row["chance_dormant_13w"]),
            usual=float(row["next_usual"]),
            late=float(row["next_late"]),
            since=float(row["decline_start"]),
            crossing=float(row["projected_horror"]),
            little=bool(row["little_history"]),
            last=self._last,
        )

    def _what(self, one: Outlook, account_id: int) -> str:
        """The state in a sentence; what slackens in numbers only is told in its own words."""
        finding = self._finding(account_id)
        if finding is not None and self._slows(account_id):
            return finding.text.short
        return outlook_text(one, self._t, finding=finding is not None)

    def _row(self, account: AccountFacts, finding: Finding) -> ForecastRow:
        one = self._outlook(account.id)
        return ForecastRow(
            account=finding.text.account,
            page=finding.page,
            state=state_word(one.state, self._t),
            mark=STATE_MARKS.get(one.state, ""),
            odds=odds_text(one.chance, self._t),
            what=finding.text.short,
            facts=facts_of(one, self._t)[1:],
            who=finding.text.who,
            next_step=finding.text.next_step,
        )

    def _past(self, account_id: int) -> tuple[str, ...]:
        silences = self._test.silences
        own = silences[silences["account"] == account_id]
        return tuple(_silence(row, self._t) for row in own.to_dict("records"))

    def _weeks(self, series: RhythmSeries | None) -> tuple[RhythmWeek, ...]:
        """The newest weeks of the chart in numbers."""
        if series is None:
            return ()
        places = range(len(series.weeks) - 1, max(-1, len(series.weeks) - 1 - TABLE_WEEKS), -1)
        return tuple(_week(series, place, self._t) for place in places)

    def _persons(self) -> str:
        """How many personal accounts may fall silent, never which; "" for none."""
        accounts = self._seen.scene.accounts
        hidden = [one for one in group(accounts) if accounts[one].hidden]
        if not hidden or too_few(accounts, self._settings):
            return ""
        warned = sum(self._can_tell(accounts[one]) and self._warned(one) for one in hidden)
        if not warned:
            return ""
        return self._t.plural(
            "{n:number} of {total:number} personal accounts may fall silent; persons are counted, never named.",
            "{n:number} of {total:number} personal accounts may fall silent; persons are counted, never named.",
            warned,
            total=len(hidden),
        )

    def _quieter(self, judged: Iterable[AccountFacts], warned: Sequence[AccountFacts]) -> str:
        """How many others are found to be fading or silent, though more likely to go on than to stop."""
        others = [one for one in judged if one not in warned and warns(self._state(one.id))]
        found = [one for one in others if self._finding(one.id) is not None]
        if not found:
            return ""
        return self._t.plural(
            "{n:number} account is quieter than its own rhythm explains, but will more likely go on than stop: "
            "{accounts}.",
            "{n:number} accounts are quieter than their own rhythm explains, but will more likely go on than stop: "
            "{accounts}.",
            len(found),
            accounts=self._names([account_name(one, self._t) for one in found]),
        )

    def _names(self, names: Sequence[str]) -> str:
        """The first names of a list, and how many there are more."""
        listed, rest = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
        return self._t.text(N_("{accounts} and {rest:number} more"), accounts=listed, rest=rest) if rest > 0 else listed

    def _unjudged(self, count: int) -> str:
        if not count:
            return ""
        return self._t.plural(
            "{n:number} account has no forecast: it never posted steadily, has been silent for long, or is not seen.",
            "{n:number} accounts have no forecast: they never posted steadily, have been silent for long, or are not "
            "seen.",
            count,
        )

    def _line(self, rows: Iterable[ForecastRow], count: int) -> str:
        if not count:
            return ""
        named = ", ".join(f"{one.account} ({one.odds})" for one in list(rows)[:MOST_NAMES])
        if count > MOST_NAMES:
            named = self._t.text(N_("{accounts} and {rest:number} more"), accounts=named, rest=count - MOST_NAMES)
        return self._t.plural(
            "Early warning: {n:number} account may fall silent: {accounts}.",
            "Early warning: {n:number} accounts may fall silent: {accounts}.",
            count,
            accounts=named,
        )


def _silence(row: dict[Any, Any], t: Any) -> str:
    begins, warning = week_start(int(row["begins"])), float(row["warning"])
    if np.isnan(warning):
        return str(t.text(N_("From {begins:date}: not announced."), begins=begins))
    if warning > 0:
        words = N_("From {begins:date}: announced {weeks:weeks} before it began.")
        return str(t.text(words, begins=begins, weeks=int(warning)))
    if warning < 0:
        words = N_("From {begins:date}: announced after {weeks:weeks} of silence.")
        return str(t.text(words, begins=begins, weeks=int(-warning)))
    return str(t.text(N_("From {begins:date}: announced as it began."), begins=begins))


def _week(series: RhythmSeries, place: int, t: Any) -> RhythmWeek:
    low, high, state = series.low[place], series.high[place], int(series.state[place])
    usual = "–" if np.isnan(high) else f"{t.value(float(low), 'number')}–{t.value(float(high), 'number')}"
    posts = series.posts[place]
    return RhythmWeek(
        week=t.value(int(series.weeks[place]), "day"),
        posts="–" if np.isnan(posts) else t.value(float(posts), "number"),
        usual=usual,
        state="–" if state == NOT_JUDGED else state_word(state, t),
    )
