"""The staff's pages about messages, all of them, for the door behind which they hang."""

from portal.messages import thread_views  # noqa: F401 (their pages hang on `staff_door`)
from portal.messages.staff_door import bp as bp
