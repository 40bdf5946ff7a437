"""What the worker does every hour: days that are over are sealed and told outside; the trail is read."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.jobs.models import Job
from hardship.jobs.services import Lease, chores, job
from hardship.seals import services
from hardship.seals.models import Seal
from hardship.seals.services import VERIFY, WAYS, AnchorFile, AnchorMail
from hardship.seals.states import WayOut

WAYS.add(WayOut.FILE)(AnchorFile())
WAYS.add(WayOut.EMAIL)(AnchorMail())
chores.add("seals.seal")(services.seal_days)
chores.add("seals.tell")(services.tell_anchors)


@job(VERIFY, label=gettext_lazy("校验操作日志"))
def verify_job(job: Job, lease: Lease) -> None:
    """Day by day, telling how far it is."""
    lease.report(total=Seal.objects.count())
    made = services.verify(by=job.person, tell=lambda done: lease.report(done=done))
    if made.faults:
        lease.finish_with(message=_("发现 %(n)s 处不符，请看“日志封存”页。") % {"n": made.faults})
    else:
        lease.finish_with(message=_("%(days)s 天、%(rows)s 条全部相符。") % vars(made))
