"""The staff's pages about meetings, all of them, for the door behind which they hang."""

from portal.meetings import (  # noqa: F401 (their pages hang on `staff_door`)
    staff_calendar_views,
    staff_change_views,
    staff_hours_views,
    staff_meeting_views,
    staff_outsiders_views,
    staff_way_views,
)
from portal.meetings.staff_booking_views import bp as booking
from portal.meetings.staff_door import bp as calendar

pages = (calendar, booking)
