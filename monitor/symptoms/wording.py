"""Sentences that several symptoms share."""

from __future__ import annotations

from monitor.symptoms.contract import Reason

STRETCHED = Reason(
    "stretched", "Holidays or the account's own rhythm stretch the period to look at beyond what was observed."
)
"""A judgement would need more weeks than were observed without a gap."""
