"""The administrator's pages on questionnaires: what is asked, a new version, how it looks, and taking it into use."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal import clock, i18n
from portal.environments import render
from portal.feedback import drafting, editor_words, question_form, unasked
from portal.feedback.drafting import Faulty
from portal.feedback.models import QuestionnaireVersion
from portal.feedback.question_faults import faults
from portal.feedback.question_form import Form, Unfit
from portal.feedback.questionnaires import InUse, questions
from portal.feedback.questions import Kind, Question
from portal.feedback.sheet import Sheet
from portal.feedback.untranslated import untranslated
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.people.letters import written_in
from portal.transactions import session

bp = Blueprint("questionnaires", __name__, url_prefix="/feedback/questionnaires")
VERSION = "/versions/<uuid:version_id>"


@bp.before_request
def administrators_only() -> None:
    """To everybody else behind the staff door it does not exist."""
    if current.staff_or_none() and not current.may(Duty.ADMINISTRATOR):
        abort(404)


@bp.get("")
def show() -> ResponseReturnValue:
    """Every questionnaire, its versions, and which one is in use."""
    return page(
        "feedback/staff/questionnaires.html",
        questionnaires=drafting.all_of_them(session()),
        occasions=editor_words.OCCASIONS,
        unasked=unasked.unasked(session(), clock.now()),
        why=editor_words.UNASKED,
    )


@bp.post("/<uuid:questionnaire_id>/draft")
def begin(questionnaire_id: UUID) -> ResponseReturnValue:
    """Write a new version from the newest, or go on with the one that is begun."""
    made = drafting.begin(session(), questionnaire_id)
    return redirect(url_for(".version", version_id=made.id), code=303)


@bp.get(VERSION)
def version(version_id: UUID) -> ResponseReturnValue:
    """A version with its questions; one in use can be read and not changed."""
    return _version(drafting.version(session(), version_id))


@bp.post(f"{VERSION}/minutes")
def minutes(version_id: UUID) -> ResponseReturnValue:
    """How long it takes to answer, as people are told."""
    draft = _draft(version_id)
    typed = request.form.get("minutes", "").strip()
    if not drafting.takes(draft, typed):
        return _version(
            draft, {"minutes": "Skriv hur många minuter det tar, från 1 till 60."}, typed
        )
    return _back(draft, "Sparat.")


@bp.get(f"{VERSION}/new")
def new(version_id: UUID) -> ResponseReturnValue:
    """An empty question; `kind` says how it is answered."""
    return _form(_draft(version_id), None, _kind(), Form())


@bp.post(f"{VERSION}/new")
def add(version_id: UUID) -> ResponseReturnValue:
    """Put a question after all others."""
    return _keep(_draft(version_id, to_write=True), None, _kind())


@bp.get(f"{VERSION}/questions/<key>")
def edit(version_id: UUID, key: str) -> ResponseReturnValue:
    """A question with its texts in every language, its answers, and when it is asked."""
    draft = _draft(version_id)
    question = _question(draft, key)
    return _form(draft, question, question.kind, question_form.filled(question))


@bp.post(f"{VERSION}/questions/<key>")
def save(version_id: UUID, key: str) -> ResponseReturnValue:
    """Keep it."""
    draft = _draft(version_id, to_write=True)
    question = _question(draft, key)
    return _keep(draft, question, question.kind)


@bp.post(f"{VERSION}/questions/<key>/move")
def move(version_id: UUID, key: str) -> ResponseReturnValue:
    """One place up, or down."""
    draft = _draft(version_id, to_write=True)
    drafting.move(draft, key, up=request.form.get("to") == "up")
    return redirect(url_for(".version", version_id=draft.id, _anchor=f"question-{key}"), code=303)


@bp.post(f"{VERSION}/questions/<key>/remove")
def remove(version_id: UUID, key: str) -> ResponseReturnValue:
    """Take it out."""
    draft = _draft(version_id, to_write=True)
    drafting.remove(draft, key)
    return _back(draft, "Frågan är borttagen.")


@bp.get(f"{VERSION}/in/<code>")
def preview(version_id: UUID, code: str) -> ResponseReturnValue:
    """The questions as whoever reads that language is shown them."""
    reader = i18n.languages().get(code)
    if reader is None:
        abort(404)
    found = drafting.version(session(), version_id)
    asked = questions(found)
    with written_in(reader):
        shown = [
            Markup(  # noqa: S704 (rendered)
                render(
                    "feedback/_question.html",
                    {"question": one, "sheet": Sheet(asked), "faults": {}, "typed": {}},
                )
            )
            for one in asked
        ]
    return page(
        "feedback/staff/preview.html",
        version=found,
        reader=reader,
        shown=list(zip(asked, shown, strict=True)),
        rules={one.key: editor_words.rule(one, asked) for one in asked},
    )


@bp.get(f"{VERSION}/use")
def ask_use(version_id: UUID) -> ResponseReturnValue:
    """Whether it is right: which texts which readers will see in Swedish, and that it cannot be changed afterwards."""
    draft = _draft(version_id)
    asked = questions(draft)
    return page(
        "feedback/staff/use.html",
        version=draft,
        lacks=editor_words.lacks(faults(asked), asked),
        untranslated=untranslated(asked),
    )


@bp.post(f"{VERSION}/use")
def use(version_id: UUID) -> ResponseReturnValue:
    """Take it into use: from now on it stays as it is."""
    draft = _draft(version_id, to_write=True)
    try:
        drafting.take_into_use(session(), draft, now=clock.now())
    except Faulty:
        return _version(draft, {"questions": "Rätta det som står nedan först."})
    return _back(draft, "Versionen används nu. Den kan inte ändras mer.")


@bp.post(f"{VERSION}/throw-away")
def throw_away(version_id: UUID) -> ResponseReturnValue:
    """The draft goes; what is in use stays."""
    drafting.throw_away(session(), _draft(version_id, to_write=True))
    flash("Utkastet är borttaget.")
    return redirect(url_for(".show"), code=303)


@bp.errorhandler(InUse)
def in_use(_: InUse) -> ResponseReturnValue:
    """Somebody has taken it into use meanwhile."""
    flash("Versionen används och kan inte ändras. Gör en ny version.")
    version_id = (request.view_args or {})["version_id"]
    return redirect(url_for(".version", version_id=version_id), code=303)


def _draft(version_id: UUID, *, to_write: bool = False) -> QuestionnaireVersion:
    found = drafting.version(session(), version_id, to_write=to_write or request.method == "POST")
    if found.in_use_from is not None:
        raise InUse(found.id)
    return found


def _question(draft: QuestionnaireVersion, key: str) -> Question:
    found = next((one for one in questions(draft) if one.key == key), None)
    return found or abort(404)


def _kind() -> Kind:
    try:
        return Kind(request.values.get("kind", ""))
    except ValueError:
        abort(400)


def _back(draft: QuestionnaireVersion, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".version", version_id=draft.id), code=303)


def _keep(draft: QuestionnaireVersion, before: Question | None, kind: Kind) -> ResponseReturnValue:
    form = Form(request.form.to_dict(), request.form.getlist("only-if"))
    others = [one.key for one in questions(draft) if before is None or one.key != before.key]
    try:
        question = question_form.read(
            form, kind, before, others, by=current.staff().name, today=clock.today()
        )
    except Unfit as unfit:
        said = {name: editor_words.UNFIT[why] for name, why in unfit.faults.items()}
        return _form(draft, before, kind, form, said)
    drafting.put(draft, question, in_place_of=before.key if before else None)
    if form.get("act") == "done":
        return _back(draft, "Sparat.")
    flash("Sparat.")
    return redirect(url_for(".edit", version_id=draft.id, key=question.key), code=303)


def _version(
    found: QuestionnaireVersion, wrong: dict[str, str] | None = None, minutes: str | None = None
) -> ResponseReturnValue:
    asked = questions(found)
    return page(
        "feedback/staff/version.html",
        status=422 if wrong else 200,
        version=found,
        questions=asked,
        is_draft=found.in_use_from is None,
        lacks=editor_words.lacks(faults(asked), asked),
        rules={one.key: editor_words.rule(one, asked) for one in asked},
        kinds=editor_words.KINDS,
        occasions=editor_words.OCCASIONS,
        faults=wrong or {},
        minutes=found.minutes if minutes is None else minutes,
    )


def _form(
    draft: QuestionnaireVersion,
    question: Question | None,
    kind: Kind,
    form: Form,
    wrong: dict[str, str] | None = None,
) -> ResponseReturnValue:
    asked = questions(draft)
    at = next(
        (n for n, one in enumerate(asked) if question and one.key == question.key), len(asked)
    )
    return page(
        "feedback/staff/edit_question.html",
        status=422 if wrong else 200,
        version=draft,
        question=question,
        kind=kind,
        kinds=editor_words.KINDS,
        form=form,
        rows=question_form.rows(kind, form),
        earlier=[one for one in asked[:at] if one.choices],
        languages=i18n.languages().values(),
        wrong_in={name.rpartition("-")[2] for name in wrong or {}},
        faults=wrong or {},
    )
