"""The administrator's pages of unions and people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts import selectors, services
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.columns import POSTS, UNION_COLUMNS, USER_COLUMNS
from hardship.accounts.filters import PeopleFilter, UnionFilter
from hardship.accounts.forms import UnionForm, UserCreateForm, UserNameForm
from hardship.accounts.models import Union, User, names_of
from hardship.accounts.states import Level, Role
from hardship.accounts.views.appointments import PAGES, appointment_rows, warn_of_held
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_key
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge
from hardship.kernel.workflow import Refused


@require_role(Role.ADMINISTRATOR)
@require_GET
def unions(request: AuthenticatedRequest) -> HttpResponse:
    found = UnionFilter(request.GET, queryset=selectors.list_unions(user=request.user))
    rows = Rows[Union](
        UNION_COLUMNS,
        url=link_to("accounts:union_edit"),
        drawn={
            "state": lambda union: (
                badge("muted", _("已撤销")) if union.closed_on else badge("success", _("正常"))
            )
        },
    )
    context = {"filter": found, **rows.page(found.qs, request.GET)}
    return render(request, "accounts/unions.html", context)


def _state(is_on: bool, on: str, off: str) -> SafeString:
    return badge("success", on) if is_on else badge("muted", off)


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def union_new(request: AuthenticatedRequest) -> HttpResponse:
    form = UnionForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            union = services.create_union(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已建立“%(name)s”。") % {"name": union.name})
            return redirect("accounts:unions")
    return render(request, "accounts/union_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def union_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    union = get_object_or_404(Union.objects.visible_to(request.user), pk=pk)
    form = UnionForm(request.POST or None, instance=union, by=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.change_union(
                union=Union.objects.visible_to(request.user).get(pk=pk),
                short_name=data["short_name"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存“%(name)s”。") % {"name": data["name"]})
            return redirect("accounts:unions")
    status = 422 if form.is_bound else 200
    unsettled = [] if union.closed_on else selectors.list_unsettled(union)
    context = {
        "form": form,
        "union": union,
        "charges": selectors.list_charges(union),
        "unsettled": unsettled,
    }
    return render(request, "accounts/union_form.html", context, status=status)


@require_role(Role.ADMINISTRATOR)
@require_GET
def union_charges(request: AuthenticatedRequest) -> HttpResponse:
    """A part of the page of a new union: who would review and decide its cases."""
    parent = Union.objects.visible_to(request.user).filter(pk=read_key(request.GET.get("parent", ""))).first()
    level = request.GET.get("level", "")
    known = parent is not None and level in Level.values
    charges = selectors.list_charges(selectors.union_to_be(parent, level)) if known else []
    return render(request, "accounts/_charges.html", {"charges": charges})


@require_role(Role.ADMINISTRATOR)
@require_POST
def union_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    union = get_object_or_404(Union.objects.visible_to(request.user), pk=pk)
    try:
        services.close_union(union=union, on=timezone.localdate(), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:union_edit", pk=pk)
    messages.success(request, _("已撤销“%(name)s”。") % {"name": union.name})
    return redirect("accounts:unions")


@require_role(Role.ADMINISTRATOR)
@require_GET
def users(request: AuthenticatedRequest) -> HttpResponse:
    people = selectors.list_users(user=request.user)
    found = PeopleFilter(request.GET, queryset=people, user=request.user)
    rows = Rows[User](
        USER_COLUMNS,
        url=link_to("accounts:user_edit"),
        drawn={
            "state": lambda person: (
                badge("success", _("启用")) if person.is_active else badge("muted", _("停用"))
            )
        },
    )
    waiting = selectors.list_without_password(user=request.user).count()
    context = {
        "tabs": make_tabs(PAGES, "accounts:users"),
        "filter": found,
        "waiting": waiting,
        **rows.page(found.qs, request.GET),
    }
    return render(request, "accounts/users.html", context)


@require_role(Role.ADMINISTRATOR)
@require_POST
def user_slips(request: AuthenticatedRequest) -> HttpResponse:
    """One-time passwords of people whom a list brought in, on slips to print; shown once."""
    issued = services.issue_passwords(by=request.user)
    if not issued:
        messages.info(request, _("没有等待登录单的人员。"))
        return redirect("accounts:users")
    waiting = selectors.list_without_password(user=request.user).count()
    return render(request, "accounts/slips.html", {"slips": issued, "waiting": waiting})


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def user_new(request: AuthenticatedRequest) -> HttpResponse:
    form = UserCreateForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = services.create_user(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            waits = names_of({row.role for row in user.appointments.all() if row.is_waiting})
            told = {"person": user, "password": password, "waits": waits}
            return render(request, "accounts/one_time_password.html", told)
    return render(request, "accounts/user_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def user_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A person: their name, their posts past and present, their account."""
    person = _person(request, pk)
    form = UserNameForm(request.POST or None, initial={"name": person.name})
    made = attempt(form, lambda: services.rename_user(user=person, by=request.user, **form.cleaned_data))
    if made.made is not None:
        messages.success(request, _("已保存“%(name)s”。") % {"name": made.made.name})
        return redirect("accounts:user_edit", pk=pk)
    rows = selectors.list_appointments(person, user=request.user)
    context = {
        "form": form,
        "person": person,
        "is_own": person.pk == request.user.pk,
        "is_fellow": selectors.list_fellows(request.user).filter(pk=pk).exists(),
        "keeps_account": request.user.covers([person.union]),
        "held": selectors.count_held(person),
        **appointment_rows(POSTS).context(rows),
    }
    return render(request, "accounts/person.html", context, status=made.status)


@require_role(Role.ADMINISTRATOR)
@require_POST
def user_active(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    person, active = _person(request, pk), request.POST.get("active") == "1"
    try:
        services.set_active(user=person, active=active, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if not active:
            warn_of_held(request, person)
    return redirect("accounts:user_edit", pk=pk)


@require_role(Role.ADMINISTRATOR)
@require_POST
def user_reset(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    try:
        password = services.reset_password(user=person, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:user_edit", pk=pk)
    told = {"person": person, "password": password, "waits": ""}
    return render(request, "accounts/one_time_password.html", told)


def _person(request: AuthenticatedRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).select_related("union"), pk=pk)
