"""Notices that are sent: her choice and her addresses, and what the worker notes in the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS_BEFORE = (
    "meeting-booked", "meeting-moved", "meeting-cancelled", "meeting-offered", "reminder-day",
    "reminder-hours", "earlier-time", "follow-up-window",
)  # fmt: skip
KINDS = (
    *KINDS_BEFORE, "message", "step-due", "feedback", "calendar", "address-code",
    "minutes-published",
)  # fmt: skip
WHY = ("read", "merged", "expired", "not-wanted", "no-way", "refused", "tried-enough", "let-go")
CHANNELS = ("chosen", "push", "sms", "email")
WAITING_BEFORE = "sent_at IS NULL"
WAITING = "sent_at IS NULL AND withdrawn_at IS NULL AND dead_at IS NULL"
ADDED = (
    "about_id",
    "happens_at",
    "sent_by",
    "dead_at",
    "why",
    "tries",
    "leased_until",
    "leased_by",
)


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _allow(kinds: tuple[str, ...]) -> None:
    """Let the outbox hold these kinds of notices; on SQLite its table is made anew."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("outbox_notice", recreate="always") as batch_op:
            batch_op.alter_column(
                "kind", existing_type=sa.String(40), type_=_one_of("noticekind", kinds)
            )
        return
    op.drop_constraint(op.f("ck_outbox_notice_noticekind"), "outbox_notice", type_="check")
    op.create_check_constraint(
        "noticekind",
        "outbox_notice",
        sa.column("kind").in_([sa.literal_column(f"'{one}'") for one in kinds]),
    )


def _index_waiting(which: str) -> None:
    where = sa.text(which)
    op.create_index(
        "ix_outbox_notice_waiting", "outbox_notice", ["not_before"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def upgrade() -> None:
    op.drop_index("ix_outbox_notice_waiting", table_name="outbox_notice")
    with op.batch_alter_table("outbox_notice") as batch_op:
        batch_op.add_column(sa.Column("about_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("happens_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sent_by", _one_of("channel_sent", CHANNELS), nullable=True))
        batch_op.add_column(sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("why", _one_of("why", WHY), nullable=True))
        batch_op.add_column(
            sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("leased_by", sa.String(), nullable=True))
    _allow(KINDS)
    with op.batch_alter_table("outbox_notice") as batch_op:
        batch_op.alter_column("tries", existing_type=sa.Integer(), server_default=None)
    _index_waiting(WAITING)
    op.create_index(op.f("ix_outbox_notice_about_id"), "outbox_notice", ["about_id"])
    op.create_index("ix_outbox_notice_sent", "outbox_notice", ["person_id", "sent_at"])
    # Until now nothing was sent. What is old by now is not told of at once.
    op.execute("UPDATE outbox_notice SET withdrawn_at = not_before WHERE withdrawn_at IS NULL"
               " AND sent_at IS NULL AND expires_at < CURRENT_TIMESTAMP")  # fmt: skip
    _create_choices()


def _create_choices() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("turned_off", sa.JSON(), nullable=False),
        sa.Column("says_time", sa.Boolean(), nullable=False),
        sa.Column("mails_calendar", sa.Boolean(), nullable=False),
        sa.Column("offer_closed_at", sa.DateTime(timezone=True), nullable=True),
        _of_participant("notice_choice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_notice_choice_participant_id")),
    )
    op.create_table(
        "notice_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("channel", _one_of("channel", CHANNELS), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        _of_participant("notice_address"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_address")),
        sa.UniqueConstraint(
            "participant_id", "channel", name=op.f("uq_notice_address_participant_id_channel")
        ),
    )
    op.create_table(
        "notice_address_trial",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("channel", _one_of("channel", CHANNELS), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _of_participant("notice_address_trial"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_address_trial")),
        sa.UniqueConstraint(
            "participant_id", "channel", name=op.f("uq_notice_address_trial_participant_id_channel")
        ),
    )
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("endpoint_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("made_for", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        _of_participant("push_subscription"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"],
            name=op.f("fk_push_subscription_device_id_device"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint(
            "participant_id", "endpoint_hash",
            name=op.f("uq_push_subscription_participant_id_endpoint_hash"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_push_subscription_device_id"), "push_subscription", ["device_id"])
    op.create_index(
        op.f("ix_push_subscription_endpoint_hash"), "push_subscription", ["endpoint_hash"]
    )


def _of_participant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["participant_id"],
        ["participant.id"],
        name=op.f(f"fk_{table}_participant_id_participant"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in ("push_subscription", "notice_address_trial", "notice_address", "notice_choice"):
        op.drop_table(table)
    op.drop_index("ix_outbox_notice_sent", table_name="outbox_notice")
    op.drop_index(op.f("ix_outbox_notice_about_id"), table_name="outbox_notice")
    op.drop_index("ix_outbox_notice_waiting", table_name="outbox_notice")
    kinds = ", ".join(f"'{kind}'" for kind in KINDS_BEFORE)
    op.execute(f"DELETE FROM outbox_notice WHERE kind NOT IN ({kinds})")  # noqa: S608 (our own kinds)
    with op.batch_alter_table("outbox_notice") as batch_op:
        for name in ("channel_sent", "why"):
            batch_op.drop_constraint(op.f(f"ck_outbox_notice_{name}"), type_="check")
        for column in ADDED:
            batch_op.drop_column(column)
    _allow(KINDS_BEFORE)
    _index_waiting(WAITING_BEFORE)
