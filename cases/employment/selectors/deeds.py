"""A course that somebody passed and a job that they got fulfil a measure of a help plan or a service."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household
from cases.employment.selectors.courses import list_passed_since
from cases.employment.selectors.openings import list_of_household
from cases.giving.selectors.deeds import DEEDS, Deed, DeedKind


def _passed(household: Household, since: date) -> list[Deed]:
    return [
        Deed(str(row.pk), row.ends_on, _("%(course)s，合格") % {"course": row.course.name})
        for row in list_passed_since(household, since)
    ]


def _hired(household: Household, since: date) -> list[Deed]:
    return [
        Deed(str(row.pk), row.hired_on, f"{row.opening.employer.name}，{row.opening.post}")
        for row in list_of_household(household)
        if row.hired_on is not None and row.hired_on >= since
    ]


DEEDS.add("job")(
    DeedKind(
        gettext_lazy("介绍就业"),
        _hired,
        lambda _key, pk: f"{reverse('archives:case', args=[pk])}?tab=employment",
    )
)
DEEDS.add("course")(
    DeedKind(
        gettext_lazy("技能培训"),
        _passed,
        lambda _key, pk: f"{reverse('archives:case', args=[pk])}?tab=employment",
    )
)
