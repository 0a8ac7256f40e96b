"""What reading X costs, and how much of it the limit still allows.

X bills each resource it returns (prices of August 2026): a post 0.005 USD, a user 0.010; posts of the account that owns
the developer's app, read with that account's own token, 0.001. A resource that comes again within the day is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from connectors._x_api_names import included, rows
from connectors._x_posts import status_id
from monitor.errors import RetryLater
from monitor.sources.ledger import Ledger

POST, OWNED, USER = 0.005, 0.001, 0.010
"""USD a resource."""

FEWEST, MOST = 5, 100
"""Posts that can be asked for at once."""

REFERENCES = 2
"""Most posts that come along with one: what it answers and what it quotes."""


class LimitReached(RetryLater):
    """Our own limit allows no more in this run."""


class Purse:
    """Pays the pages of one visit out of the ledger of the run.

    The most that a page can cost is taken out before it is asked for, and what was not needed is put back: so visits
    that are made at once do not spend the same money.

    Args:
        ledger: Shared by all visits of the run.
        owned: The posts are those of the token's own account, which owns the app.
    """

    def __init__(self, ledger: Ledger, *, owned: bool) -> None:
        self._ledger, self._paid = ledger, set[str]()
        self.price = OWNED if owned else POST

    def dearest(self, *, others: bool) -> float:
        """The most that a post can cost; posts of others that come along with it are never owned."""
        return self.price + (REFERENCES * POST if others else 0.0)

    def affordable(self, price: float) -> int:
        """How many posts may be asked for next, if one costs so much.

        Raises:
            LimitReached: Not even a few.
            AddCredit: X has no credit for us.
        """
        book = self._ledger
        left = MOST if book.limit is None else int((book.limit - book.used) / price + 1e-9)
        if left < FEWEST:
            self._limited(book.allow, FEWEST * price)
        return max(FEWEST, min(MOST, left))

    @contextmanager
    def holding(self, most: float) -> Iterator[list[float]]:
        """Hold back the most that a request can cost; what it did cost is put into the list.

        Raises:
            LimitReached: The limit does not allow it.
            AddCredit: X has no credit for us.
        """
        self._limited(self._ledger.take, most)
        bill: list[float] = []
        try:
            yield bill
        finally:
            self._ledger.spend(sum(bill) - most)

    def cost(self, body: Any) -> float:
        """What an answer with posts costs; what came before in this visit is free."""
        return self.price * self._new(rows(body)) + POST * self._new(list(included(body).values()))

    def _new(self, posts: list[Any]) -> int:
        numbers = [status_id(post.get("id")) if isinstance(post, Mapping) else None for post in posts]
        fresh = {number for number in numbers if number} - self._paid
        self._paid |= fresh
        return len(fresh) + numbers.count(None)

    def _limited(self, ask: Callable[[float], None], cost: float) -> None:
        try:
            ask(cost)
        except RetryLater as error:
            raise LimitReached(error.what, error.where, error.todo) from error
