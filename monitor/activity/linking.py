"""Brings the marks of links up to date: where posts lead to, and which articles were shared."""

from __future__ import annotations

import pandas as pd

from monitor.activity.links import OwnPlaces, Place, domain_of, links_of, own_places
from monitor.activity.shares import EARLY, SHARE_DAYS, Shares
from monitor.settings import Settings
from monitor.store.contract import LinkRow, Store

DUE = "shares"
"""Note: the span of moments whose posts were marked since articles were last looked at, as "FIRST LAST"."""

SPAN = (SHARE_DAYS + 1) * 86_400
"""Seconds within which a post and the article it shares lie; a day more for the change of a clock."""

ROUND = 20_000


class Linker:
    """Marks posts by where they lead to.

    Args:
        settings: What is our own.
        accounts: All accounts, index id: platform, native_id, handle, url.
    """

    def __init__(self, settings: Settings, accounts: pd.DataFrame) -> None:
        own = own_places(settings)
        names = accounts[["platform", "handle", "native_id", "url"]]
        self._places = {int(number): own.beside(*told) for number, *told in names.itertuples()}
        self._platform = dict(zip(self._places, accounts["platform"].tolist(), strict=True))

    def marks(self, posts: pd.DataFrame) -> list[LinkRow]:
        """One mark a post; see `Store.unlabelled` for the columns."""
        rows = zip(*(posts[name].tolist() for name in ("post_id", "account_id", "links", "text")), strict=True)
        return [
            _mark(post, links_of(links, text, self._platform[who]), self._places[who])
            for post, who, links, text in rows
        ]


def _mark(post_id: int, links: object, own: OwnPlaces) -> LinkRow:
    if not isinstance(links, list | tuple):
        return LinkRow(post_id, None, None)
    places = {own.place(link) for link in links}
    if places & {Place.OWN_SITE, Place.OWN_ACCOUNT}:
        place: str | None = "own"
    else:
        place = None if Place.UNKNOWN in places else "other"
    return LinkRow(post_id, place, domain_of(links))


def note_due(store: Store, posts: pd.DataFrame) -> None:
    """Note, before posts are marked, that the articles around them must be looked at again: a kill loses nothing."""
    moments = posts.loc[posts["published_at"] >= 0, "published_at"]
    if len(moments):
        span = [int(moments.min()), int(moments.max())]
        due = _due(store)
        first, last = (min(span[0], due[0]), max(span[1], due[1])) if due else span
        store.note(DUE, f"{first} {last}")


def _due(store: Store) -> tuple[int, int] | None:
    noted = (store.noted(DUE) or "").split()
    return (int(noted[0]), int(noted[1])) if noted else None


def find_shares(store: Store, settings: Settings) -> int:
    """Look again at the articles that posts marked since the last time may share; gives how many answers changed."""
    due = _due(store)
    if due is None:
        return 0
    articles, changed = store.articles(due[0] - SPAN, due[1] + SPAN), 0
    if len(articles):
        changed = store.save_shares(_answers(store, articles, settings))
    store.note(DUE, "")
    return changed


def _answers(store: Store, articles: pd.DataFrame, settings: Settings) -> dict[int, str | None]:
    shares, after = Shares(articles, settings.organisation.zone), 0
    moments = articles["published_at"]
    since, until = int(moments.min()) - EARLY, int(moments.max()) + SPAN
    while len(posts := store.spread(since, until, after, ROUND)):
        shares.look_at(posts)
        after = int(posts["post_id"].max())
    return shares.answers()
