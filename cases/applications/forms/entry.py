"""The one form of an application: what the programme asks for, the amount, the reason, the documents."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.applications.forms.goods import goods_fields, goods_of
from cases.applications.forms.invoices import invoice_fields, invoices_of
from cases.applications.forms.returned import FILE, close_fields, find_mending
from cases.applications.models import Application
from cases.applications.rules import Received
from cases.applications.selectors.offers import eligible
from cases.applications.selectors.urgent import may_be_urgent
from cases.applications.states import Channel
from cases.archives.models import Evidence, Member
from cases.archives.selectors import live_members
from cases.policies.forms import fact_field, fact_value
from cases.policies.models import Programme
from cases.policies.rules.asked import asked_of_applicant
from cases.policies.rules.vocabulary import FACTS
from cases.policies.states import Beneficiary, EvidenceKind
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField
from hardship.kernel.files import Accepted, FilesField

MOST = Decimal("1000000")
RECEIVED = ("channel", "received_on", "agent_name", "agent_relation")
# What a fact means, where its label does not say it all.
HELP = {
    "self_paid": _("近 12 个月合规医疗费用，扣除医保、大病保险、医疗救助和互助金后的个人自付部分"),
}


class MoreFilesField(FilesField):
    """New documents, or none."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "class": "entry-file"}

    def clean(self, data: Any, initial: Any = None) -> list[Accepted]:
        return super().clean(data, initial) if data else []


class ApplicationForm(forms.Form):
    """Fields follow the programme: a field for each fact that it asks, a person where it is for one; none is
    required, since a draft may lack anything. `file_<kind>` takes new documents of one kind."""

    version = StrictIntegerField(widget=forms.HiddenInput, min_value=1)
    channel = forms.ChoiceField(label=_("申请方式"), choices=Channel.choices, required=False)
    received_on = DateField(label=_("收到日期"), required=False, help_text=_("家庭提出申请的那一天"))
    is_urgent = forms.BooleanField(
        label=_("急难，先行救助后补办"),
        required=False,
        help_text=_(
            "突发急难、等不了材料和公示的才勾选：批准就发，材料和公示在期限内补办；超期不补，不能再先行救助"
        ),
    )
    agent_name = CleanTextField(
        label=_("代办人姓名"), max_length=30, required=False, help_text=_("由人代办的才填")
    )
    agent_relation = CleanTextField(
        label=_("代办人与职工的关系"), max_length=20, required=False, help_text=_("例如：配偶、单位工会")
    )
    member = forms.ChoiceField(label=_("受助人"), required=False)
    reason = CleanTextField(label=_("申请理由"), max_length=500, multiline=True, required=False)
    amount = YuanField(
        label=_("申请金额（元）"),
        required=False,
        max_value=MOST,
        help_text=_("留空按可享受金额申请，也可以填低一些"),
    )
    confirmed = forms.MultipleChoiceField(
        label=_("属实"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.MultipleChoiceField(label=_("材料"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        application: Application,
        prefix: str | None = None,
    ) -> None:
        self.application = application
        programme = application.programme
        self.asked = asked_of_applicant(programme.document, programme.code)
        initial = {"version": application.version, "reason": application.reason}
        initial |= {name: _initial(value) for name, value in application.facts.items()}
        initial |= {name: getattr(application, name) for name in (*RECEIVED, "is_urgent")}
        initial["member"] = str(application.member.uid) if application.member else ""
        asks_for_all = application.amount == application.entitled
        initial["amount"] = None if asks_for_all else application.amount
        super().__init__(data, files, initial=initial, label_suffix="", prefix=prefix)
        self._fit()
        for kind in self.kinds:
            self.fields[FILE + kind] = MoreFilesField(label=EvidenceKind(kind).label, required=False)
        self.mending = find_mending(application)
        close_fields(self.mending, self.fields)

    def list_documents(self) -> list[Evidence]:
        """The documents of the household's file as of now, by kind."""
        rows = self.application.household.evidence.filter(removed_at__isnull=True)
        return list(rows.select_related("member").order_by("kind", "pk"))

    @cached_property
    def members(self) -> dict[str, Member]:
        """The people of the household by the value of their choice."""
        return {str(member.uid): member for member in live_members(self.application.household)}

    @property
    def kinds(self) -> list[str]:
        """The kinds that documents may be added to: the required ones, then anything else."""
        papers = self.application.programme.rule.papers
        required = list(dict.fromkeys(kind for paper in papers for kind in paper.any_of))
        return [*required, *([] if EvidenceKind.OTHER in required else [EvidenceKind.OTHER])]

    def figures(self) -> dict[str, Any]:
        """What services.save takes besides the documents."""
        cleaned = self.cleaned_data
        return {
            "reason": cleaned.get("reason", ""),
            "facts": self.facts(),
            "member": self.members.get(cleaned.get("member", "")),
            "amount": cleaned.get("amount"),
            "is_urgent": cleaned.get("is_urgent"),
            "goods": goods_of(self, self.application),
            "invoices": invoices_of(self),
        }

    def received(self) -> Received | None:
        """How it came in; None where the page did not ask."""
        cleaned = self.cleaned_data
        if not cleaned.get("channel"):
            return None
        return Received(
            cleaned["channel"], cleaned.get("received_on"), cleaned["agent_name"], cleaned["agent_relation"]
        )

    def facts(self) -> dict[str, Any]:
        """The facts that are filled in and in order."""
        told = {name: fact_value(FACTS[name], self.cleaned_data.get(name)) for name in self.asked}
        return {name: value for name, value in told.items() if value is not None}

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        """Whom the aid is for and what the programme asks, in the order of the form."""
        return [self[name] for name in ("member", *self.asked) if name in self.fields]

    @property
    def goods_fields(self) -> list[forms.BoundField]:
        """How much of each item, where goods are given."""
        return [self[name] for name in self.fields if name.startswith("goods_")]

    @property
    def received_fields(self) -> list[forms.BoundField]:
        """How it came in."""
        return [self[name] for name in RECEIVED]

    @property
    def true_copies(self) -> list[str]:
        """The copied values that somebody says are true, one by one or all at once."""
        everything = list(self.application.unconfirmed)
        return everything if self.data.get("go") == "confirm" else self.cleaned_data.get("confirmed", [])

    @property
    def picked(self) -> set[int]:
        """The documents that are chosen: as posted, with those that stay as they are; else as on record."""
        if self.is_bound:
            return {int(pk) for pk in self.cleaned_data.get("evidence", ())} | self.mending.kept
        return set(self.application.evidence.values_list("pk", flat=True))

    def uploads(self) -> Iterator[tuple[str, Accepted]]:
        """New documents with their kind; those of a kind that was refused are left out."""
        for kind in self.kinds:
            for accepted in self.cleaned_data.get(FILE + kind) or ():
                yield kind, accepted

    def raise_version(self, uploads: int) -> None:
        """Goes on from the versions that the page's own uploads made, when it is saved or shown again."""
        version = self.cleaned_data.get("version")
        if uploads and version is not None:
            self.cleaned_data["version"] = version + uploads
            data = cast("MultiValueDict[str, str]", self.data).copy()
            data["version"] = str(version + uploads)
            self.data = data

    def _fit(self) -> None:
        programme, people = self.application.programme, self._people()
        cast(forms.ChoiceField, self.fields["confirmed"]).choices = [
            (name, name) for name in self.application.unconfirmed
        ]
        cast(forms.ChoiceField, self.fields["evidence"]).choices = [
            (str(row.pk), str(row)) for row in self.list_documents()
        ]
        if not (self.application.is_urgent or may_be_urgent(programme, self.application.union)):
            del self.fields["is_urgent"]
        everybody = _("请选择") if programme.needs_person else _("全家")
        cast(forms.ChoiceField, self.fields["member"]).choices = [("", everybody), *people]
        if programme.beneficiary in (Beneficiary.HOUSEHOLD, Beneficiary.WORKER):
            del self.fields["member"]
        else:
            self.fields["member"].label = _person_label(programme)
        if programme.is_service:
            del self.fields["amount"]
        self.fields |= goods_fields(self.application)
        self.fields |= invoice_fields(self.application)
        for name in self.asked:
            field = fact_field(FACTS[name])
            field.help_text, field.label = HELP.get(name, ""), _fact_label(name)
            self.fields[name] = field

    def _people(self) -> list[tuple[str, str]]:
        chosen, able = (
            self.application.member_id,
            eligible(self.application.programme, [*self.members.values()]),
        )
        return [
            (str(row.uid), _person_words(row))
            for row in self.members.values()
            if row in able or row.pk == chosen
        ]


class BatchRowForm(ApplicationForm):
    """One row of a batch: whom it is for, what the programme asks, the amount, how much of each item."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, application: Application) -> None:
        super().__init__(data, application=application, prefix=f"r{application.pk}")
        goods = goods_fields(application)
        for name in set(self.fields) - {"version", "member", "amount", *self.asked, *goods}:
            del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "control")
        if application.entitled is not None and "amount" in self.fields:
            self.fields["amount"].widget.attrs["placeholder"] = f"{application.entitled:,.2f}"

    def figures(self) -> dict[str, Any]:
        """What services.save takes; the reason stays as it is."""
        return {**super().figures(), "reason": self.application.reason}


class BatchForm(forms.Form):
    """What many households apply for together."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    programme = forms.TypedChoiceField(label=_("帮扶项目"), coerce=int)
    reason = CleanTextField(
        label=_("申请理由"), max_length=500, multiline=True, help_text=_("每一户先都这样写，可以逐户再改")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        programmes: Sequence[Programme],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        choices = [("", _("请选择")), *((row.pk, row.name) for row in programmes)]
        cast(forms.ChoiceField, self.fields["programme"]).choices = choices


def asked_labels(programme: Programme) -> list[Any]:
    """The headings of `asked_fields`, without a form."""
    is_for_one = programme.beneficiary not in (Beneficiary.HOUSEHOLD, Beneficiary.WORKER)
    names = asked_of_applicant(programme.document, programme.code)
    return [*([_person_label(programme)] if is_for_one else []), *(_fact_label(name) for name in names)]


def _person_label(programme: Programme) -> Any:
    return _("受助的学生") if programme.is_for_students else _("受助人")


def _fact_label(name: str) -> Any:
    label = FACTS[name].label
    return format_lazy(_("{label}（元）"), label=label) if FACTS[name].kind == "money" else label


def _person_words(row: Member) -> str:
    stage = f"，{row.get_stage_display()}" if row.stage else ""
    return f"{row.name}（{row.get_relation_display()}{stage}）"


def _initial(value: Any) -> Any:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else value
