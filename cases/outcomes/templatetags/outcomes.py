"""What follows a decision, as parts of the page of an application: {% load outcomes %}.

The page itself belongs to cases.applications, which stands below and knows nothing of outcomes.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.selectors import get_entry
from cases.archives.states import CASE_ROLES
from cases.bodies.models import Meeting
from cases.bodies.states import READERS
from cases.outcomes.forms import AnswerForm, AppealForm, SlipForm, TellForm
from cases.outcomes.selectors import get_decision, has_annex, list_printable
from cases.outcomes.selectors.appeals import answer_blocker, appeal_blocker, list_appeals, list_reopened
from cases.outcomes.selectors.telling import is_told, list_tellings, tell_blocker, teller_blocker
from cases.outcomes.states import TOLD_STATES, BlankKind
from hardship.accounts.states import Role

register = template.Library()


@register.inclusion_tag("outcomes/_papers.html", takes_context=True)
def papers_of(context: Context, application: Application) -> dict[str, Any]:
    """The papers of this application: an address for each that can be printed now, else why not."""
    if not context["request"].user.has_role(*CASE_ROLES):
        return {"papers": [], "application": application, "csrf_token": ""}
    own = [
        _line(str(row.kind.label), reverse("outcomes:paper", args=[application.pk, row.kind]), row.why)
        for row in list_printable(application)
    ]
    form, *others = own
    return {
        "papers": [form, *_of_approval(application), *others],
        "blanks": BlankKind.choices,
        "application": application,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("outcomes/_tellings.html", takes_context=True)
def tellings_of(context: Context, application: Application) -> dict[str, Any]:
    """What the worker was told of which decision, and for the clerk the form that records it."""
    user, step = context["request"].user, get_decision(application)
    may_tell = step is not None and not tell_blocker(application, user)
    tellings = list_tellings(application)
    typed = context.get("tell_form")
    return {
        "application": application,
        "tellings": tellings,
        "is_awaited": application.state in TOLD_STATES,
        "is_told": is_told(application),
        "slip_form": SlipForm() if not teller_blocker(application, user) else None,
        "slip_wrong": context.get("slip_form"),
        "slip_telling": context.get("slip_telling"),
        "is_typed": typed is not None,
        "form": (typed or TellForm(step_id=step.pk, teller=user.name)) if may_tell and step else None,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("outcomes/_appeals.html", takes_context=True)
def appeals_of(context: Context, application: Application) -> dict[str, Any]:
    """The reviews that the worker asked for, the form of the clerk for one and that of whoever answers."""
    user, step, appeals = context["request"].user, get_decision(application), list_appeals(application)
    waiting = next((row for row in appeals if not row.is_answered), None)
    why = answer_blocker(waiting, user) if waiting else ""
    may_record = step is not None and not appeal_blocker(application, user)
    typed = context.get("appeal_form")
    return {
        "application": application,
        "appeals": appeals,
        "waits": waiting is not None,
        "open": waiting,
        "reopened": list_reopened(appeals),
        "why": why,
        "answer_form": (context.get("answer_form") or AnswerForm()) if waiting and not why else None,
        "form": (typed or AppealForm(step_id=step.pk)) if may_record and step else None,
        "is_typed": typed is not None,
        "may_record": user.union_id == application.union_id and user.has_role(Role.CLERK),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_tag(takes_context=True)
def annex_url(context: Context, meeting: Meeting) -> str:
    """The address of 会议纪要附表, '' where a meeting has none or the person may not have it."""
    may = context["request"].user.has_role(*READERS)
    return reverse("outcomes:minutes_annex", args=[meeting.uid]) if may and has_annex(meeting) else ""


def _of_approval(application: Application) -> list[dict[str, str]]:
    """The papers of the room below, beside which ours stand."""
    entry = get_entry(application)
    form = reverse("approvals:form_pdf", args=[application.pk])
    notice = reverse("notices:notice_pdf", args=[entry.notice_id]) if entry else ""
    return [
        _line(_("申请审批表"), form, "" if application.number else _("提交后才有")),
        _line(_("公示"), notice, "" if entry else _("公示后才有")),
    ]


def _line(label: str, url: str, why: str) -> dict[str, str]:
    return {"label": label, "url": url, "why": why}
