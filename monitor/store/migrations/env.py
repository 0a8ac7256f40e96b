"""How Alembic runs our migrations: over the connection it is given, in the caller's transaction."""

from alembic import context

import monitor.store.tables_results  # noqa: F401
from monitor.store.tables import Row

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True)
context.run_migrations()
