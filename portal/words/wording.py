"""The filter that links hard words to their explanation: `{% filter hard_words %}…{% endfilter %}`."""

from flask import Flask, url_for
from markupsafe import Markup

from portal.i18n import SOURCE, language
from portal.words.glossary import with_links


def hard_words(text: str) -> Markup:
    """The text with a link from each hard word in it to what it means."""
    page = url_for("public.words.show")
    return with_links(text, page, is_swedish=language().code == SOURCE)


def init_app(app: Flask) -> None:
    app.jinja_env.filters["hard_words"] = hard_words
