"""Long work on lists: check, import, take back, mark what is wrong."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.imports import services
from hardship.imports.models import ListImport
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job
from hardship.kernel.workflow import Refused


def _page(job: Job) -> str:
    return reverse("imports:detail", args=[job.params["list"]])


def _list_of(job: Job) -> ListImport:
    made: ListImport = ListImport.objects.select_related("union").get(uid=job.params["list"])
    return made


@job("check_list", label=gettext_lazy("检查表格"), page=_page)
def check_job(job: Job, lease: Lease) -> None:
    """Read every row of an uploaded list and keep what is wrong with it."""
    made = _list_of(job)
    try:
        services.check_list(made, by=job.requested_by, progress=lease)
    except Refused as refusal:
        services.fail(import_id=made.pk, reason=str(refusal), by=job.requested_by)
        raise
    lease.finish_with(message=_("检查完毕。"))


@job("import_list", label=gettext_lazy("导入表格"), page=_page)
def import_job(job: Job, lease: Lease) -> None:
    """Write the rows without errors."""
    count = services.write_list(_list_of(job), by=job.requested_by, progress=lease)
    lease.finish_with(message=_("已导入 %(count)s 行。") % {"count": count})


@job("undo_list", label=gettext_lazy("撤销导入的表格"), page=_page)
def undo_job(job: Job, lease: Lease) -> None:
    """Take back what an import wrote, but for what somebody has worked on since."""
    with lease.chunk():
        count = services.undo_list(_list_of(job), by=job.requested_by)
    lease.finish_with(message=_("已撤销 %(count)s 行。") % {"count": count})


@job("returned_list", label=gettext_lazy("标出表格中有错的行"), page=_page)
def returned_job(job: Job, lease: Lease) -> None:
    """The user's own workbook with red cells, for one that is too long to wait for."""
    made = _list_of(job)
    lease.report(message=_("正在标出有错的单元格……"))
    content = services.return_rejected(made, by=job.requested_by)
    lease.finish_with(name=services.returned_name(made), content=content)
