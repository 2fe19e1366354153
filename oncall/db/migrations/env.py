"""Alembic's way in: run on the connection that `oncall.db.migrate` holds, in one transaction each."""

from alembic import context
from sqlalchemy import text

from oncall.db.base import Base

connection = context.config.attributes["connection"]
connection.execute(text("SET lock_timeout = '2s'"))
connection.execute(text("SET statement_timeout = '60s'"))
# The metadata is given for its naming convention: a constraint a migration leaves unnamed is named by it.
context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
