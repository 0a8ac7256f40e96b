"""What the store promises: plain data in, plain data out, and what can go wrong.

`monitor.store.sqlstore.open_store(url, ...)` gives an object that satisfies `Store`. All times are aware and in UTC;
weeks are integers of `monitor.store.weeks`. Every writing method is one transaction: killed half-way, nothing is done.
All methods may raise StoreTrouble (disk full, damaged, unreachable) and RetryLater (locked).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from monitor.records import Account, BadRow, Interaction, PlannedItem, Post, PostKind, Profile, Standing, Window
from monitor.settings import AccountSettings

if TYPE_CHECKING:
    import pandas as pd

Kept = Post | Profile | Standing | Interaction | PlannedItem | Window
"""Records that belong to an account."""


@dataclass(frozen=True)
class Counted:
    """What became of the records of a batch or an import."""

    new: int = 0
    known: int = 0
    updated: int = 0
    rejected: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.new + other.new,
            self.known + other.known,
            self.updated + other.updated,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True)
class ImportRun:
    """One export read once, or one visit to an account.

    `status` is running, done, partial (something was rejected or the file was cut off), postponed (a visit: the server
    was busy or out of reach, tried again next time) or failed. A run that was killed stays running until the next
    start, which marks it failed ("interrupted"). `account_id` is the account that was visited, None for exports.
    `reason` names what a person must mend after a visit: token, access, credit or "".
    """

    id: int
    connector: str
    export: str
    fingerprint: str
    status: str
    started_at: datetime
    finished_at: datetime | None = None
    message: str = ""
    counted: Counted = field(default_factory=Counted)
    account_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Spell:
    """A run of weeks in which an account had the same verdict on a symptom.

    Attributes:
        verdict: -1 unknown, 0 absent, 1 present.
        variant: Name of the variant at `last_week` ("" unless present).
        reason: Name of the reason at `last_week` ("" unless unknown).
        first_week, last_week: Inclusive.
        evidence: The numbers at `last_week`; NaN is left out.
    """

    account_id: int
    code: str
    verdict: int
    variant: str
    reason: str
    first_week: int
    last_week: int
    evidence: Mapping[str, float]


@dataclass(frozen=True)
class AccountStatus:
    """Which of the four clocks' answers holds for an account, as of a week's end.

    `answer` is active, silent, stale, failed, gone, new (nothing known yet) or closed (on purpose, judged by nobody).
    `since` is the local day since which it holds, ISO text, if known. `detail` is a short English fact for people.
    `reason` tells more of failed (token, access, credit) and gone (suspended, deleted, protected, moved), else "".
    """

    account_id: int
    week: int
    answer: str
    since: str | None
    complete_until: datetime | None
    last_post_at: datetime | None
    detail: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Transition:
    """A change worth telling once: `change` is begun, worse or over.

    `code` is a symptom's code, or DATA for a data alert whose `variant` is stale, failed or gone, with the reason
    behind it where there is one (failed_token, gone_suspended).
    `id` is 0 until stored.
    """

    account_id: int
    code: str
    change: str
    week: int
    variant: str
    since_week: int
    evidence: Mapping[str, float]
    id: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True)
class ScoreWeek:
    """The horror score of a week: how many of the six are present on any account, and which.

    A week in which none of the six could be judged on any account has no score.
    """

    week: int
    score: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """One stage of a job run: import, fetch, privacy, label, detect, report, alert or heartbeat.

    `status` is ok, skipped or failed.
    """

    name: str
    status: str
    started_at: datetime
    finished_at: datetime
    message: str = ""


@dataclass(frozen=True)
class LabelRow:
    """A label of a post.

    Attributes:
        name: press, outing, language or theme.
        value: "yes", "no" or "unknown" for press and outing; an ISO 639-1 code for language; theme names joined
            with ";" for theme.
        probability: 0 to 1, None if the labeller gives none.
        words: What decided, for people.
        model: Version of the rules, or "person".
    """

    post_id: int
    name: str
    value: str
    probability: float | None
    words: str
    model: str


@dataclass(frozen=True)
class LinkRow:
    """Where a post leads to.

    Attributes:
        place: "own" if it links to the own site or to another own account, "other" if surely not, None unknown.
        domain: The host of its links if they lead to one only, "" for none or several, None unknown.
    """

    post_id: int
    place: str | None
    domain: str | None


class Store(Protocol):
    """Everything the rest of the program may ask of the store."""

    # --- accounts -------------------------------------------------------------------------------------
    def sync_accounts(self, accounts: Sequence[AccountSettings]) -> list[int]:
        """Bring the configured accounts in (owner, goal, state ...); gives their ids in order. Never removes one.

        One that an export without a name made is the configured one that is called like the export's file.
        """

    def find_account(self, account: Account) -> int | None:
        """Id of the account an export names, by native id, handle (any case, with or without @) or remembered alias."""

    def add_account(self, account: Account) -> int:
        """Create an account that nobody configured, or fill the unknown fields of a known one; gives its id."""

    def remember_alias(self, account_id: int, platform: str, alias: str) -> None:
        """Let `alias` ("file:NAME", "handle:NAME", "id:NUMBER") mean this account from now on."""

    def join_accounts(self, source: int, target: int) -> bool:
        """Let all that is known of `source` be `target`'s from now on, and `source` no more; persons' labels stay.

        Of what both have the target's stays, posts are merged. False, and nothing done, if `source` is configured or
        has a number, handle or address of its own: then it is another account.
        """

    def drop_account(self, account_id: int) -> bool:
        """Take away an account that was made for an export which did not say whose it is, if nothing is kept of it.

        False, and nothing done, if something is, or if it is configured or has a name of its own.
        """

    def accounts(self) -> pd.DataFrame:
        """All accounts, index id: platform, native_id, handle, name, kind, url, created_at, owner, owner_mail, deputy,
        goal_posts, goal_per, state, private, configured.
        """

    # --- import ---------------------------------------------------------------------------------------
    def known_export(self, fingerprint: str) -> ImportRun | None:
        """The finished (done or partial) import of an export with the same contents by the same program version."""

    def newest_copy(self, file: str) -> datetime | None:
        """When the newest copy of the calendars of a file was made; None if no items of it are in.

        Args:
            file: The end of `PlannedItem.calendar`.
        """

    def begin_import(
        self, connector: str, export: str, fingerprint: str, at: datetime, account_id: int | None = None
    ) -> int:
        """Start an import, or the visit to an account; gives its id. An earlier run left running is marked failed."""

    def add_batch(
        self,
        import_id: int,
        richness: int,
        at: datetime,
        batch: Sequence[tuple[int, Kept]],
        rejects: Sequence[BadRow],
    ) -> Counted:
        """Upsert records (with the account id of each) in one transaction. Idempotent; richer never loses to poorer."""

    def end_import(self, import_id: int, status: str, message: str, at: datetime, reason: str = "") -> ImportRun:
        """Close an import and bring the weekly roll-up of the touched accounts up to date."""

    def imports(self, most: int = 200) -> list[ImportRun]:
        """Newest imports first."""

    def newest_imports(self) -> list[ImportRun]:
        """The newest import of each export, by the name of its file, newest first; visits are left out."""

    def accounts_of_exports(self, exports: Collection[str]) -> dict[str, frozenset[int]]:
        """For exports of these names the accounts of which the last finished import of that name, or of its parts, told
        posts, known ones too; a name of which there was none is left out, and so is an account that is no more.
        """

    def visits(self) -> list[ImportRun]:
        """The newest finished visit by each connector to each account."""

    def mark_deleted(
        self,
        account_id: int,
        since: datetime | None,
        until: datetime,
        seen: Set[str],
        at: datetime,
        kinds: Sequence[PostKind] = (),
        among: Set[str] | None = None,
    ) -> int:
        """Note on the posts of a span that a complete look did not meet that they are deleted, and take the note off
        those it met. Nothing is removed. Posts without a number of the platform and standing pages are left alone.

        Args:
            account_id: The account.
            since: Begin of the span, None for the first post.
            until: Its end.
            seen: Platform's numbers of the posts that were met.
            at: The moment of the look.
            kinds: Kinds of posts that were looked for; posts of other kinds are left alone. (): all were.
            among: Numbers of the posts that could be missed, also of such without a time; None: all with a time.

        Returns:
            How many posts are deleted now and were not before.
        """

    def take_out_of_calendar(
        self, calendar: str, accounts: Collection[int], told_at: datetime, unread: Collection[str] = ()
    ) -> int:
        """Note on items that a calendar still had to come and that its newest copy does not hold that they are gone.

        Args:
            calendar: Its name, as `PlannedItem.calendar` has it.
            accounts: Those of which the copy holds items; the items of others are left alone.
            told_at: When the copy was made; items planned before that stay, so that nobody makes a missed one undone.
            unread: Numbers of items, or of whole series, that stand in the copy and could not be read; they stay.

        Returns:
            How many items are gone now and were not before.
        """

    def rejects(self, import_id: int) -> list[BadRow]:
        """Rows kept aside by an import."""

    # --- activity -------------------------------------------------------------------------------------
    def set_zone(self, zone: str) -> None:
        """Set the organisation's time zone; if it changed, weeks and roll-up are computed anew."""

    def weekly_rollup(self) -> pd.DataFrame:
        """account_id, week, posts, own, replies, reposts (int64), last_post_at, last_own_at (epoch s, int64, NA -1),
        press_releases, press_judged, themed, theme_judged, linking, link_judged, shared, share_judged (int64, labels
        and marks included), days (those with a post as bits, 1 for Monday, in the organisation's zone); sorted by
        account_id, week. Never scans posts.
        """

    def weekly_authors(self) -> pd.DataFrame:
        """Who wrote the own posts: account_id, week, author (as the exports spell it), posts, last_post_at (epoch s),
        days (bits); sorted by account_id and week. Posts without an author are left out. Never scans posts.
        """

    def weekly_makers(self) -> pd.DataFrame:
        """How own posts were made, of the accounts of which many in a row come at one minute, or at an unknown one:
        account_id, week, minute (of the hour; -1 unknown), app (small letters; "" unknown), domain ("" none or several,
        "?" unknown), posts; sorted. Never scans posts.
        """

    def videos(self) -> pd.DataFrame:
        """Videos of channels: account_id, post_id, published_at (epoch s), outing (1, 0, NaN); by account and time."""

    def interactions(self) -> pd.DataFrame:
        """account_id, received_at, answered_at (epoch s, NA -1), answer_known (bool), question (1, 0; NaN without
        text): called so by the source, or a text with a question mark at the end of a word.
        """

    def planned(self) -> pd.DataFrame:
        """Items of the content calendar: account_id, planned_at (epoch s), title; sorted by both.

        An item that was moved has a row for each of its times. Beside them when it was first told so and when it was
        moved, cancelled or taken out: told_first, gone_at (epoch s; -1 if unknown or never).
        """

    def planned_posts(self) -> pd.DataFrame:
        """Own posts of the accounts with items, around their time: account_id, published_at (epoch s), title, text;
        sorted by both. Posts of other accounts are not looked at.
        """

    def profiles(self) -> pd.DataFrame:
        """account_id, observed_at (epoch s), default_avatar, has_bio, protected (1, 0, NaN), followers; sorted."""

    def standings(self) -> pd.DataFrame:
        """What platforms said of accounts: account_id, observed_at (epoch s), state, detail; sorted. Each row holds
        until the next one of its account.
        """

    def windows(self) -> pd.DataFrame:
        """Observed spans: account_id, start, end (epoch s; start -1 = from the beginning)."""

    def posts(self, account_id: int, first_week: int | None = None, last_week: int | None = None) -> pd.DataFrame:
        """Posts of an account, oldest first: post_id, native_id, published_at (aware), week, kind, author, title, text,
        url, language, likes, reposts, replies, views, press, outing (label values).
        """

    # --- labels ---------------------------------------------------------------------------------------
    def unlabelled(self, model: str, size: int) -> pd.DataFrame:
        """Next posts without labels of this model version: post_id, account_id, platform, kind (of the account),
        post_kind, title, text, language, url, links (JSON), published_at (epoch s, -1 unknown); at most `size`; empty
        when done. A labelled post that has neither words nor links (any more) keeps its labels and is not among them.
        """

    def add_labels(self, labels: Iterable[LabelRow]) -> None:
        """Keep labels of one model version; a person's label always wins and is never replaced by a model's.

        Raises:
            FixQuery: A person's label is of a post that does not exist.
        """

    def add_links(self, links: Iterable[LinkRow]) -> None:
        """Keep where posts lead to."""

    def articles(self, since: int, until: int) -> pd.DataFrame:
        """Own posts of blogs published in a span (epoch s, both inclusive): post_id, published_at, url, title, shared
        (the answer so far). Those that lost their words after an answer are left out: it stays.
        """

    def spread(self, since: int, until: int, after: int, size: int) -> pd.DataFrame:
        """What accounts that are no blogs published in a span: post_id, published_at, platform, kind, title, text,
        link_place (the mark so far), links (JSON); at most `size` by number, those after post `after`.
        """

    def save_shares(self, shared: Mapping[int, str | None]) -> int:
        """Keep whether articles were shared ("yes", "no", None unknown), by post; gives how many of them changed."""

    def labels(self, post_id: int) -> list[LabelRow]:
        """All labels of a post, a person's first."""

    def doubtful(self, most: int) -> pd.DataFrame:
        """Labels press and outing a person has not spoken about, the most doubtful (probability nearest to 0.5) first:
        post_id, account_id, platform, account, published_at (aware), name, value, probability, words, title, text.
        """

    def agreement(self) -> pd.DataFrame:
        """What a person and the model both labelled, by account and label: account_id, platform, account, name, both
        (labels), agreed (with the same value), abstained (the model said unknown and the person did not).
        """

    # --- verdicts -------------------------------------------------------------------------------------
    def last_verdicts(self) -> list[Spell]:
        """What transitions compare with: of every account and symptom the newest stored spell, and, if that is unknown,
        the newest known one before it.
        """

    def last_statuses(self) -> list[AccountStatus]:
        """The newest stored status of every account."""

    def save_detection(
        self,
        week: int,
        spells: Iterable[Spell],
        statuses: Iterable[AccountStatus],
        scores: Iterable[ScoreWeek],
        transitions: Iterable[Transition],
        at: datetime,
    ) -> list[Transition]:
        """Replace the verdicts and scores by those of this pass and add the transitions, all in one transaction.

        A transition that is already stored (same account, code, change, week, variant) is not added twice, unless
        another of that account and code came after it: then it has happened again, takes the place of the first, and
        waits to be delivered. Gives the transitions that were added, with ids.
        """

    def spells(self) -> list[Spell]:
        """All spells of the last pass."""

    def statuses(self) -> list[AccountStatus]:
        """All statuses of the last pass."""

    def scores(self) -> list[ScoreWeek]:
        """The score of every week in which anything could be judged, oldest first."""

    def told(self, codes: Sequence[str]) -> list[Transition]:
        """What was told of these symptoms, oldest first: of each account, code, change and variant the newest."""

    # --- rhythm ---------------------------------------------------------------------------------------
    def save_rhythm(self, told: pd.DataFrame) -> None:
        """Replace what is told of the accounts' rhythm, for analysts.

        Args:
            told: One row per account and week, the columns of `v_rhythm`'s table `rhythm_week`; whole numbers and
                numbers, NaN for unknown. Weeks that are not in it are taken out.
        """

    def rhythm_memory(self) -> dict[str, bytes]:
        """What `keep_rhythm_memory` kept, by name; empty after an account or author was erased or joined, after
        texts were emptied, and after a change of zone.
        """

    def keep_rhythm_memory(self, added: Mapping[str, bytes], needed: Collection[str]) -> None:
        """Keep this for the next night beside what is kept and still needed; a name always has the same content.

        Args:
            added: Content by name; of names that are kept already nothing changes.
            needed: All names that the next night needs; what is kept under others is taken out.
        """

    # --- outbox ---------------------------------------------------------------------------------------
    def undelivered(self, sink: str) -> list[Transition]:
        """Transitions that `sink` (a stable name without secrets) has not taken, oldest first."""

    def mark_delivered(self, sink: str, transition_ids: Sequence[int], at: datetime) -> None:
        """Note that the sink took them; called only after it did."""

    def mark_failed(self, sink: str, transition_ids: Sequence[int], at: datetime, why: str) -> None:
        """Note a failed try, for people; the transitions stay undelivered."""

    def noted(self, key: str) -> str | None:
        """What `note` last kept under this key, None if nothing."""

    def note(self, key: str, value: str) -> None:
        """Keep a small value under a key, such as the last week that was mailed to a sink."""

    # --- persons --------------------------------------------------------------------------------------
    def person_data(self, account_id: int) -> dict[str, Any]:
        """Everything the store holds of an account, as plain data with aware times."""

    def author_data(self, name: str) -> dict[str, Any]:
        """Posts and interactions by an author (any case, spaces and @ aside), as plain data with aware times."""

    def erase_person(self, account_id: int, at: datetime) -> None:
        """Remove an account and all that hangs on it; only fingerprints of its names stay, so that it never comes back.

        From then on its names have the id `monitor.sources.sink.ERASED`, of which nothing is kept.
        """

    def erase_author(self, name: str, at: datetime) -> int:
        """Remove an author's name from posts and interactions, and the words that are the author's: of interactions
        and of posts in groups. Gives how many posts and interactions changed; later imports are cleared likewise.
        """

    def finish_erasing(self) -> bool:
        """Take what was erased out of the database's file too, if that is still to be done; False: somebody is in the
        way, call it again later.
        """

    def retain_since(self, since: datetime | None) -> int:
        """Empty texts, names and links older than this of personal accounts and of interactions, now and in later
        imports; None keeps all from now on. Counts, times and flags stay. Gives how many rows changed.
        """

    def retain_of_source(self, connector: str, posts: datetime | None, interactions: datetime | None) -> int:
        """Empty words, names and links that a source told before these moments, as its terms demand; None: keep.
        What another source told too and richer stays. Counts, times and flags stay. Gives how many rows changed.
        """

    # --- job ------------------------------------------------------------------------------------------
    def save_run(self, started_at: datetime, as_of: str, stages: Sequence[Stage], exit_code: int) -> int:
        """Record a whole job run with its stages; gives its id."""

    def query(self, sql: str, most: int = 10_000) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run an analyst's SELECT read-only: column names and rows.

        Raises:
            FixQuery: Not a SELECT, wrong SQL, or it tries to write.
        """

    def close(self) -> None:
        """Let go of all connections."""
