"""Migrations of the store's schema, run when an older store is opened (Alembic)."""
