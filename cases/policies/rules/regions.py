"""Where a figure of a region is looked for."""

from functools import cache


@cache
def region_chain(region_code: str) -> tuple[str, ...]:
    """A GB/T 2260 code and the codes above it: county, city, province."""
    return tuple(dict.fromkeys((region_code, region_code[:4] + "00", region_code[:2] + "0000")))
