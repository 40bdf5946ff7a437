"""One screen for who is on the line, a step with what it says, terms."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.petitions.models import Petition
from cases.petitions.rules import MOST_DAYS, MOST_PERSONS, LineError, Named, Terms, read_companions
from cases.petitions.services import Accusation, Arrival, Particulars, Said
from cases.petitions.states import Channel, Matter, Satisfaction, ToldBy, Urgency
from cases.policies.models import Programme
from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union, User
from hardship.kernel.fields import CleanTextField, DateField, IdNumberField, PhoneField, StrictIntegerField
from hardship.kernel.hidden import refuse_mask

CHOOSE = ("", _("请选择"))
SECRET = ("phone", "id_number")


class PersonField(forms.ChoiceField):
    """One of a few people; the cleaned value is the person, or None for none."""

    def __init__(self, people: Iterable[User] = (), **kwargs: Any) -> None:
        self.people = {str(row.pk): row for row in people}
        names = [(key, f"{row.name}（{row.username}）") for key, row in self.people.items()]
        super().__init__(choices=[CHOOSE, *names], **kwargs)

    def clean(self, value: Any) -> User | None:
        return self.people.get(super().clean(value))


class DetailForm(forms.Form):
    """Who, how many, what, how urgent: what may be put right later."""

    text = CleanTextField(label=_("反映内容"), max_length=2000, multiline=True)
    name = CleanTextField(label=_("姓名"), max_length=50, validators=[refuse_mask], required=False)
    phone = PhoneField(label=_("电话"), required=False, help_text=_("填了自动查来过没有、有没有档案"))
    id_number = IdNumberField(label=_("身份证号"), required=False, help_text=_("不知道可以不填"))
    employer = CleanTextField(label=_("单位"), max_length=80, required=False)
    address = CleanTextField(label=_("住址"), max_length=120, required=False)
    persons = StrictIntegerField(
        label=_("人数"), min_value=1, max_value=MOST_PERSONS, initial=1, help_text=_("几个人反映同一件事")
    )
    urgency = forms.ChoiceField(label=_("缓急"), choices=Urgency.choices, initial=Urgency.NORMAL)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, petition: Petition | None = None, **kwargs: Any
    ) -> None:
        names = [name for name in DetailForm.base_fields if name not in SECRET]
        initial = {name: getattr(petition, name) for name in names} if petition else {}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        self.petition = petition
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"
        for name in SECRET if petition else ():
            if kept := getattr(petition, name):
                self.fields[name].help_text = _("已登记 %(masked)s，不改就不用填") % {"masked": kept}

    def particulars(self) -> Particulars:
        """What was entered, once the form is valid; a number that is left blank stays."""
        said = {name: self.cleaned_data[name] for name in DetailForm.base_fields}
        for name in SECRET:
            kept = getattr(self.petition, name).reveal() if self.petition is not None else ""
            said[name] = said[name] or kept or None
        return Particulars(**said)


class ReceptionForm(DetailForm):
    """The whole screen, in the order in which one asks on the telephone."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, required=False,
        error_messages={"invalid": _("页面已过期，请刷新以后再登记。")},
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("来源"), choices=Channel.choices, initial=Channel.HOTLINE)
    matter = forms.ChoiceField(label=_("事项"), choices=[CHOOSE, *Matter.choices])
    received_on = DateField(label=_("接待日期"), past_only=True)
    is_anonymous = forms.BooleanField(label=_("匿名"), required=False, help_text=_("不登记姓名和号码"))
    companions = CleanTextField(
        label=_("同来的人"), max_length=8000, required=False, multiline=True,
        help_text=_("集体反映的，一行一人：姓名 电话"),
    )  # fmt: skip
    accused_name = CleanTextField(
        label=_("被反映人"), max_length=50, required=False,
        help_text=_("投诉、举报填：姓名，或者系统里的用户名。本人和所在单位看不到这一件"),
    )  # fmt: skip

    field_order = (
        "channel", "phone", "name", "is_anonymous", "id_number", "matter", "urgency", "text", "employer",
        "address", "persons", "companions", "accused_union", "accused_name", "received_on",
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, units: Sequence[Union]) -> None:
        super().__init__(data)
        self.fields["accused_union"] = UnionField(
            units,
            label=_("被反映的单位"),
            required=False,
            help_text=_("投诉、举报选；只写姓名的按反映本单位交上级，名单里没有的写在反映内容里"),
        )
        cast(forms.ChoiceField, self.fields["accused_union"]).choices = [
            ("", _("没有")),
            *((key, str(row)) for key, row in cast(UnionField, self.fields["accused_union"]).unions.items()),
        ]
        self.fields["received_on"].initial = timezone.localdate()
        self.order_fields(self.field_order)

    def clean_companions(self) -> list[Named]:
        try:
            return read_companions(self.cleaned_data["companions"])
        except LineError as error:
            raise forms.ValidationError(str(error)) from None

    def arrival(self) -> Arrival:
        said = self.cleaned_data
        return Arrival(
            channel=said["channel"], matter=said["matter"], received_on=said["received_on"],
            is_anonymous=said["is_anonymous"], companions=tuple(said["companions"]),
            accusation=Accusation(said["accused_union"], said["accused_name"]),
        )  # fmt: skip


class StepForm(forms.Form):
    """A step of the table; each action asks for its own part."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    comment = CleanTextField(label=_("办理情况"), max_length=2000, multiline=True, required=False)
    told_by = forms.ChoiceField(label=_("告知方式"), choices=[CHOOSE, *ToldBy.choices], required=False)
    satisfaction = forms.ChoiceField(
        label=_("满意度"), choices=[CHOOSE, *Satisfaction.choices], required=False
    )
    main = CleanTextField(
        label=_("并入哪一件"), max_length=40, required=False, help_text=_("填另一件的编号，以后在那一件里办")
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, unions: Sequence[Union] = (),
        people: Sequence[User] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["receiver"] = UnionField(unions, label=_("转给"), required=False)
        self.fields["handler"] = PersonField(people, label=_("主办人"), required=False)

    def said(self) -> Said:
        names = ("handler", "receiver", "told_by", "satisfaction", "main")
        return Said(**{name: self.cleaned_data[name] for name in names})


class HelperForm(forms.Form):
    """Who helps."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, people: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["helper"] = PersonField(people, label=_("协办人"))


class AidForm(forms.Form):
    """By which programme an application is begun."""

    programme = forms.TypedChoiceField(label=_("帮扶项目"), coerce=int)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, programmes: Sequence[Programme], **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        choices = [(row.pk, row.name) for row in programmes]
        cast(forms.ChoiceField, self.fields["programme"]).choices = [CHOOSE, *choices]


class TermForm(forms.Form):
    """Terms of a matter from a day on."""

    matter = forms.ChoiceField(label=_("事项"), choices=[CHOOSE, *Matter.choices])
    from_on = DateField(label=_("起始日期"))
    accept_days = StrictIntegerField(label=_("几个工作日内受理"), min_value=0, max_value=MOST_DAYS)
    answer_days = StrictIntegerField(label=_("受理后几个工作日内答复"), min_value=1, max_value=MOST_DAYS)
    document = CleanTextField(label=_("依据文号"), max_length=60, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", initial={"from_on": timezone.localdate()}, **kwargs)

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        terms = Terms(said["accept_days"], said["answer_days"])
        return {name: said[name] for name in ("matter", "from_on", "document")} | {"terms": terms}
