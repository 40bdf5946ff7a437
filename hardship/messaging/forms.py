"""Where somebody wants the daily digest."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField
from hardship.messaging.models import DigestAddress
from hardship.messaging.services import CHANNELS


class DigestForm(forms.Form):
    """The way and the address there; empty for no digest."""

    channel = forms.ChoiceField(label=_("方式"))
    address = CleanTextField(
        label=_("地址"), max_length=120, required=False,
        help_text=_(
            "邮箱或手机号。每天上午至多一次，写等您办几件、明天到期几件，没有姓名；没有事的不发，不要的留空"
        ),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, address: DigestAddress | None = None
    ) -> None:
        initial = {"channel": address.channel, "address": address.address} if address else {}
        super().__init__(data, initial=initial, label_suffix="", auto_id="id_digest_%s")
        ways = [(key, way.label) for key, way in CHANNELS.items() if way.is_open()]
        self.fields["channel"].choices = ways  # type: ignore[attr-defined]
