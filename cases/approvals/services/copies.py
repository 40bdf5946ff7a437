"""抄送: a copy of each decision to those who are to know of it; to which posts, a union says."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import CopyRule, RouteCopy
from cases.approvals.selectors.copies import COPY
from cases.approvals.services.refusals import StepRefused
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel.scope import SCOPE_COLUMNS
from hardship.messaging import services as messaging

SUBMISSION = "submission"


def send_copies(applications: Sequence[Application], moment: str, *, by: User | None) -> None:
    """To the posts that the route of each names for this moment, and of what was decided to those that its
    unions name; to each once."""
    routes, rules = _of_the_routes(applications, moment), _of_the_unions(applications, moment)
    told = [
        messaging.Telling(COPY, row, union, None, role, row.number or "")
        for row in applications
        for (_key, role), union in _posts(row, routes[row.pk], rules).items()
    ]
    messaging.send_all(told, by=by)


def _of_the_routes(applications: Sequence[Application], moment: str) -> dict[int, list[RouteCopy]]:
    found: dict[int, list[RouteCopy]] = {row.pk: [] for row in applications}
    rounds = {row.pk: row.round for row in applications}
    copies = RouteCopy.objects.filter(application__in=found, moment=moment).select_related("union")
    for copy in copies.order_by("pk"):
        if copy.round == rounds[copy.application_id]:
            found[copy.application_id].append(copy)
    return found


def _of_the_unions(applications: Sequence[Application], moment: str) -> list[CopyRule]:
    if moment == SUBMISSION:
        return []
    unions = {pk for row in applications for pk in _unions_of(row)}
    return list(CopyRule.objects.filter(union__in=unions).select_related("union").order_by("pk"))


def _posts(
    row: Application, routes: Sequence[RouteCopy], rules: Sequence[CopyRule]
) -> dict[tuple[int, str], Union]:
    here = _unions_of(row)
    posts = {(copy.union_id, copy.role): copy.union for copy in routes}
    for rule in rules:
        if rule.union_id in here and rule.programme in ("", row.programme.code):
            posts[rule.union_id, rule.role] = rule.union
    return posts


def _unions_of(row: Application) -> set[int]:
    keys = (getattr(row, f"{column}_id") for column in SCOPE_COLUMNS)
    return {key for key in keys if key}


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
