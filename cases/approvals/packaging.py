"""What an audit package has of decisions: who signed what, and the SHA-256 of the content that they saw."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep
from hardship.accounts.models import names_of_step
from hardship.packages.selectors import PARTS, Piece, Scope, table

HEADS = ("application", "round", "action", "state_before", "state_after", "by", "at", "content_sha256")


@PARTS.add("approvals.decisions")
def write_decisions(scope: Scope) -> Iterator[Piece]:
    """The steps of these days on applications of the unions of the package, in the order of time."""
    rows = ApprovalStep.objects.filter(
        application__in=Application.objects.visible_to(scope.by).filter(union__in=scope.unions),
        at__date__range=(scope.since, scope.until),
    )
    rows = rows.select_related("application", "by", "stood_in_for").order_by("application__number", "pk")
    yield table("数据/审批", _("谁在何时签了什么，签的内容的摘要"), HEADS, (_row(row) for row in rows))


def _row(row: ApprovalStep) -> tuple[object, ...]:
    return (
        row.application.number, row.round, row.action, row.source, row.target, names_of_step(row), row.at,
        row.content_hash,
    )  # fmt: skip
