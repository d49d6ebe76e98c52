"""Scripts of alembic that make the queue's tables, and change older ones into newer ones."""
