"""All her pages about meetings, hung on their door; her week hangs on the plan's."""

from portal.meetings import (  # noqa: F401 (importing them hangs them)
    booking_views,
    changing_views,
    none_fits_views,
    today_views,
    views,
    week_views,
)
from portal.meetings.door import bp as bp
