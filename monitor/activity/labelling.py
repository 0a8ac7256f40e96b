"""Brings the labels of a store up to date, batch by batch, and keeps what a person says for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from monitor.activity.labels import LANGUAGE, NAMES, OUTING, PRESS, make_labeller
from monitor.activity.linking import Linker, find_shares, note_due
from monitor.activity.rules.finding import known
from monitor.activity.rules.newsroom import Release
from monitor.errors import FixQuery
from monitor.settings import Settings
from monitor.store.contract import LabelRow, Store

BATCH = 2000
"""Posts labelled and kept in one transaction: a kill loses less than a second of work."""

PERSON = "person"
"""Model name of a correction by hand; the store never replaces it by a model's label."""


def label_new(store: Store, settings: Settings, progress: Callable[[int], None] | None = None) -> int:
    """Label all posts that this version of the rules has not seen, and mark where they lead to and what they share.

    Every batch is kept before the next is read, so a killed run goes on where it was, and a run with nothing new does
    nothing.

    Args:
        store: Where the posts are.
        settings: The organisation's names and themes.
        progress: Called after each batch with the number of posts labelled so far.

    Returns:
        Number of posts labelled.
    """
    labeller, done = make_labeller(settings, newsroom_releases(store, settings)), 0
    linker = Linker(settings, store.accounts())
    while True:
        posts = store.unlabelled(labeller.model, BATCH)
        if not len(posts):
            find_shares(store, settings)
            return done
        note_due(store, posts)
        store.add_links(linker.marks(posts))
        store.add_labels(labeller.label(posts))
        done += len(posts)
        if progress:
            progress(done)


def newsroom_releases(store: Store, settings: Settings) -> Iterator[Release]:
    """The press releases, title and text, in the accounts that `[organisation] newsroom` names."""
    wanted = {name.casefold() for name in settings.organisation.newsroom}
    if not wanted:
        return
    accounts = store.accounts()
    for account_id, *names in accounts[["name", "handle"]].itertuples():
        if wanted & {name.casefold() for name in names if isinstance(name, str)}:
            told = store.posts(account_id)[["title", "text", "published_at"]]
            for title, text, moment in told.itertuples(index=False):
                yield Release(f"{known(title)}\n{known(text)}", int(moment.timestamp()))


def correct(store: Store, post_id: int, name: str, value: str, settings: Settings | None = None) -> None:
    """Keep a person's label of a post; it outlives every re-import and every new version of the rules.

    Args:
        store: Where the post is.
        post_id: Its number in the store.
        name: press, outing, language or theme.
        value: yes, no or unknown for press and outing; a two-letter code for language; theme names joined with ";".
        settings: The themes that exist; without them any theme is taken.

    Raises:
        FixQuery: The name or value does not exist; the message says which do.
    """
    if name not in NAMES:
        raise FixQuery(f"there is no label {name!r}", todo=f"Use one of {', '.join(NAMES)}")
    _check_value(name, value, [theme.name for theme in settings.theme] if settings else None)
    store.add_labels([LabelRow(post_id, name, value, None, "corrected by hand", PERSON)])


def _check_value(name: str, value: str, themes: list[str] | None) -> None:
    if name in {PRESS, OUTING}:
        fine, choice = value in {"yes", "no", "unknown"}, "yes, no or unknown"
    elif name == LANGUAGE:
        fine = value == "unknown" or (len(value) == 2 and value.isascii() and value.isalpha() and value.islower())
        choice = "a two-letter code such as nl, or unknown"
    else:
        fine = themes is None or not value or all(part in themes for part in value.split(";"))
        choice = f"themes of config.toml joined with ';' ({', '.join(themes or ()) or 'there are none yet'})"
    if not fine:
        raise FixQuery(f"{value!r} is no value of the label {name}", todo=f"Use {choice}")
