"""What stands on paper of policies: 审批流程图 for the wall."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.models import Policy
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.routes import NOTICE, Route
from cases.policies.rules.routing import limit_words, which_words, whole_words
from cases.policies.selectors.trying import try_route
from cases.policies.states import PUBLISHED
from hardship.accounts.models import Union
from hardship.kernel.pdf import render_pdf

PAPERS = ("", "a3")  # A4, A3


def route_sheet(
    policy: Policy, document: PolicyDocument, route: Route, union: Union, *, paper: str = ""
) -> bytes:
    """审批流程图: the stages that the applications of a union's workers go through, whose turn each is, in
    how many working days, and which cases go through it: posts, no names of people."""
    (tried,) = try_route(route, [union])
    rows = [
        {
            "label": one.label,
            "post": one.post,
            "workdays": None if one.station.stage.kind == NOTICE else one.station.stage.workdays,
            "which": "；".join(which_words(document, one.station.stage)),
        }
        for one in tried.stages
    ]
    title = _("困难职工帮扶审批流程图")
    context = {
        "policy": policy, "union": union, "route": route, "rows": rows,
        "limits": limit_words(document, route), "whole": whole_words(route.whole),
        "on": timezone.localdate(), "paper": paper, "is_published": policy.state in PUBLISHED,
    }  # fmt: skip
    return render_pdf("pdf/route_sheet.html", context, title=title)
