"""The stretches of time that results are given for: see `portal.half_years`, which feedback counts by as well."""

from portal.half_years import HalfYear, half_years, over

__all__ = ["HalfYear", "half_years", "over"]
