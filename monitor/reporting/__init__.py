"""Reporting: findings in words, pages, charts and mail."""
