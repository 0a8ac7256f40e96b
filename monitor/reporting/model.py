"""Everything the report shows, as plain data: a pure function of what the store knows, the settings and a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from monitor.activity.weeks import last_complete_week, week_end, week_label, week_start
from monitor.reporting.accounts import Seen, account_rows, complete_text, coverage, troubles
from monitor.reporting.attention import Tally, beside, headline, quiet_ones, tally_now, tally_then
from monitor.reporting.findings import Scene, changes_of, findings_of, spells_of, worst
from monitor.reporting.forecast import Forecasts
from monitor.reporting.history import Facts, History, seen_weeks
from monitor.reporting.i18n import N_, Translator
from monitor.reporting.lone import LoneAuthors
from monitor.reporting.names import AccountFacts, account_facts
from monitor.reporting.outside import clean, slug
from monitor.reporting.parts import AccountRow, AccountView, Finding, Report, WeekName, WeekView
from monitor.reporting.persons import persons_note, persons_of, withheld_codes
from monitor.reporting.scoring import score_of, score_series, told_scores
from monitor.reporting.series import account_series, heat_of
from monitor.reporting.views import account_facts_rows, timeline, verdict_rows
from monitor.reporting.wording import symptoms
from monitor.settings import Settings
from monitor.store.contract import ImportRun

MOST_NOW, MOST_THEN = 100_000, 100
"""How many findings the report tells of the present week (in effect all) and of each earlier one."""


def build_report(facts: Facts, settings: Settings, as_of: date, language: str | None = None) -> Report:
    """Put everything the pages show into words and numbers.

    Args:
        facts: What the store and the detector know.
        settings: The organisation's settings.
        as_of: The local day of the report; its week is the last one complete before that day.
        language: "nl" or "en"; the organisation's own by default.
    """
    translator = Translator(language or settings.organisation.language)
    scene = _scene(facts, settings, translator)
    week = last_complete_week(as_of)
    view = _Views(facts, settings, scene, week)
    this = view.of(week, MOST_NOW)
    seen = Seen(scene, view.statuses, _by_account(this.findings), settings.organisation.zone)
    rows, top = account_rows(seen), worst(this.findings)
    complete, late = complete_text(week, seen)
    first = _first_week(facts, week, settings.report.weeks)
    forecasts = _forecasts(facts, settings, seen)
    return Report(
        language=translator.language,
        organisation=clean(settings.organisation.name, 80),
        made_up=settings.organisation.made_up,
        as_of=as_of,
        as_of_text=translator.value(as_of, "date"),
        this=this,
        complete=complete,
        complete_is_late=late,
        top=top,
        quiet=quiet_ones(view.tally(week), seen),
        untold=len(this.findings) + this.more - len(top),
        coverage=coverage(settings.detection.inventory, settings.report.minimum_group, seen),
        accounts=rows,
        troubles=troubles(seen),
        imports=_imports(facts.imports, seen, translator),
        earlier=_earlier(week, facts, settings, view),
        views=tuple(_account_view(row, facts, settings, first, week, seen, forecasts) for row in rows),
        heat=heat_of(rows, scene.history, view.seen, first, week),
        scores=score_series(view.scores, view.withheld, first, week),
        persons_note=persons_note(scene.accounts, settings.report, scene),
        explained=_explained(translator),
        forecast=forecasts.view() if forecasts else None,
    )


def _by_account(findings: Sequence[Finding]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.account_id, []).append(one)
    return found


def _scene(facts: Facts, settings: Settings, translator: Translator) -> Scene:
    accounts = account_facts(facts.accounts, settings.report.show_persons)
    return Scene(History(facts), accounts, account_pages(accounts), translator, LoneAuthors(facts, settings))


def account_pages(accounts: Mapping[int, AccountFacts]) -> dict[int, str]:
    """File name of the page of every account that has one; a name used twice gets the account's number."""
    names: dict[int, str] = {}
    for one in accounts.values():
        if not one.hidden:
            stem = "-".join(part for part in (slug(one.platform), slug(one.label)) if part)
            taken = f"account-{stem}.html" in names.values()
            names[one.id] = f"account-{stem}-{one.id}.html" if taken else f"account-{stem}.html"
    return names


def week_name(week: int, translator: Translator) -> WeekName:
    """A week in words, and the file of its page."""
    first, last = week_start(week), week_end(week)
    return WeekName(
        number=week,
        label=translator.value(week, "week"),
        short=week_label(week),
        span=translator.text(N_("{first:daymonth} to {last:day}"), first=first, last=last),
        file=f"week-{week_label(week)}.html",
    )


class _Views:
    """Gives the view of any week."""

    def __init__(self, facts: Facts, settings: Settings, scene: Scene, newest: int) -> None:
        self.facts, self.settings, self.scene, self.newest = facts, settings, scene, newest
        self.statuses = {one.account_id: one for one in facts.statuses}
        self.seen = seen_weeks(facts.frame, settings)
        self.withheld = withheld_codes(scene.accounts, settings.report)
        self.scores = told_scores(facts.scores, self.withheld, facts.spells)

    def of(self, week: int, most: int) -> WeekView:
        """What there is to say of a week, with at most so many findings."""
        spells = spells_of(week, self.scene)
        counted = self.tally(week)
        return WeekView(
            week=week_name(week, self.scene.translator),
            headline=headline(counted, self.scene.translator),
            beside=beside(counted, self.scene),
            score=score_of(week, self.scores, self.withheld, self.scene),
            findings=findings_of(spells[:most], week, self.scene),
            more=max(0, len(spells) - most),
            changes=changes_of(week, self.scene),
            persons=persons_of(week, self.settings.report, self.scene),
        )

    def tally(self, week: int) -> Tally:
        """Who needs attention in a week; the newest week is counted by the statuses that the accounts show."""
        spells = spells_of(week, self.scene)
        told = sorted((symptoms()[one.code].severity, one.account_id) for one in spells)
        worst = {account: severity for severity, account in told}
        if week >= self.newest:
            return tally_now(worst, self.statuses, self.scene)
        if week not in self.seen.index.get_level_values(1):
            return Tally(frozenset(), frozenset())
        silence, seen = (one.xs(week, level=1) for one in (self.facts.frame["days_silent"], self.seen))
        return tally_then(worst, silence, seen, self.settings.detection.silent_days, self.scene)


def _forecasts(facts: Facts, settings: Settings, seen: Seen) -> Forecasts | None:
    if facts.rhythms is None:
        return None
    return Forecasts(facts.rhythms, settings.report, seen, facts.frame, facts.fading)


def _first_week(facts: Facts, week: int, most: int) -> int:
    """First week of the charts: not earlier than the data, not more than `most` weeks back."""
    known = [one.first_week for one in facts.spells]
    return max(min(known, default=week), week - most + 1) if known else week


def _earlier(week: int, facts: Facts, settings: Settings, view: _Views) -> tuple[WeekView, ...]:
    first = min((one.first_week for one in facts.spells), default=week + 1)
    last = max(first, week - settings.report.week_pages + 1)
    return tuple(view.of(number, MOST_THEN) for number in range(week, last - 1, -1))


def _account_view(
    row: AccountRow,
    facts: Facts,
    settings: Settings,
    first: int,
    week: int,
    seen: Seen,
    forecasts: Forecasts | None,
) -> AccountView:
    account = seen.scene.accounts[row.id]
    t = seen.scene.translator
    return AccountView(
        row=row,
        facts=account_facts_rows(account, row, t),
        link=account.url,
        findings=tuple(seen.findings.get(row.id, ())),
        verdicts=verdict_rows(row.id, first, week, seen),
        timeline=timeline(first, week, t),
        series=account_series(facts.frame, row.id, week, settings.report.weeks, settings.detection.silent_days),
        rhythm=forecasts.account(row.id, settings.report.weeks) if forecasts else None,
    )


def _imports(imports: Sequence[ImportRun], seen: Seen, translator: Translator) -> str:
    """When the last import ran and how much was kept aside; no file names, for those may name persons."""
    if not imports:
        return translator.text(N_("Nothing has been imported yet."))
    last = seen.day(max(one.started_at for one in imports))
    # An export that was tried again counts as it ended the last time; a run that was killed leaves one that broke off.
    newest = {one.export: one for one in sorted(imports, key=lambda one: one.id)}.values()
    aside = sum(one.counted.rejected for one in newest)
    failed = sum(one.status == "failed" for one in newest)
    words = [translator.text(N_("Last import on {day:date}."), day=last)]
    if aside:
        words.append(translator.plural("{n:number} row was kept aside.", "{n:number} rows were kept aside.", aside))
    if failed:
        words.append(translator.plural("{n:number} import failed.", "{n:number} imports failed.", failed))
    return " ".join(words)


def _explained(translator: Translator) -> tuple[tuple[str, str, str], ...]:
    """Code, title and explanation of every symptom."""
    return tuple(
        (code, translator.text(one.title), translator.text(one.explanation)) for code, one in symptoms().items()
    )
