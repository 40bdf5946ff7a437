"""Of what a package is wanted; one that is to be checked."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hardship.accounts.forms import UnionField
from hardship.accounts.models import User
from hardship.accounts.selectors import list_choosable_unions
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField
from hardship.packages.services import Wanted
from hardship.packages.states import DRAWERS, MOST_BYTES, MOST_DRAWN

MOST_SEED = 999_999


class PackageForm(forms.Form):
    """Last year of the own union, unless somebody says otherwise."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    since = DateField(label=_("从"))
    until = DateField(label=_("到"))
    drawn = StrictIntegerField(
        label=_("抽取卷宗"), min_value=0, max_value=MOST_DRAWN,
        help_text=_("份数，0 不抽；按随机种子从已批准的申请里抽"),
    )  # fmt: skip
    seed = StrictIntegerField(
        label=_("随机种子"), min_value=0, max_value=MOST_SEED,
        help_text=_("同一种子抽出同样的卷宗；可以换成自己的"),
    )  # fmt: skip
    purpose = CleanTextField(
        label=_("用途"), max_length=100, help_text=_("例如：2026 年度审计，市审计局第 3 号通知"),
        # it stays in the log for good
        validators=[RegexValidator(r"\d{11}", _("用途里不要写证件号、电话等号码。"), inverse_match=True)],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User) -> None:
        year = timezone.localdate().replace(month=1, day=1)
        initial = {
            "key": uuid.uuid4(), "since": (year - timedelta(days=1)).replace(month=1, day=1),
            "until": year - timedelta(days=1), "drawn": 0, "seed": secrets.randbelow(MOST_SEED),
            "union": user.union_id,
        }  # fmt: skip
        super().__init__(data, initial=initial, label_suffix="")
        below = list_choosable_unions(user, (data or {}).get("union", ""))
        unions = {union.pk: union for union in (user.union, *below)}
        self.fields["union"] = UnionField(list(unions.values()), label=_now("工会"))
        if not user.has_role(*DRAWERS):
            self.fields["drawn"].disabled = self.fields["seed"].disabled = True
        self.order_fields(["union", "since", "until", "drawn", "seed", "purpose"])

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        data = self.cleaned_data
        names = ("since", "until", "drawn", "seed", "purpose")
        return Wanted(union_id=data["union"].pk, **{name: data[name] for name in names})


class CheckForm(forms.Form):
    """A package that somebody brought."""

    file = forms.FileField(
        label=_("审计包"), widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=_("审计包的 .zip 文件，最大 200 MB；再大的用校验程序"),
        error_messages={"required": _("请选择审计包文件。"), "empty": _("这个文件是空的。")},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_now("文件超过 200 MB，请下载校验程序在自己的电脑上校验。"))
        return file
