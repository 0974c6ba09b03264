"""Alembic migrations of the database."""

# The newest revision: a database that is there already needs no Alembic.
HEAD = "0004"
