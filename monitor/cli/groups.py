"""`monitor group-count`: how many discussions a LinkedIn group had, typed by a person, since nothing else can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import common
from monitor.errors import FixQuery, FixSettings

if TYPE_CHECKING:
    from monitor.job.session import Session
    from monitor.sources.results import ImportResult

FILE = "linkedin-groups-counted.csv"
"""The list in the inbox; read by the connector linkedin_group like any other."""

_TODO_SINCE = "Name the day of your last look with --since 2013-12-30, or begin today with: monitor group-count GROUP 0"


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(name="group-count")(group_count)


def group_count(
    context: typer.Context,
    group: Annotated[str, typer.Argument(metavar="GROUP", help="Name, handle or number of the group's account.")],
    discussions: Annotated[
        int, typer.Argument(metavar="N", min=0, max=1000, help="Discussions since the last look, replies left out.")
    ],
    by_us: Annotated[
        int | None, typer.Option("--by-us", min=0, help="How many of them our own team began; else nobody knows.")
    ] = None,
    nobody_new: Annotated[
        bool, typer.Option("--nobody-new", help="All of them were our own team's: nobody else began any.")
    ] = False,
    day: Annotated[str | None, typer.Option(help="The day of the look (2013-12-30), if it was not today.")] = None,
    since: Annotated[
        str | None, typer.Option(help="The day of the look before, if this is the first one told.")
    ] = None,
) -> None:
    """Note how many discussions a LinkedIn group had since the last look; again for the same day corrects it."""
    from monitor.job.lock import run_lock

    with common.session(context) as opened, run_lock(opened.folder):
        own = _by_us(discussions, by_us, nobody_new)
        noted = _Noting(opened, group, _day(day, "--day", opened), _day(since, "--since", opened) if since else None)
        line = noted.note(discussions, own)
        result = _taken_in(opened, noted.path)
        _tell(opened, noted, line, result)
    raise typer.Exit(0 if result.fine else 1)


@dataclass(frozen=True)
class Line:
    """What was noted.

    Attributes:
        since: The look before.
        is_new: False if it stood there already.
    """

    count: int
    ours: int | None
    since: date | None
    is_new: bool


class _Noting:
    """Writes one look at one group into the list."""

    def __init__(self, opened: Session, group: str, day: date, since: date | None) -> None:
        from monitor.cli.counting import Counts

        self._opened, self.day, self._stated = opened, day, since
        self.account, self.name = _group(opened, group)
        self.path = opened.folder / opened.settings.paths.inbox / FILE
        self._counts = Counts.read(self.path)
        self._looks = self._counts.days(self.name)

    def note(self, count: int, ours: int | None) -> Line:
        """Note it.

        Raises:
            FixQuery: It is not known since when these were counted, or there was a later look.
            SkipSource, MonitorError: The list cannot be read or written.
        """
        since = self._since(count)
        author = _own_name(self._opened) if ours else ""
        cells = [self.name, self.day.isoformat(), str(count), "" if ours is None else str(ours), author]
        begin = [[self.name, since.isoformat(), "", "", ""]] if since and since not in self._looks else []
        is_new = not self._counts.says(cells)
        if is_new:
            self._counts.write([*begin, cells])
        _remember(self._opened, self.account, self.name)
        return Line(count, ours, since, is_new)

    def _since(self, count: int) -> date | None:
        """The day of the look before this one; None if this is the first, and nothing was counted."""
        before = [look for look in self._looks if look < self.day]
        if any(look > self.day for look in self._looks) and self.day not in self._looks:
            later = max(self._looks).isoformat()
            raise FixQuery(
                f"the group was looked at on {later} already, and that count holds these too",
                "--day",
                f"Correct that one: give --day {later} and the whole number",
            )
        if self._stated:
            return self._checked(self._stated, before)
        known = max(before, default=None)
        if known is None and self.day not in self._looks:
            known = _seen_until(self._opened, self.account, self.day)
        if known is None and count:
            raise FixQuery("this is the first look at the group, so nobody knows since when", self.name, _TODO_SINCE)
        return known

    def _checked(self, stated: date, before: list[date]) -> date:
        if stated >= self.day:
            raise FixQuery("the look before must have been before this one", "--since", "Give an earlier day")
        if before and stated != max(before):
            raise FixQuery(f"the look before was on {max(before)}", "--since", "Leave it out")
        return stated


def _group(opened: Session, wanted: str) -> tuple[int, str]:
    """The account and the name under which the list calls it.

    Raises:
        FixQuery: There is no such account, or it is no group on LinkedIn.
    """
    account = common.account_id(opened, wanted)
    accounts = opened.store.accounts()
    row = common.records(accounts.loc[[account]])[0]
    if (row["platform"], row["kind"]) != ("linkedin", "group"):
        kind = f"{row['platform']} {row['kind'] or 'account'}"
        raise FixQuery(f"is a {kind}, no LinkedIn group", wanted, 'A group has kind = "group" in config.toml')
    return account, str(row["handle"] or row["name"] or row["native_id"])


def _by_us(count: int, by_us: int | None, nobody_new: bool) -> int | None:
    """How many were our own; None if nobody said.

    Raises:
        FixQuery: More than all.
    """
    ours = count if nobody_new else by_us
    if (ours or 0) > count or (nobody_new and by_us not in {None, count}):
        raise FixQuery(f"of {count} discussions {by_us} cannot be our own", "--by-us", "Give a smaller number")
    return ours


def _own_name(opened: Session) -> str:
    """A name of the organisation by which discussions are known as its own.

    Raises:
        FixSettings: None of its names stands in organisation.team.
    """
    from monitor.activity.people import plain_name

    organisation = opened.settings.organisation
    team = {plain_name(name) for name in organisation.team}
    for name in (organisation.name, *organisation.names):
        if plain_name(name) in team:
            return name
    todo = f'add "{organisation.name}" to it, so that discussions counted as your own are known as such'
    raise FixSettings([f"organisation.team: lacks the organisation's own name; {todo}"])


def _day(text: str | None, option: str, opened: Session) -> date:
    """Read a day, today by default.

    Raises:
        FixQuery: It is none, or is still to come.
    """
    if text is None:
        return opened.as_of
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise FixQuery(f"{text!r} is no date", option, "Write it as 2013-12-30") from error
    if day > opened.as_of:
        raise FixQuery(f"{text} is still to come", option, "Give the day on which you looked")
    return day


def _seen_until(opened: Session, account: int, day: date) -> date | None:
    """The last day before `day` up to which an earlier list has seen the group.

    Raises:
        FixQuery: An earlier list has seen it later than that.
    """
    windows = opened.store.windows()
    ends = windows.loc[windows["account_id"] == account, "end"].tolist()
    if not ends:
        return None
    end = datetime.fromtimestamp(max(ends), UTC) - timedelta(seconds=1)
    last = end.astimezone(opened.settings.organisation.zone).date()
    if last >= day:
        what = f"the group was looked at until {last} already, and what was there then is in a list"
        raise FixQuery(what, "--day", "Count what came after that, on a later day")
    return last


def _remember(opened: Session, account: int, name: str) -> None:
    """Let the name in the list mean this account, also where config.toml gives it another handle or none."""
    opened.store.remember_alias(account, "linkedin", f"handle:{name}")


def _taken_in(opened: Session, path: Path) -> ImportResult:
    from monitor.job.importing import import_these

    (result,) = import_these(opened, [path])
    return result


def _tell(opened: Session, noting: _Noting, line: Line, result: ImportResult) -> None:
    out = common.console()
    place = noting.path.relative_to(opened.folder)
    words = f"{line.count} {'discussion' if line.count == 1 else 'discussions'} until {noting.day}"
    words += f" since {line.since}" if line.since else " (the first look: from now on it counts)"
    words += "" if line.ours is None else f", {line.ours} of them our own"
    done = f"noted in {place}" if line.is_new else f"stood in {place} already"
    out.print(common.visible(f"{noting.name}: {words}; {done}."), markup=False, soft_wrap=True)
    if not opened.settings.organisation.team and line.count:
        todo = "name your own people under organisation.team in config.toml"
        out.print(f"Nobody can tell members from your team, so only the number is judged: {todo}.", markup=False)
    elif line.ours is None and line.count:
        out.print("Who began them is unknown, so only the number is judged (--by-us tells).", markup=False)
    if not result.fine:
        out.print(common.visible(f"{result.name}: {result.message}"), markup=False, style="yellow", soft_wrap=True)
