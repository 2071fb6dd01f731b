"""Numbers and mail addresses as people type them."""

from __future__ import annotations

import re
import unicodedata

from portal.people.pins import normalised as digits

HOME = "46"
"""A number that begins with one 0 is Swedish."""
SHORTEST, LONGEST = 8, 15
"""Digits of a number with its country (ITU-T E.164)."""
LONGEST_ADDRESS = 254
PUNCTUATION = str.maketrans("", "", " -–.()/\u00a0\u200e\u200f\u202a\u202c")
MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")


class NotOne(Exception):
    """What she typed is no number, or no address."""


def number(typed: str) -> str:
    """A phone number with its country (E.164), from how people write it: 070-174 06 22, 0046 70 …, +46(0)70 ….

    Raises `NotOne`.
    """
    text = digits(unicodedata.normalize("NFKC", typed).replace("(0)", "")).translate(PUNCTUATION)
    if text.startswith("00"):
        text = "+" + text[2:]
    elif text.startswith("0"):
        text = f"+{HOME}{text[1:]}"
    if text.startswith(f"+{HOME}0"):
        text = f"+{HOME}{text[4:]}"
    if not re.fullmatch(rf"\+[1-9][0-9]{{{SHORTEST - 1},{LONGEST - 1}}}", text):
        raise NotOne
    return text


def number_hint(number: str) -> str:
    """What a page shows of a number: enough for her to know it, too little for anybody else."""
    return f"…{number[-2:]}"


def address(typed: str) -> str:
    """A mail address. Raises `NotOne`."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if len(text) > LONGEST_ADDRESS or not MAIL.fullmatch(text) or ".." in text:
        raise NotOne
    return text


def address_hint(address: str) -> str:
    """What a page shows of a mail address."""
    name, _, domain = address.partition("@")
    return f"{name[0]}…@{domain[0]}….{domain.rpartition('.')[2]}"
