"""HS6: a YouTube channel that shows the company at leisure instead of its work."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
from pydantic import Field

from monitor.symptoms.contract import Evidence, Reason, Symptom, Thresholds, Variant, answers, number_of
from monitor.symptoms.windows import floats


class Numbers(Thresholds):
    """Thresholds of HS6. The column declarations fix the last 10 videos."""

    outing_share: float = Field(0.5, gt=0, le=1, description="share of outings among the last 10 videos")
    least_videos: int = Field(2, ge=1, le=10, description="videos needed to speak of a share")
    silent_days: int = Field(90, ge=1, description="days without a video after which a last outing counts by itself")
    observed_weeks: int = Field(1, ge=0, description="observed weeks needed")
    grace_days: int = Field(30, ge=0, description="age in days under which a channel is not judged")


def judge(frame: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """At least half of the last videos are outings, or the last one is and nothing followed.

    Videos whose label is unknown may be either; a share is judged only if that makes no difference. The silence after
    the last video counts only as far as it was observed.
    """
    numbers = cast(Numbers, thresholds)
    videos, outings = floats(frame, "videos_recent"), floats(frame, "outings_recent")
    unknown = videos - floats(frame, "videos_judged")
    wanted, several = numbers.outing_share * videos - 1e-9, videos >= numbers.least_videos
    half = several & (outings >= wanted)
    half_open = several & ~half & (outings + unknown >= wanted)
    days, outing = floats(frame, "own_days_silent"), floats(frame, "last_video_outing")
    silent = np.minimum(days, 7 * floats(frame, "observed_weeks")) >= numbers.silent_days
    last = (outing == 1) & silent
    last_open = (days >= numbers.silent_days) & ~last & ((np.isnan(outing) & silent) | ((outing == 1) & ~silent))
    no_videos, unjudged = ~(videos > 0), ~(half | last) & (half_open | last_open)
    return answers(
        frame.index,
        half | last,
        variant=np.where(half, 1, 2),
        reason=np.select([no_videos, unjudged], [1, 2], 0),
        videos=videos,
        outings=outings,
        outing_share=np.divide(outings, videos, out=np.full(len(videos), np.nan), where=videos > 0),
        days_silent=days,
    )


SYMPTOM = Symptom(
    code="HS6",
    name="youtube-company-outing",
    title="YouTube channel shows the company outing",
    explanation=(
        "A channel whose videos are the staff outing, drinks and the Christmas party tells viewers nothing about the "
        "work. It was made for ourselves, and nobody outside has a reason to watch."
    ),
    source='horror: "Social media voorkom het horrorscenario", socialmedium, 1 February 2012',
    severity=2,
    in_score=True,
    platforms=frozenset({"youtube"}),
    kinds=frozenset({"channel", "company", "page", "unknown"}),
    needs=(
        "videos_recent",
        "videos_judged",
        "outings_recent",
        "last_video_outing",
        "own_days_silent",
        "observed_weeks",
    ),
    observed=number_of("observed_weeks"),
    grace=number_of("grace_days"),
    thresholds=Numbers,
    evidence=(
        Evidence("videos", "videos", "latest videos looked at, at most 10"),
        Evidence("outings", "videos", "of those, videos of the company at leisure"),
        Evidence("outing_share", "share", "share of outings among them"),
        Evidence("days_silent", "days", "days since the last video"),
    ),
    variants=(
        Variant(
            "half",
            "In {outings:number} of the latest {videos:videos} ({outing_share:percent}) the channel shows the company "
            "at leisure.",
        ),
        Variant(
            "last_video",
            "The last video shows the company at leisure, and nothing has followed for {days_silent:days}.",
        ),
    ),
    reasons=(
        Reason("no_videos", "There are no videos yet."),
        Reason("unlabelled", "For too many videos it is unknown what they show, or the time since was not observed."),
    ),
    remedy=(
        "Film one question that customers really ask and let a colleague answer it in two minutes; plan one such video "
        "a month with a second maker, and keep the outings for the intranet."
    ),
    cannot="The titles and descriptions of the videos are unknown, or there are no videos.",
    judge=judge,
)
