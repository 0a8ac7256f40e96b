"""The rhythm of an account: causal running numbers of its posting, and the odds that it is about to fall silent.

From week to week: `events` (what happened in a week) -> `state` (running numbers of all accounts, kept and continued)
-> `model` (three channels, one score) -> `telling` (states, chances and dates, as `told_columns` declares them).
`portfolio.portfolio_of` and `telling.tell` are the doors; `scorer.scores` gives the bare score.
"""
