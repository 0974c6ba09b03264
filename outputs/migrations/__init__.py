"""Alembic migrations of the database; `upgrade` brings any older one up to date."""
