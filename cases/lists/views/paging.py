"""The pages of the list of files: where one is, and the ways to the others.

A page lies beside a file (cases.lists.selectors.lists), so its number travels in the address. A list that is
too long to be counted has neither numbers nor a last page.
"""

from typing import Any

from cases.lists.selectors import lists
from cases.lists.views.listing import Listing
from hardship.kernel.keys import read_key


def last_rows(listing: Listing) -> int:
    """How many rows the last page has, when that is asked for; 0 when not."""
    if "last" not in listing.data or listing.total.is_capped:
        return 0
    return listing.total.number % listing.size or listing.size


def draw_pager(listing: Listing, page: lists.Slice) -> dict[str, Any]:
    """Number and addresses of the pages, '' where there is none."""
    keys, pages = page.keys, _pages(listing)
    number = _number(listing, page, pages)
    before = listing.query(before=keys[0], n=number - 1) if keys and page.has_previous else ""
    after = listing.query(after=keys[-1], n=number + 1) if keys and page.has_next else ""
    return {
        "number": number,
        "pages": pages,
        "previous_url": f"?{before}" if before else "",
        "next_url": f"?{after}" if after else "",
        "last_url": f"?{listing.query(last=1)}" if after and pages else "",
    }


def _pages(listing: Listing) -> int:
    """How many there are; 0 for a list that is too long to be counted."""
    return 0 if listing.total.is_capped else -(-listing.total.number // listing.size)


def _number(listing: Listing, page: lists.Slice, pages: int) -> int:
    """What the address says, as far as the page itself does not know better."""
    if not page.has_previous:
        return 1
    if pages and not page.has_next:
        return pages
    asked = max(2, read_key(listing.data.get("n", "")))
    return min(asked, pages - 1) if pages > 2 else asked
