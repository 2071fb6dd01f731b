"""Plain words for why a contact changed."""

from flask import Flask
from markupsafe import Markup

from portal.i18n import gettext as _
from portal.i18n import marked
from portal.people.contacts import Coming
from portal.people.models import HandoverReason


def handover_reason(reason: HandoverReason) -> Markup:
    """Why somebody else took over, told without blame."""
    words: dict[object, str] = {
        HandoverReason.FIRST_VISIT_DONE: _("Ditt första besök var klart."),
        HandoverReason.NEW_SUBJECT: _("Du behövde hjälp med något nytt."),
        HandoverReason.STAFF_LEFT: _("Personen slutade sitt arbete här."),
        HandoverReason.ABSENCE: _("Personen är borta från sitt arbete."),
        HandoverReason.PARTICIPANT_ASKED: _("Du bad om en annan kontaktperson."),
        HandoverReason.REORGANISED: _("Vi delade upp arbetet på ett nytt sätt."),
    }
    return marked(words[reason])


def coming_reason(turn: Coming) -> Markup | None:
    """Why somebody else is to take over, told before it happens and without blame; None when nobody wrote why."""
    before = turn.before
    if before is None or before.reason is None:
        return None
    name = before.staff.first_name
    words: dict[object, str] = {
        HandoverReason.FIRST_VISIT_DONE: _("Ditt första besök är klart."),
        HandoverReason.NEW_SUBJECT: _("Du behöver hjälp med något nytt."),
        HandoverReason.ABSENCE: _("%(name)s ska vara borta från sitt arbete.", name=name),
        HandoverReason.REORGANISED: _("Vi delar upp arbetet på ett nytt sätt."),
    }
    if not turn.has_left:
        words[HandoverReason.STAFF_LEFT] = _("%(name)s slutar sitt arbete här.", name=name)
    return (
        marked(words[before.reason]) if before.reason in words else handover_reason(before.reason)
    )


def role_in_plain_words(key: str) -> Markup | None:
    """What somebody with this title does for her; None for a title that only one municipality has.

    The titles' keys are the municipality's, but those of the common ones are the same everywhere (glossary).
    """
    words: dict[str, str] = {
        # NOTE: These stand alone under a name and a title, as in "Karin Berg, socialsekreterare, …".
        "social-worker": _("din handläggare på socialtjänsten"),
        "specialist-social-worker": _("handläggare på socialtjänsten, med extra kunskap"),
        # NOTE: Stands alone under a name; the person does this for her.
        "employment-consultant": _("hjälper dig på väg mot arbete"),
        "career-counsellor": _("hjälper dig att välja studier och yrke"),
        "employer-coordinator": _("har kontakt med arbetsgivare"),
        "occupational-therapist": _("ser vad som gör arbetet lättare för dig"),
        "rehabilitation-coordinator": _("planerar din arbetsträning med dig"),
        # NOTE: Stands alone under a name: shows her how the work is done.
        "supervisor": _("visar dig arbetet"),
        "individual-support-worker": _("ger dig stöd i vardagen"),
    }
    return marked(words[key]) if key in words else None


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        handover_reason=handover_reason,
        coming_reason=coming_reason,
        role_in_plain_words=role_in_plain_words,
    )
