"""Who holds which role where: the list, one person's new post, the end of one, the yearly confirmation."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts import reports, selectors, services
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.columns import APPOINTMENT_COLUMNS
from hardship.accounts.filters import AppointmentFilter
from hardship.accounts.forms import AppointForm, AppointmentEndForm, RefuseSecondForm
from hardship.accounts.models import Appointment, User, is_own
from hardship.accounts.states import AWAY_DAYS, STANDING_TONES, Role, Standing
from hardship.accounts.views.exports import narrow_first
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import Column
from hardship.kernel.links import make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge
from hardship.kernel.workflow import Refused

NAMED = 5  # of those who can confirm an appointment
PAGES = (
    ("accounts:users", gettext_lazy("人员")),
    ("accounts:appointments", gettext_lazy("任职")),
    ("accounts:seconds", gettext_lazy("待第二人确认")),
    ("accounts:stand_ins", gettext_lazy("代办")),
)


def appointment_rows(columns: Sequence[Column]) -> Rows[Appointment]:
    """How appointments are drawn; a row leads to the one appointment."""
    return Rows[Appointment](
        columns,
        url=lambda row: reverse("accounts:appointment", args=[row.pk]),
        drawn={"standing": lambda row: badge(STANDING_TONES[row.standing], row.standing.label)},
        notes={"standing": lambda row: row.get_second_display() if row.is_alone else ""},
    )


@require_role(Role.ADMINISTRATOR)
@require_GET
def appointments(request: AuthenticatedRequest) -> HttpResponse:
    found = _found(request)
    shown = [column for column in APPOINTMENT_COLUMNS if column.default]
    context = {
        "tabs": make_tabs(PAGES, "accounts:appointments"),
        "filter": found,
        **appointment_rows(shown).page(found.chosen, request.GET),
    }
    return render(request, "accounts/appointments.html", context)


@require_role(Role.ADMINISTRATOR)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same rows as a workbook; the download is on record."""
    found = _found(request)
    rows = list(found.chosen[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        return narrow_first(request, f"{reverse('accounts:appointments')}?{request.GET.urlencode()}")
    conditions = [words for _name, words in found.described()]
    content = reports.appointments_workbook(rows, by=request.user, conditions=conditions)
    audit.record_export("appointments", by=request.user, content=content, rows=len(rows))
    return workbook(content, _("任职名册_%(day)s.xlsx") % {"day": f"{timezone.localdate():%Y%m%d}"})


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def appoint(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One role more for a person, at their union or another one."""
    person = _person(request, pk)
    initial = {"union": person.union_id, "from_on": timezone.localdate()}
    form = AppointForm(request.POST or None, by=request.user, initial=initial)
    made = attempt(form, lambda: services.appoint(user=person, by=request.user, **form.cleaned_data))
    if made.made is not None:
        messages.success(request, say_made(made.made))
        return redirect("accounts:user_edit", pk=pk)
    return render(request, "accounts/appoint.html", {"form": form, "person": person}, status=made.status)


@require_role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def appointment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One appointment, and how long it runs."""
    row = get_appointment(request, pk)
    form = AppointmentEndForm(request.POST or None, initial={"until_on": row.until_on})
    made = attempt(form, lambda: services.set_end(appointment_id=pk, by=request.user, **form.cleaned_data))
    if made.made is None:
        return appointment_page(request, row, form=form, status=made.status)
    if made.made.pk != pk:
        messages.success(request, say_made(made.made))
    else:
        messages.success(request, _("任职期限已保存。"))
        if made.made.until_on is not None:
            warn_of_held(request, row.user)
    return redirect("accounts:user_edit", pk=row.user_id)


def appointment_page(
    request: AuthenticatedRequest,
    row: Appointment,
    *,
    form: AppointmentEndForm | None = None,
    refuse_form: RefuseSecondForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One appointment with the forms that were sent, or empty ones."""
    may_second = selectors.list_to_second(request.user).filter(pk=row.pk).exists()
    context = {
        "form": refuse_form or form or AppointmentEndForm(initial={"until_on": row.until_on}),
        "end_form": form or AppointmentEndForm(initial={"until_on": row.until_on}),
        "refuse_form": refuse_form or RefuseSecondForm(),
        "row": row,
        "tone": STANDING_TONES[row.standing],
        "may_stand_in": row.standing in (Standing.HELD, Standing.ENDING, Standing.UPCOMING),
        "may_change": row.revoked_at is None and not is_own(row.user, request.user),
        "may_second": may_second,
        "waits": _waits(row) if row.standing == Standing.WAITING else "",
    }
    return render(request, "accounts/appointment.html", context, status=status)


def _waits(row: Appointment) -> str:
    """For whom it waits, or what to do where nobody can confirm it any more."""
    names = "、".join(f"{one.name}（{one.union.name}）" for one in selectors.list_seconders(row)[:NAMED])
    if names:
        return _("可以确认的：%(names)s。") % {"names": names}
    if kept := "、".join(one.name for one in selectors.list_kept_away(row)[:NAMED]):
        words = _(
            "现在没有第二个管理员可以确认：能确认的（%(names)s）在 %(n)d 天内被办理人免去、停用、重设了密码，"
            "或者安排了代办，所以也不能直接生效。请上级工会的管理员确认；没有上级的，满 %(n)d 天、"
            "代办结束以后撤回，重新登记。"
        )
        return words % {"names": kept, "n": AWAY_DAYS}
    return _("现在没有第二个管理员可以确认：请撤回，重新登记，重新登记的直接生效。")


def say_made(made: Appointment) -> str:
    """What became of an appointment that was just registered."""
    words = {"name": made.user.name, "role": made.get_role_display()}
    if made.is_waiting:
        return _("“%(name)s”的“%(role)s”已登记，等第二个管理员确认以后生效。") % words
    if made.is_alone:
        return _("“%(name)s”的“%(role)s”已生效；没有第二个管理员，记为未经第二人确认。") % words
    return _("“%(name)s”的任职已登记。") % words


@require_role(Role.ADMINISTRATOR)
@require_POST
def appointment_revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = get_appointment(request, pk)
    try:
        services.revoke(appointment_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回。") if row.is_waiting else _("已免去，立即生效。"))
        warn_of_held(request, row.user)
    return redirect("accounts:user_edit", pk=row.user_id)


@require_role(Role.ADMINISTRATOR)
@require_POST
def user_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The yearly confirmation of everything that a person holds."""
    try:
        count = services.confirm(user=_person(request, pk), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已确认 %(n)d 个岗位。") % {"n": count})
    return redirect("accounts:user_edit", pk=pk)


def warn_of_held(request: AuthenticatedRequest, person: User) -> None:
    """Says what somebody whose post or account ends still has in hand; it stays there until handed over."""
    count = selectors.count_held(person)
    if count:
        words = {"name": person.name, "n": count}
        messages.warning(request, _("“%(name)s”手上还有 %(n)d 件事，请点“办理移交”交给同事。") % words)


def _found(request: AuthenticatedRequest) -> AppointmentFilter:
    rows = selectors.list_all_appointments(user=request.user)
    return AppointmentFilter(request.GET, queryset=rows, user=request.user)


def _person(request: AuthenticatedRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).select_related("union"), pk=pk)


def get_appointment(request: AuthenticatedRequest, pk: int) -> Appointment:
    """An appointment of the scope with whoever had a hand in it, or 404."""
    rows = Appointment.objects.visible_to(request.user).select_related("user__union", "union")
    rows = rows.select_related("appointed_by", "confirmed_by", "seconded_by")
    found: Appointment = get_object_or_404(rows, pk=pk)
    return found
