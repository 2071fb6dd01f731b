"""The conversation of a participant, its threads, and what was written in them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Participant, Staff
from portal.writing import Writing

if TYPE_CHECKING:
    from portal.messages.attachment_models import Attachment


class Conversation(Base):
    """Everything that a participant and the municipality have written to each other (samtal). It is hers.

    It belongs to no pair of people: contact persons come and go, and it stays. The four moments say whose turn it is;
    they follow from its threads and messages, and `facts.settle` alone writes them.
    """

    __tablename__ = "conversation"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    opened_at: Mapped[datetime]
    last_number: Mapped[int] = mapped_column(default=0)
    """The number of its newest message."""
    unread_by_her_since: Mapped[datetime | None]
    """When the oldest message was sent that she has not read."""
    unread_by_staff_at: Mapped[datetime | None]
    """When the newest message was sent that nobody on the staff has read."""
    waits_for_us_since: Mapped[datetime | None]
    """Since when she waits for an answer; the oldest of her open questions."""
    waits_for_her_since: Mapped[datetime | None]
    """Since when we wait for an answer from her."""

    participant: Mapped[Participant] = relationship()


class Classification(StrEnum):
    """What becomes of a thread when it is over: nothing is deleted before somebody has said."""

    UNDECIDED = "undecided"
    CASE_FILE = "case-file"
    """It belongs in her case file (journal)."""
    MINOR = "minor"
    """Of minor importance (ringa betydelse): may be deleted when the time is out."""


class Thread(Base):
    """What is written about one question of hers, or one of ours (tråd): its subject decides who gets it.

    She sees one conversation; staff see who answers for which part of it. When a thread has been classified it is
    over, and what she writes about the subject next begins another.
    """

    __tablename__ = "thread"
    __table_args__ = (
        sa.Index(
            "uq_thread_going_on", "conversation_id", "subject", unique=True,
            sqlite_where=sa.text("classified_at IS NULL"),
            postgresql_where=sa.text("classified_at IS NULL"),
        ),
        sa.Index(
            "ix_thread_waits_for_us", "answer_by",
            sqlite_where=sa.text("waits_for_us_since IS NOT NULL"),
            postgresql_where=sa.text("waits_for_us_since IS NOT NULL"),
        ),
        sa.CheckConstraint(
            "(waits_for_us_since IS NULL) = (answer_by IS NULL)", name="promise_while_it_waits"
        ),
    )  # fmt: skip

    conversation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str]
    """One of `subjects.SUBJECTS`, or a subject that the municipality has given one of her contacts."""
    opened_at: Mapped[datetime]
    waits_for_us_since: Mapped[datetime | None]
    """When she wrote the first thing that nobody has answered."""
    answer_by: Mapped[date | None]
    """The last day on which she is to have an answer, as she was told when she wrote."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """She says that what waits is urgent."""
    waits_for_her_since: Mapped[datetime | None]
    """When we wrote the first question that she has not answered."""
    taken_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    """Who has taken it, or was given it; nobody when it goes to whoever her subject belongs to."""
    classification: Mapped[Classification] = mapped_column(default=Classification.UNDECIDED)
    classified_at: Mapped[datetime | None]
    classified_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))

    conversation: Mapped[Conversation] = relationship()
    participant: Mapped[Participant] = relationship()
    taken_by: Mapped[Staff | None] = relationship(foreign_keys=[taken_by_id])
    classified_by: Mapped[Staff | None] = relationship(foreign_keys=[classified_by_id])
    messages: Mapped[list[Message]] = relationship(
        back_populates="thread", order_by="Message.number"
    )


class MessageKind(StrEnum):
    """What stands in the conversation, and from whom."""

    FROM_HER = "from-her"
    FROM_STAFF = "from-staff"
    BY_PHONE = "by-phone"
    """Staff answered her question by phone; `body` may say what was said."""
    READ_ONLY = "read-only"
    """Staff have read her message, and it needs no answer."""


class Message(Base):
    """One message (meddelande). Once sent it stays as it is."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("conversation_id", "number"),
        sa.UniqueConstraint("conversation_id", "form_key"),
        sa.Index("ix_message_thread_id_sent_at", "thread_id", "sent_at"),
        sa.CheckConstraint("(kind = 'from-her') = (staff_id IS NULL)", name="one_author"),
    )

    conversation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("conversation.id", ondelete="CASCADE")
    )
    thread_id: Mapped[UUID] = mapped_column(sa.ForeignKey("thread.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Its place in the conversation, from 1."""
    kind: Mapped[MessageKind]
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    """Who wrote it; nobody of the staff when she did."""
    body: Mapped[Writing | None]
    """Nothing when only papers were sent. A ready-made text is kept in every language, its blanks filled in."""
    phrase: Mapped[str | None]
    """The ready-made text it was made from (`phrases`)."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    step_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("step.id", ondelete="SET NULL"))
    meeting_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("meeting.id", ondelete="SET NULL")
    )
    about: Mapped[str | None]
    """What she thinks is wrong, when it is neither a step nor a meeting (`about.About.kept`)."""
    batch_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("message_batch.id"))
    form_key: Mapped[str]
    """The form it was sent with: the same form sent twice is one message."""
    sent_at: Mapped[datetime]
    answers_since: Mapped[datetime | None]
    """Since when she had waited for what this answers; nothing when it answers nothing that waited."""
    answers_by: Mapped[date | None]
    """The last day on which she was to have that answer: in time, or late."""
    read_at: Mapped[datetime | None]
    """When the other side had it on the screen and the page said so; never by merely fetching a page."""
    read_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))

    thread: Mapped[Thread] = relationship(back_populates="messages")
    staff: Mapped[Staff | None] = relationship(foreign_keys=[staff_id])
    attachments: Mapped[list[Attachment]] = relationship(
        back_populates="message", order_by="Attachment.position"
    )

    @property
    def is_hers(self) -> bool:
        return self.kind is MessageKind.FROM_HER


class MessageDraft(Base):
    """What somebody has begun to write and not sent (utkast): sealed, hers alone, and thrown away after 30 days."""

    __tablename__ = "message_draft"
    __table_args__ = (sa.UniqueConstraint("participant_id", "writer_id"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    writer_id: Mapped[UUID]
    """The participant herself, or the member of staff who writes to her."""
    sealed: Mapped[str] = mapped_column(sa.Text)
    saved_at: Mapped[datetime] = mapped_column(index=True)


class MessageBatch(Base):
    """The same message to several participants (utskick): each gets it in her own conversation."""

    __tablename__ = "message_batch"
    __table_args__ = (sa.UniqueConstraint("staff_id", "form_key"),)

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    whom: Mapped[str]
    """Who was chosen, in the words of the page: «Alla i Arbetsträning»."""
    body: Mapped[Writing]
    form_key: Mapped[str]
    sent_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()
