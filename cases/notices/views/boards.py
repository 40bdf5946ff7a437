"""Where a notice hangs, for how long, and its early end: one form to a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.notices import services
from cases.notices.forms import BoardForm, CancelForm, DownForm, ExtendForm, LineDownForm, PhotoForm
from cases.notices.models import BoardPhoto, NoticeBoard, NoticeEntry, PublicNotice
from cases.notices.selectors import get_fault, get_progress, list_notices, may_post
from cases.notices.views.pages import get_notice
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel import answers
from hardship.kernel.attempts import attempt
from hardship.kernel.workflow import Refused


@dataclass(frozen=True)
class Words:
    """What a page with a form says: its heading, what to know before, the button, what was done."""

    title: str
    lead: str
    button: str
    done: str
    is_danger: bool = False


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK, Role.REVIEWER)
def board_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    notice, form = (
        _posted(request, get_notice(request, pk)),
        BoardForm(request.POST or None, request.FILES or None),
    )
    words = Words(
        _("登记张贴"),
        _("一处登记一次。公示天数从最后贴出的一处算起；登记以后，新审核通过的申请另起一份公示。"),
        _("登记"),
        _("已登记张贴。"),
    )
    return _form(
        request, notice, form, words,
        lambda: services.post_board(notice_id=notice.pk, by=request.user, **form.told()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK, Role.REVIEWER)
def board_photo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    board = _board(request, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    words = Words(_("补照片"), str(board), _("上传"), _("照片已上传。"))
    return _form(
        request, board.notice, form, words,
        lambda: services.add_photo(board_id=board.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK, Role.REVIEWER)
def board_down(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    board = _board(request, pk)
    form = DownForm(request.POST or None, request.FILES or None)
    words = Words(_("登记取下"), str(board), _("登记取下"), _("已登记取下。"))
    return _form(
        request, board.notice, form, words,
        lambda: services.take_down_board(board_id=board.pk, by=request.user, **form.told()),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def extend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    notice = _own(request, pk)
    form = ExtendForm(request.POST or None, unit=get_progress(notice).unit)
    lead = _("现在公示到 %(day)s。延长以后请重新打印、换下墙上的公示。") % {"day": notice.ends_on.isoformat()}
    words = Words(_("延长公示"), lead, _("延长"), _("已延长，请重新打印公示。"))
    return _form(
        request, notice, form, words,
        lambda: services.extend_notice(notice_id=notice.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    notice, form = _own(request, pk), CancelForm(request.POST or None)
    lead = _("公示没有满期就撤下的，名单上还在公示的申请全部退回经办人，补正后重新审核、重新公示。")
    words = Words(_("提前撤下公示"), lead, _("提前撤下"), _("已撤下，名单上的申请已退回。"), is_danger=True)
    return _form(
        request, notice, form, words,
        lambda: services.cancel_notice(notice_id=notice.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_role(Role.REVIEWER)
def line_down(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One line leaves the notice early; a consent that was taken back stands there as the reason."""
    entry = get_object_or_404(NoticeEntry, pk=pk)
    notice = _own(request, entry.notice_id)
    form = LineDownForm(request.POST or None, initial={"reason": get_fault(entry)})
    lead = _("%(number)s %(name)s 从公示撤下，申请退回经办人；别的条目接着公示。墙上的要换成重新打印的。")
    words = Words(
        _("撤下一条"), lead % {"number": entry.number, "name": entry.name}, _("撤下"),
        _("已撤下，请重新打印公示，换下墙上的，再补一张张贴照片。"), is_danger=True,
    )  # fmt: skip
    return _form(
        request, notice, form, words,
        lambda: services.take_line_down(entry_id=entry.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def proof(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Whether the lines of this notice wait for a photo."""
    notice, wanted = _own(request, pk), request.POST.get("needs_proof") == "1"
    try:
        services.set_proof(notice_id=notice.pk, needs_proof=wanted, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("没有张贴照片的，不能报审批。") if wanted else _("没有张贴照片的，也可以报审批。")
        messages.success(request, said)
    return redirect("notices:notice", pk=pk)


@require_GET
def photo(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """A picture of a board; who sees the notice sees it."""
    rows = BoardPhoto.objects.filter(board__notice__in=list_notices(request.user).values("pk"))
    row = get_object_or_404(rows, pk=pk)
    return answers.stored_file(row.file.open("rb"), name=row.original_name, media_type=row.media_type)


def _board(request: AuthenticatedRequest, pk: int) -> NoticeBoard:
    board = get_object_or_404(NoticeBoard.objects.select_related("notice__union"), pk=pk)
    _posted(request, get_notice(request, board.notice_id))
    return board


def _posted(request: AuthenticatedRequest, notice: PublicNotice) -> PublicNotice:
    """The notice, for whoever says where it hangs."""
    if not may_post(notice, request.user):
        raise Http404
    return notice


def _own(request: AuthenticatedRequest, pk: int) -> PublicNotice:
    """A notice of the person's own union."""
    notice = get_notice(request, pk)
    if notice.union_id != request.user.union_id:
        raise Http404
    return notice


def _form(
    request: AuthenticatedRequest,
    notice: PublicNotice,
    form: BaseForm,
    words: Words,
    call: Callable[[], Any],
) -> HttpResponse:
    done = attempt(form, call)
    if done.made is None:
        context = {"notice": notice, "form": form, "words": words}
        return render(request, "notices/form.html", context, status=done.status)
    messages.success(request, words.done)
    return redirect("notices:notice", pk=notice.pk)
