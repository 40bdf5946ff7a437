"""What is ticked on a page of choice and put somewhere: onto a list, a course, in touch with an employer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel.keys import read_keys
from hardship.kernel.workflow import Refused

MOST_TICKED = 1000  # of one page of choice


def put_ticked(
    request: AuthenticatedRequest,
    rows: QuerySet[Any],
    put: Callable[[QuerySet[Any]], int],
    *,
    said: str,
    takes_all: bool = False,
) -> int:
    """How many were put: the ticked of `rows`, or all of them where the page offers it and the form says so.
    What came of it is told, by `said` with its `n`, in the words of a refusal, or that nothing was ticked."""
    if not (takes_all and request.POST.get("all")):
        rows = rows.filter(pk__in=read_keys(request.POST.getlist("pk"), most=MOST_TICKED))
    try:
        count = put(rows)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return 0
    if count:
        messages.success(request, said % {"n": count})
    else:
        messages.error(request, _("请先勾选。"))
    return count
