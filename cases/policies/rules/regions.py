"""Where a figure of a region is looked for."""

from functools import cache


@cache
def region_chain(region_code: str, level: str = "") -> tuple[str, ...]:
    """A GB/T 2260 code and the codes above it: county, city, province; from `level` (city, province) on."""
    province, city = region_code[:2] + "0000", region_code[:4] + "00"
    codes = {"province": (province,), "city": (city, province)}.get(level, (region_code, city, province))
    return tuple(dict.fromkeys(codes))
