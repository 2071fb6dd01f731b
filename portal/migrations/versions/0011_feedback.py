"""Feedback: questionnaires, who was asked, and what was answered, apart from who."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_block",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint("number >= 5", name=op.f("ck_answer_block_at_least_five")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_block")),
    )
    with op.batch_alter_table("answer_block", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_block_questionnaire"), ["questionnaire"], unique=False
        )

    op.create_table(
        "answer_given",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_given")),
        sa.UniqueConstraint(
            "request_id", "question", name=op.f("uq_answer_given_request_id_question")
        ),
    )
    op.create_table(
        "answer_waiting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_waiting")),
    )
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "after-measure",
                "after-case",
                "after-meeting",
                "summer-job",
                "panel",
                "quality",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("key", name=op.f("uq_questionnaire_key")),
    )
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("in_use_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_use_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_version_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint(
            "questionnaire_id",
            "number",
            name=op.f("uq_questionnaire_version_questionnaire_id_number"),
        ),
    )
    op.create_table(
        "free_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "released",
                "withheld",
                name="freetextstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["staff.id"], name=op.f("fk_free_text_released_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_free_text")),
    )
    with op.batch_alter_table("free_text", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_free_text_questionnaire"), ["questionnaire"], unique=False
        )

    op.create_table(
        "panel_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_panel_round_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_round")),
    )
    op.create_table(
        "feedback_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "after-measure",
                "after-case",
                "after-meeting",
                "summer-job",
                "panel",
                "quality",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_feedback_request_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_feedback_request_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_request")),
        sa.UniqueConstraint(
            "participant_id",
            "occasion",
            "subject_id",
            name=op.f("uq_feedback_request_participant_id_occasion_subject_id"),
        ),
    )
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_request_asked_on"), ["asked_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_feedback_request_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "panel_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_panel_member_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_panel_member_participant_id")),
    )
    op.create_table(
        "panel_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["panel_round.id"],
            name=op.f("fk_panel_token_round_id_panel_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_panel_token_token_hash")),
    )
    with op.batch_alter_table("panel_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_token_round_id"), ["round_id"], unique=False)

    op.create_table(
        "published_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_published_answer_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["panel_round.id"], name=op.f("fk_published_answer_round_id_panel_round")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_published_answer_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_answer")),
    )
    with op.batch_alter_table("published_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_answer_organisation_id"), ["organisation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("published_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_answer_organisation_id"))

    op.drop_table("published_answer")
    with op.batch_alter_table("panel_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_token_round_id"))

    op.drop_table("panel_token")
    op.drop_table("panel_member")
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_request_participant_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_request_asked_on"))

    op.drop_table("feedback_request")
    op.drop_table("panel_round")
    with op.batch_alter_table("free_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_free_text_questionnaire"))

    op.drop_table("free_text")
    op.drop_table("questionnaire_version")
    op.drop_table("questionnaire")
    op.drop_table("answer_waiting")
    op.drop_table("answer_given")
    with op.batch_alter_table("answer_block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_block_questionnaire"))

    op.drop_table("answer_block")
