"""What an audit package has of the rules: every version that was in force in its days, as it was written."""

from collections.abc import Iterator

from django.db.models import Q
from psycopg.types.range import DateRange

from cases.policies.selectors import list_readable
from cases.policies.selectors.policies import path_ids
from hardship.packages.selectors import PARTS, Piece, Scope


@PARTS.add("policies.in_force")
def write_policies(scope: Scope) -> Iterator[Piece]:
    """Those of the unions of the package, and of the unions above, whose rules hold below."""
    days = DateRange(scope.since, scope.until, "[]")
    about = Q(union__in=scope.unions) | Q(union__in=path_ids(scope.union))
    rows = list_readable(scope.by).filter(about, effective__overlap=days)
    for row in rows.order_by("union__path", "number", "pk"):
        name = f"制度/{row.union.code}_{row.pk}_第{row.number}版.yaml"
        yield Piece(name, f"{row.name} {row.document_no}".strip(), [row.text.encode()])
