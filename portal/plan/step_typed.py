"""What a caseworker typed in the form of a step, and what it makes of the step."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from portal.people.directory import Directory
from portal.people.models import Participant
from portal.plan import typed
from portal.plan.models import StepKind
from portal.plan.problems import has_left
from portal.plan.step_part import Hours, Party, State, StepPart
from portal.writing import Writing

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MORE = ("why", "bring", "place", "ground")
HourTyped = tuple[str, str, str]
"""Weekday, from and until, as typed."""


@dataclass(frozen=True)
class StepTyped:
    """The form of a step, all as typed."""

    text: str = ""
    language: str = "sv"
    why: str = ""
    bring: str = ""
    place: str = ""
    doer: str = ""
    companions: tuple[str, ...] = ()
    kind: str = StepKind.AGREED.value
    affects_money: bool = False
    decided_by: str = ""
    ground: str = ""
    measure: str = ""
    starts_on: str = ""
    due_on: str = ""
    hours: tuple[HourTyped, ...] = ()
    sub_goal: str = ""
    ready_key: str = ""
    sure: str = ""
    """The language about which she was asked on the form before."""

    @classmethod
    def of(cls, step: StepPart, sub_goal: UUID) -> StepTyped:
        """The form as it is first shown for a step."""
        return cls(
            text=step.text.original,
            language=step.text.language,
            **{name: _original(getattr(step, name)) for name in MORE},
            doer=value_of(step.doer),
            companions=tuple(value_of(one) for one in step.companions),
            kind=step.kind.value,
            affects_money=step.affects_money,
            **{name: str(getattr(step, name) or "") for name in ("decided_by", "measure")},
            **{name: str(getattr(step, name) or "") for name in ("starts_on", "due_on")},
            hours=tuple((str(one.weekday), one.starts, one.ends) for one in step.weekly),
            sub_goal=str(sub_goal),
            ready_key=step.ready_key or "",
        )


def value_of(party: Party) -> str:
    """How a form names whoever does a step."""
    if party.staff:
        return f"staff:{party.staff}"
    return f"organisation:{party.organisation}" if party.organisation else "participant"


@dataclass
class Reading:
    """Reads one form; what is wrong is gathered field by field, so that all of it is said at once."""

    form: StepTyped
    step_id: UUID
    before: StepPart | None
    is_frozen: bool
    """She has agreed to its words: they stay as they are, whatever the form says."""
    participant: Participant
    known: Directory
    today: date

    def step(self) -> StepPart:
        """The step that the form makes. Raises `typed.Faults`."""
        self.faults: dict[str, str] = {}
        words = self._text()
        values = {
            **{name: self._try(name, partial(self._more, name)) for name in MORE},
            "doer": self._try("doer", self._doer),
            "companions": self._companions(),
            "kind": self._try("kind", self._kind) or StepKind.AGREED,
            "affects_money": self.form.affects_money,
            "decided_by": self._known(self.known.organisations, self.form.decided_by),
            "measure": self._known(self.known.measures, self.form.measure),
            "weekly": self._try("hours", self._hours) or (),
            **self._days(),
        }
        self._check_required(values)
        if self.faults or words is None:
            raise typed.Faults(self.faults)
        return self._made(words, values)

    def _made(self, words: Writing, values: dict[str, Any]) -> StepPart:
        if self.before is None:
            return StepPart(
                id=self.step_id, text=words, ready_key=self.form.ready_key or None, **values
            )
        if self.is_frozen:
            frozen = self.before
            doer = values["doer"] if has_left(self.known, frozen.doer.staff, self.today) else frozen.doer  # fmt: skip
            values |= {"why": frozen.why, "kind": frozen.kind, "doer": doer}
            words = frozen.text
        ready = self.before.ready_key if words == self.before.text else None
        return self.before.with_(text=words, ready_key=ready, **values)

    def _try(self, field: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except ValueError as fault:
            self.faults.update(typed.at(field, fault))
            return None

    def _text(self) -> Writing | None:
        before = self.before.text if self.before else None
        if self.is_frozen:
            return before
        language = self.form.language
        words: Writing | None = self._try(
            "text", lambda: typed.text(self.form.text, language, before, is_sure=self._is_sure())
        )
        if words is None and not {"text", "language"} & set(self.faults):
            self.faults["text"] = "Skriv vad som ska göras."
        return words

    def _more(self, name: str) -> Writing | None:
        before: Writing | None = getattr(self.before, name, None)
        words = getattr(self.form, name)
        if before and before.original == typed.cleaned(words):
            return before
        is_sure = self._is_sure() or name == "place"  # addresses stand in Swedish in every language
        return typed.text(words, self.form.language, None, typed.LONGEST_MORE, is_sure=is_sure)

    def _is_sure(self) -> bool:
        return self.form.sure == self.form.language

    def _doer(self) -> Party:
        if not self.form.doer:
            raise ValueError("Välj vem som gör steget. Någon måste ha det.")
        party = self._party(self.form.doer)
        if party is None:
            raise ValueError("Välj någon i listan.")
        is_open = self.before is None or self.before.state in (State.OPEN, State.PAUSED)
        if is_open and has_left(self.known, party.staff, self.today):
            name = self.known.staff[party.staff].name if party.staff else ""
            raise ValueError(f"{name} arbetar inte kvar. Välj någon annan.")
        return party

    def _companions(self) -> tuple[Party, ...]:
        found = (self._party(one) for one in dict.fromkeys(self.form.companions))
        return tuple(one for one in found if one)

    def _party(self, value: str) -> Party | None:
        """Whoever a value of the form names; None for nobody that there is."""
        kind, _, key = value.partition(":")
        staff = self._known(self.known.staff, key) if kind == "staff" else None
        unit = self._known(self.known.organisations, key) if kind == "organisation" else None
        return Party(staff, unit) if staff or unit or value == "participant" else None

    @staticmethod
    def _known(of: dict[UUID, Any], value: str) -> UUID | None:
        return next((one for one in of if str(one) == value), None)

    def _kind(self) -> StepKind:
        kind = StepKind(self.form.kind) if self.form.kind in set(StepKind) else StepKind.AGREED
        was = self.before.kind if self.before else None
        if kind is StepKind.REQUIRED and not self.participant.has_demands and was is not kind:
            raise ValueError("I det här spåret ställs inga krav. Välj ”Vi har kommit överens”.")
        return kind

    def _check_required(self, values: dict[str, Any]) -> None:
        if values["kind"] is not StepKind.REQUIRED:
            return
        if values["decided_by"] is None:
            self.faults["decided_by"] = "Välj vem som har bestämt det."
        if values["ground"] is None and "ground" not in self.faults:
            self.faults["ground"] = "Skriv vilken regel det bygger på, till exempel lag och paragraf."  # fmt: skip

    def _days(self) -> dict[str, date | None]:
        starts = self._try("starts_on", lambda: typed.day(self.form.starts_on, self.today))
        due = self._try("due_on", lambda: typed.day(self.form.due_on, self.today))
        if starts and due and starts > due:
            self.faults["due_on"] = "Steget slutar innan det börjar. Ändra en av dagarna."
        return {"starts_on": starts, "due_on": due}

    def _hours(self) -> tuple[Hours, ...]:
        found = []
        for weekday, starts, ends in self.form.hours:
            if not (weekday or starts or ends):
                continue
            if weekday not in set("0123456") or not weekday:
                raise ValueError("Välj en veckodag för varje tid.")
            if not (CLOCK.fullmatch(starts) and CLOCK.fullmatch(ends)):
                raise ValueError("Skriv klockslag som 09:00, både från och till.")
            if starts >= ends:
                raise ValueError("En tid slutar innan den börjar.")
            found.append(Hours(int(weekday), starts, ends))
        return tuple(sorted(found, key=lambda one: (one.weekday, one.starts, one.ends)))


def _original(text: Writing | None) -> str:
    return text.original if text else ""
