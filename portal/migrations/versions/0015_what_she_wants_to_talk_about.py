"""What she wants to talk about at the follow-up is among the texts that wait for a translation."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PLACES_BEFORE = (
    "plan.own_words", "plan.closing_summary", "goal.text", "sub_goal.text", "step.text", "step.why",
    "step.bring", "step.place", "step.ground", "step.state_reason", "step_answer.comment",
    "plan_version.comment", "message.body", "meeting.topic", "meeting.reason", "meeting.notes",
    "today_word.comment", "no_time_fits.could",
)  # fmt: skip
NEW = "self_rating.talk"


def _allow(places: tuple[str, ...]) -> None:
    """Let the queue name these places; on SQLite its table is made anew."""
    if op.get_bind().dialect.name == "sqlite":
        kinds = sa.Enum(*places, name="place", native_enum=False, create_constraint=True, length=40)
        with op.batch_alter_table("wanted_translation", recreate="always") as batch_op:
            batch_op.alter_column("place", existing_type=sa.String(40), type_=kinds)
        return
    op.drop_constraint(op.f("ck_wanted_translation_place"), "wanted_translation", type_="check")
    op.create_check_constraint(
        "place",
        "wanted_translation",
        sa.column("place").in_([sa.literal_column(f"'{one}'") for one in places]),
    )


def upgrade() -> None:
    _allow((*PLACES_BEFORE, NEW))


def downgrade() -> None:
    op.execute(f"DELETE FROM wanted_translation WHERE place = '{NEW}'")  # noqa: S608 (our own name)
    _allow(PLACES_BEFORE)
