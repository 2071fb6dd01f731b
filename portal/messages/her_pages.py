"""All her pages about messages, hung on their door."""

from portal.messages import (  # noqa: F401 (importing them hangs them)
    draft_views,
    paper_views,
    phrase_views,
    views,
)
from portal.messages.door import bp as bp
