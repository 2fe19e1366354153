"""Alembic's way in: run on the connection that `oncall.db.migrate` holds, in one transaction each."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
connection.execute(text("SET lock_timeout = '2s'"))
connection.execute(text("SET statement_timeout = '60s'"))
context.configure(connection=connection, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
