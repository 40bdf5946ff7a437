"""What the outcomes bring to the desk: names of what is printed."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import label_actions

label_actions(
    {
        "export.paper_form": _("打印帮扶申请表"),
        "export.paper_documents": _("打印材料清单"),
        "export.paper_correction": _("打印补正通知书"),
        "export.paper_result": _("打印结果告知书"),
        "export.paper_rejection": _("打印不予帮扶告知书"),
        "export.paper_receipt": _("打印签领单"),
        "export.minutes_annex": _("打印会议纪要附表"),
    }
)
