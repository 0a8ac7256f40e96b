"""What a store knows of an account, in a shape in which two stores can be compared."""

from __future__ import annotations

from dataclasses import dataclass

from tests.live.nights import Ground, Rows


@dataclass(frozen=True)
class Snapshot:
    """What may not depend on what went wrong on the way.

    A night whose visit failed leaves no profile and no standing of that night, so of these only the last one counts;
    but no state may ever have been told that a run without faults does not tell.
    """

    posts: Rows
    interactions: Rows
    windows: Rows
    accounts: Rows
    states: frozenset[str]
    last_standing: Rows
    last_profile: Rows


def snapshot(ground: Ground) -> Snapshot:
    """What the store knows now."""
    standings = ground.rows("standings")
    return Snapshot(
        posts=ground.rows("posts"),
        interactions=ground.rows("interactions"),
        windows=ground.rows("windows"),
        accounts=ground.rows("accounts"),
        states=frozenset(row["state"] for row in standings),
        last_standing=[{**row, "observed_at": ""} for row in standings[-1:]],
        last_profile=ground.rows("profiles")[-1:],
    )
