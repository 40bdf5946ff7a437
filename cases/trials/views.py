"""试行测算: what a policy would change for the files in force, before anybody puts it into force."""

import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.policies.selectors import list_readable
from cases.trials import selectors, services
from cases.trials.columns import RUN_COLUMNS, WHAT_IF_COLUMNS
from cases.trials.models import WhatIf, WhatIfRow
from cases.trials.reports import what_if_bytes
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge, number
from hardship.kernel.workflow import Refused

TABS = (("changed", _("类别有变化")), ("undecided", _("还不能判断")), ("all", _("全部")))


@require_http_methods(["GET", "POST"])
@require_role(*services.ROLES)
def what_if(request: AuthenticatedRequest, policy: uuid.UUID) -> HttpResponse:
    """The runs of one policy, and the button that asks for a new one."""
    row = get_object_or_404(list_readable(request.user), uid=policy)
    if request.method == "POST":
        try:
            run = services.ask_what_if(policy_id=row.pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("trials:what_if", policy=row.uid)
        messages.success(request, _("已提交测算，可以离开本页。"))
        return redirect("trials:what_if_run", uid=run.uid)
    context = {
        "policy": row,
        **_run_rows().context(selectors.list_runs(row, request.user)[:20]),
        "files": selectors.list_files_in_force(row).count(),
    }
    return render(request, "trials/what_if.html", context)


@require_GET
@require_role(*services.ROLES)
def what_if_run(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Counts, costs, and the files that change."""
    run = _run(request, uid)
    view = request.GET.get("tab", "changed")
    moves = selectors.list_moves(run)
    counts = {
        "changed": sum(move.files for move in moves if move.is_changed),
        "undecided": sum(move.files for move in moves if move.is_undecided),
        "all": sum(move.files for move in moves),
    }
    context = {
        "run": run,
        "moves": [(move.before_label or _("无类别"), move) for move in moves],
        **_rows().page(selectors.list_rows(run, view), request.GET),
        "tabs": [
            {"label": label, "url": f"?tab={key}", "current": key == view, "count": counts[key]}
            for key, label in TABS
        ],
        "counts": counts,
        "cost_before": _sum(move.amount_before for move in moves),
        "cost_after": _sum(move.amount_after for move in moves),
    }
    return render(request, "trials/what_if_run.html", context)


@require_GET
@require_role(*services.ROLES)
def what_if_roster(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Every file of the run as a workbook, without numbers of people."""
    run = _run(request, uid)
    content, rows = what_if_bytes(run, request.user)
    audit.record_export("what_if", by=request.user, content=content, rows=rows, target=run)
    name = _("试行测算_%(policy)s_%(day)s.xlsx") % {"policy": run.policy.name, "day": run.on.isoformat()}
    return workbook(content, name)


def _run_rows() -> Rows[WhatIf]:
    def progress(run: WhatIf) -> SafeString:
        if run.is_done:
            return badge("success", _("已完成"))
        return format_html(
            '{} <span class="num">{}</span>', badge("info", _("测算中")), number(run.files_done)
        )

    return Rows(
        RUN_COLUMNS,
        url=link_to("trials:what_if_run", "uid"),
        drawn={"progress": progress},
    )


def _rows() -> Rows[WhatIfRow]:
    """A file with its category now and then, and why; for one that cannot be told, what is missing."""

    def change(row: WhatIfRow) -> str:
        return f"{row.before_label or _('无类别')} → {row.after_label}"

    return Rows(
        choose(WHAT_IF_COLUMNS, ()),
        drawn={
            "after": change,
            "sentence": lambda row: f"{_('缺')} {row.missing}" if row.missing else row.sentence,
        },
    )


def _run(request: AuthenticatedRequest, uid: uuid.UUID) -> WhatIf:
    rows = WhatIf.objects.visible_to(request.user).select_related("policy__union", "asked_by", "union")
    return get_object_or_404(rows, uid=uid)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
