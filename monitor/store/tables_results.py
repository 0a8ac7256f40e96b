"""The tables of what the program concluded and did: verdicts, scores, transitions, deliveries, job runs. Private."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from monitor.store.columns import Real, UtcTime, Whole
from monitor.store.tables import CLUSTERED, STRICT, Row, foreign, key, part


class SpellRow(Row, table=True):
    """A run of weeks with the same verdict."""

    __tablename__ = "spell"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    code: str = part(sa.Text)
    first_week: int = part(sa.Integer)
    last_week: int = Field(sa_type=sa.Integer)
    verdict: int = Field(sa_type=sa.Integer)
    variant: str = Field(default="", sa_type=sa.Text)
    reason: str = Field(default="", sa_type=sa.Text)
    evidence: str = Field(default="{}", sa_type=sa.Text)


class AccountStatusRow(Row, table=True):
    """Which of the four clocks' answers held for an account at a week's end."""

    __tablename__ = "account_status"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    week: int = part(sa.Integer)
    answer: str = Field(sa_type=sa.Text)
    since: str | None = Field(default=None, sa_type=sa.Text)
    complete_until: datetime | None = Field(default=None, sa_type=UtcTime)
    last_post_at: datetime | None = Field(default=None, sa_type=UtcTime)
    detail: str = Field(default="", sa_type=sa.Text)
    reason: str | None = Field(default=None, sa_type=sa.Text)


class HorrorScoreRow(Row, table=True):
    """The horror score of a week; `codes` are joined with a space."""

    __tablename__ = "horror_score"
    __table_args__ = CLUSTERED
    week: int = part(sa.Integer)
    score: int = Field(sa_type=sa.Integer)
    codes: str = Field(default="", sa_type=sa.Text)


class RhythmWeekRow(Row, table=True):
    """What is told of the rhythm of an account in a week; see `monitor.activity.rhythm.told_columns`."""

    __tablename__ = "rhythm_week"
    __table_args__ = (foreign("account"), CLUSTERED)
    account_id: int = part()
    week: int = part(sa.Integer)
    state: int = Field(sa_type=sa.Integer)
    over_line: int = Field(sa_type=sa.Integer)
    notice: int = Field(sa_type=sa.Integer)
    little_history: int = Field(sa_type=sa.Integer)
    score: float | None = Field(default=None, sa_type=Real)
    line: float | None = Field(default=None, sa_type=Real)
    part_level: float | None = Field(default=None, sa_type=Real)
    part_change: float | None = Field(default=None, sa_type=Real)
    part_gap: float | None = Field(default=None, sa_type=Real)
    part_people: float | None = Field(default=None, sa_type=Real)
    part_siblings: float | None = Field(default=None, sa_type=Real)
    chance_dormant: float | None = Field(default=None, sa_type=Real)
    chance_silence: float | None = Field(default=None, sa_type=Real)
    next_early: float | None = Field(default=None, sa_type=Real)
    next_usual: float | None = Field(default=None, sa_type=Real)
    next_late: float | None = Field(default=None, sa_type=Real)
    usual_gap: float | None = Field(default=None, sa_type=Real)
    gaps_a_year: float | None = Field(default=None, sa_type=Real)
    decline_start: float | None = Field(default=None, sa_type=Real)
    projected_horror: float | None = Field(default=None, sa_type=Real)


class RhythmMemoryRow(Row, table=True):
    """Running numbers of the rhythm of all accounts together, which the next night goes on with.

    Numbers of all accounts stand in one row, so that taking one account out means taking everything out.
    """

    __tablename__ = "rhythm_memory"
    __table_args__ = STRICT
    name: str = part(sa.Text)
    content: bytes = Field(sa_type=sa.LargeBinary)


class TransitionRow(Row, table=True):
    """A change worth telling once."""

    __tablename__ = "transition"
    __table_args__ = (
        UniqueConstraint("account_id", "code", "change", "week", "variant", name="uq_transition"),
        foreign("account"),
        STRICT,
    )
    id: int | None = key()
    account_id: int = Field(sa_type=Whole)
    code: str = Field(sa_type=sa.Text)
    change: str = Field(sa_type=sa.Text)
    week: int = Field(sa_type=sa.Integer)
    variant: str = Field(default="", sa_type=sa.Text)
    since_week: int = Field(sa_type=sa.Integer)
    evidence: str = Field(default="{}", sa_type=sa.Text)
    created_at: datetime = Field(sa_type=UtcTime)


class DeliveryRow(Row, table=True):
    """What became of a transition at one sink; delivered only after the sink took it."""

    __tablename__ = "delivery"
    __table_args__ = (foreign("transition"), CLUSTERED)
    transition_id: int = part()
    sink: str = part(sa.Text)
    delivered_at: datetime | None = Field(default=None, sa_type=UtcTime)
    tries: int = Field(default=0, sa_type=sa.Integer)
    tried_at: datetime | None = Field(default=None, sa_type=UtcTime)
    trouble: str = Field(default="", sa_type=sa.Text)


class JobRunRow(Row, table=True):
    """One run of the nightly job."""

    __tablename__ = "job_run"
    __table_args__ = STRICT
    id: int | None = key()
    started_at: datetime = Field(sa_type=UtcTime)
    as_of: str = Field(sa_type=sa.Text)
    exit_code: int = Field(sa_type=sa.Integer)


class JobStageRow(Row, table=True):
    """One stage of a job run."""

    __tablename__ = "job_stage"
    __table_args__ = (foreign("job_run"), CLUSTERED)
    job_run_id: int = part()
    position: int = part(sa.Integer)
    name: str = Field(sa_type=sa.Text)
    status: str = Field(sa_type=sa.Text)
    started_at: datetime = Field(sa_type=UtcTime)
    finished_at: datetime = Field(sa_type=UtcTime)
    message: str = Field(default="", sa_type=sa.Text)
