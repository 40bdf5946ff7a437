"""抄送: a copy of each decision to those who are to know of it; to which posts, a union says."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import CopyRule, RouteCopy
from cases.approvals.selectors.copies import COPY
from cases.approvals.services.refusals import StepRefused
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.scope import SCOPE_COLUMNS
from hardship.messaging import services as messaging

SUBMISSION = "submission"


def send_copies(application: Application, moment: str, *, by: User | None) -> None:
    """To the posts that its route names for this moment, and of what was decided to those that the unions of
    the application name; to each once."""
    posts = {(row.union_id, row.role): row.union for row in _of_the_route(application, moment)}
    if moment != SUBMISSION:
        posts |= {(row.union_id, row.role): row.union for row in _of_the_unions(application)}
    number = application.number or ""
    for (_union_id, role), union in posts.items():
        messaging.send(COPY, about=application, union=union, role=role, number=number, by=by)


def _of_the_route(application: Application, moment: str) -> QuerySet[RouteCopy]:
    rows = application.route_copies.filter(round=application.round, moment=moment)
    return rows.select_related("union").order_by("pk")


def _of_the_unions(application: Application) -> QuerySet[CopyRule]:
    unions = [getattr(application, f"{column}_id") for column in SCOPE_COLUMNS]
    rules = CopyRule.objects.filter(union__in=[pk for pk in unions if pk])
    rules = rules.filter(programme__in=("", application.programme.code))
    return rules.select_related("union").order_by("pk")


@transaction.atomic
def add_copy(*, role: str, programme: str, by: User) -> CopyRule:
    """Whoever holds the role at the person's union gets copies from now on. Raises StepRefused when they do
    already."""
    row, is_new = CopyRule.objects.get_or_create(
        union=by.union, role=role, programme=programme, defaults={"set_by": by}
    )
    if not is_new:
        raise StepRefused(_("已经这样抄送。"))
    audit.record("copy_rule.add", target=row, by=by, role=role, programme=programme)
    return row


@transaction.atomic
def remove_copy(*, rule_id: int, by: User) -> None:
    """No copies any more; those that were sent stay. Raises CopyRule.DoesNotExist for another union's."""
    row = CopyRule.objects.select_for_update().get(pk=rule_id, union=by.union_id)
    audit.record("copy_rule.remove", target=row, by=by, role=row.role, programme=row.programme)
    row.delete()


def mark_copies_read(*, by: User, until: int) -> int:
    """All copies up to the receipt that the page showed last; how many."""
    return messaging.mark_all_read(by=by, until=until, kind=COPY)
