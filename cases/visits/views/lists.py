"""How the rows of the lists read."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.visits.columns import STEP, UNVISITED_COLUMNS, VISIT_COLUMNS
from cases.visits.models import HomeVisit
from cases.visits.states import Conclusion
from hardship.kernel.columns import choose, without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.templatetags.ui import badge

CONCLUSION_BADGES = {
    Conclusion.AS_FILED: "success",
    Conclusion.TO_CHANGE: "warning",
    Conclusion.TO_LEAVE: "danger",
    Conclusion.UNVERIFIED: "muted",
}


def visit_rows(*, of_case: bool = False) -> Rows[HomeVisit]:
    """Home visits; those of one household do not name it."""
    columns = choose(VISIT_COLUMNS, ())
    return Rows(
        without(columns, "name", "union") if of_case else columns,
        url=link_to("visits:visit", "uid"),
        drawn={"conclusion": _conclusion},
    )


def _conclusion(visit: HomeVisit) -> object:
    kind = CONCLUSION_BADGES[Conclusion(visit.conclusion)]
    found = badge(kind, visit.get_conclusion_display())
    return format_html("{} {}", found, badge("muted", _("已被更正"))) if visit.is_corrected else found


def unvisited_rows(*, may_record: bool) -> Rows[Household]:
    """Households to visit, to be ticked for their blank forms."""
    return Rows(
        [*UNVISITED_COLUMNS, STEP] if may_record else UNVISITED_COLUMNS,
        url=link_to("archives:case", query="tab=visits"),
        drawn={"step": _record},
        tick=lambda household: Tick(household.pk, household),
    )


def _record(household: Household) -> object:
    return format_html(
        '<a href="{}">{}<span class="visually-hidden">{}</span></a>',
        reverse("visits:visit_new", args=[household.pk]),
        _("登记"),
        household,
    )
