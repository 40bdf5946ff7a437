"""What the page of a form in sections shows besides the form: how far it is, the family, who is paid."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.applications.forms import ApplicationForm
from cases.applications.forms.sections import (
    ORDER,
    next_of,
    previous_of,
    read_section,
    section_fields,
    section_of,
    shown_of,
)
from cases.applications.models import Application
from cases.applications.selectors.payees import get_payee
from cases.applications.states import EntrySection
from cases.archives.selectors import live_members
from hardship.accounts.access import AuthenticatedRequest

WHOLE, BY_SECTIONS = "whole", "sections"  # buttons of the form that choose how it is shown


def find_sections(
    request: AuthenticatedRequest, application: Application, form: ApplicationForm
) -> dict[str, Any] | None:
    """The open section, the way through all of them, and what the file says; None for who sees it whole."""
    if not request.user.by_sections:
        return None
    here = open_section(request)
    shown, place = shown_of(form, here), ORDER.index(here)
    marks = ["done" if n < place else "current" if n == place else "todo" for n in range(len(ORDER))]
    steps = [{"label": one.label, "state": mark} for one, mark in zip(ORDER, marks, strict=True)]
    return {
        "here": here,
        "hidden": {str(one): one not in shown for one in ORDER},
        "steps": [*steps, {"label": _("核对提交"), "state": "todo"}],
        "next": next_of(here),
        "previous": previous_of(here),
        "fields": section_fields(form),
        "family": _family(application),
        "payee": None if application.programme.is_service else get_payee(application.household),
    }


def open_section(request: AuthenticatedRequest) -> EntrySection:
    """The section that was sent, or that in which the field of a link stands."""
    if "at" in request.GET:
        return section_of(request.GET["at"])
    return read_section((request.POST or request.GET).get("section", ""))


def address_after(request: AuthenticatedRequest, application: Application, go: str, *, anchor: str) -> str:
    """Where the form goes on once it is saved: at the section of the button, or whole."""
    address = reverse("applications:edit", args=[application.pk])
    if not request.user.by_sections:
        return address + anchor
    here = go if go in EntrySection else open_section(request)
    return f"{address}?section={here}{anchor if here == EntrySection.PAPERS else ''}"


def _family(application: Application) -> list[dict[str, Any]]:
    household = application.household
    rows = (
        (_("户主"), household),
        (_("困难类别"), application.get_category_display()),
        (_("家庭人口"), _("%(n)s 人") % {"n": len(live_members(household))}),
        (_("主要致困原因"), household.get_main_cause_display()),
        (_("家庭住址"), household.address),
    )
    return [{"label": label, "value": value, "absent": "" if value else "—"} for label, value in rows]
