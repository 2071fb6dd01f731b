"""HTML that came along when somebody pasted a text: the words are kept, and the signs around them are not."""

from __future__ import annotations

import re
from html import unescape

NAMES = (
    "a|abbr|article|b|big|blockquote|body|br|button|center|cite|code|dd|del|div|dl|dt|em|figure|font|footer|form|"
    "h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|o:p|ol|option|p|pre|s|script|"
    "section|select|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|u|ul"
)
TAG = re.compile(rf"</?(?:{NAMES})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
"""Only what HTML knows: «<3» and «mindre än < 5» are words."""
NEW_LINE = re.compile(
    r"\s*(?:<br\s*/?>|<hr\s*/?>|</(?:p|div|li|tr|h[1-6]|ul|ol|dl|dt|dd|table|blockquote|section|article)>)\s*",
    re.IGNORECASE,
)
"""Where a browser begins a new line."""


def has_html(text: str) -> bool:
    """Whether signs of HTML stand in a text."""
    return TAG.search(text) is not None


def plain(text: str) -> str:
    """The words of a pasted text, with its lines; a text without HTML is left as it is."""
    if not has_html(text):
        return text
    words = unescape(TAG.sub("", NEW_LINE.sub("\n", text))).replace("\xa0", " ")
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
