"""Sessions that end: idle time-out, forced first password change, nothing left in a shared cache."""

import json
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user,
    logout,
)
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hardship.accounts.access import hides_names, reads_on_reason
from hardship.accounts.forms import LoginForm
from hardship.accounts.models import User
from hardship.accounts.selectors import person_mark
from hardship.kernel.hidden import hide, hide_all, hiding, is_mask

Handler = Callable[[HttpRequest], HttpResponse]
SEEN, BEGAN = "seen_at", "began_at"
PAGE = "X-Page-Person"  # the header of a request that a page's script makes, as MARK is a form's field
MARK, TOKEN = "person_mark", "csrfmiddlewaretoken"
# What does the same whatever page it is sent from.
ANYWHERE = ("accounts:login", "accounts:logout", "accounts:place", "accounts:large_type", "accounts:stay")
# What is left to whoever holds no post.
OUT_OF_OFFICE = frozenset({"accounts", "help", "desk:post"})
LARGEST_FORM = 512 * 1024  # bytes that a login page carries for a form
REFRESH_SECONDS = 60


class TokenMiddleware:
    """The cookie of the token of forms is set when it changes, not with each page: what was asked for before
    a login and arrives after it would bring the old one back, and no form of the page would be taken."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = settings.CSRF_COOKIE_NAME
        if name in response.cookies and response.cookies[name].value == request.COOKIES.get(name):
            del response.cookies[name]
        return response


class PersonMiddleware(AuthenticationMiddleware):
    """Sets `request.user`: the person who came with the session (accounts.sessions), else whom Django
    finds, which looks the person up by a query of its own."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = _session_person(request.session) or get_user(request)


def _session_person(session: Any) -> User | None:
    """The person of a session, when everything is as Django asks: active, the same key, a backend that is
    still in use, and no other password since."""
    if session.session_key is None or SESSION_KEY not in session:
        return None
    person: User | None = session.person
    if person is None or not person.is_active or str(person.pk) != session[SESSION_KEY]:
        return None
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    same = constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return person if same else None


class IdleTimeoutMiddleware:
    """Ends a session that nobody used for SESSION_IDLE_SECONDS, and any SESSION_COOKIE_AGE after its login;
    both times are kept on the server, not in a cookie."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            asks_only = request.path == reverse("accounts:alive")
            now = int(time.time())
            seen = request.session.get(SEEN, now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                self._end(request, _("您较长时间没有操作，为安全起见已退出，请重新登录。"))
            elif now - request.session.setdefault(BEGAN, now) > settings.SESSION_COOKIE_AGE:
                self._end(request, _("您登录已满 12 小时，为安全起见请重新登录。"))
            elif SEEN not in request.session or (now - seen > REFRESH_SECONDS and not asks_only):
                request.session[SEEN] = now
        return self.get_response(request)

    def _end(self, request: HttpRequest, why: str) -> None:
        logout(request)
        request.ended = why  # type: ignore[attr-defined]  # told by LoginMiddleware: messages come later


class LoginMiddleware(LoginRequiredMiddleware):
    """Sends to the login page whoever has not logged in. A part of a page that was asked for by a script is
    refused instead: the login page would stand in a menu, or in the place of what somebody typed."""

    def handle_no_permission(  # type: ignore[override]  # the stubs know redirects alone
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        if any(header in request.headers for header in ("HX-Request", "X-Autosave")):
            return HttpResponse(status=401)
        packed = pack_form(request)
        if packed or settings.SESSION_COOKIE_NAME in request.COOKIES:
            messages.info(request, getattr(request, "ended", _("登录已过期，请重新登录。")))
        if packed:
            asked = {"form": LoginForm(request), "next": request.path, "resend": packed}
            return render(request, "accounts/login.html", asked, status=401)
        return super().handle_no_permission(request, view_func)


def pack_form(request: HttpRequest) -> str:
    """A form that came when nobody was logged in any more, as JSON for the login page, which gives it back
    when its person has logged in (`unpack_form`); '' where that cannot be. Nothing of it stays here.

    The form says for whom its page was made (`person_mark`, set by static/app/session.js). Files would have
    to be chosen again, so a form with files is not given back; nor is one with a password, which stands in no
    page.
    """
    if request.method != "POST" or not request.POST.get(MARK) or request.FILES:
        return ""
    if any("password" in name for name in request.POST):
        return ""
    pairs = [[name, value] for name, values in request.POST.lists() for value in values if name != TOKEN]
    packed = json.dumps({"to": request.get_full_path(), "pairs": pairs}, ensure_ascii=False)
    return packed if len(packed.encode()) <= LARGEST_FORM else ""


def unpack_form(packed: str, *, mark: str) -> dict[str, Any] | None:
    """`to` and `pairs` of a packed form, when its page was made for the person with this mark."""
    try:
        form = json.loads(packed)
        to, pairs = form["to"], [(str(name), str(value)) for name, value in form["pairs"]]
    except (ValueError, TypeError, KeyError):
        return None
    is_ours = isinstance(to, str) and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return {"to": to, "pairs": pairs} if is_ours and mark and (MARK, mark) in pairs else None


def read_mark(packed: str) -> str:
    """For whom the page of a packed form was made; '' where it does not say."""
    try:
        return next((str(value) for name, value in json.loads(packed)["pairs"] if name == MARK), "")
    except (ValueError, TypeError, KeyError):
        return ""


class PostMiddleware:
    """Whoever holds no post today, because the last one ended or was taken back, sees nothing but their own
    account: a page that asks for no role is for people in office."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not request.user.is_authenticated or _is_in_office(request.user) or match is None:
            return None
        if match.app_name in OUT_OF_OFFICE or match.view_name in OUT_OF_OFFICE or _needs_no_login(view):
            return None
        if match.view_name == "desk:home":
            return redirect("desk:post")
        why = _("您现在没有任何岗位，看不到工会的资料。请联系本工会的管理员。")
        return render(request, "403.html", {"message": why}, status=403)


def _is_in_office(user: User) -> bool:
    return bool(user.places) or user.stands_for is not None


def _needs_no_login(view: object) -> bool:
    return not getattr(view, "login_required", True)


class PageMiddleware:
    """A page does what it was made for: what is sent from a page of another person, or of the same one at
    another union, chosen since in another tab, is refused."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        match, mark = request.resolver_match, request.headers.get(PAGE) or request.POST.get(MARK)
        if not mark or mark == person_mark(request.user) or (match and match.view_name in ANYWHERE):
            return None
        return render(request, "409.html", {"message": _why_not_from_here(request.user)}, status=409)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def _why_not_from_here(user: User) -> str:
    if user.over is not None:
        names = {"name": user.over.appointment.user.name, "day": f"{user.over.until_on:%Y-%m-%d}"}
        return _("您代“%(name)s”办理的期限（到 %(day)s）已过或已提前结束，这一步没有办。") % names
    if user.stands_for is not None:
        why = _("这一页不是代“%(name)s”打开的，您现在代他办理。请重新打开，核对后再办。")
        return why % {"name": user.stands_for.name}
    why = _("这一页是在另一个工会或以另一个账号打开的，现在的工会是“%(union)s”。请重新打开，核对后再办。")
    return why % {"union": user.union.name}


class FirstPasswordMiddleware:
    """Whoever got a password from somebody else changes it before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not getattr(user, "must_change_password", False):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in ("accounts:password", "accounts:logout"):
            return None
        return redirect("accounts:password")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class PrivateResponseMiddleware:
    """Every page of somebody signed in is no-store, and no page leaks to another origin."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = answer_masked(request, self.get_response)
        if request.user.is_authenticated or request.path.startswith("/accounts/"):
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self), payment=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def answer_masked(request: HttpRequest, get_response: Handler) -> HttpResponse:
    """The answer, with the names of families masked for whoever has not said what they read them for;
    workbooks and PDFs are masked where they are written. A mask that comes back in a form would be taken
    for a name, so it is refused, be the names shown meanwhile in another tab or not."""
    if not reads_on_reason(request):
        return get_response(request)
    if any(is_mask(value) for _name, values in request.POST.lists() for value in values):
        why = _("有姓名是遮盖着的，这样保存会改错姓名，所以没有办。请先填写事由显示姓名，再重新打开这一页。")
        return render(request, "409.html", {"message": why}, status=409)
    if not hides_names(request):
        return get_response(request)
    with hiding():
        response = get_response(request)
        for message in getattr(messages.get_messages(request), "_queued_messages", ()):
            message.message = hide(str(message.message))  # told on the page after this one
        kind = response.get("Content-Type", "").partition(";")[0]
        if not response.streaming and kind in ("text/html", "text/plain") and not _is_file(response):
            response.content = hide(response.content.decode()).encode()
        elif not response.streaming and kind == "application/json":
            response.content = json.dumps(hide_all(json.loads(response.content))).encode()
    return response


def _is_file(response: HttpResponse) -> bool:
    return response.get("Content-Disposition", "").startswith("attachment")
