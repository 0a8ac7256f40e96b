"""What can go wrong with one exchange: pure functions from the true answer to what is sent in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from tests.live.world import Answered, World

PAGE = b"<!doctype html><html><body><h1>We are improving our service</h1></body></html>"


class End(StrEnum):
    """What the server does with the connection after an answer."""

    OPEN = "open"
    CLOSE = "close"
    STALL = "stall"
    """Says nothing more until the client gives up."""


@dataclass(frozen=True)
class Delivery:
    """What the server sends.

    Attributes:
        sent: How many bytes of the body are really sent; None: all. -1: not even a status.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent: int | None = None
    end: End = End.OPEN


Fault = Callable[[World, Delivery], Delivery]


def _refused(status: int) -> Fault:
    return lambda world, _: Delivery(*world.refusal(status))


def _busy(world: World, _: Delivery) -> Delivery:
    """In the platform's words, with the moment when asking again makes sense."""
    status, headers, body = world.refusal(429)
    return Delivery(status, {**headers, **world.limit_headers(2)}, body)


def _retry_after(world: World, _: Delivery) -> Delivery:
    """As a machine between us and the platform says it."""
    return Delivery(429, {"Retry-After": "2", "Content-Type": "text/html"}, PAGE)


def _bare_busy(world: World, _: Delivery) -> Delivery:
    return Delivery(429, {}, b"")


def _stalls(world: World, true: Delivery) -> Delivery:
    return replace(true, sent=len(true.body) // 2, end=End.STALL)


def _breaks_off(world: World, true: Delivery) -> Delivery:
    return replace(true, sent=len(true.body) // 2, end=End.CLOSE)


def _hangs_up(world: World, true: Delivery) -> Delivery:
    return replace(true, sent=-1, end=End.CLOSE)


def _truncated(world: World, true: Delivery) -> Delivery:
    """Cut, with the length of what is left: only the JSON itself shows it."""
    return replace(true, body=true.body[: len(true.body) // 2])


def _page(world: World, _: Delivery) -> Delivery:
    return Delivery(200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)


def _firewall(world: World, _: Delivery) -> Delivery:
    return Delivery(403, {"Content-Type": "text/html; charset=utf-8"}, PAGE)


def _elsewhere(world: World, _: Delivery) -> Delivery:
    return Delivery(302, {"Location": f"{world.elsewhere}/stolen?next=1"}, b"")


PASSING: dict[str, Fault] = {
    "429 in the platform's words": _busy,
    "429 with Retry-After": _retry_after,
    "429 without a word": _bare_busy,
    "500": _refused(500),
    "503": _refused(503),
    "time-out": _stalls,
    "broken off": _breaks_off,
    "hung up": _hangs_up,
    "truncated": _truncated,
    "page in place of JSON": _page,
}
"""One of these is overcome in the same visit."""

LASTING: dict[str, Fault] = {
    "401": _refused(401),
    "402": _refused(402),
    "403 of a firewall": _firewall,
    "redirect elsewhere": _elsewhere,
}
"""One of these ends the visit, and nothing more; no account is gone for it."""

FAULTS = PASSING | LASTING


def delivered(world: World, true: Answered, fault: str | None) -> Delivery:
    """The true answer, or what a fault makes of it."""
    delivery = Delivery(*true)
    return FAULTS[fault](world, delivery) if fault else delivery
