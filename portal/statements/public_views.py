"""The accessibility statement with its report form, and privacy and rights in plain words.

Where the statements' facts come from:

* What an accessibility statement holds: DOS-lagen (2018:1937) 13 § and Digg, «Skapa en tillgänglighetsredogörelse»:
  who is responsible, how far the service complies (here «delvis förenlig», by our own judgement), what is lacking and
  why, when and how it was judged, a way to report without a name, and https://www.digg.se/tdosanmalan (18 §).
  The standard: EN 301 549 V3.2.1, which is WCAG 2.1 AA and a little more.
* Why data are kept: socialtjänstlagen (2025:400); GDPR article 6.1 e, a task of the municipality's.
* Who has read: lagen om behandling av personuppgifter inom socialtjänsten (SoLPuL), 10 §. Secrecy: OSL 26:1.
* To see, to have put right: GDPR articles 15 and 16; what she finds wrong is noted (SoL 14:6). To complain: article 77.
  A data protection officer: article 37.
* An interpreter: förvaltningslagen (2017:900) 13 §. To appeal: SoL 35:1.
* How long: SoL 16:1 says five years for a personal file; what the portal holds is for the municipality to decide.
"""

from datetime import date
from uuid import uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import language
from portal.municipality import reading as facts
from portal.pages import page
from portal.people import arriving
from portal.people.attempts import Limit
from portal.statements import reports
from portal.statements.reports import Typed, Unfit
from portal.statements.wording import report_faults
from portal.transactions import session

accessibility_pages = Blueprint("accessibility", __name__, url_prefix="/accessibility")
privacy_pages = Blueprint("privacy", __name__, url_prefix="/privacy")

ASSESSED_ON = date(2026, 11, 22)
CHANGED_ON = date(2026, 11, 22)
REPORTS = Limit("report", 10)


@accessibility_pages.get("")
def show() -> ResponseReturnValue:
    """How well the portal works for everybody, and the form for what does not."""
    return _statement(Typed(key=uuid4().hex))


@accessibility_pages.post("")
def tell() -> ResponseReturnValue:
    """Keep what somebody could not use; nobody needs to say who she is."""
    arriving.limit(REPORTS)
    fields = {name: request.form.get(name, "") for name in ("body", "page", "contact")}
    typed = Typed(key=request.form.get("key", "")[:64] or uuid4().hex, **fields)
    try:
        reports.keep(session(), typed, read_in=language().code, today=clock.today())
    except Unfit as unfit:
        return _statement(typed, report_faults(unfit.faults), status=422)
    return redirect(url_for(".sent"), code=303)


@accessibility_pages.get("/sent")
def sent() -> ResponseReturnValue:
    """What happens with it now."""
    return page("statements/sent.html")


@privacy_pages.get("", endpoint="show")
def rights() -> ResponseReturnValue:
    """What is kept about her, why, who sees it, and what she may demand."""
    return page("statements/privacy.html", municipality=facts.municipality(session()))


def _statement(
    typed: Typed, faults: dict[str, str] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    return page(
        "statements/accessibility.html",
        status=status,
        municipality=facts.municipality(session()),
        assessed_on=ASSESSED_ON,
        changed_on=CHANGED_ON,
        typed=typed,
        faults=faults or {},
    )
