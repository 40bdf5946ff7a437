"""A course that somebody passed fulfils a measure of a help plan, and shows a service carried out."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household
from cases.employment.selectors.courses import list_passed_since
from cases.giving.selectors.deeds import DEEDS, Deed, DeedKind


def _passed(household: Household, since: date) -> list[Deed]:
    return [
        Deed(str(row.pk), row.ends_on, _("%(course)s，合格") % {"course": row.course.name})
        for row in list_passed_since(household, since)
    ]


DEEDS.add("course")(
    DeedKind(
        gettext_lazy("技能培训"),
        _passed,
        lambda _key, pk: f"{reverse('archives:case', args=[pk])}?tab=employment",
    )
)
