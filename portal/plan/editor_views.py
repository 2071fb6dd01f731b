"""Staff: the plan as a calm outline, and its words, goals and sub-goals."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.pages import page
from portal.people import current
from portal.people.directory import directory
from portal.plan import desk as on
from portal.plan import drafts, editing, load, publishing, reading, typed
from portal.plan.desk import bp, opened, sheet, write
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript
from portal.plan.models import PlanKind
from portal.transactions import session
from portal.writing import Writing


@bp.get("")
def index(participant_id: UUID) -> ResponseReturnValue:
    """Her plans and my drafts of new ones: which one to write in."""
    participant = on.hers(participant_id)
    return page(
        "plan_editor/index.html",
        participant=participant,
        staff=current.staff(),
        plans=reading.plans(session(), participant),
        drafts=drafts.of_staff(session(), current.staff(), participant),
        has_moved=drafts.has_moved(participant, clock.today()),
    )


@bp.get("/<uuid:plan_id>")
def show(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The whole plan as it is being written."""
    desk, now = opened(participant_id, plan_id), clock.now()
    proof = publishing.proof(session(), desk, now=now)
    document = desk.document
    here, is_saved = on.landing(document)
    return sheet(
        "show.html",
        desk,
        document=document,
        here=here,
        is_saved=is_saved,
        proof=proof,
        at_step={one.step_id: one.reason for one in proof.problems if one.step_id},
        load=load.load(desk.plans, desk.plan_id, document, clock.today()),
        known=directory(session()),
        can_undo=desk.can_undo(now),
    )


@bp.post("/<uuid:plan_id>/undo")
def undo(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Take back the last change."""
    desk = opened(participant_id, plan_id)
    sent = request.form.get("revision", "")
    done = drafts.undo(session(), desk, token=sent, now=clock.now())
    said = "Ändringen är ångrad." if done else "Det går inte att ångra längre. Inget är ändrat."
    return on.back(desk, said=said)


@bp.get("/<uuid:plan_id>/own-words")
def own_words(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The form for what she says herself, in her own words."""
    desk = opened(participant_id, plan_id)
    stored = desk.document.own_words
    language = stored.language if stored else on_her_language(desk)
    return _own_words(desk, stored.original if stored else "", language)


@bp.post("/<uuid:plan_id>/own-words")
def keep_own_words(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Keep her own words, in the language they were said in; empty words are none."""
    desk = opened(participant_id, plan_id)
    words, language = request.form.get("text", ""), request.form.get("language", "sv")

    def change(document: PlanDocument) -> PlanDocument:
        before = document.own_words
        kept = read_text(words, language, before, longest=typed.LONGEST_STORY)
        return editing.with_facts(document, own_words=kept)

    def again(status: int, faults: dict[str, str]) -> ResponseReturnValue:
        return _own_words(desk, words, language, status=status, faults=faults)

    return write(desk, change, again, at="own-words")


def _own_words(
    desk: Manuscript, text: str, language: str, *, status: int = 200, **context: object
) -> ResponseReturnValue:
    return sheet(
        "text.html",
        desk,
        status=status,
        title="Med deltagarens egna ord",
        label="Vad vill hon eller han själv? Skriv som det sägs.",
        text=text,
        written_in=language,
        stored=desk.document.own_words,
        back="own-words",
        faults=context.get("faults", {}),
        hints={},
        longest=typed.LONGEST_STORY,
    )


def on_her_language(desk: Manuscript) -> str:
    """The language she reads: the first guess for what she says."""
    return desk.participant.own_language


def read_text(
    words: str, language: str, before: Writing | None, *, longest: int = typed.LONGEST_TEXT
) -> Writing | None:
    """The words of the field `text`. Raises `Faults`."""
    try:
        return typed.text(words, language, before, longest, is_sure=on.is_sure(language))
    except ValueError as fault:
        raise typed.Faults(typed.at("text", fault)) from None


@bp.get("/<uuid:plan_id>/facts")
def facts(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The form for the kind of plan, whose it is, and when it is followed up."""
    desk = opened(participant_id, plan_id)
    document = desk.document
    form = {
        "kind": document.kind.value,
        "owner": str(document.owner or ""),
        "follow_up_on": str(document.follow_up_on or ""),
        "agreed_on": str(document.agreed_on or ""),
    }
    return _facts(desk, form)


@bp.post("/<uuid:plan_id>/facts")
def keep_facts(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Keep them."""
    desk, form = opened(participant_id, plan_id), request.form.to_dict()
    return write(
        desk,
        lambda document: _with_facts(document, form),
        lambda status, faults: _facts(desk, form, status=status, faults=faults),
        at="facts",
    )


def _facts(
    desk: Manuscript, form: dict[str, str], *, status: int = 200, **context: object
) -> ResponseReturnValue:
    return sheet(
        "facts.html",
        desk,
        status=status,
        form=form,
        kinds=tuple(PlanKind),
        known=directory(session()),
        faults=context.get("faults", {}),
    )


def _with_facts(document: PlanDocument, form: dict[str, str]) -> PlanDocument:
    faults, today = {}, clock.today()
    days = {"follow_up_on": document.follow_up_on, "agreed_on": document.agreed_on}
    for name, before in days.items():
        try:
            day = typed.day(form.get(name, ""), today)
            if name == "follow_up_on" and day and day < today and day != before:
                raise ValueError("Den dagen har redan varit. Välj en dag som kommer.")
            if name == "agreed_on" and day and day > today:
                raise ValueError("Den dagen har inte kommit än.")
            days[name] = day
        except ValueError as fault:
            faults[name] = str(fault)
    if faults:
        raise typed.Faults(faults)
    kind = next((one for one in PlanKind if one.value == form.get("kind")), document.kind)
    known = directory(session()).organisations
    owner = next((one for one in known if str(one) == form.get("owner")), None)
    return editing.with_facts(document, kind=kind, owner=owner, **days)
