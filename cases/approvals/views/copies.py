"""抄送: which posts of a union get copies of what was decided; all copies read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.approvals import services
from cases.approvals.forms import CopyForm
from cases.approvals.selectors.copies import list_copy_rules
from cases.approvals.states import SIGNERS, SUPERVISORS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_key


@require_http_methods(["GET", "POST"])
@require_role(*SUPERVISORS)
def copies(request: AuthenticatedRequest) -> HttpResponse:
    """The rules of the person's union, and a form for one more."""
    form = CopyForm(request.POST if request.method == "POST" else None, user=request.user)
    done = attempt(form, lambda: services.add_copy(by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("从现在起抄送给%(role)s。") % {"role": done.made.get_role_display()})
        return redirect("approvals:copies")
    names = dict(form.programmes)
    rules = [(rule, names.get(rule.programme, rule.programme)) for rule in list_copy_rules(request.user)]
    return render(request, "approvals/copies.html", {"form": form, "rules": rules}, status=done.status)


@require_POST
@require_role(*SUPERVISORS)
def remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    get_object_or_404(list_copy_rules(request.user), pk=pk)
    services.remove_copy(rule_id=pk, by=request.user)
    messages.success(request, _("不再抄送。已经抄送的还在。"))
    return redirect("approvals:copies")


@require_POST
@require_role(Role.CLERK, *SIGNERS)
def read(request: AuthenticatedRequest) -> HttpResponse:
    """All copies that the page showed are read."""
    until = read_key(request.POST.get("until", ""))
    number = services.mark_copies_read(by=request.user, until=until)
    messages.success(request, _("已把 %(number)d 份抄送标为已读。") % {"number": number})
    return redirect(f"{reverse('approvals:inbox')}?tab=copies")
