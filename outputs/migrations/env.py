"""What Alembic runs: migrations on the connection that the caller holds open."""

from alembic import context

from outputs.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata(), render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
