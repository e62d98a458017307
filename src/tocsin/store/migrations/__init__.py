"""Alembic migrations of the database; ``Store.open`` applies them."""
