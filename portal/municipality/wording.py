"""Plain words for the keys in the municipality's file. A key that has no words here is shown as it is."""

from flask import Flask
from markupsafe import Markup

from portal.i18n import gettext as _
from portal.i18n import marked
from portal.municipality.asking import instead


def decision(key: str) -> Markup:
    """What an organisation decides about, in plain words."""
    words: dict[object, str] = {
        "economic-support": _("försörjningsstöd (pengar från kommunen)"),
        "employment-subsidy": _("anställningsstöd (staten betalar en del av din lön)"),
        "labour-market-programme": _("arbetsmarknadsprogram"),
        "sickness-benefit": _("sjukpenning (pengar när du är sjuk)"),
        "disability-benefit": _(
            "sjukersättning och aktivitetsersättning (pengar vid lång sjukdom)"
        ),
    }
    return marked(words.get(key, key))


def subject(key: str) -> Markup:
    """What a contact person helps with, in plain words."""
    words: dict[object, str] = {
        # NOTE: This and the seven after it come in a list, after "Hjälper dig med:".
        "money": _("pengar"),
        "health-care": _("vård"),
        "work": _("arbete"),
        "studies": _("studier"),
        "daily-life": _("vardagen"),
        "housing": _("boende"),
        "family": _("familjen"),
        # NOTE: The Swedish language, as something one is helped to learn.
        "language": _("svenska"),
    }
    return marked(words.get(key, key))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(decision=decision, subject=subject, instead=instead)
