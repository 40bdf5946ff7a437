"""Bank accounts: the list, a new one, its page with months and statements, and its steps."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.books import selectors, services
from funds.books.columns import ACCOUNTS
from funds.books.filters import AccountFilter
from funds.books.forms import AccountForm, FundForm, ShareForm, StatementForm, StepForm
from funds.books.selectors.balances import end_of, list_months
from funds.books.states import ACCOUNT_TRANSITIONS, IMPORTERS, READERS, SECOND, AccountState
from funds.books.views.pages import get_account, is_at, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import stored_file
from hardship.kernel.attempts import attempt
from hardship.kernel.files import contents_of
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("bank_accounts", gettext_lazy("银行账户"), ACCOUNTS, "books:list", totals=["balance"])
DECISIONS = [row for row in ACCOUNT_TRANSITIONS if row.is_decision]


@require_GET
@require_role(*READERS)
def account_list(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    context = {
        **Rows[Any](ACCOUNTS, url=link_to("books:account")).page(found.chosen, request.GET),
        "filter": found,
        "tabs": tabs("list"),
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *AccountState.choices]),
        "homeless": selectors.list_homeless_funds(request.user.union).count(),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "books/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> AccountFilter:
    return AccountFilter(request.GET, queryset=selectors.list_accounts(user=request.user), user=request.user)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def new(request: AuthenticatedRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, request.FILES or None, union=request.user.union)
    done = attempt(
        form,
        lambda: services.enter_account(
            told=form.told(), funds=[fund.pk for fund in form.cleaned_data["funds"]],
            proof=form.cleaned_data["proof"], by=request.user,
        ),
    )  # fmt: skip
    if done.made is not None:
        messages.success(request, _("已登记，由另一位财务或审批人核对证明后启用。"))
        return redirect("books:account", pk=done.made.pk)
    has_funds = selectors.list_homeless_funds(request.user.union).exists()
    return render(request, "books/form.html", {"form": form, "has_funds": has_funds}, status=done.status)


@require_GET
@require_role(*READERS)
def account(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return account_page(request, get_account(request, pk))


@require_POST
@require_role(*SECOND)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """确认、退回、销户."""
    found, form = get_account(request, pk), StepForm(request.POST)
    done = attempt(
        form, lambda: services.take_account_step(account_id=pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return account_page(request, found, form=form, status=done.status)
    messages.success(request, _("账户%(state)s。") % {"state": done.made.get_state_display()})
    return redirect("books:account", pk=pk)


@require_GET
@require_role(*READERS)
def proof(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The bank's paper of the opening balance; looking at it is on record."""
    found = get_account(request, pk)
    content = contents_of(found.proof)
    audit.record_export("bank_proof", by=request.user, content=content, rows=1, target=found)
    name = _("期初余额证明.%(kind)s") % {"kind": found.proof_type.rpartition("/")[2]}
    return stored_file(File(BytesIO(content)), name=name, media_type=found.proof_type)


@require_POST
@require_role(Role.FINANCE)
def fund_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found, form = get_account(request, pk), FundForm(request.POST, union=request.user.union)
    done = attempt(
        form,
        lambda: services.add_fund(account_id=pk, fund_id=form.cleaned_data["fund"].pk, by=request.user),
    )
    if done.made is None:
        return account_page(request, found, form=form, status=done.status)
    messages.success(request, _("已归入本户。"))
    return redirect("books:account", pk=pk)


@require_POST
@require_role(Role.FINANCE)
def fund_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """移出 a fund that never moved money."""
    found = get_account(request, pk)
    form = ShareForm(request.POST, account=found)
    done = attempt(
        form,
        lambda: services.remove_fund(account_id=pk, fund_id=form.cleaned_data["fund"].pk, by=request.user),
    )
    if done.made is None:
        return account_page(request, found, form=form, status=done.status)
    messages.success(request, _("已移出本户。"))
    return redirect("books:account", pk=pk)


def account_page(
    request: AuthenticatedRequest, found: Any, *, form: Any = None, status: int = 200
) -> HttpResponse:
    """The page of one account, with `form` where it was refused."""
    may_import = found.is_open and is_at(request, found.union, *IMPORTERS)
    takes = found.takes_funds and is_at(request, found.union, Role.FINANCE)
    blocker = services.account_blocker
    context = {
        "account": found,
        "form": form or StepForm(),
        "upload_form": _of(StatementForm, form) or (StatementForm(label_suffix="") if may_import else None),
        "fund_form": _of(FundForm, form) or (FundForm(union=found.union) if takes else None),
        "buttons": workflow.buttons(ACCOUNT_TRANSITIONS, found, by=request.user, blocker=blocker),
        "obstacle": workflow.obstacle(DECISIONS, found, by=request.user, blocker=blocker),
        "months": _months(found),
        "statements": selectors.list_statements(user=request.user).filter(account=found)[:24],
        "shares": selectors.list_shares(found),
        "keeps": is_at(request, found.union, Role.FINANCE),
        "homeless": takes and selectors.list_homeless_funds(found.union).exists(),
        "may_import": may_import,
    }
    return render(request, "books/account.html", context, status=status)


def _of(kind: type, form: Any) -> Any:
    return form if isinstance(form, kind) else None


def _months(found: Any) -> list[dict[str, Any]]:
    """The months of the account that are over, the newest first, each with the sheet that was signed."""
    today = timezone.localdate()
    signed = {row.month: row for row in found.months.select_related("signed_by", "signed_for")}
    over = [month for month in list_months(found, today=today) if end_of(month) < today]
    return [
        {
            "month": f"{month:%Y-%m}",
            "signed": signed.get(month),
            "is_covered": end_of(month) <= found.covered_on,
        }
        for month in reversed(over)
    ]
