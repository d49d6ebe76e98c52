"""What alembic runs: the scripts beside this file, on the connection it was handed, inside its transaction."""

from __future__ import annotations

from alembic import context

from post_forge.queue.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a column by making the table anew
)
context.run_migrations()
