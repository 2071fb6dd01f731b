"""Papers that are often asked for, by name in every language."""

from __future__ import annotations


def _(text: str) -> str:
    """A text to be translated where it is used."""
    return text


PAPERS = {
    # NOTE: A paper in a list of papers to send or bring: the bill for the rent, each month.
    "rent-bill": _("hyresavi"),
    # NOTE: A paper: the contract for renting a home.
    "lease": _("hyreskontrakt"),
    # NOTE: A paper: what the employer gives with the salary.
    "payslip": _("lönebesked"),
    # NOTE: A paper from the bank: what has come in and gone out of an account.
    "bank-statement": _("kontoutdrag från banken"),
    # NOTE: A paper from a doctor that says that somebody is ill.
    "doctors-note": _("läkarintyg"),
    # NOTE: A paper: a decision from an authority.
    "decision": _("beslut från en myndighet"),
    # NOTE: A paper: any bill to pay.
    "bill": _("räkning"),
    # NOTE: A paper: a receipt for something that was paid.
    "receipt": _("kvitto"),
    # NOTE: A card or passport that shows who somebody is.
    "identity": _("id-kort eller pass"),
    # NOTE: A paper: which jobs somebody has applied for.
    "applications": _("lista på jobb som är sökta"),
}
"""By key: what the paper is called in Swedish."""
