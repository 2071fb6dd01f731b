"""Plain words for kinds of plan, kinds of step, and answers."""

from flask import Flask
from markupsafe import Markup

from portal.i18n import gettext as _
from portal.i18n import language, marked
from portal.plan import clashes, foreign, progress
from portal.plan.models import Answer, Plan, PlanKind, StepKind
from portal.plan.version_models import Says


def plan_kind(kind: PlanKind) -> Markup:
    """What a plan is called, with the official word in brackets."""
    words: dict[object, str] = {
        PlanKind.DEVELOPMENT: _("Din plan för att komma vidare (utvecklingsplan)"),
        PlanKind.ACTION: _("Din plan (handlingsplan)"),
        PlanKind.SELF_SUPPORT: _("Din plan för att klara dig på egna pengar"),
        PlanKind.SIP: _("Din plan ihop med vården (SIP)"),
        PlanKind.LABOUR_MARKET: _("Din plan för att söka jobb"),
    }
    return marked(words[kind])


def step_kind(kind: StepKind) -> Markup:
    """Whether a step must be done, was agreed, or is her own idea."""
    words: dict[object, str] = {
        # NOTE: A label above a step that is required: "You must", with nothing after it. As strong as a decision.
        StepKind.REQUIRED: _("Du måste"),
        # NOTE: A label above a step: you (she and the staff, plural) have agreed on it together.
        StepKind.AGREED: _("Ni har kommit överens"),
        # NOTE: A label above a step that she thought of herself.
        StepKind.OWN: _("Din egen idé"),
    }
    return marked(words[kind])


def answer_words(answer: Answer) -> Markup:
    """Her answer to a step; none is a refusal."""
    words: dict[object, str] = {
        Answer.WORKS: _("Det fungerar för mig"),
        Answer.UNSURE: _("Jag är osäker"),
        Answer.CANNOT: _("Det fungerar inte för mig. Jag vill prata om det."),
    }
    return marked(words[answer])


def says_words(says: Says) -> Markup:
    """What she says of her plan; wanting to change it is no refusal."""
    words: dict[object, str] = {
        # NOTE: Of her plan: it is right as it stands.
        Says.AGREED: _("Det stämmer"),
        Says.WANTS_CHANGE: _("Jag vill ändra det här"),
    }
    return marked(words[says])


def foreign_language(plan: Plan) -> str | None:
    """The language of what she cannot read in a plan, for the reader of this page; None when she can read all of it."""
    return foreign.language_in(plan, language())


def trouble(reason: str) -> Markup:
    """What to do about something that could not be kept as it was written."""
    words: dict[object, str] = {
        "missing": _("Skriv vad du vill göra."),
        "missing-says": _("Välj ett av svaren först."),
        "missing-answer": _("Välj ett av svaren först."),
        "too-long": _("Det blev för långt. Skriv lite kortare."),
        "no-date": _("Välj en dag i kalendern, eller lämna tomt."),
        "past": _("Dagen har varit. Välj i dag eller en senare dag."),
    }
    return marked(words[reason])


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        plan_kind=plan_kind, step_kind=step_kind, answer_words=answer_words, trouble=trouble
    )
    app.jinja_env.filters["waiting_since"] = progress.waiting_since
    app.jinja_env.filters["says_words"] = says_words
    app.jinja_env.filters["foreign_language"] = foreign_language
    app.jinja_env.tests["open"] = progress.is_open
    app.jinja_env.tests["reported_in"] = clashes.is_reported
    app.jinja_env.globals.update(answers=tuple(Answer), says=tuple(Says))
