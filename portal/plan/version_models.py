"""What was written, when, by whom: drafts that only their writer sees, and the versions she was shown."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Staff
from portal.plan.models import Plan
from portal.writing import Writing


class PlanDraft(Base):
    """A plan as its writer is changing it; nobody else sees it until it is published (utkast)."""

    __tablename__ = "plan_draft"
    __table_args__ = (sa.UniqueConstraint("plan_id", "staff_id"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    plan_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("plan.id", ondelete="CASCADE"))
    """None for a plan that does not exist yet."""
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    base_version: Mapped[int]
    """The version of the plan that it was begun from: publishing over a newer one is refused."""
    revision: Mapped[int] = mapped_column(default=0)
    """Moves at each change, so that two tabs cannot write over each other."""
    document: Mapped[dict[str, Any]]
    undo: Mapped[dict[str, Any] | None]
    """The document before the last change."""
    changed_at: Mapped[datetime]

    plan: Mapped[Plan | None] = relationship()
    staff: Mapped[Staff] = relationship()


class Says(StrEnum):
    """What she says of a version."""

    AGREED = "agreed"
    WANTS_CHANGE = "wants-change"


class PlanVersion(Base):
    """One published state of a plan: who, when, and what changed; and what she says of it."""

    __tablename__ = "plan_version"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[UUID] = mapped_column(sa.ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    published_at: Mapped[datetime]
    changes: Mapped[list[dict[str, Any]]]
    document: Mapped[dict[str, Any]]
    """The whole plan as it was then."""
    says: Mapped[Says | None]
    said_at: Mapped[datetime | None]
    comment: Mapped[Writing | None]
    handled_at: Mapped[datetime | None]
    """When staff had seen to her wish to change it."""

    plan: Mapped[Plan] = relationship()
    staff: Mapped[Staff] = relationship()


SAYS_SOMETHING = sa.or_(
    PlanVersion.says == Says.WANTS_CHANGE,
    sa.and_(PlanVersion.says == Says.AGREED, PlanVersion.comment.is_not(None)),
)
"""She wants a change, or has written something beside her yes: somebody is to read it."""
