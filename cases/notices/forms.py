"""A board and its photos, a longer or shorter notice; an objection as it came in, and its answer."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.notices.services import Posted
from cases.notices.states import MOST_EXTENDED, TITLE_LENGTH, BoardPlace, Channel, Moment, Outcome, Told
from hardship.kernel.fields import CleanTextField, DateField, PhoneField, StrictIntegerField
from hardship.kernel.files import ACCEPT, Accepted, UploadError, accept_upload

CHOOSE = ("", _("请选择"))


class PhotoField(forms.FileField):
    """One picture, written anew; its value is an Accepted or None."""

    default_error_messages = {"required": _("请选择照片。"), "picture": _("请上传照片（JPG、PNG）。")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Accepted | None:
        uploaded = super().clean(data, initial)
        if not uploaded:
            return None
        try:
            accepted = accept_upload(uploaded)
        except UploadError as error:
            raise forms.ValidationError(str(error), code=error.code) from None
        if not accepted.media_type.startswith("image/"):
            raise forms.ValidationError(self.error_messages["picture"], code="picture")
        return accepted


class BoardForm(forms.Form):
    """Where a poster was put up, and who saw it."""

    place = forms.ChoiceField(label=_("张贴处"), choices=[CHOOSE, *BoardPlace.choices])
    where = CleanTextField(label=_("具体位置"), max_length=80, help_text=_("例如：一车间门口公示栏"))
    posted_on = DateField(label=_("张贴日期"), past_only=True)
    late_reason = CleanTextField(
        label=_("晚于发布日期的原因"),
        max_length=200,
        required=False,
        help_text=_("当天张贴的不用填；公示天数从张贴日算起"),
    )
    put_up_by = CleanTextField(label=_("张贴人"), max_length=40)
    seen_by = CleanTextField(label=_("见证人"), max_length=40, help_text=_("张贴人以外、看到已经贴出的人"))
    photo = PhotoField(
        label=_("张贴时的照片"), required=False, help_text=_("拍到整张公示和周围环境；没有可以以后补")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"posted_on": timezone.localdate()})
        super().__init__(data, files, label_suffix="", **kwargs)

    def told(self) -> dict[str, Any]:
        """What services.post_board takes besides the notice and the person."""
        said = dict(self.cleaned_data)
        photo = said.pop("photo")
        return {"posted": Posted(**said), "photos": [photo] if photo else []}


class PhotoForm(forms.Form):
    """One more picture of a board."""

    moment = forms.ChoiceField(label=_("什么时候拍的"), choices=Moment.choices, widget=forms.RadioSelect)
    photo = PhotoField(label=_("照片"))

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"moment": Moment.START})
        super().__init__(data, files, label_suffix="", **kwargs)


class DownForm(forms.Form):
    """The poster is gone."""

    taken_down_on = DateField(label=_("取下日期"), past_only=True)
    photo = PhotoField(label=_("取下时的照片"), required=False, help_text=_("取下前最后一天或取下后的公示栏"))

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"taken_down_on": timezone.localdate()})
        super().__init__(data, files, label_suffix="", **kwargs)

    def told(self) -> dict[str, Any]:
        photo = self.cleaned_data["photo"]
        return {"taken_down_on": self.cleaned_data["taken_down_on"], "photos": [photo] if photo else []}


class ExtendForm(forms.Form):
    """How much longer, and why."""

    days = StrictIntegerField(label=_("延长几天"), min_value=1, max_value=MOST_EXTENDED)
    reason = CleanTextField(label=_("原因"), max_length=200, help_text=_("例如：停工放假，职工看不到公示"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, unit: str = "", **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["days"].help_text = _("按%(unit)s计；原来的截止日期留在记录里") % {"unit": unit}


class TitleForm(forms.Form):
    """What stands above a notice."""

    title = CleanTextField(label=_("标题"), max_length=TITLE_LENGTH, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, usual: str = "", **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["title"].help_text = _("不填的，用“%(usual)s”；张贴以后不能再改") % {"usual": usual}


class CancelForm(forms.Form):
    """Why the whole notice is taken down early."""

    reason = CleanTextField(
        label=_("提前撤下的原因"), max_length=200, multiline=True,
        help_text=_("写在退回意见里，经办人看得到；墙上的公示请马上取下"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class LineDownForm(forms.Form):
    """Why one line is taken down early."""

    reason = CleanTextField(
        label=_("撤下的原因"), max_length=200, multiline=True, help_text=_("例如：家庭书面撤回了公示的同意")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class ObjectionForm(forms.Form):
    """An objection as it came in."""

    entry = forms.ChoiceField(label=_("对哪一条公示"))
    text = CleanTextField(label=_("异议内容"), max_length=500, multiline=True)
    channel = forms.ChoiceField(
        label=_("收到方式"), choices=[row for row in Channel.choices if row[0] != Channel.PAGE],
        initial=Channel.VISIT, widget=forms.RadioSelect,
    )  # fmt: skip
    objector = CleanTextField(
        label=_("异议人"), max_length=60, required=False, help_text=_("匿名的留空；不会出现在公示和申请中")
    )
    contact = PhoneField(
        label=_("联系电话"), required=False, help_text=_("加密保存，经办、审核过这份申请的人看不到")
    )
    received_on = DateField(label=_("收到日期"), past_only=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, entries: Iterable[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"received_on": timezone.localdate(), "channel": Channel.VISIT})
        super().__init__(data, label_suffix="", **kwargs)
        cast(forms.ChoiceField, self.fields["entry"]).choices = [
            ("", _("请选择")),
            *((str(pk), name) for pk, name in entries),
        ]

    def told(self) -> dict[str, Any]:
        """What services.record_objection takes besides the person."""
        said = dict(self.cleaned_data)
        return {"entry_id": int(said.pop("entry")), **said}


class AnswerForm(forms.Form):
    """What the investigation found, what is answered and how that was told."""

    findings = CleanTextField(
        label=_("调查情况"), max_length=500, multiline=True, help_text=_("向谁了解、查了什么、看到什么")
    )
    outcome = forms.ChoiceField(label=_("结论"), choices=Outcome.choices, widget=forms.RadioSelect)
    rule = CleanTextField(
        label=_("依据的规定"), max_length=200, required=False, help_text=_("例如：帮扶管理办法第十二条")
    )
    answer = CleanTextField(
        label=_("答复"), max_length=500, multiline=True, help_text=_("印在答复书上，不写别人的姓名、证件号")
    )
    told_how = forms.ChoiceField(label=_("告知方式"), choices=[CHOOSE, *Told.choices])
    told_on = DateField(label=_("告知日期"), past_only=True)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"told_on": timezone.localdate()})
        super().__init__(data, label_suffix="", **kwargs)


class ObjectionStepForm(forms.Form):
    """A step with an objection that is no answer, and why."""

    action = forms.ChoiceField(choices=[(name, name) for name in ("accept", "dismiss", "retract")])
    comment = CleanTextField(label=_("说明"), max_length=500, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class PublicObjectionForm(forms.Form):
    """An objection as anybody writes it at the page of a poster.

    `website` stands where no person sees it: what fills it in is a machine.
    """

    entry = forms.ChoiceField(label=_("对哪一条"))
    text = CleanTextField(
        label=_("异议内容"), max_length=500, multiline=True, help_text=_("什么事、怎么知道的、可以找谁了解")
    )
    objector = CleanTextField(label=_("您的姓名"), max_length=60, required=False, help_text=_("可以不填"))
    contact = PhoneField(
        label=_("联系电话"), required=False, help_text=_("可以不填；填了才能答复您，我们替您保密")
    )
    website = forms.CharField(
        label=_("此项请勿填写"), required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, entries: Iterable[tuple[int, str]] = ()
    ) -> None:
        super().__init__(data, label_suffix="")
        cast(forms.ChoiceField, self.fields["entry"]).choices = [
            CHOOSE, *((str(pk), name) for pk, name in entries),
        ]  # fmt: skip

    @property
    def is_of_machine(self) -> bool:
        return bool(self.data.get("website"))

    def told(self) -> dict[str, Any]:
        """What services.object_publicly takes besides the address and the client."""
        said = dict(self.cleaned_data)
        said.pop("website")
        return {"entry_id": int(said.pop("entry")), **said}
