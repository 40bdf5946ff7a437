"""How an application is decided, as parts of its page: {% load decisions %}.

The page itself belongs to cases.applications, which stands below and knows nothing of decisions.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from django import template
from django.template.context import Context
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import PRESETS, State
from cases.approvals.filters import Inbox
from cases.approvals.forms import SPLIT, StepForm
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors import (
    get_awaited,
    get_change,
    get_entry,
    list_options,
)
from cases.approvals.selectors.along import get_stage, is_void, list_earlier
from cases.approvals.selectors.consulting import get_question, list_consultants
from cases.approvals.selectors.copies import list_route_copies
from cases.approvals.selectors.drawing import get_choice, list_drawn
from cases.approvals.selectors.extending import last_day_to_extend
from cases.approvals.selectors.handing import get_handing, list_colleagues
from cases.approvals.selectors.overdue import answer_blocker, list_supervisions, supervise_blocker
from cases.approvals.selectors.pausing import get_suspension, last_day_of_waiting
from cases.approvals.selectors.proposing import get_agreed_sum, get_proposal_step
from cases.approvals.selectors.resubmission import get_resubmission
from cases.approvals.selectors.similar import list_similar
from cases.approvals.selectors.visited import UNVISITED, lacks_visit
from cases.approvals.states import (
    APART,
    CONSULT,
    DOCUMENTED,
    EXTEND,
    HAND_ON,
    ONWARD,
    OPINE,
    PROLONG,
    REJECT,
    REOPEN,
    RESUME,
    RETRACT,
    SEND_BACK,
    SIGNERS,
    SIGNING,
    SUPERVISORS,
    SUSPEND,
    TAKE_OVER,
)
from cases.approvals.templatetags.lines import list_lines_of
from cases.approvals.templatetags.mending import corrected_rows, correction_words, part_rows
from cases.approvals.templatetags.resubmitted import list_lines
from cases.approvals.templatetags.stations import list_planned_until, list_stations
from cases.archives.selectors.recusals import kin_hint
from cases.archives.services.urging import get_urging
from cases.notices.selectors import get_progress
from cases.policies.rules import list_grounds
from cases.visits.services import recording_blocker
from hardship.accounts.models import User
from hardship.kernel.links import ALL, ONLY, make_switch
from hardship.kernel.templatetags.ui import day

register = template.Library()

# What a person is here for; sending back is never the button in red.
FORWARD = ("submit", *ONWARD, RESUME, OPINE)
KINDS = {
    "pass": "success",
    "approve": "success",
    "conclude": "success",
    "return": "warning",
    SEND_BACK: "warning",
    REOPEN: "warning",
    RETRACT: "warning",
    SUSPEND: "warning",
    "reject": "danger",
    "revoke": "danger",
}


@register.inclusion_tag("approvals/_change.html")
def change_notice(text: str) -> dict[str, Any]:
    """A warning when the content is no longer what was submitted."""
    return {"text": text}


@register.simple_tag(takes_context=True)
def changes_of(context: Context, application: Application) -> dict[str, Any]:
    """What the page says of changes: `text`, the warning that the content is no longer what was submitted;
    for one that is decided on again `resubmission` and its `lines`; `only`, whether the page is narrowed.

    The switch stands in the address (`show`); whoever decides begins with the changes alone.
    """
    text = get_change(application)
    found = get_resubmission(application, is_changed=bool(text))
    if found is None:
        return {"text": text, "resubmission": None, "only": False}
    request = context["request"]
    begins = ONLY if request.user.has_role(*SIGNERS) and found.decided else ALL
    lines = list_lines(application, found)
    switch = make_switch(request.GET.get("show", ""), _("整份申请"), begins)
    return {
        "text": text,
        "resubmission": found,
        "lines": lines,
        "corrections": corrected_rows(found.decided, lines),
        "only": switch.only,
        "chips": switch.chips,
    }


@register.inclusion_tag("approvals/_turns.html", takes_context=True)
def turns(context: Context, application: Application) -> dict[str, Any]:
    """The way back to the inbox, and to what waits before and after this case in the list that it was opened
    from; of all that waits where it was opened from elsewhere and waits for this person."""
    request = context["request"]
    kept, user = request.GET.get("list"), request.user
    waits = get_awaited(application) and application.awaits_id == user.union_id
    if not user.has_role(*SIGNERS) or not (kept or (waits and application.awaits_role in user.roles)):
        return {"links": []}
    asked = Inbox(user, MultiValueDict(parse_qs(kept or "")))
    found = asked.turns(application)
    ends = (("prev", "K", _("上一件"), found.before), ("next", "J", _("下一件"), found.after))
    links = [
        {"rel": rel, "key": key, "label": label, "url": asked.url_of(pk) if pk else ""}
        for rel, key, label, pk in ends
    ]
    return {"links": links, "inbox": asked.url}


@register.inclusion_tag("approvals/_route.html", takes_context=True)
def route(context: Context, application: Application) -> dict[str, Any]:
    """The stations of the route with who was there when, and where the application is now."""
    entry, suspended = get_entry(application), get_suspension(application)
    post = get_awaited(application)
    return {
        "stations": list_stations(application),
        "application": application,
        "entry": entry,
        "suspended": suspended,
        "handing": get_handing(application),
        "question": get_question(application),
        "copies": list_route_copies(application),
        "progress": get_progress(entry.notice) if entry else None,
        "objections": entry.objections.count() if entry else 0,
        "urging": get_urging(application, post, context["request"].user, application.awaits),
        "csrf_token": context.get("csrf_token", ""),
        "is_public": application.state == State.PUBLIC_NOTICE,
    }


@register.inclusion_tag("components/steps.html")
def planned_route(application: Application) -> dict[str, Any]:
    """The way that it takes if it is submitted now, and by when it is decided."""
    return {"steps": list_planned_until(application)}


@register.inclusion_tag("approvals/_decision.html", takes_context=True)
def decision(context: Context, application: Application, form: StepForm | None = None) -> dict[str, Any]:
    """The buttons of this person with a place for the opinion, and the budget lines where money is needed."""
    user, programme = context["request"].user, application.programme
    options = list_options(application, user)
    actions = [row.action for row in options.buttons]
    lines = []
    agreed = get_agreed_sum(application)
    leads_to_end = any(row.target == State.APPROVED for row in options.buttons)
    needs_line = leads_to_end and not programme.is_service
    if needs_line:
        lines = list_lines_of(application, user, form)
    splits = sum(line["proposed"] for line in lines) > 1
    chosen = str(form["line"].value() or "") if form else ""
    is_split = form.is_split if form and chosen else splits
    earlier = list_earlier(application) if SEND_BACK in actions else []
    parts = part_rows(application, form) if "return" in actions else []
    last_day = last_day_of_waiting(application) if SUSPEND in actions else None
    ordinary = [row for row in options.buttons if not row.danger]
    return {
        "application": application,
        "may_stay_out": bool(options.why) or any(row.is_decision for row in options.buttons),
        "hint": kin_hint(application.household, user),
        "options": options,
        "buttons": [row for row in options.buttons if row.action not in APART],
        "suspend": next((row for row in options.buttons if row.action == SUSPEND and last_day), None),
        "extend": next((row for row in options.buttons if row.action == EXTEND), None),
        "last_to_extend": last_day_to_extend(application) if EXTEND in actions else None,
        "prolong": next((row for row in options.buttons if row.action == PROLONG), None),
        "colleagues": list_colleagues(application, user) if HAND_ON in actions else [],
        "consultants": list_consultants(application, user) if CONSULT in actions else [],
        "asked": str(form["asked"].value() or "") if form else "",
        "taken_by": str(form["handed_to"].value() or "") if form else "",
        "last_day": last_day,
        "earlier": earlier,
        "parts": parts,
        "is_pinned": any(row["value"] for row in parts) or bool(form and form.errors.get("open_all")),
        "sent_to": str(form["to_stage"].value() or "") if form else "",
        "form": form or StepForm(initial={"agreed": agreed}),
        "agreed": agreed,
        "proposal": get_proposal_step(application),
        "may_propose": application.amount is not None
        and any(row.action in SIGNING for row in options.buttons),
        "lines": lines,
        "needs_line": needs_line,
        "split": SPLIT,
        "splits": splits,
        "is_split": is_split,
        "may_split": application.programme.rule.instalments is None,
        "needs_document": any(action in DOCUMENTED for action in actions),
        "stage": get_stage(application) if options.buttons else None,
        "has_comment": any(row.is_decision or row.needs_comment for row in options.buttons),
        **_visit(application, user, actions),
        "grounds": list_grounds(programme.document, programme.code) if REJECT in actions else [],
        "presets": [words for action in actions for words in PRESETS.get(action, ())],
        "primary": next((row.action for row in ordinary if row.action in FORWARD), ""),
        "chosen": chosen,
        "csrf_token": context.get("csrf_token", ""),
        "list": context["request"].GET.get("list", ""),
    }


def _visit(application: Application, user: User, actions: Sequence[str]) -> dict[str, Any]:
    """Whether the family is to be visited first, and whether this person may record it."""
    lacks = "pass" in actions and lacks_visit(application, get_stage(application))
    may_visit = lacks and not recording_blocker(application.household, user)
    return {"unvisited": UNVISITED if lacks else "", "may_visit": may_visit}


@register.inclusion_tag("approvals/_similar.html", takes_context=True)
def similar_to(context: Context, application: Application) -> dict[str, Any]:
    """For whoever decides on it now: how others were decided."""
    user = context["request"].user
    is_theirs = application.awaits_id == user.union_id and application.awaits_role in user.roles
    return {"similar": list_similar(application) if get_awaited(application) and is_theirs else None}


@register.inclusion_tag("approvals/_drawn.html")
def drawn(application: Application) -> dict[str, Any]:
    """Of which lines an approval draws how much, and why others than the rule proposed."""
    return {"pieces": list_drawn(application), "choice": get_choice(application)}


@register.inclusion_tag("approvals/_opinions.html")
def opinions(application: Application) -> dict[str, Any]:
    """Who did what, the newest first."""
    steps = list(application.steps.select_related("by", "stood_in_for", "scan", "handed_to").order_by("-pk"))
    asked = correction_words(steps)
    void = {step.pk for step in steps if step.action != SEND_BACK and is_void(step, steps)}
    events = [
        {
            "text": step.label,
            "at": step.at,
            "by": step.who or _("系统到期办理"),
            "comment": "。".join(filter(None, (_comment(step), asked.get(step.pk, "")))),
            "kind": "" if step.pk in void else KINDS.get(step.action, ""),
            "scan": getattr(step, "scan", None),
            "void": step.pk in void,
        }
        for step in steps
    ]
    events.append({"text": _("开始填写"), "at": application.created_at, "by": application.created_by or ""})
    events[0]["now"] = True
    return {"events": events}


@register.inclusion_tag("approvals/_supervisions.html", takes_context=True)
def supervisions(context: Context, application: Application) -> dict[str, Any]:
    """What a union above asked about it and what was answered; whether this person may ask or answer."""
    user, rows = context["request"].user, list(list_supervisions(application))
    may_ask = user.has_role(*SUPERVISORS) and application.awaits_id not in (None, user.union_id)
    return {
        "application": application,
        "rows": [(row, row.reply is None and not answer_blocker(row, user)) for row in rows],
        "may_supervise": may_ask and not supervise_blocker(application, user),
    }


def _comment(step: ApprovalStep) -> str:
    """Its words and the document of what was decided outside; also until when or to whom."""
    if step.handed_to is not None and step.action == CONSULT:
        return _("%(words)s（请 %(name)s 出意见）") % {"words": step.comment, "name": step.handed_to.name}
    if step.handed_to is not None and step.action != TAKE_OVER:
        return _("%(words)s（转给 %(name)s）") % {"words": step.comment, "name": step.handed_to.name}
    if step.until_on is None:
        return step.said
    if step.due_was is not None and step.action == EXTEND:
        words = {"words": step.comment, "was": day(step.due_was), "day": day(step.until_on)}
        return _("%(words)s（时限从 %(was)s 延到 %(day)s）") % words
    return _("%(words)s（最迟等到 %(day)s）") % {"words": step.comment, "day": day(step.until_on)}
