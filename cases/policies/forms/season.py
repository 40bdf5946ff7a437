"""The days of a year in which applications are taken, typed as people write them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.policies.rules.document.handling import Season
from cases.policies.rules.handling import read_season
from hardship.kernel.fields import CleanTextField


class SeasonField(CleanTextField):
    """“07-01 至 09-30” or “7月1日至9月30日”; nothing is the whole year."""

    def __init__(self, **kwargs: Any) -> None:
        hint = _("例如 07-01 至 09-30；全年受理不填")
        super().__init__(required=False, max_length=30, help_text=hint, **kwargs)

    def clean(self, value: Any) -> Season | None:
        text = super().clean(value)
        try:
            return read_season(text)
        except ValueError:
            raise ValidationError(_("请写起止日期，例如 07-01 至 09-30。")) from None
