"""What an audit package has of applications: the list for people, and what each held money for."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.applications.columns import COLUMNS
from cases.applications.models import Application
from cases.applications.selectors.lists import list_applications
from funds.ledgers.models import Commitment
from hardship.packages.selectors import PARTS, Piece, Scope, roster, table

KIND = "applications.application"
HEADS = ("source", "number", "state", "amount", "submitted_on", "decided_at", "content_sha256")


@PARTS.add("applications.applications")
def write_applications(scope: Scope) -> Iterator[Piece]:
    """What was handed in or decided in these days, and whatever money was held for in them."""
    held = Commitment.objects.filter(
        line__union__in=scope.unions, source__startswith=f"{KIND}:", created_at__date__gte=scope.since
    )
    keys = [int(source.partition(":")[2]) for source in held.values_list("source", flat=True).distinct()]
    days = (scope.since, scope.until)
    rows = list_applications(user=scope.by).exclude(number="")
    rows = rows.filter(
        Q(union__in=scope.unions) & (Q(submitted_at__date__range=days) | Q(decided_at__date__range=days))
        | Q(pk__in=keys)
    )
    rows = rows.select_related("decided_by", "contact", "batch").order_by("number", "pk")
    yield table("数据/申请", _("申请和决定"), HEADS, (_row(row) for row in rows))
    yield from roster("花名册/帮扶申请", _("帮扶申请"), COLUMNS, rows, scope, ("amount",))


def _row(row: Application) -> tuple[object, ...]:
    return (
        f"{KIND}:{row.pk}", row.number, row.state, row.amount, row.submitted_at, row.decided_at,
        row.content_hash,
    )  # fmt: skip
