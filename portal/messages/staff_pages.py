"""The staff's pages about messages, all of them, for the door behind which they hang."""

from portal.messages import (  # noqa: F401 (their pages hang on `staff_door`)
    inbox_views,
    late_views,
    phrase_staff_views,
    several_views,
    staff_act_views,
    staff_paper_views,
    staff_views,
    thread_views,
)
from portal.messages.staff_door import bp as bp
