"""What is written about meetings is among the texts that wait for a translation; minutes are told of."""

import sqlalchemy as sa
from alembic import op

from portal.notifications.models import NoticeKind
from portal.translators.models import Place

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEW_PLACES = (
    "meeting.topic", "meeting.reason", "meeting.notes", "today_word.comment", "no_time_fits.could",
)  # fmt: skip
NEW_KINDS = ("minutes-published",)


def _allow(table: str, column: str, name: str, values: list[str]) -> None:
    """Let a column hold these values; on SQLite its table is made anew."""
    if op.get_bind().dialect.name == "sqlite":
        kinds = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
        with op.batch_alter_table(table, recreate="always") as batch_op:
            batch_op.alter_column(column, existing_type=sa.String(40), type_=kinds)
        return
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(
        name, table, sa.column(column).in_([sa.literal_column(f"'{one}'") for one in values])
    )


def upgrade() -> None:
    op.add_column("meeting", sa.Column("notes_seen_at", sa.DateTime(timezone=True), nullable=True))
    # What was published until now is no news.
    op.execute("UPDATE meeting SET notes_seen_at = notes_published_at")
    _allow("wanted_translation", "place", "place", [one.value for one in Place])
    _allow("outbox_notice", "kind", "noticekind", [one.value for one in NoticeKind])


def downgrade() -> None:
    op.execute("ALTER TABLE meeting DROP COLUMN notes_seen_at")
    for table, column, new in (
        ("wanted_translation", "place", NEW_PLACES),
        ("outbox_notice", "kind", NEW_KINDS),
    ):
        named = ", ".join(f"'{one}'" for one in new)
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({named})")  # noqa: S608 (our own names)
    _allow("wanted_translation", "place", "place", [one for one in Place if one not in NEW_PLACES])
    _allow(
        "outbox_notice", "kind", "noticekind", [one for one in NoticeKind if one not in NEW_KINDS]
    )
