"""Meetings: bookable hours, places, meetings and their quarters; and the outbox that tells of them."""

import sqlalchemy as sa
from alembic import op

from portal import schema

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPENED_BEFORE = ("overview", "participant", "need", "plan", "texts", "letter", "handover")
OPENED = (*OPENED_BEFORE, "meetings")


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
        "meeting_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("directions", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_place")),
        sa.UniqueConstraint("key", name=op.f("uq_meeting_place_key")),
    )
    op.create_table(
        "bookable_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("purposes", sa.JSON(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "starts >= 0 AND starts < ends AND ends <= 1440",
            name=op.f("ck_bookable_hours_in_one_day"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_bookable_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["meeting_place.id"],
            name=op.f("fk_bookable_hours_place_id_meeting_place"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_bookable_hours_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookable_hours")),
    )
    with op.batch_alter_table("bookable_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bookable_hours_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "hours_away",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ill",
                "care-of-child",
                "holiday",
                "other",
                name="absencekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "starts >= 0 AND starts < ends AND ends <= 1440", name=op.f("ck_hours_away_in_one_day")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_hours_away_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_away")),
    )
    with op.batch_alter_table("hours_away", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hours_away_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_calendar_feed_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_calendar_feed_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_calendar_feed_participant_id")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_calendar_feed_staff_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_table(
        "interpreter_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("dialect", sa.String(), nullable=True),
        sa.Column(
            "wish",
            sa.Enum(
                "any",
                "woman",
                "man",
                name="interpreterwish",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_interpreter_need_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreter_need")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_interpreter_need_participant_id")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "offered",
                "booked",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "visit",
                "phone",
                "video",
                name="meetingmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("video_link", sa.String(), nullable=True),
        sa.Column("sitting_of_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("interpreter_language", sa.String(), nullable=True),
        sa.Column("interpreter_dialect", sa.String(), nullable=True),
        sa.Column(
            "interpreter_wish",
            sa.Enum(
                "any",
                "woman",
                "man",
                name="interpreterwish",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("notes_by_id", sa.Uuid(), nullable=True),
        sa.Column("notes_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sip", sa.JSON(), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_meeting_minutes")),
        sa.ForeignKeyConstraint(
            ["booked_by_id"], ["staff.id"], name=op.f("fk_meeting_booked_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["staff.id"], name=op.f("fk_meeting_changed_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["notes_by_id"], ["staff.id"], name=op.f("fk_meeting_notes_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_meeting_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["meeting_place.id"], name=op.f("fk_meeting_place_id_meeting_place")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_of_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_sitting_of_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["meeting_type.id"], name=op.f("fk_meeting_type_id_meeting_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint(
            "participant_id", "form_key", name=op.f("uq_meeting_participant_id_form_key")
        ),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_participant_id_starts_at", ["participant_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meeting_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_type_id"), ["type_id"], unique=False)

    op.create_table(
        "no_time_fits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column("times_shown", sa.Integer(), nullable=False),
        sa.Column("could", sa.Text(), nullable=True),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["staff.id"], name=op.f("fk_no_time_fits_handled_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_no_time_fits_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["meeting_type.id"], name=op.f("fk_no_time_fits_type_id_meeting_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_time_fits")),
        sa.UniqueConstraint(
            "participant_id", "form_key", name=op.f("uq_no_time_fits_participant_id_form_key")
        ),
    )
    with op.batch_alter_table("no_time_fits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_no_time_fits_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "outbox_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "meeting-booked",
                "meeting-moved",
                "meeting-cancelled",
                "meeting-offered",
                "reminder-day",
                "reminder-hours",
                "earlier-time",
                "follow-up-window",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "chosen",
                "push",
                "sms",
                "email",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_outbox_notice_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_outbox_notice_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_notice")),
        sa.UniqueConstraint(
            "subject_id",
            "version",
            "kind",
            "channel",
            "person_id",
            name=op.f("uq_outbox_notice_subject_id_version_kind_channel_person_id"),
        ),
    )
    with op.batch_alter_table("outbox_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_notice_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_notice_subject_id"), ["subject_id"], unique=False
        )
        batch_op.create_index(
            "ix_outbox_notice_waiting",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "earlier_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_earlier_wish_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_wish")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_earlier_wish_meeting_id")),
    )
    op.create_table(
        "meeting_party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "attendance",
            sa.Enum(
                "came",
                "excused",
                "cancelled-by-us",
                "did-not-come",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("attendance_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN staff_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN name IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_meeting_party_one_person"),
        ),
        sa.ForeignKeyConstraint(
            ["attendance_by_id"], ["staff.id"], name=op.f("fk_meeting_party_attendance_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_party_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_party_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_meeting_party_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_meeting_party_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_party")),
        sa.UniqueConstraint(
            "meeting_id", "participant_id", name=op.f("uq_meeting_party_meeting_id_participant_id")
        ),
        sa.UniqueConstraint(
            "meeting_id", "staff_id", name=op.f("uq_meeting_party_meeting_id_staff_id")
        ),
    )
    with op.batch_alter_table("meeting_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_party_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "taken_quarter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_taken_quarter_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_quarter")),
        sa.UniqueConstraint(
            "person_id", "starts_at", name=op.f("uq_taken_quarter_person_id_starts_at")
        ),
    )
    with op.batch_alter_table("taken_quarter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_taken_quarter_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "today_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ill",
                "late",
                name="todaykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("minutes_late", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["staff.id"], name=op.f("fk_today_word_handled_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_today_word_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_today_word_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["step.id"], name=op.f("fk_today_word_step_id_step"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_today_word")),
        sa.UniqueConstraint(
            "participant_id", "form_key", name=op.f("uq_today_word_participant_id_form_key")
        ),
    )
    with op.batch_alter_table("today_word", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_today_word_participant_id"), ["participant_id"], unique=False
        )

    # In plain words: SQLite then keeps the table as it is, instead of making it anew.
    op.execute(
        "ALTER TABLE absence ADD COLUMN kind VARCHAR(40) CONSTRAINT ck_absence_absencekind"
        " CHECK (kind IN ('ill', 'care-of-child', 'holiday', 'other'))"
    )
    _allow(OPENED)


def downgrade() -> None:
    _allow(OPENED_BEFORE)
    op.execute("ALTER TABLE absence DROP COLUMN kind")

    with op.batch_alter_table("today_word", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_today_word_participant_id"))

    op.drop_table("today_word")
    with op.batch_alter_table("taken_quarter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taken_quarter_meeting_id"))

    op.drop_table("taken_quarter")
    with op.batch_alter_table("meeting_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_party_staff_id"))

    op.drop_table("meeting_party")
    op.drop_table("earlier_wish")
    with op.batch_alter_table("outbox_notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_notice_waiting",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_notice_subject_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_notice_participant_id"))

    op.drop_table("outbox_notice")
    with op.batch_alter_table("no_time_fits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_no_time_fits_participant_id"))

    op.drop_table("no_time_fits")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_type_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_starts_at"))
        batch_op.drop_index("ix_meeting_participant_id_starts_at")

    op.drop_table("meeting")
    op.drop_table("interpreter_need")
    op.drop_table("calendar_feed")
    with op.batch_alter_table("hours_away", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hours_away_staff_id"))

    op.drop_table("hours_away")
    with op.batch_alter_table("bookable_hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bookable_hours_staff_id"))

    op.drop_table("bookable_hours")
    op.drop_table("meeting_place")
