"""What a sign-in leaves behind: codes, phones, sessions, questions for a new code, and counted attempts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Participant, Staff

ONE_PERSON = "(participant_id IS NULL) <> (staff_id IS NULL)"


class CodeKind(StrEnum):
    """What a code is for."""

    INVITATION = "invitation"
    SECOND_PHONE = "second-phone"


class ActivationCode(Base):
    """A one-time code (aktiveringskod) that makes a phone hers; only a keyed hash of it is stored."""

    __tablename__ = "activation_code"
    __table_args__ = (sa.CheckConstraint(ONE_PERSON, name="one_person"),)

    code_hash: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    kind: Mapped[CodeKind] = mapped_column(default=CodeKind.INVITATION)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_with: Mapped[str | None]
    """Hash of the browser's own secret at the time of use: the same browser that asks again is answered the same."""

    participant: Mapped[Participant | None] = relationship()
    staff: Mapped[Staff | None] = relationship()


class Device(Base):
    """A phone that is hers: it knows a long secret, and she knows the PIN."""

    __tablename__ = "device"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(unique=True)
    pin_hash: Mapped[str]
    picture: Mapped[str | None]
    nickname: Mapped[str | None]
    """Never her name: phones are shared. Shown with the picture on the sign-in page of this phone."""
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()


class SignIn(Base):
    """One signed-in session (inloggning), kept on the server: signing out ends it for a copied cookie too."""

    __tablename__ = "sign_in"
    __table_args__ = (sa.CheckConstraint(ONE_PERSON, name="one_person"),)

    token_hash: Mapped[str] = mapped_column(unique=True)
    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("device.id", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    news_since: Mapped[datetime | None]
    """When she was last active in the session before this one; news on the home page counts from there."""

    participant: Mapped[Participant | None] = relationship()
    staff: Mapped[Staff | None] = relationship()
    device: Mapped[Device | None] = relationship()


class HelpReason(StrEnum):
    """Why somebody asks her caseworker for a new code."""

    NEW_CODE = "new-code"
    FORGOTTEN_PIN = "forgotten-pin"


class CodeRequest(Base):
    """Her question for a new code, waiting for her caseworker; one open at a time for each reason."""

    __tablename__ = "code_request"
    __table_args__ = (
        sa.Index(
            "uq_code_request_open",
            "participant_id",
            "reason",
            unique=True,
            sqlite_where=sa.text("handled_at IS NULL"),
            postgresql_where=sa.text("handled_at IS NULL"),
        ),
    )

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[HelpReason]
    asked_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()


class Attempt(Base):
    """How often something was tried in one stretch of time; `what` is a keyed hash, never an address or a code."""

    __tablename__ = "attempt"
    __table_args__ = (sa.UniqueConstraint("what", "window_at"),)

    what: Mapped[str]
    window_at: Mapped[datetime]
    times: Mapped[int]
