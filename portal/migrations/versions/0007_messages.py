"""Messages: a conversation for each participant, its threads and messages, drafts and papers."""

import sqlalchemy as sa
from alembic import op

from portal import schema

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPENED_BEFORE = (
    "overview",
    "participant",
    "need",
    "plan",
    "texts",
    "letter",
    "handover",
    "meetings",
)
OPENED = (*OPENED_BEFORE, "messages")


def _allow(opened: tuple[str, ...]) -> None:
    """Let the access log name these ways of opening; on SQLite its table is made anew, and guarded anew."""
    kinds = sa.Enum(*opened, name="opened", native_enum=False, create_constraint=True, length=40)
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("access_log", recreate="always") as batch_op:
            batch_op.alter_column("opened", existing_type=sa.String(40), type_=kinds)
    else:
        op.drop_constraint(op.f("ck_access_log_opened"), "access_log", type_="check")
        op.create_check_constraint(
            "opened",
            "access_log",
            sa.column("opened").in_([sa.literal_column(f"'{one}'") for one in opened]),
        )
    schema.guard_access_log(op.get_bind())


def upgrade() -> None:
    op.create_table(
        "message_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_message_batch_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_batch")),
        sa.UniqueConstraint(
            "staff_id", "form_key", name=op.f("uq_message_batch_staff_id_form_key")
        ),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("unread_by_her_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unread_by_staff_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_for_us_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_for_her_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_conversation_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_conversation_participant_id")),
    )
    op.create_table(
        "message_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_message_draft_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_draft")),
        sa.UniqueConstraint(
            "participant_id", "writer_id", name=op.f("uq_message_draft_participant_id_writer_id")
        ),
    )
    with op.batch_alter_table("message_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_draft_saved_at"), ["saved_at"], unique=False)

    op.create_table(
        "thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for_us_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("waits_for_her_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "classification",
            sa.Enum(
                "undecided",
                "case-file",
                "minor",
                name="classification",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("classified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("classified_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(waits_for_us_since IS NULL) = (answer_by IS NULL)",
            name=op.f("ck_thread_promise_while_it_waits"),
        ),
        sa.ForeignKeyConstraint(
            ["classified_by_id"], ["staff.id"], name=op.f("fk_thread_classified_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_thread_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_thread_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["staff.id"], name=op.f("fk_thread_taken_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_thread_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_thread_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_thread_taken_by_id"), ["taken_by_id"], unique=False)
        batch_op.create_index(
            "ix_thread_waits_for_us",
            ["answer_by"],
            unique=False,
            sqlite_where=sa.text("waits_for_us_since IS NOT NULL"),
            postgresql_where=sa.text("waits_for_us_since IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_thread_going_on",
            ["conversation_id", "subject"],
            unique=True,
            sqlite_where=sa.text("classified_at IS NULL"),
            postgresql_where=sa.text("classified_at IS NULL"),
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "from-her",
                "from-staff",
                "by-phone",
                "read-only",
                name="messagekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("phrase", sa.String(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("answers_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_by", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'from-her') = (staff_id IS NULL)", name=op.f("ck_message_one_author")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["message_batch.id"], name=op.f("fk_message_batch_id_message_batch")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_message_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_message_meeting_id_meeting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["staff.id"], name=op.f("fk_message_read_by_id_staff")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_message_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["step.id"], name=op.f("fk_message_step_id_step"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["thread.id"],
            name=op.f("fk_message_thread_id_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "conversation_id", "form_key", name=op.f("uq_message_conversation_id_form_key")
        ),
        sa.UniqueConstraint(
            "conversation_id", "number", name=op.f("uq_message_conversation_id_number")
        ),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_thread_id_sent_at", ["thread_id", "sent_at"], unique=False
        )

    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "ready",
                "refused",
                name="attachmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk_attachment_message_id_message"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_attachment_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_attachment_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint(
            "participant_id",
            "form_key",
            "position",
            name=op.f("uq_attachment_participant_id_form_key_position"),
        ),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attachment_participant_id"), ["participant_id"], unique=False
        )
    _allow(OPENED)


def downgrade() -> None:
    _allow(OPENED_BEFORE)
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_participant_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_message_id"))

    op.drop_table("attachment")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_thread_id_sent_at")

    op.drop_table("message")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_thread_going_on",
            sqlite_where=sa.text("classified_at IS NULL"),
            postgresql_where=sa.text("classified_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_thread_waits_for_us",
            sqlite_where=sa.text("waits_for_us_since IS NOT NULL"),
            postgresql_where=sa.text("waits_for_us_since IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_thread_taken_by_id"))
        batch_op.drop_index(batch_op.f("ix_thread_participant_id"))
        batch_op.drop_index(batch_op.f("ix_thread_conversation_id"))

    op.drop_table("thread")
    with op.batch_alter_table("message_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_draft_saved_at"))

    op.drop_table("message_draft")
    op.drop_table("conversation")
    op.drop_table("message_batch")
