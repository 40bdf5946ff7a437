"""Login, passwords, unions and people."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import Union, User
from hardship.accounts.rules import exclusion_text, exclusive_pair
from hardship.accounts.states import Level, Role
from hardship.kernel.fields import CleanTextField, DateField, IdNumberField


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不对，请重新输入。连续输错 5 次将锁定 15 分钟。"),
        "inactive": _("用户名或密码不对，请重新输入。连续输错 5 次将锁定 15 分钟。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        username = cast("forms.CharField", self.fields["username"])
        username.label = _("用户名")
        username.widget.attrs["autocapitalize"] = "none"
        # Django tells this to the browser alone, and the count of failures breaks on a longer name.
        longest = MaxLengthValidator(username.max_length, self.error_messages["invalid_login"])
        username.validators.append(longest)


class NewPasswordForm(SetPasswordForm):
    """The person's own password; the old one is asked for."""

    old_password = forms.CharField(
        label=_("现在的密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.help_text = _("至少 8 位；不要用姓名、用户名、常见密码和工会、帮扶等词。")
        second.label, second.help_text = _("再输一次新密码"), ""

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("现在的密码不对，请重新输入。"))
        return old

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_password1") and cleaned.get("new_password1") == cleaned.get("old_password"):
            self.add_error("new_password1", _("新密码不能与现在的密码相同。"))
        return cleaned


class RolesMixin(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("角色"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=True
    )

    def clean_roles(self) -> list[str]:
        roles: list[str] = self.cleaned_data["roles"]
        pair = exclusive_pair(roles)
        if pair:
            raise forms.ValidationError(exclusion_text(pair))
        return roles


class UserCreateForm(RolesMixin, forms.ModelForm):
    from_on = DateField(label=_("起始日期"), required=False, help_text=_("不填的，从今天起"))
    until_on = DateField(label=_("截止日期"), required=False, help_text=_("含当日；不填的，长期有效"))

    class Meta:
        model = User
        fields = ["username", "name", "union"]
        help_texts = {"username": _("小写字母、数字、点、横线，2 到 30 位，例如 wang.xm")}

    field_order = ["username", "name", "union", "roles", "from_on", "until_on"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        union = cast("forms.ModelChoiceField[Union]", self.fields["union"])
        union.queryset = Union.objects.visible_to(by).open().order_by("path")
        union.empty_label = _("请选择")


class UserNameForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=30)
    id_number = IdNumberField(
        label=_("身份证号"),
        required=False,
        help_text=_("只用来核对回避：号码本身不保存，只存指纹。不填的，原来登记的不变"),
    )
    address = CleanTextField(
        label=_("家庭住址"),
        max_length=120,
        required=False,
        help_text=_("只用来提示回避：住址本身不保存，只存指纹，要和档案里写得一样。不填的，原来登记的不变"),
    )


class AppointForm(forms.Form):
    """One role at one union for a person."""

    union = forms.ModelChoiceField(
        label=_("任职工会"), queryset=Union.objects.none(), empty_label=_("请选择")
    )
    role = forms.ChoiceField(label=_("岗位"), choices=[("", _("请选择")), *Role.choices])
    from_on = DateField(label=_("起始日期"))
    until_on = DateField(label=_("截止日期"), required=False, help_text=_("含当日；不填的，长期有效"))
    document = forms.CharField(
        label=_("任职文号"), max_length=60, required=False, help_text=_("有文件的填，例如 通工办〔2026〕3号")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        union = cast("forms.ModelChoiceField[Union]", self.fields["union"])
        union.queryset = Union.objects.visible_to(by).open().order_by("path")


class AppointmentEndForm(forms.Form):
    until_on = DateField(
        label=_("截止日期"),
        required=False,
        help_text=_("含当日；不填的，长期有效。审核、审批、财务、管理员往后延的，另等第二个管理员确认"),
    )


class RefuseSecondForm(forms.Form):
    reason = forms.CharField(
        label=_("不同意的原因"), max_length=200, help_text=_("办理人看得到，例如 文号不对")
    )


class StandInForm(forms.Form):
    """Who does the work of a post, from when to when, and why."""

    user = forms.ModelChoiceField(label=_("代办人"), queryset=User.objects.none(), empty_label=_("请选择"))
    from_on = DateField(label=_("起始日期"))
    until_on = DateField(label=_("截止日期"), help_text=_("含当日；到期自动收回"))
    reason = forms.CharField(label=_("事由"), max_length=100, help_text=_("例如 年休假、外出培训"))

    def __init__(self, *args: Any, candidates: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = cast("forms.ModelChoiceField[User]", self.fields["user"])
        user.queryset = candidates
        user.label_from_instance = lambda one: f"{one.name}（{one.union.name}）"  # type: ignore[assignment]


class UnionForm(forms.ModelForm):
    class Meta:
        model = Union
        fields = ["name", "short_name", "code", "level", "parent", "region_code"]
        help_texts = {
            "code": _("本系统内唯一，例如 320602001"),
            "region_code": _("六位行政区划代码，用来查当地低保标准"),
            "short_name": _("档案号前缀与窄屏上使用，例如 崇川区总"),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast("forms.ModelChoiceField[Union]", self.fields["parent"])
        parent.queryset = Union.objects.visible_to(by).open().order_by("path")
        parent.required = True
        parent.empty_label = _("请选择")
        level = cast(forms.ChoiceField, self.fields["level"])
        level.choices = [choice for choice in Level.choices if choice[0] != Level.PROVINCE]
        if self.instance.pk:
            for name in ("name", "parent", "code", "level", "region_code"):
                self.fields[name].disabled = True
            parent.required = False


class UnionField(forms.ChoiceField):
    """One of a few unions, indented as in the tree; the cleaned value is the union, or None for none."""

    def __init__(self, unions: Sequence[Union] = (), **kwargs: Any) -> None:
        self.unions = {str(union.pk): union for union in unions}
        top = min((union.path.count("/") for union in unions), default=0)
        names = [(key, "　" * (row.path.count("/") - top) + row.name) for key, row in self.unions.items()]
        super().__init__(choices=names if len(names) == 1 else [("", _("请选择")), *names], **kwargs)

    def clean(self, value: Any) -> Union | None:
        return self.unions.get(super().clean(value))
