"""未建档人员: people whom a union looks after and for whom no household's file was opened."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.archives.states import Sex
from cases.people.states import TONES, Group, LeaveReason, State
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class Person(ScopedModel):
    """Somebody with one row in the whole house, whichever union looks after them.

    A household that is opened for them, by form or roster, is found by the blind index of the ID number
    (selectors.list_members_of): nothing has to be linked, and nothing can be linked wrongly. `employer` is
    the name as typed, as in files.
    """

    is_listed = in_state(State.LISTED)
    tone = state_tone(TONES)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=6, choices=State.choices, default=State.LISTED, editable=False
    )
    name = NameField(_("姓名"), max_length=50)
    name_pinyin = models.CharField(max_length=160, blank=True, editable=False)
    name_initials = models.CharField(max_length=50, blank=True, editable=False)
    name_grams = ArrayField(models.CharField(max_length=4), default=list, editable=False)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"))
    id_number_index = BlindIndexField(editable=False, db_index=False, unique=True)
    id_number_tail = BlindIndexField(editable=False)
    birth_on = models.DateField(_("出生日期"))
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices)
    groups = ArrayField(
        models.CharField(max_length=14, choices=Group.choices), default=list, verbose_name=_("人员类别")
    )
    employer = models.CharField(_("工作单位"), max_length=80, blank=True)
    phone = EncryptedField("phone", verbose_name=_("手机号码"), null=True, blank=True)  # type: ignore[misc]
    phone_index = BlindIndexField(null=True, editable=False)
    phone_tail = BlindIndexField(null=True, editable=False)
    bank_name = models.CharField(_("开户银行"), max_length=40, blank=True)
    bank_card = EncryptedField("bank_card", verbose_name=_("银行卡号"), null=True, blank=True)  # type: ignore[misc]
    bank_card_index = BlindIndexField(null=True, editable=False)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    changed_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)
    changed_by = person(_("修改人"))
    left_reason = models.CharField(
        _("离册原因"), max_length=14, choices=LeaveReason.choices, blank=True, editable=False
    )
    left_note = models.CharField(_("离册说明"), max_length=200, blank=True, editable=False)
    left_at = models.DateTimeField(_("离册时间"), null=True, editable=False)
    left_by = person(_("离册经手人"))

    class Meta:
        verbose_name = verbose_name_plural = _("未建档人员")
        indexes = [
            GinIndex(fields=["name_grams"], name="person_name_grams"),
            GinIndex(fields=["groups"], name="person_groups"),
            models.Index(fields=["name_pinyin"], name="person_pinyin", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_initials"], name="person_initials", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            check("person_named", ~Q(name=""), _("请填写姓名。")),
            check("person_state_known", Q(state__in=State.values), _("状态不对。")),
            check(
                "person_groups_known",
                Q(groups__contained_by=Group.values) & Q(groups__len__gte=1),
                _("请至少选择一个人员类别。"),
            ),
            check(
                "person_left_for_a_reason",
                Q(
                    state=State.LEFT,
                    left_reason__in=LeaveReason.values,
                    left_at__isnull=False,
                    left_by__isnull=False,
                )
                | Q(state=State.LISTED, left_reason="", left_at__isnull=True, left_by__isnull=True),
                _("离册要有原因、时间和经手人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def group_names(self) -> str:
        return "、".join(str(Group(one).label) for one in self.groups)

    @property
    def on_file_name(self) -> str:
        """Whether a file was opened for them, of rows that `list_people` read."""
        return str(_("已建档") if getattr(self, "is_on_file", False) else _("未建档"))
