"""All her pages about messages, hung on their door."""

from portal.messages import draft_views, paper_views, views  # noqa: F401 (importing them hangs them)
from portal.messages.door import bp as bp
