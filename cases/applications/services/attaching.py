"""The documents of the household's file that an application rests on."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.services.refusals import ApplicationRefused
from cases.archives.models import Evidence


def fitting(application: Application) -> list[Evidence]:
    """The documents of the file that the programme may ask for; of one person only their own."""
    kinds = {kind for paper in application.programme.rule.papers for kind in paper.any_of}
    rows = live_evidence(application).filter(kind__in=kinds)
    if application.member is None:
        return list(rows)
    return [row for row in rows if row.member_id in (None, application.member_id)]


def live_evidence(application: Application) -> Any:
    return Evidence.objects.filter(household=application.household_id, removed_at__isnull=True)


def set_evidence(application: Application, evidence_ids: Collection[int]) -> None:
    rows = list(live_evidence(application).filter(pk__in=evidence_ids))
    if len(rows) != len(set(evidence_ids)):
        raise ApplicationRefused(_("有材料已从档案中移除，请刷新页面后重新选择。"), field="evidence")
    application.evidence.set(rows)
