"""The editor of plans: all its pages, behind one name."""

from portal.plan import (
    editor_part_views,
    editor_pick_views,
    editor_step_views,
    editor_views,
    publishing_views,
)
from portal.plan.desk import bp

PAGES = (editor_views, editor_part_views, editor_step_views, editor_pick_views, publishing_views)
"""Each hangs its pages on `bp` when it is read."""

__all__ = ["PAGES", "bp"]
