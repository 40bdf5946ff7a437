"""代收: somebody else than whom it is owed to is paid, for a reason, with proof, approved by a second."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import apart, hand_of, person
from funds.payments.models.payables import Payable
from funds.payments.states import INSTITUTIONS, OTHER_TONES, OtherReason, OtherState, Party
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField, NameFirstField
from hardship.kernel.scope import ScopedModel


class OtherPayee(ScopedModel):
    """Who is paid instead: name, number and account, as asked for; another account is another request. A
    hospital or school is told by `in_place_of` which patient or student it is paid for.

    `union` is the payable's; the union whose money it is decides. A line of a batch names the request that it
    goes by, and the database lets no line name anybody else.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payable = models.ForeignKey(Payable, models.PROTECT, related_name="others", verbose_name=_("应付款项"))
    state = models.CharField(
        _("状态"), max_length=8, choices=OtherState.choices, default=OtherState.ASKED, editable=False
    )
    reason = models.CharField(_("代收原因"), max_length=10, choices=OtherReason.choices)
    party = models.CharField(_("与受助人的关系"), max_length=10, choices=Party.choices)
    note = models.CharField(_("情况说明"), max_length=200)
    in_place_of = NameFirstField(_("替谁缴"), max_length=60, blank=True)
    name = NameField(_("代收人户名"), max_length=50, or_body=True)
    number = EncryptedField("id_number", verbose_name=_("代收人证件号"))
    number_index = BlindIndexField(editable=False)
    bank_name = models.CharField(_("开户银行"), max_length=40)
    bank_card = EncryptedField("bank_card", verbose_name=_("账号"))
    bank_card_index = BlindIndexField(editable=False)
    proof = models.FileField(
        _("证明材料"), upload_to=FolderName("other_payees"), max_length=120, editable=False
    )
    proof_type = models.CharField(max_length=40, editable=False)
    proof_sha256 = models.CharField(_("校验值"), max_length=64, editable=False)
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now, editable=False)
    asked_by = person(_("申请人"))
    asked_for = person(_("代谁申请"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, editable=False)
    decided_by = person(_("审批人"))
    decided_for = person(_("代谁审批"))
    ended_at = models.DateTimeField(_("撤销时间"), null=True, editable=False)
    ended_by = person(_("撤销人"))
    why = models.CharField(_("不同意或撤销的原因"), max_length=300, blank=True, editable=False)

    tone = state_tone(OTHER_TONES)
    is_asked = in_state(OtherState.ASKED)
    is_approved = in_state(OtherState.APPROVED)
    is_institution = in_state(*INSTITUTIONS, field="party")

    class Meta:
        verbose_name = verbose_name_plural = _("代收申请")
        constraints = [
            models.UniqueConstraint(
                fields=["payable"],
                condition=Q(state__in=(OtherState.ASKED, OtherState.APPROVED)),
                name="other_payee_once",
                violation_error_message=_("这笔款已有一份代收申请。"),
            ),
            check("other_payee_state_known", Q(state__in=OtherState.values), _("状态不对。")),
            check(
                "other_payee_says_why",
                Q(reason__in=OtherReason.values, party__in=Party.values) & ~Q(note="") & ~Q(name=""),
                _("代收要写明原因、关系和情况。"),
            ),
            check(
                "other_payee_direct_to_institution",
                Q(reason=OtherReason.DIRECT, party__in=INSTITUTIONS) & ~Q(in_place_of="")
                | ~Q(reason=OtherReason.DIRECT) & ~Q(party__in=INSTITUTIONS) & Q(in_place_of=""),
                _("直接付给医院、学校的，写明替哪位病人或学生缴；付给个人的不填。"),
            ),
            check("other_payee_proved", ~Q(proof="") & ~Q(proof_sha256=""), _("代收要有证明材料。")),
            check("other_payee_by_another", apart("asked", "decided"), _("申请和审批必须是两个人。")),
            check(
                "other_payee_decided_by_somebody",
                ~Q(state__in=(OtherState.APPROVED, OtherState.DECLINED))
                | Q(asked_by__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                _("审批须记录时间和人。"),
            ),
            check(
                "other_payee_ended_with_reason",
                ~Q(state__in=(OtherState.DECLINED, OtherState.VOID)) | ~Q(why=""),
                _("不同意、撤销要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """李芳（配偶代收）, as lists and papers say it."""
        return _("%(name)s（%(party)s代收）") % {"name": self.name, "party": self.get_party_display()}

    def hand(self, step: str) -> str:
        """Who took a step (asked, decided, ended), both names where they stood in."""
        return hand_of(self, step)
