"""What a union asks of its pairings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.pairings import services
from cases.pairings.forms import RuleForm
from cases.pairings.rules import Terms
from cases.pairings.selectors.terms import Book, list_rules
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def rules(request: AuthenticatedRequest) -> HttpResponse:
    """What holds today, and the form that writes the union's own from a day on."""
    rule = Book().find(request.user.union)
    form = RuleForm(request.POST or None, rule=rule)

    def write() -> object:
        told = form.cleaned_data
        return services.set_rule(
            terms=form.terms, document=told["document"], starts_on=told["starts_on"], by=request.user
        )

    done = attempt(form, write)
    if done.made is not None:
        messages.success(request, _("已保存。"))
        return redirect("pairings:rules")
    context = {
        "form": form, "rule": rule, "terms": rule.terms if rule else Terms(),
        "own": list_rules(request.user.union),
    }  # fmt: skip
    return render(request, "pairings/rules.html", context, status=done.status)
