"""Integer weeks, for the rooms above the store; see `monitor.store.weeks`, which the store's tables need too."""

from __future__ import annotations

from monitor.store.weeks import DAYS, last_complete_week, week_end, week_label, week_of, week_start

__all__ = ["DAYS", "last_complete_week", "week_end", "week_label", "week_of", "week_start"]
