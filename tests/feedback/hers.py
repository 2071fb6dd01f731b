"""Her pages of questions, as a phone meets them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.feedback.answering import given
from portal.feedback.models import FeedbackRequest
from tests.browsing import Browser
from tests.cast import Cast
from tests.conftest import SECRET

Form = dict[str, list[str]]


def at(asked: FeedbackRequest, part: str) -> str:
    return f"/feedback/asked/{asked.id}/{part}"


def kept(db: Session, asked: FeedbackRequest) -> dict[str, object]:
    with Session(db.get_bind()) as fresh:
        return dict(given(fresh, SECRET, asked.id))


def now_is(db: Session, asked: FeedbackRequest) -> FeedbackRequest:
    """The request as it stands now; the page may write again afterwards."""
    db.refresh(asked)
    db.commit()
    return asked


def keep(browser: Browser, cast: Cast, asked: FeedbackRequest, key: str, *chosen: str) -> str:
    """Choose at one question, and give where that leads."""
    answer = browser.client(cast.amina).post(
        at(asked, f"questions/{key}"), data={"question": key, f"answer-{key}": list(chosen)}
    )
    assert answer.status_code == 303
    return str(answer.location).rsplit("/", 1)[-1]


def form_of(browser: Browser, cast: Cast, asked: FeedbackRequest, part: str = "all") -> Form:
    """The fields of a page's form as a browser would send them, untouched."""
    page = browser.visit(at(asked, part), as_=cast.amina)
    fields: Form = {}
    for one in page.select("main form.stack [name], main form.card [name]"):
        is_choice = one.get("type") in {"radio", "checkbox"}
        if one.name == "button" or (is_choice and not one.has_attr("checked")):
            continue
        said = one.get_text() if one.name == "textarea" else str(one["value"])
        fields.setdefault(str(one["name"]), []).append(said)
    return fields


def save_all(browser: Browser, cast: Cast, asked: FeedbackRequest, form: Form) -> int:
    return browser.client(cast.amina).post(at(asked, "all"), data=form).status_code
