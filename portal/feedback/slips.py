"""Papers with a one-time address to a round of the user panel: to print, cut and hand out, also in another language."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from portal import i18n, qr
from portal.environments import render
from portal.feedback.models import PanelRound
from portal.i18n import Language
from portal.people.letters import written_in


def sheet(
    of: PanelRound, tokens: Sequence[str], base_url: str, language: Language, *, back: str
) -> str:
    """The page, with a paper for each token. The picture carries the paper's language, for a phone that has none."""
    languages = dict.fromkeys([language, i18n.languages()[i18n.SOURCE]])
    sections = [_section(one, of) for one in languages]
    papers = []
    for token in tokens:
        address = f"{base_url}/feedback/{token}"
        papers.append((address, qr.picture(f"{address}?in={language.code}")))
    return render(
        "feedback/staff/slips.html",
        {"of": of, "sections": sections, "papers": papers, "back": back},
    )


def _section(language: Language, of: PanelRound) -> Markup:
    with written_in(language):
        return Markup(render("feedback/staff/_slip.html", {"of": of}))  # noqa: S704 (rendered)
