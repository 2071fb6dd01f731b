"""Runs migrations for `portal.schema`, which hands over the engine."""

from alembic import context

from portal import schema

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=schema.METADATA,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
