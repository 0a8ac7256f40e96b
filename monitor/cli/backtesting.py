"""`monitor backtest`: how well the early warning did on the organisation's own past."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import common
from monitor.errors import FixQuery

if TYPE_CHECKING:
    from monitor.activity.rhythm.backtest import Backtest, Tally
    from monitor.job.session import Session
    from monitor.reporting.names import AccountFacts

COLUMNS = (
    "account",
    "years watched",
    "fell silent",
    "announced",
    "before it began",
    "missed",
    "false alarms",
    "open",
    "weeks of warning",
)
WHOLE = "all together"
PERSONS = "personal accounts"
FOOT = (
    "A silence is at most one post in 13 weeks. An alarm announces it from 13 weeks before it begins to its fourth",
    "week; any other is false, which is known 27 weeks later: open until then. Weeks of warning: the median, negative",
    "after the silence began. Every alarm is the one that was due with what was known by then.",
)


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(backtest)


def backtest(
    context: typer.Context,
    account: Annotated[str | None, typer.Option("--account", help="Name, handle or number of one account.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Tell how well the early warning would have done on your own past: what it announced, missed and got wrong."""
    with common.session(context) as opened:
        found, accounts = _tested(opened), _accounts(opened)
        least, level = opened.settings.report.minimum_group, opened.settings.detection.sensitivity
        chosen = None if account is None else _shown(common.account_id(opened, account), accounts, account)
    everyone = _names(accounts)
    tallies = _tallies(found, accounts, least) if chosen is None else {everyone[chosen]: found.of([chosen])}
    if as_json:
        _print_json(found, tallies, level)
        return
    common.print_table("", COLUMNS, [_row(name, one) for name, one in tallies.items()])
    for line in (*_words(tallies, level, one_account=chosen is not None), *FOOT):
        common.console().print(line, markup=False)


def _tested(opened: Session) -> Backtest:
    """The back-test of everything in the store."""
    from monitor.activity.history import read_history
    from monitor.activity.rhythm.backtest import back_test
    from monitor.activity.rhythm.reading import read_rhythms
    from monitor.activity.weekly import frame_of
    from monitor.activity.weeks import last_complete_week

    history = read_history(opened.store, opened.settings.organisation.zone, last_complete_week(opened.as_of))
    rhythms = read_rhythms(history, opened.settings)
    return back_test(rhythms, frame_of(history, opened.settings, rhythms))


def _accounts(opened: Session) -> dict[int, AccountFacts]:
    from monitor.reporting.names import account_facts

    return account_facts(opened.store.accounts(), opened.settings.report.show_persons)


def _shown(number: int, accounts: Mapping[int, AccountFacts], wanted: str) -> int:
    """The account, if it may be shown by itself.

    Raises:
        FixQuery: It is a person's.
    """
    if accounts[number].hidden:
        todo = "Personal accounts are counted together; `report.show_persons` in config.toml shows them"
        raise FixQuery("it belongs to a person, or is private", wanted, todo)
    return number


def _tallies(found: Backtest, accounts: Mapping[int, AccountFacts], least: int) -> dict[str, Tally]:
    """By name: each account, personal ones together (none if they are fewer than `least`), and the whole."""
    names = _names(accounts)
    named = {names[one.id]: [one.id] for one in accounts.values() if not one.hidden}
    persons = [one.id for one in accounts.values() if one.hidden and not one.private]
    if len(persons) >= least:
        named[f"{PERSONS} ({len(persons)})"] = persons
    everyone = [number for numbers in named.values() for number in numbers]
    return {name: found.of(numbers) for name, numbers in named.items()} | {WHOLE: found.of(everyone)}


def _names(accounts: Mapping[int, AccountFacts]) -> dict[int, str]:
    """Name and platform of each account; one that is used twice gets the account's number."""
    names: dict[int, str] = {}
    for one in accounts.values():
        name = f"{one.label} ({one.platform})"
        names[one.id] = f"{name} {one.id}" if name in names.values() else name
    return names


def _row(name: str, one: Tally) -> tuple[Any, ...]:
    if not one.testable:
        return (name, f"{one.years:.1f}", "nothing to test on", *("" for _ in COLUMNS[3:]))
    counts = (one.silences, one.announced, one.before, one.missed, one.false_alarms, one.open_alarms)
    return (name, f"{one.years:.1f}", *counts, "" if math.isnan(one.warning) else f"{one.warning:+.0f}")


def _words(tallies: Mapping[str, Tally], level: str, *, one_account: bool) -> Iterable[str]:
    """What the last tally says, and how its rate of false alarms compares with the sensitivity asked for."""
    from monitor.reporting.forecast_words import tally_text
    from monitor.reporting.i18n import Translator

    last = list(tallies.values())[-1]
    yield tally_text(last, Translator("en"), one_account=one_account)
    if one_account or not last.testable:
        return
    if math.isnan(last.rate):
        yield f"That is too little history to hold against the sensitivity asked for ({level})."
    elif last.against_wanted > 0:
        yield f"The sensitivity asked for is {level}; `detection.sensitivity` in config.toml can make it calmer."
    else:
        yield f"The sensitivity asked for is {level}."


def _print_json(found: Backtest, tallies: Mapping[str, Tally], level: str) -> None:
    """Everything that the table tells, as one object; unknown is null."""
    import json

    from monitor.activity.weeks import week_label

    told = {
        "until": week_label(found.last),
        "sensitivity": level,
        "false_alarms_a_year_asked_for": found.wanted,
        "accounts": [{"account": name} | _as_object(one) for name, one in tallies.items() if name != WHOLE],
    }
    if WHOLE in tallies:
        told["whole"] = _as_object(tallies[WHOLE])
    typer.echo(json.dumps(told, ensure_ascii=False))


def _as_object(one: Tally) -> dict[str, Any]:
    numbers = {
        "years_watched": one.years,
        "years_outside_silences": one.calm_years,
        "fell_silent": one.silences,
        "announced": one.announced,
        "before_it_began": one.before,
        "missed": one.missed,
        "false_alarms": one.false_alarms,
        "open_alarms": one.open_alarms,
        "weeks_of_warning": one.warning,
        "false_alarms_a_year": one.rate,
    }
    known = {name: None if math.isnan(value) else round(value, 3) for name, value in numbers.items()}
    return {"testable": one.testable, **known}
