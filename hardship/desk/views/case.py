"""The page of one case: who it is about, what is under way, and everything on file behind tabs."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.archives.models import Household
from cases.archives.selectors.case_page import CASE_TABS, ShownCase, get_file, read_parts
from cases.archives.selectors.grace import get_grace, may_be_aided
from cases.archives.selectors.lifecycle import list_kin
from cases.archives.services.life.reopening import list_survivors, may_reopen
from cases.archives.services.steps import list_buttons
from cases.archives.services.urging import get_awaited, get_urging
from cases.archives.states import CASE_ROLES, DECISIONS, NUMBERED_STATES, State
from cases.lists.selectors.lists import get_neighbours
from cases.lists.views.listing import EVERYTHING, Listing
from cases.transfers.services import offer_blocker
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.desk.selectors import case as reads
from hardship.kernel.money import format_yuan

OPENED = "case_opened"
# Steps that have a page of their own; the others are buttons of the case.
ON_OWN_PAGE = frozenset({"submit", "file", "return", "verify", *DECISIONS})


@require_GET
def case(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One household in the person's scope. Opening it leaves a trace, turning its tabs none."""
    household = get_file(pk, user=request.user)
    if household is None:
        raise Http404
    if request.session.get(OPENED) != pk:
        audit.record("case.open", target=household, by=request.user, kind=Kind.READ)
        request.session[OPENED] = pk
    name = request.GET.get("tab", "")
    tab = CASE_TABS.get(name) or CASE_TABS[name := "overview"]
    members, parts, [steps] = read_parts(household, reads.newest_steps())
    shown = ShownCase(household, members, request.user, parts)
    buttons = list_buttons(household, request.user)
    return render(
        request,
        "desk/case.html",
        {
            "household": household,
            "tab": name,
            "partial": tab.template,
            "identity": _identity(shown, [row.action for row in buttons]),
            "tabs": _tabs(request, shown, name),
            "may_reveal": request.user.has_role(*CASE_ROLES),
            "may_edit": any(row.action == "submit" for row in buttons),
            "buttons": [row for row in buttons if row.action not in ON_OWN_PAGE],
            "matter": reads.get_matter(
                household=household, user=request.user, has_applications=bool(parts["applications"])
            ),
            "urging": get_urging(household, get_awaited(household), request.user),
            "events": reads.list_events(
                household,
                steps,
                user=request.user,
                has_applications=bool(parts["applications"]),
                has_petitions=bool(parts["petitions"]),
            ),
            "kin": list_kin(household, user=request.user, has_followers=bool(parts["followers"])),
            "grace": get_grace(household),
            "may_reopen": may_reopen(household, request.user),
            "survivors": list_survivors(household),
            "neighbours": _neighbours(request, household),
            "list_url": f"{reverse('lists:files')}?{request.GET.get('list') or EVERYTHING}",
            **tab.context(shown),
        },
    )


def _identity(shown: ShownCase, actions: list[str]) -> dict[str, Any]:
    household, user = shown.household, shown.user
    head, union = household.head, household.union
    number = str(head.id_number) if head else ""
    revealing = bool(number) and user.has_role(*CASE_ROLES)
    badges = [{"kind": household.tone, "text": household.get_state_display()}]
    if household.category:
        badges.insert(0, {"kind": household.category, "text": household.get_category_display()})
    if household.is_incomplete:
        badges.append({"kind": "warning", "text": _("待补材料")})
    meta = [_("档案号 %(number)s") % {"number": household.file_no}] if household.file_no else []
    return {
        "name": str(household),
        "badges": badges,
        "meta": [*meta, union.name],
        "masked": number,
        "reveal_url": reverse("archives:reveal", args=[household.pk, head.uid, "id_number"])
        if head and revealing
        else "",
        "facts": _facts(household, len(shown.members), shown.parts["paid_this_year"]),
        "primary": _primary(user, household, actions),
        "links": _links(shown, actions),
    }


def _links(shown: ShownCase, actions: list[str]) -> list[dict[str, Any]]:
    household, user = shown.household, shown.user
    paper = reverse("archives:form_pdf", args=[household.pk])
    links: list[dict[str, Any]] = [{"label": _("打印档案表"), "url": paper, "apart": True}]
    if household.state in NUMBERED_STATES:
        links.append({"label": _("核查与变更"), "url": reverse("archives:changes", args=[household.pk])})
        if "verify" in actions:
            links.append({"label": _("核查无变化"), "url": reverse("archives:verify", args=[household.pk])})
        links.append({"label": _("承诺与授权"), "url": reverse("archives:consent", args=[household.pk])})
        links.append({"label": _("脱困与退出"), "url": reverse("archives:leaving", args=[household.pk])})
    if not offer_blocker(household, user, is_offered=bool(shown.parts["offers"])):
        links.append({"label": _("转移"), "url": reverse("transfers:new", args=[household.pk])})
    return links


def _facts(household: Household, persons: int, aid: Decimal) -> list[dict[str, str]]:
    status = household.head.get_status_display() if household.head else ""
    kinds = [text for text in (household.get_worker_type_display(), status) if text]
    facts = (
        (_("家庭人口"), _("%(persons)s 人") % {"persons": persons}),
        (_("主要致困原因"), household.get_main_cause_display()),
        (_("用工类别"), "，".join(kinds)),
        (_("下次核查"), _next_review(household)),
        (_("本年已帮扶"), f"¥{format_yuan(aid)}"),
    )
    return [{"label": label, "value": value or "—"} for label, value in facts]


def _next_review(household: Household) -> str:
    if household.review_due_on is None or not household.is_in_force:
        return ""
    day = household.review_due_on.isoformat()
    overdue = household.review_due_on < timezone.localdate()
    return _("%(day)s（已过期）") % {"day": day} if overdue else day


def _primary(user: User, household: Household, actions: list[str]) -> dict[str, str] | None:
    """The one thing to do next: go on entering, review, or apply for aid."""
    if "submit" in actions:
        label = _("补正") if household.state == State.RETURNED else _("继续填报")
        return {"label": label, "url": reverse("archives:tasks", args=[household.pk])}
    if "file" in actions:
        return {"label": _("审核"), "url": reverse("archives:review", args=[household.pk])}
    own = household.union_id == user.union_id and user.has_role(Role.CLERK)
    if household.state == State.REVIEW_DUE and own:
        return {"label": _("核查"), "url": reverse("archives:changes", args=[household.pk])}
    if own and may_be_aided(household):
        url = reverse("applications:new")
        return {"label": _("申请帮扶"), "url": f"{url}?{urlencode({'household': household.pk})}"}
    return None


def _tabs(request: AuthenticatedRequest, shown: ShownCase, current: str) -> list[dict[str, Any]]:
    kept = {"list": request.GET["list"]} if "list" in request.GET else {}
    return [
        {
            "label": tab.label,
            "url": f"?{urlencode({'tab': name} | kept)}",
            "count": tab.count(shown) if tab.count else None,
            "current": name == current,
        }
        for name, tab in sorted(CASE_TABS.items(), key=lambda row: row[1].order)
    ]


def _neighbours(request: AuthenticatedRequest, household: Household) -> list[dict[str, str]]:
    """The files before and after this one in the list that it was opened from."""
    if "list" not in request.GET:
        return []
    listing = Listing(request.user, request.session, QueryDict(request.GET["list"]), is_drawn=False)
    pair = get_neighbours(listing.households, household=household, sort=listing.sort)
    kept = urlencode({"list": listing.query() or EVERYTHING})
    return [
        {
            "label": label,
            "rel": rel,
            "url": f"{reverse('desk:case', args=[pk])}?{kept}" if pk else "",
            "keys": keys,
            "hint": _("按 %(key)s 键") % {"key": keys[0]},
        }
        for label, rel, keys, pk in (
            (_("上一户"), "prev", "K Alt+ArrowUp", pair[0]),
            (_("下一户"), "next", "J Alt+ArrowDown", pair[1]),
        )
    ]
