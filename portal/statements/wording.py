"""Plain words for what is to be put right in a report, and the way to the pages that explain."""

from flask import Flask, url_for

from portal.i18n import gettext as _


def report_faults(faults: dict[str, str]) -> dict[str, str]:
    """By field, what to do about it."""
    words = {
        ("body", "missing"): _("Skriv vad som inte fungerar."),
        ("body", "too-long"): _("Det blev för långt. Skriv lite kortare."),
        ("page", "too-long"): _("Skriv bara sidans namn."),
        ("contact", "too-long"): _("Skriv bara ett telefonnummer eller en e-post."),
    }
    return {field: words[field, reason] for field, reason in faults.items()}


def read_more() -> list[tuple[str, str]]:
    """The pages that explain: address and words; they stand at the foot of public pages and under «Mer»."""
    return [
        (url_for("public.help.show"), _("Hjälp")),
        (url_for("public.words.show"), _("Svåra ord")),
        # NOTE: The name of a page: what participants have said, and what the municipality changes because of it.
        (url_for("public.results.show"), _("Ni sa – vi gör")),
        # NOTE: What the portal keeps about her (personal data): the name of a page.
        (url_for("public.privacy.show"), _("Dina uppgifter")),
        # NOTE: The name of the page about accessibility for people with disabilities.
        (url_for("public.accessibility.show"), _("Tillgänglighet")),
    ]


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(read_more=read_more)
