"""The person signed in, as the type each door expects."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort, g
from flask_login import current_user

from portal import transactions
from portal.people import accounts
from portal.people.account_models import Duty
from portal.people.models import Participant, Staff
from portal.people.sign_in_models import SignIn

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Visitor:
    """Somebody signed in, as Flask-Login wants it; `token` is the session's own random secret."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, sign_in: SignIn, token: str) -> None:
        self.sign_in = sign_in
        self.token = token

    def get_id(self) -> str:
        return self.token

    @property
    def is_staff(self) -> bool:
        return self.sign_in.staff is not None

    @property
    def reads(self) -> tuple[str, ...]:
        """The languages this person is to be shown, best first; staff pages are Swedish only."""
        person = self.sign_in.participant
        if person is None:
            return ("sv",)
        return tuple(filter(None, (person.chosen_language, person.language)))


def visitor() -> Visitor | None:
    """Who is signed in, if anybody."""
    person = current_user._get_current_object() if current_user else None
    return person if isinstance(person, Visitor) else None


def sign_in() -> SignIn | None:
    """The session she is signed in with."""
    person = visitor()
    return person.sign_in if person else None


def participant_or_none() -> Participant | None:
    signed_in = sign_in()
    return signed_in.participant if signed_in else None


def staff_or_none() -> Staff | None:
    signed_in = sign_in()
    return signed_in.staff if signed_in else None


def participant() -> Participant:
    """The participant, behind the participants' door."""
    person = participant_or_none()
    if person is None:
        raise LookupError("only behind the participants' door")
    return person


def staff() -> Staff:
    """The member of staff, behind the staff door."""
    person = staff_or_none()
    if person is None:
        raise LookupError("only behind the staff door")
    return person


def may(duty: Duty) -> bool:
    """Whether the member of staff who is signed in has that duty."""
    return accounts.may(transactions.session(), staff(), duty)


def needs(*duties: Duty) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """A view only for staff with one of these duties; to everybody else it does not exist (404)."""

    def guard(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        @wraps(view)
        def guarded(*args: Asked.args, **values: Asked.kwargs) -> Answer:
            if not any(may(duty) for duty in duties):
                abort(404)
            return view(*args, **values)

        return guarded

    return guard


def by_itself(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A view that an open page asks for again and again: no sign that anybody is there, and her session goes on
    ageing."""

    @wraps(view)
    def asked(*args: Asked.args, **values: Asked.kwargs) -> Answer:
        g.asked_by_itself = True
        return view(*args, **values)

    return asked


def is_there() -> bool:
    """Whether a person asked, and not her page on its own."""
    return not g.get("asked_by_itself", False)
