"""A list that somebody wants to see again."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.lists.states import FILES
from hardship.kernel.checks import check
from hardship.kernel.scope import ScopedModel


class SavedFilter(ScopedModel):
    """Conditions of a list under a name, kept by one person; `is_shared` shows it to their whole union.

    `shown_in` is FILES or the key of another list in selectors.extensions.OTHER_LISTS.
    `query` is the query string of the list without what was searched for: no personal data. A removed one
    is kept, so that it can be brought back.
    """

    owner = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="saved_filters", verbose_name=_("所有人")
    )
    shown_in = models.CharField(_("所在列表"), max_length=20, default=FILES, editable=False)
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(_("条件"), max_length=500, editable=False)
    position = models.PositiveSmallIntegerField(_("次序"), default=0, editable=False)
    is_shared = models.BooleanField(_("本工会共用"), default=False)
    is_default = models.BooleanField(_("打开档案列表时先用它"), default=False)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("建立人"))
    removed_at = models.DateTimeField(_("删除时间"), null=True, editable=False)
    removed_by = person(_("删除人"))

    class Meta:
        verbose_name = verbose_name_plural = _("常用筛选")
        indexes = [models.Index(fields=["owner", "position"], name="saved_filter_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(removed_at__isnull=True),
                name="saved_filter_name_once",
                violation_error_message=_("您已有同名的常用筛选，请换一个名称。"),
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(is_default=True, removed_at__isnull=True),
                name="saved_filter_one_default",
                violation_error_message=_("默认的常用筛选只能有一个。"),
            ),
            check(
                "saved_filter_default_of_files",
                Q(is_default=False) | Q(shown_in=FILES),
                _("只有档案列表可以设默认的常用筛选。"),
            ),
            check("saved_filter_named", ~Q(name=""), _("请填写常用筛选的名称。")),
            check(
                "saved_filter_without_search",
                ~Q(query__regex=r"(^|&)q="),
                _("查找的内容不随常用筛选保存。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
