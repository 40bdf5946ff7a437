"""捐赠人: people and companies that give, as one union knows them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.donations.states import DonorKind
from funds.ledgers.models.hands import person
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.scope import ScopedModel


class Donor(ScopedModel):
    """Somebody who gives. `number` is the ID number of a person, the social credit code of a company; it is
    not asked of everybody, and who has one is on record once in each union.

    Only who agreed (`publishes`, on a day) is published by name; the others are 爱心人士."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("捐赠人类别"), max_length=8, choices=DonorKind.choices)
    name = models.CharField(_("捐赠人"), max_length=80)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    number = EncryptedField(  # type: ignore[misc]
        "document", verbose_name=_("证件号码"), null=True, blank=True
    )
    number_index = BlindIndexField(null=True, editable=False)
    phone = EncryptedField("phone", verbose_name=_("联系电话"), null=True, blank=True)  # type: ignore[misc]
    publishes = models.BooleanField(_("同意公示姓名"), default=False)
    consent_on = models.DateField(_("同意日期"), null=True, blank=True)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))
    changed_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)
    changed_by = person(_("修改人"))

    class Meta:
        verbose_name = verbose_name_plural = _("捐赠人")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "number_index"],
                name="donor_once",
                violation_error_message=_("这个证件号码已经登记。"),
            ),
            check("donor_named", ~Q(name=""), _("请填写捐赠人。")),
            check("donor_kind_known", Q(kind__in=DonorKind.values), _("请选择捐赠人类别。")),
            check(
                "donor_consents_on_a_day",
                Q(publishes=True, consent_on__isnull=False) | Q(publishes=False, consent_on__isnull=True),
                _("同意公示的要写明日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def published_name(self) -> str:
        """What the public reads: the name of who agreed."""
        return self.name if self.publishes else str(_("爱心人士"))
