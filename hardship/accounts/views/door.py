"""Login, the session of a page, the own account."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts import selectors, services
from hardship.accounts.access import SLOT, AuthenticatedRequest
from hardship.accounts.forms import LoginForm, NewPasswordForm
from hardship.accounts.middleware import PAGE, SEEN, read_mark, unpack_form
from hardship.accounts.models import StandIn, Union, User, standing_in
from hardship.accounts.sessions import PLACE, STANDING
from hardship.audit import services as audit
from hardship.audit.states import Kind


def choose_place(request: HttpRequest, union: Union) -> None:
    """From now on the session's person works at this union, in this request too; what they look
    for they say anew."""
    request.session[PLACE] = union.pk
    request.session.pop(STANDING, None)
    request.session.pop(SLOT, None)
    if isinstance(request.user, User):
        request.user = request.user.at(union)


def choose_stand_in(request: HttpRequest, row: StandIn) -> None:
    """From now on the session's person acts for somebody else, in this request too."""
    request.session[STANDING] = row.pk
    request.session.pop(SLOT, None)
    if isinstance(request.user, User):
        request.user = standing_in(request.user, row)


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    http_method_names = ("get", "head", "post")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user: User = form.get_user()
        place = selectors.place_of(user, self._mark_of_page())
        choose_place(self.request, place)
        self._go_on_standing_in(user)
        audit.record("login", target=user, by=user, union=place, kind=Kind.ACCESS)
        if _is_over_a_page(self.request):
            return _session_state(self.request)
        packed = self.request.POST.get("resend")
        return response if not packed else self._go_on(packed)

    def _go_on_standing_in(self, user: User) -> None:
        """Who acted for somebody else when the session was over goes on so, while that holds."""
        mark = self._mark_of_page()
        rows = selectors.list_standing(user) if mark else []
        for row in rows:
            if selectors.person_mark(standing_in(user, row)) == mark:
                choose_stand_in(self.request, row)

    def _mark_of_page(self) -> str:
        """For whom, at which union, the page was made over which, or after whose form, somebody logs in."""
        return self.request.headers.get(PAGE, "") or read_mark(self.request.POST.get("resend", ""))

    def _go_on(self, packed: str) -> HttpResponse:
        """With the form that came when the session was over; whoever else logs in gets a clean page."""
        sent = unpack_form(packed, mark=selectors.person_mark(self.request.user))
        if sent is None:
            return redirect("desk:home")
        return render(self.request, "accounts/resend.html", sent)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, resend=self.request.POST.get("resend", ""))

    def form_invalid(self, form: Any) -> HttpResponse:
        user = selectors.find_user(form.data.get("username", ""))
        if user is not None:
            audit.record("login.fail", target=user, by=None, union=user.union, kind=Kind.ACCESS)
        if _is_over_a_page(self.request):
            return JsonResponse({"why": " ".join(map(str, form.non_field_errors()))}, status=422)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Five wrong passwords for one name from one address: wait a quarter of an hour."""
    form = LoginForm(request, data=None)
    user = selectors.find_user(request.POST.get("username", ""))
    if user is not None:
        audit.record("login.locked", target=user, by=None, union=user.union, kind=Kind.ACCESS)
    if _is_over_a_page(request):
        return JsonResponse({"why": _("密码连续输错 5 次，账号已暂时锁定，请 15 分钟后再试。")}, status=429)
    return render(request, "accounts/login.html", {"form": form, "locked": True}, status=429)


def _is_over_a_page(request: HttpRequest) -> bool:
    """The login that opens over a page whose session has ended."""
    return request.headers.get("X-Over-Page") == "1"


def _session_state(request: HttpRequest) -> JsonResponse:
    """Who is logged in (a mark, '' for nobody), for how many seconds more, and the token of forms."""
    seen = request.session.get(SEEN)
    gone = 0 if seen is None else int(time.time()) - seen
    left = settings.SESSION_IDLE_SECONDS - gone if request.user.is_authenticated else 0
    mark = selectors.person_mark(request.user)
    return JsonResponse({"person": mark, "left": max(left, 0), "token": get_token(request)})


@login_not_required
@require_GET
def alive(request: HttpRequest) -> JsonResponse:
    """How the session stands. Asking does not prolong it (IdleTimeoutMiddleware)."""
    return _session_state(request)


@require_POST
def stay(request: AuthenticatedRequest) -> JsonResponse:
    """Somebody is still there."""
    request.session[SEEN] = int(time.time())
    return _session_state(request)


@require_POST
def log_out(request: AuthenticatedRequest) -> HttpResponse:
    audit.record("logout", target=request.user, by=request.user, kind=Kind.ACCESS)
    for end in services.at_logout:
        end(request.user)
    logout(request)
    response = redirect("accounts:login")
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_http_methods(["GET", "POST"])
def password(request: AuthenticatedRequest) -> HttpResponse:
    """The own password; after the change the session goes on under a new key."""
    form = NewPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.change_password(user=request.user, password=form.cleaned_data["new_password1"])
        services.end_sessions(request.user)
        union = request.user.union
        login(request, request.user, backend="django.contrib.auth.backends.ModelBackend")
        choose_place(request, union)  # a new key begins a new session
        messages.success(request, _("密码已修改。"))
        return redirect("desk:home")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)


@require_POST
def large_type(request: AuthenticatedRequest) -> HttpResponse:
    services.set_large_type(user=request.user, large=request.POST.get("large") == "1")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = reverse("desk:home")
    return HttpResponseRedirect(target)  # redirect() would take a word for the name of a page
