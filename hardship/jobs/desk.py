"""What the jobs bring to the desk: the names of their actions."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import Naming, Target, label_actions, label_targets

label_actions(
    {
        "job.enqueue": _("提交后台任务"),
        "job.cancel": _("取消后台任务"),
        "job.retry": _("重试后台任务"),
        "job.finish": _("后台任务完成"),
        "job.give_up": _("后台任务失败"),
        "job.download": _("下载任务结果"),
        "job.expire": _("清除过期结果"),
    }
)
label_targets({"jobs.job": Target(_("任务"), naming=Naming(fields=("result_name",)))})
