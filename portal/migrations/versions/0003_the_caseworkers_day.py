"""The caseworker's day: accounts, absence, handover, drafts and versions of plans, ready-made steps, translations."""

import sqlalchemy as sa
from alembic import op

from portal import schema

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPENED_BEFORE = ("overview", "participant")
OPENED = (*OPENED_BEFORE, "need", "plan", "texts", "letter", "handover")
COLUMNS = (
    ("access_log", "reason", sa.Text()),
    ("accessibility_report", "answered_at", sa.DateTime(timezone=True)),
    ("participant", "moved_on", sa.Date()),
    ("plan", "closing_summary", sa.Text()),
    ("staff", "ended_on", sa.Date()),
    ("step", "paused_on", sa.Date()),
    ("step", "dropped_on", sa.Date()),
    ("step", "state_reason", sa.Text()),
    ("step", "agreed_at", sa.DateTime(timezone=True)),
    ("step", "ready_key", sa.String()),
    ("step_answer", "handled_at", sa.DateTime(timezone=True)),
)


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
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("stand_in_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absence_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["staff.id"], name=op.f("fk_absence_stand_in_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_stand_in_id"), ["stand_in_id"], unique=False)

    op.create_table(
        "duty_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_duty_day_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_duty_day_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_day")),
        sa.UniqueConstraint("organisation_id", "on", name=op.f("uq_duty_day_organisation_id_on")),
    )
    with op.batch_alter_table("duty_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_day_on"), ["on"], unique=False)

    op.create_table(
        "ready_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("bring", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("measure_id", sa.Uuid(), nullable=True),
        sa.Column("is_participants", sa.Boolean(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_ready_step_measure_id_measure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ready_step")),
        sa.UniqueConstraint("key", name=op.f("uq_ready_step_key")),
    )
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("duties", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_account_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_account_email")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_staff_account_staff_id")),
    )
    op.create_table(
        "case_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_case_opening_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_case_opening_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opening")),
        sa.UniqueConstraint(
            "staff_id",
            "participant_id",
            "on",
            name=op.f("uq_case_opening_staff_id_participant_id_on"),
        ),
    )
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_opening_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "case_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_case_review_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_case_review_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_review")),
    )
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_review_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "wanted_translation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "plan.own_words",
                "plan.closing_summary",
                "goal.text",
                "sub_goal.text",
                "step.text",
                "step.why",
                "step.bring",
                "step.place",
                "step.ground",
                "step.state_reason",
                "step_answer.comment",
                "plan_version.comment",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_language", sa.String(), nullable=False),
        sa.Column("into", sa.String(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["staff.id"], name=op.f("fk_wanted_translation_done_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_wanted_translation_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_translation")),
        sa.UniqueConstraint(
            "place", "row_id", "into", name=op.f("uq_wanted_translation_place_row_id_into")
        ),
    )
    with op.batch_alter_table("wanted_translation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wanted_translation_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "handover_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("offered_by_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "first-visit-done",
                "new-subject",
                "staff-left",
                "absence",
                "participant-asked",
                "reorganised",
                name="handoverreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_handover_offer_assignment_id_assignment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["staff.id"], name=op.f("fk_handover_offer_offered_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_handover_offer_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["staff.id"], name=op.f("fk_handover_offer_to_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_offer")),
    )
    with op.batch_alter_table("handover_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_handover_offer_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_handover_offer_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_handover_offer_to_id"), ["to_id"], unique=False)
        batch_op.create_index(
            "uq_handover_offer_open",
            ["assignment_id"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "plan_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_plan_draft_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_draft_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_plan_draft_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_draft")),
        sa.UniqueConstraint("plan_id", "staff_id", name=op.f("uq_plan_draft_plan_id_staff_id")),
    )
    with op.batch_alter_table("plan_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_plan_draft_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_plan_draft_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "plan_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column(
            "says",
            sa.Enum(
                "agreed",
                "wants-change",
                name="says",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_plan_version_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_version_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "handover_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["handover_offer.id"],
            name=op.f("fk_handover_item_offer_id_handover_offer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["step.id"], name=op.f("fk_handover_item_step_id_step"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name=op.f("fk_handover_item_to_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_item")),
    )
    with op.batch_alter_table("handover_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_item_offer_id"), ["offer_id"], unique=False)

    op.add_column("plan", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    _allow(OPENED)


def downgrade() -> None:
    _allow(OPENED_BEFORE)
    for table, name, _ in (*COLUMNS, ("plan", "version", None)):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    with op.batch_alter_table("handover_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_item_offer_id"))

    op.drop_table("handover_item")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_version_plan_id"))

    op.drop_table("plan_version")
    with op.batch_alter_table("plan_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_draft_staff_id"))
        batch_op.drop_index(batch_op.f("ix_plan_draft_participant_id"))

    op.drop_table("plan_draft")
    with op.batch_alter_table("handover_offer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handover_offer_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_handover_offer_to_id"))
        batch_op.drop_index(batch_op.f("ix_handover_offer_participant_id"))
        batch_op.drop_index(batch_op.f("ix_handover_offer_assignment_id"))

    op.drop_table("handover_offer")
    with op.batch_alter_table("wanted_translation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wanted_translation_participant_id"))

    op.drop_table("wanted_translation")
    with op.batch_alter_table("case_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_review_participant_id"))

    op.drop_table("case_review")
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_opening_participant_id"))

    op.drop_table("case_opening")
    op.drop_table("staff_account")
    op.drop_table("ready_step")
    with op.batch_alter_table("duty_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_day_on"))

    op.drop_table("duty_day")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_stand_in_id"))
        batch_op.drop_index(batch_op.f("ix_absence_staff_id"))

    op.drop_table("absence")
