"""A body and its members; a meeting, its agenda, who came, what was decided, the signed paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.bodies.models import Attendance, Body
from cases.bodies.states import BodyKind, BodyPart, Decision, Majority
from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union, User
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField
from hardship.kernel.files import ACCEPT, Accepted, UploadError, accept_upload

MOST_VOTES = 999
CHOOSE = ("", _("请选择"))


class BodyForm(forms.Form):
    """What is on record of a body."""

    kind = forms.ChoiceField(label=_("类别"), choices=BodyKind.choices)
    name = CleanTextField(
        label=_("名称"), max_length=80, help_text=_("例如：崇川区总工会困难职工帮扶工作领导小组")
    )
    document = CleanTextField(
        label=_("成立文件"), max_length=80, help_text=_("文号和名称，例如：崇总工发〔2026〕3 号")
    )
    majority = forms.ChoiceField(
        label=_("表决规则"), choices=Majority.choices, initial=Majority.ENTITLED,
        help_text=_("按章程或议事规则；回避的成员不计入"),
    )  # fmt: skip
    from_on = DateField(label=_("任期自"))
    until_on = DateField(label=_("任期至"), required=False, help_text=_("没有规定任期的不填"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        unions: Sequence[Union] = (),
        body: Body | None = None,
    ) -> None:
        initial = {name: getattr(body, name) for name in self.base_fields} if body else {}
        super().__init__(data, initial=initial, label_suffix="")
        if body is None:
            self.fields["union"] = UnionField(unions, label=_("所属工会"))
            self.order_fields(["union"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("任期结束不能早于开始。"))
        return cleaned


class MemberForm(forms.Form):
    """Somebody who sits in a body."""

    user = forms.ChoiceField(label=_("本系统账号"), required=False)
    name = CleanTextField(
        label=_("姓名"), max_length=50, required=False, help_text=_("没有账号的填姓名，例如行政、纪检人员")
    )
    post = CleanTextField(label=_("职务"), max_length=60)
    part = forms.ChoiceField(label=_("组内职务"), choices=[CHOOSE, *BodyPart.choices])
    from_on = DateField(label=_("自"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: Sequence[User]) -> None:
        initial = {"from_on": timezone.localdate()}
        super().__init__(data, initial=initial, label_suffix="", auto_id="id_member_%s")
        self.people = {str(person.pk): person for person in people}
        choices = [(key, f"{row.name}　{row.union.short_name}") for key, row in self.people.items()]
        self.fields["user"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def clean_user(self) -> User | None:
        return self.people.get(self.cleaned_data["user"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "user" in cleaned and not (cleaned["user"] or cleaned.get("name")):
            self.add_error("name", _("请选择账号，或填写姓名。"))
        return cleaned


class MeetingForm(forms.Form):
    """A meeting that is called."""

    on = DateField(label=_("会议日期"))
    place = CleanTextField(label=_("地点"), max_length=80)
    note = CleanTextField(label=_("说明"), max_length=500, required=False, multiline=True)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        initial = {"on": timezone.localdate()}
        super().__init__(data, initial=initial, label_suffix="", auto_id="id_meeting_%s")


class ItemForm(forms.Form):
    """A matter for the agenda."""

    target = forms.CharField(label=_("等待研究的事项"), required=False, max_length=120)
    title = CleanTextField(label=_("或填写议题"), max_length=200, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, offers: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(data, label_suffix="", auto_id="id_item_%s")
        self.fields["target"].widget = forms.Select(choices=[("", "—"), *offers])


class RecusalForm(forms.Form):
    """A member who withdraws from one matter."""

    member_id = forms.TypedChoiceField(label=_("成员"), coerce=int)
    reason = CleanTextField(label=_("回避原因"), max_length=100, help_text=_("例如：与申请人是亲属"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, attendances: Sequence[Attendance], key: int = 0
    ) -> None:
        super().__init__(data, label_suffix="", auto_id=f"id_recusal{key}_%s")
        people = [(row.member_id, row.member.name) for row in attendances]
        self.fields["member_id"].choices = [CHOOSE, *people]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What was decided on one matter."""

    decision = forms.ChoiceField(label=_("决定"), choices=[CHOOSE, *Decision.choices])
    words = CleanTextField(label=_("决定内容"), max_length=500, required=False)
    votes_for = StrictIntegerField(label=_("赞成票"), required=False, min_value=0, max_value=MOST_VOTES)
    votes_against = StrictIntegerField(label=_("反对票"), required=False, min_value=0, max_value=MOST_VOTES)
    votes_abstained = StrictIntegerField(label=_("弃权票"), required=False, min_value=0, max_value=MOST_VOTES)
    departure = CleanTextField(
        label=_("与表决不一致的原因"), max_length=200, required=False,
        help_text=_("决定与表决结果不一致时填写，印在纪要上"),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, key: int = 0, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="", auto_id=f"id_decision{key}_%s")


class ScanForm(forms.Form):
    """The signed minutes: one picture or PDF."""

    document = forms.FileField(
        label=_("签字纪要"),
        widget=forms.FileInput(attrs={"accept": f"image/*,{ACCEPT}"}),
        error_messages={"required": _("请选择文件。")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")

    def clean_document(self) -> Accepted:
        try:
            return accept_upload(self.cleaned_data["document"])
        except UploadError as error:
            raise forms.ValidationError(str(error)) from error
