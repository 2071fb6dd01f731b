"""A participant's plans, their goals, and the steps towards them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.municipality.models import Measure, Organisation, OrganisationKind
from portal.people.models import Participant, Staff
from portal.writing import Writing


class PlanKind(StrEnum):
    """Which kind of plan (handlingsplan, utvecklingsplan, SIP …) this is."""

    DEVELOPMENT = "development-plan"
    ACTION = "action-plan"
    SELF_SUPPORT = "self-support-plan"
    SIP = "sip"
    LABOUR_MARKET = "labour-market-plan"


class StepKind(StrEnum):
    """Whether a step must be done, was agreed, or is her own idea."""

    REQUIRED = "required"
    AGREED = "agreed"
    OWN = "own"


class Plan(Base):
    """One organisation's plan with her. She may have several side by side («olika planeringar»)."""

    __tablename__ = "plan"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[PlanKind]
    owner_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    own_words: Mapped[Writing | None]
    agreed_on: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    closing_summary: Mapped[Writing | None]
    """What came of a finished plan; it stays readable."""
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    """The number of its newest published version; 0 when it came in with a file."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    """When she last opened it; None when she never has."""
    seen_before_at: Mapped[datetime | None]
    """When she had last opened it before the visit in which she opened it last."""

    participant: Mapped[Participant] = relationship()
    owner: Mapped[Organisation | None] = relationship()
    goals: Mapped[list[Goal]] = relationship(
        back_populates="plan", order_by="Goal.position", cascade="all, delete-orphan"
    )

    @property
    def is_finished(self) -> bool:
        return self.finished_on is not None

    def told_since(self, visit: datetime | None) -> datetime | None:
        """From when on changes are told to her during a visit that began then; None when the whole plan is new to her.

        What was new when she opened the plan is told until her visit ends: a page that is loaded again says it again.
        """
        is_of_this_visit = self.seen_at and visit and self.seen_at >= visit
        return self.seen_before_at if is_of_this_visit else self.seen_at


class Goal(Base):
    """Something she wants to reach (mål)."""

    __tablename__ = "goal"

    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[Writing]
    reached_on: Mapped[date | None]

    plan: Mapped[Plan] = relationship(back_populates="goals")
    sub_goals: Mapped[list[SubGoal]] = relationship(
        back_populates="goal", order_by="SubGoal.position", cascade="all, delete-orphan"
    )


class SubGoal(Base):
    """A part of the way to a goal (delmål)."""

    __tablename__ = "sub_goal"

    goal_id: Mapped[UUID] = mapped_column(sa.ForeignKey("goal.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[Writing]
    reached_on: Mapped[date | None]

    goal: Mapped[Goal] = relationship(back_populates="sub_goals")
    steps: Mapped[list[Step]] = relationship(
        back_populates="sub_goal", order_by="Step.position", cascade="all, delete-orphan"
    )


_IS_LEFT = sa.text("done_on IS NULL AND removed_at IS NULL AND dropped_on IS NULL")


class Step(Base):
    """One thing that one named party does (det som behöver göras). A step of her own may stand outside every plan."""

    __tablename__ = "step"
    __table_args__ = (
        sa.CheckConstraint(
            "(CASE WHEN is_hers THEN 1 ELSE 0 END)"
            " + (CASE WHEN doer_staff_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN doer_organisation_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_doer",
        ),
        sa.UniqueConstraint("participant_id", "form_key"),
        sa.Index(
            "ix_step_left", "participant_id", sqlite_where=_IS_LEFT, postgresql_where=_IS_LEFT
        ),
    )

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    sub_goal_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("sub_goal.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    text: Mapped[Writing]
    why: Mapped[Writing | None]
    bring: Mapped[Writing | None]
    place: Mapped[Writing | None]
    kind: Mapped[StepKind]
    is_hers: Mapped[bool]
    """Whether she herself is the doer; else it is `doer_staff` or `doer_organisation`, never nobody."""
    doer_staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    doer_organisation_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    affects_money: Mapped[bool] = mapped_column(default=False)
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    ground: Mapped[Writing | None]
    measure_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("measure.id"))
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by_herself: Mapped[bool] = mapped_column(default=False)
    paused_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    """A step that was paused or dropped stays readable with `state_reason`; it is nobody's turn."""
    state_reason: Mapped[Writing | None]
    agreed_at: Mapped[datetime | None]
    """When she agreed to its words: from then on they are frozen for both, dates may move."""
    ready_key: Mapped[str | None]
    """The ready-made step of the municipality's that it was taken from."""
    removed_at: Mapped[datetime | None]
    """When she took away a step of her own; it is kept so that she can bring it back."""
    form_key: Mapped[str | None]
    """The key of the form that made a step of her own: the same form sent twice makes one step."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When somebody other than herself last changed it; her own changes are no news to her."""

    sub_goal: Mapped[SubGoal | None] = relationship(back_populates="steps")
    doer_staff: Mapped[Staff | None] = relationship(foreign_keys=[doer_staff_id])
    doer_organisation: Mapped[Organisation | None] = relationship(
        foreign_keys=[doer_organisation_id]
    )
    decided_by: Mapped[Organisation | None] = relationship(foreign_keys=[decided_by_id])
    measure: Mapped[Measure | None] = relationship()
    weekly: Mapped[list[WeeklyHour]] = relationship(
        back_populates="step",
        order_by="WeeklyHour.weekday, WeeklyHour.starts",
        cascade="all, delete-orphan",
    )
    companions: Mapped[list[Companion]] = relationship(
        back_populates="step", order_by="Companion.position", cascade="all, delete-orphan"
    )
    answer: Mapped[StepAnswer | None] = relationship(
        back_populates="step", cascade="all, delete-orphan", uselist=False
    )

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_resting(self) -> bool:
        """Whether it was paused or dropped: it asks nothing of anybody."""
        return self.paused_on is not None or self.dropped_on is not None

    @property
    def is_own(self) -> bool:
        """Whether she wrote it here herself, so that she may change or remove it."""
        return self.sub_goal_id is None

    @property
    def is_ours(self) -> bool:
        """Whether the municipality does it, so that a delay is ours («Det är vi som är sena»)."""
        doer = self.doer_staff.organisation if self.doer_staff else self.doer_organisation
        return doer is not None and doer.kind is OrganisationKind.MUNICIPAL_UNIT

    @property
    def doer_name(self) -> Writing | str | None:
        """The name of whoever else is to do it; None when it is hers."""
        if self.doer_staff:
            return self.doer_staff.name
        return self.doer_organisation.name if self.doer_organisation else None


class WeeklyHour(Base):
    """Hours of a step that come back every week; `starts` and `ends` are clock times like 09:00."""

    __tablename__ = "weekly_hour"

    step_id: Mapped[UUID] = mapped_column(sa.ForeignKey("step.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    """0 is Monday, as in `date.weekday()`."""
    starts: Mapped[str] = mapped_column(sa.String(5))
    ends: Mapped[str] = mapped_column(sa.String(5))

    step: Mapped[Step] = relationship(back_populates="weekly")

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return _minutes(self.ends) - _minutes(self.starts)


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


class Companion(Base):
    """Somebody who takes part in a step beside its doer (vilka som behöver involveras)."""

    __tablename__ = "companion"

    step_id: Mapped[UUID] = mapped_column(sa.ForeignKey("step.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    is_participant: Mapped[bool] = mapped_column(default=False)

    step: Mapped[Step] = relationship(back_populates="companions")
    staff: Mapped[Staff | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Answer(StrEnum):
    """What she says of a step; none of them is a refusal («det är svårt att säga nej»)."""

    WORKS = "works"
    UNSURE = "unsure"
    CANNOT = "cannot"


class StepAnswer(Base):
    """Her answer to a step, in her own words; she may change it."""

    __tablename__ = "step_answer"

    step_id: Mapped[UUID] = mapped_column(sa.ForeignKey("step.id", ondelete="CASCADE"), unique=True)
    answer: Mapped[Answer]
    comment: Mapped[Writing | None]
    answered_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    """When staff had seen to it; an answer given afterwards waits again."""

    step: Mapped[Step] = relationship(back_populates="answer")


class ClashReport(Base):
    """Her word that two steps do not fit together, waiting for her main contact."""

    __tablename__ = "clash_report"
    __table_args__ = (sa.UniqueConstraint("first_step_id", "second_step_id"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    first_step_id: Mapped[UUID] = mapped_column(sa.ForeignKey("step.id", ondelete="CASCADE"))
    second_step_id: Mapped[UUID] = mapped_column(sa.ForeignKey("step.id", ondelete="CASCADE"))
    reported_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]

    first_step: Mapped[Step] = relationship(foreign_keys=[first_step_id])
    second_step: Mapped[Step] = relationship(foreign_keys=[second_step_id])
