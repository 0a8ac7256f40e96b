"""The accounts of X and what they posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from tests.samples import words
from tests.samples.timeline import ZONE, Phase, moments, rng_of

EPOCH_MS = 1288834974657
SOURCES = (
    '<a href="http://twitter.com" rel="nofollow">Twitter Web Client</a>',
    '<a href="http://www.example.org/planner" rel="nofollow">Zaaiplanner</a>',
    '<a href="http://twitter.com/download/iphone" rel="nofollow">Twitter for iPhone</a>',
)
BIO = "Verzonnen organisatie (demo). {} Made-up demo account."


@dataclass(frozen=True)
class Tweet:
    """One post; `kind` is original, reply or repost."""

    id: str
    at: datetime
    text: str
    kind: str
    source: str
    likes: int
    reposts: int
    long: str | None = None


@dataclass(frozen=True)
class Person:
    """An account on X."""

    handle: str
    native_id: str
    name: str
    bio: str
    created: datetime


STROOMDAUW = Person(
    "stroomdauw",
    "488120031",
    "Stroomdauw",
    BIO.format("Samen zuinig met water en stroom."),
    datetime(2012, 2, 6, 6, 12, 31, tzinfo=UTC),
)
HELP = Person(
    "stroomdauwhulp",
    "501774206",
    "Stroomdauw helpt",
    BIO.format("Vragen en storingen."),
    datetime(2012, 3, 1, 8, 0, 12, tzinfo=UTC),
)
MEASURING = Person(
    "meetpostdauw",
    "512903377",
    "Meetpost Zwaluwmeer",
    BIO.format("Waterstand en weer."),
    datetime(2012, 4, 2, 7, 30, 44, tzinfo=UTC),
)
SHOP = Person(
    "dauwwinkel",
    "530016482",
    "Winkel van Stroomdauw",
    BIO.format("Openingstijden en acties."),
    datetime(2012, 6, 4, 9, 0, 5, tzinfo=UTC),
)
ALIVE = Person(
    "fennadauw", "495510010", "Fenna Waterling", BIO.format("Adviseur."), datetime(2012, 2, 20, 10, 0, 0, tzinfo=UTC)
)

END = date(2013, 12, 30)


def tweet_id(at: datetime, rng: Random) -> str:
    """An id as X makes them: milliseconds since its epoch, then 22 bits."""
    return str((int(at.timestamp() * 1000) + rng.randrange(1000) - EPOCH_MS) << 22 | rng.randrange(1 << 22))


def tweets(who: Person, own: Sequence[Phase], voice: Sequence[str], quiet: bool = True) -> list[Tweet]:
    """Own posts of an account, oldest first."""
    rng, flow = rng_of(who.handle), words.texts(voice, rng_of(who.handle + " text"))
    times = moments(who.handle, own, END, quiet)
    return [_tweet(at, next(flow), "original", rng) for at in times]


def others(who: Person, phases: Sequence[Phase], voice: Sequence[str], kind: str) -> list[Tweet]:
    """Replies or reposts of an account."""
    rng, flow = rng_of(who.handle + kind), words.texts(voice, rng_of(who.handle + kind + " text"))
    return [_tweet(at, next(flow), kind, rng) for at in moments(who.handle + kind, phases, END)]


def _tweet(at: datetime, text: str, kind: str, rng: Random) -> Tweet:
    long = None
    if len(text) > 140:
        text = text[:137].rsplit(" ", 1)[0] + "…"
    return Tweet(tweet_id(at, rng), at, text, kind, rng.choice(SOURCES), rng.randrange(4), rng.randrange(3), long)


def company() -> list[Tweet]:
    """The company account: lively in 2012, one post a week at most since September 2013."""
    own = (
        (date(2012, 2, 6), 7.0),
        (date(2012, 10, 1), 6.0),
        (date(2013, 3, 4), 4.0),
        (date(2013, 6, 3), 2.2),
        (date(2013, 9, 2), 0.7),
    )
    english = ((date(2012, 3, 5), 0.5), (date(2013, 4, 1), 0.25), (date(2013, 6, 1), 0.0))
    replies = ((date(2012, 2, 6), 3.0), (date(2013, 3, 4), 1.2), (date(2013, 9, 2), 0.2))
    reposts = ((date(2012, 2, 6), 0.8), (date(2013, 6, 3), 0.3))
    found = tweets(STROOMDAUW, own, words.COMPANY) + others(STROOMDAUW, english, words.ENGLISH, "original")
    found += others(STROOMDAUW, replies, words.REPLY, "reply") + others(STROOMDAUW, reposts, words.REPOST, "repost")
    return [_lengthened(tweet, number) for number, tweet in enumerate(sorted(found, key=lambda tweet: tweet.at))]


def _lengthened(tweet: Tweet, number: int) -> Tweet:
    """Make some own posts long ones (a format of much later years, so that it is shown too)."""
    if tweet.kind != "original" or "stappenplan" not in tweet.text or number % 3:
        return tweet
    long = (
        tweet.text
        + " "
        + " ".join(
            f"Stap {step}: {text}"
            for step, text in enumerate(
                (
                    "zet de kraan uit en laat de leiding leeglopen",
                    "meet de diameter van de buis",
                    "bestel de juiste koppeling",
                    "draai alles met de hand vast en pas dan met een sleutel",
                    "controleer na een uur of het droog blijft",
                ),
                1,
            )
        )
    )
    short = long[:139].rsplit(" ", 1)[0] + "…"
    return Tweet(tweet.id, tweet.at, short, tweet.kind, tweet.source, tweet.likes, tweet.reposts, long)


def support() -> list[Tweet]:
    """The support account: mostly answers, fading all through 2013."""
    own = ((date(2012, 3, 1), 4.0), (date(2013, 2, 4), 3.0), (date(2013, 7, 1), 1.6), (date(2013, 10, 7), 0.8))
    replies = ((date(2012, 3, 1), 9.0), (date(2013, 2, 4), 5.5), (date(2013, 7, 1), 2.4), (date(2013, 10, 7), 0.6))
    found = tweets(HELP, own, words.SUPPORT_OWN) + others(HELP, replies, words.SUPPORT_REPLY, "reply")
    return sorted(found, key=lambda tweet: tweet.at)


def measuring() -> list[Tweet]:
    """The measuring post: four or five posts a week, Christmas or not."""
    return tweets(MEASURING, ((date(2012, 4, 2), 4.6),), words.PROJECT, quiet=False)


def shop() -> list[Tweet]:
    """The shop: its archive was made in October 2013 and never since."""
    found = tweets(SHOP, ((date(2012, 6, 4), 2.4),), words.COMPANY)
    return [tweet for tweet in found if tweet.at < datetime(2013, 10, 14, tzinfo=UTC)]


def alive() -> list[Tweet]:
    """An employee who tweets."""
    return tweets(ALIVE, ((date(2012, 2, 20), 2.4), (date(2013, 1, 7), 3.0)), words.PERSONAL)


def between(posts: Sequence[Tweet], first: date, last: date) -> list[Tweet]:
    """Posts of these days, the organisation's zone."""
    return [tweet for tweet in posts if first <= tweet.at.astimezone(ZONE).date() <= last]
