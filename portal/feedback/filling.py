"""The pages on which a questionnaire is filled in: the same for a participant, a paper's address and a tablet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from portal import transactions
from portal.feedback import answering
from portal.feedback.answering import NothingAnswered
from portal.feedback.models import QuestionnaireVersion
from portal.feedback.questionnaires import questions
from portal.feedback.sheet import Sheet
from portal.pages import page
from portal.people.cookies import secret_key
from portal.transactions import session

QUESTION, CHOSEN, WORDS, SEEN = "question", "answer-", "text-", "seen-"
"""The fields of a form: which questions stand in it, the answer to each, and what the form was opened with there."""
Typed = dict[str, list[str]]
OpenedWith = dict[str, str]
Address = Callable[..., str]


@dataclass(frozen=True)
class Filling:
    """A questionnaire that somebody fills in, and where its pages are."""

    answers_of: UUID
    """The request's or the token's identity, by which what she has given is kept."""
    version: QuestionnaireVersion
    address: Address
    """Where a page of it is, by the name of its view and what that takes."""
    frame: str
    """What the pages stand in."""
    put: Callable[[Typed, OpenedWith], dict[str, str]]
    """Keeps answers, and gives what cannot be kept, by question."""
    let_go: Callable[[], None]
    """Sends them. Raises `NothingAnswered`."""
    stays: bool = True
    """Whether what she has kept is there when she comes back; not on a tablet."""
    at_once: bool = False
    """Whether all is answered and sent in one form, and nothing kept before: by whoever's browser keeps no cookies."""

    def sheet(self) -> Sheet:
        """The questions, and what has been answered so far."""
        session().flush()
        return Sheet(
            questions(self.version), answering.given(session(), secret_key(), self.answers_of)
        )

    @cached_property
    def shows(self) -> dict[str, Any]:
        """What every page of it needs."""
        return {
            "version": self.version,
            "address": self.address,
            "frame": self.frame,
            "stays": self.stays and not self.at_once,
            "at_once": self.at_once,
        }

    def begin(self) -> ResponseReturnValue:
        """Begin, or go on where she was: one question at a time, or all on one page."""
        if self.at_once or request.form.get("way") == "all":
            return redirect(self.address("everything"), code=303)
        first = self.sheet().first_open
        return self._to(first.key if first else None)

    def question(
        self, key: str, sheet: Sheet | None = None, faults: dict[str, str] | None = None
    ) -> ResponseReturnValue:
        """One question."""
        if self.at_once:
            return redirect(self.address("everything"), code=303)
        sheet = sheet or self.sheet()
        if not any(one.key == key for one in sheet.questions):
            abort(404)
        shown = sheet.one(key)
        if (
            shown is None
        ):  # her answer to an earlier question has changed, and this is no longer hers
            return self._to(None)
        return page(
            "feedback/question.html",
            status=422 if faults else 200,
            sheet=sheet,
            question=shown,
            typed=request.form,
            faults=faults or {},
            **self.shows,
        )

    def keep(self, key: str) -> ResponseReturnValue:
        """Keep the answer, and on to the next question."""
        faults = self._put()
        sheet = self.sheet()
        if faults:
            return self.question(key, sheet, faults)
        after = sheet.after(key)
        return self._to(after.key if after else None)

    def everything(
        self, sheet: Sheet | None = None, faults: dict[str, str] | None = None
    ) -> ResponseReturnValue:
        """All questions on one page."""
        return page(
            "feedback/all.html",
            status=422 if faults else 200,
            sheet=sheet or self.sheet(),
            typed=request.form,
            faults=faults or {},
            **self.shows,
        )

    def keep_all(self) -> ResponseReturnValue:
        """Keep all that is filled in. Whichever button was pressed, nothing of it is lost."""
        before = {one.key for one in self.sheet().hers}
        faults = self._put()
        sheet = self.sheet()
        if faults:
            return self.everything(sheet, faults)
        came = next((one for one in sheet.hers if one.key not in before), None)
        near = came.key if came else request.form.get("near", "")
        if came or sheet.one(near):
            return redirect(self.address("everything", _anchor=f"question-{near}"), code=303)
        return self._to(None)

    def check(self, *, is_empty: bool = False) -> ResponseReturnValue:
        """What she has answered, before she sends."""
        if self.at_once and not is_empty:
            return redirect(self.address("everything"), code=303)
        return page(
            "feedback/check.html",
            status=422 if is_empty else 200,
            sheet=self.sheet(),
            is_empty=is_empty,
            **self.shows,
        )

    def send(self) -> ResponseReturnValue:
        """Send. A single question is answered and sent in one; so is all, where nothing is kept before."""
        if QUESTION in request.form and (faults := self._put()):
            return self.everything(faults=faults)
        try:
            self.let_go()
        except NothingAnswered:
            return self.check(is_empty=True)
        return redirect(self.address("thanks"), code=303)

    def _put(self) -> dict[str, str]:
        """Keep what can be kept, also when something else on the page cannot; gives that, by question."""
        keys = request.form.getlist(QUESTION)
        seen = {key: request.form.get(f"{SEEN}{key}", "") for key in keys}
        faults = self.put(_typed(), seen)
        if faults and not self.at_once:
            transactions.keep()
        return faults

    def _to(self, key: str | None) -> ResponseReturnValue:
        """On to a question, or after the last to what she has answered."""
        place = self.address("question", key=key) if key else self.address("check")
        return redirect(place, code=303)


def _typed() -> Typed:
    form = request.form
    return {
        key: form.getlist(f"{CHOSEN}{key}") + form.getlist(f"{WORDS}{key}")
        for key in form.getlist(QUESTION)
    }
