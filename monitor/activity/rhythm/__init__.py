"""The rhythm of an account: causal running numbers of its posting, and the odds that it is about to fall silent.

From week to week: `events` (what happened in a week) -> `state` (running numbers of all accounts, kept and continued)
-> `model` (three channels, one score) -> `telling` (states, chances and dates, as `told_columns` declares them).
From night to night: `night` goes on from a `memory`, with the same numbers. `portfolio.portfolio_of`, `night.nightly`
and `telling.tell` are the doors; `scorer.scores` gives the bare score.
"""
