"""The rhythm of an account: causal running numbers of its posting, and the odds that it is about to fall silent.

From week to week: `events` (what happened in a week) -> `state` (running numbers of all accounts, kept and continued)
-> `numbers` (one row of numbers an account and week) -> `scorer` (one score) -> `telling` (what people read).
"""
