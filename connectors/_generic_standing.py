"""What became of an account, as somebody wrote it into a hand-made table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.records import Standing, StandingState

STATE_WORDS: Mapping[str, StandingState] = {
    **{state.value: state for state in StandingState},
    "actief": StandingState.ACTIVE,
    "hernoemd": StandingState.RENAMED,
    **dict.fromkeys(("geblokkeerd", "geschorst"), StandingState.SUSPENDED),
    **dict.fromkeys(("verwijderd", "opgeheven"), StandingState.DELETED),
    **dict.fromkeys(("afgeschermd", "besloten"), StandingState.PROTECTED),
    "verhuisd": StandingState.MOVED,
}
"""What the words of a column `state` mean, in English and Dutch."""


def standing_of(account: str, observed_at: datetime, state: str, detail: str) -> Standing | None:
    """Read what a row says of the account itself; None if it says nothing.

    Args:
        account: Key of the account.
        observed_at: Aware time of the look.
        state: The cell of `state`, without blanks around it.
        detail: The cell of `state_detail`.

    Raises:
        ValueError: The word is unknown, or a detail stands without it; the message lists the words.
    """
    if not state and not detail:
        return None
    known = STATE_WORDS.get(state.casefold())
    if known is None:
        wrong = f"its state {state[:40]!r} is unknown" if state else "has a state_detail and no state"
        raise ValueError(f"{wrong}: write one of {', '.join(STATE_WORDS)}")
    return Standing(account=account, observed_at=observed_at, state=known, detail=detail)
