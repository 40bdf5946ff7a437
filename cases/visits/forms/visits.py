"""The form of a home visit, made to be filled in on a phone."""

import base64
import binascii
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.forms.base import FieldError
from cases.archives.rules import Contents
from cases.visits.forms.voices import BETWEEN, VoiceFields
from cases.visits.models import HomeVisit, VisitDraft
from cases.visits.rules import (
    LEAST_VISITORS,
    MOST_VISITORS,
    VOICES,
    Answered,
    Person,
    VisitRecord,
    faults,
    signature_faults,
)
from cases.visits.selectors import Checklist
from cases.visits.services import RESPONDENT, Papers
from cases.visits.states import CheckGroup, Conclusion, Finding, VisitMode
from hardship.accounts.models import User
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField
from hardship.kernel.files import ACCEPT, Accepted, FilesField, UploadError, accept_upload

OTHER = "other"
PNG = "data:image/png;base64,"
MOST_DRAWN = 300_000  # characters of one signature
NOT_KEPT = ("csrfmiddlewaretoken", "signature", "photos", "signed_forms")
SITUATION = ("situation", "causes_found", "wants_found")


class PhotosField(FilesField):
    """Pictures taken on the spot or chosen, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs["accept"] = f"image/*,{ACCEPT}"

    def clean(self, data: Any, initial: Any = None) -> list[Accepted]:
        files = [file for file in data if file] if isinstance(data, list) else data
        return super().clean(files, initial) if files else []


class SignatureField(forms.CharField):
    """A signature drawn on the page: a PNG as data, taken in like any other upload. None for none."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=MOST_DRAWN, strip=True, **kwargs)

    def clean(self, value: Any) -> Accepted | None:
        text = super().clean(value)
        if not text:
            return None
        if not text.startswith(PNG):
            raise forms.ValidationError(_("签名没有读出来，请重新签。"))
        try:
            content = base64.b64decode(text[len(PNG) :], validate=True)
            return accept_upload(ContentFile(content, name=_("签名.png")))
        except (binascii.Error, UploadError):
            raise forms.ValidationError(_("签名没有读出来，请重新签。")) from None


def _text(label: Any, length: int, **more: Any) -> CleanTextField:
    return CleanTextField(label=label, max_length=length, required=more.pop("required", False), **more)


class VisitForm(VoiceFields):
    """`record()` is what services.visits.record_visit takes. Fields of visitors, answers and signatures are
    made from their number and from the checklist: `visitor1_name`, `answer-<key>`, `signature1`."""

    # What the page says above the form: typed before, or the visit that this one corrects.
    draft: VisitDraft | None = None
    corrected: HomeVisit | None = None

    uid = forms.UUIDField(widget=forms.HiddenInput)
    visited_on = DateField(label=gettext_lazy("走访日期"), past_only=True)
    mode = forms.ChoiceField(label=gettext_lazy("方式"), choices=VisitMode.choices, widget=forms.RadioSelect)
    mode_reason = _text(
        gettext_lazy("不上门的原因"), 120, help_text=gettext_lazy("电话、视频只用于疫情、灾害等紧急情况")
    )
    place = _text(gettext_lazy("走访地点"), 120)
    respondent = forms.ChoiceField(label=gettext_lazy("被访人"))
    respondent_name = _text(gettext_lazy("被访人姓名"), 50)
    respondent_relation = _text(gettext_lazy("与户主关系"), 20)
    persons = StrictIntegerField(label=gettext_lazy("家庭人数清"), min_value=1, max_value=50)
    situation = _text(gettext_lazy("困难状况清"), 500, multiline=True, required=True)
    causes_found = _text(gettext_lazy("致困原因清"), 300, multiline=True, required=True)
    wants_found = _text(gettext_lazy("帮扶需求清"), 300, multiline=True, required=True)
    conclusion = forms.ChoiceField(
        label=gettext_lazy("结论"), choices=Conclusion.choices, widget=forms.RadioSelect
    )
    comment = _text(gettext_lazy("补充说明"), 500, multiline=True)
    photos = PhotosField(label=gettext_lazy("入户照片"))
    signed_forms = PhotosField(label=gettext_lazy("签好字的纸质调查表"))
    unsigned_reason = _text(
        gettext_lazy("家属不能签名的原因"), 120, help_text=gettext_lazy("例如 卧床不能书写，已口头确认")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        contents: Contents,
        checklist: Checklist,
        user: User,
        stored: Mapping[str, Any] | None = None,
    ) -> None:
        self.checklist = checklist
        self.people = [person for person in (contents.head, *contents.members) if person.name]
        initial = {**self._fresh(contents, user), **(stored or {})}
        super().__init__(data, files, initial=initial, label_suffix="")
        self._add_visitors()
        self._add_answers()
        cast(forms.ChoiceField, self.fields["respondent"]).choices = [
            *((str(one.uid), f"{one.name}，{one.get_relation_display()}") for one in self.people),
            (OTHER, _("其他人")),
        ]
        for name in (*SITUATION, "demand_note", "mood_note"):
            self.fields[name].widget.attrs["rows"] = 2

    @staticmethod
    def _fresh(contents: Contents, user: User) -> dict[str, Any]:
        return {
            "uid": uuid.uuid4(),
            "visited_on": timezone.localdate(),
            "mode": VisitMode.AT_HOME,
            "place": contents.household.address,
            "respondent": str(contents.head.uid),
            "visitor1_name": user.name,
            "visitor1_post": f"{user.union.short_name} {user.role_names}"[:50],
        }

    def _add_visitors(self) -> None:
        for place in range(1, MOST_VISITORS + 1):
            needed = place <= LEAST_VISITORS
            name = _text(_("第 %(place)s 位走访人") % {"place": place}, 50, required=needed)
            name.widget.attrs.update({"list": "colleagues", "autocomplete": "off"})
            self.fields[f"visitor{place}_name"] = name
            self.fields[f"visitor{place}_post"] = _text(_("单位和职务"), 50)
            self.fields[f"signature{place}"] = SignatureField(label=_("签名"))
        self.fields[f"signature_{RESPONDENT}"] = SignatureField(label=_("家属签名"))

    def _add_answers(self) -> None:
        for item in self.checklist.items:
            self.fields[f"answer-{item.key}"] = forms.ChoiceField(
                label=item.text,
                choices=Finding.choices,
                widget=forms.RadioSelect,
                initial=Finding.UNCHECKED,
            )
            note = _text(_("实际情况"), 300)
            note.widget.attrs["placeholder"] = _("不属实的写明实际情况")
            self.fields[f"note-{item.key}"] = note

    def visitors(self) -> list[dict[str, Any]]:
        """The visitors as the page shows them; those beyond the second are folded while empty."""
        return [
            {
                "place": place,
                "name": self[f"visitor{place}_name"],
                "post": self[f"visitor{place}_post"],
                "signature": self[f"signature{place}"],
                "is_extra": place > LEAST_VISITORS,
            }
            for place in range(1, MOST_VISITORS + 1)
        ]

    def groups(self) -> list[dict[str, Any]]:
        """The checklist under its headings."""
        return [
            {
                "label": group.label,
                "items": [
                    {"field": self[f"answer-{item.key}"], "note": self[f"note-{item.key}"]}
                    for item in self.checklist.items
                    if item.group == group
                ],
            }
            for group in CheckGroup
            if any(item.group == group for item in self.checklist.items)
        ]

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong at once: whoever stands in a stairwell does not want to be told twice."""
        values = super().clean() or {}
        record, places = self.record(), self._places()  # an error takes its field out of what was given
        found = faults(record, today=timezone.localdate())
        found += signature_faults(
            record, has_paper=bool(values.get("signed_forms")), signed=list(self._drawn())
        )
        for field, sentence in found:
            name = _field_of(field, places)
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return values

    def record(self) -> VisitRecord:
        """What was given; where something is missing or wrong, which the form then says, a stopgap."""
        given = {name: self.cleaned_data.get(name, "") for name in self.fields}
        member = {str(one.uid): one for one in self.people}.get(given["respondent"])
        texts = ("mode_reason", "place", *SITUATION, *VOICES, "conclusion", "comment", "unsigned_reason")
        return VisitRecord(
            **{name: given[name] for name in texts},
            visited_on=given["visited_on"] or timezone.localdate(),
            mode=given["mode"] or VisitMode.AT_HOME,
            persons=given["persons"] or 0,
            visitors=[
                Person(given[f"visitor{place}_name"], given[f"visitor{place}_post"])
                for place in self._places()
            ],
            respondent=str(member.uid) if member else "",
            respondent_name=member.name if member else given["respondent_name"],
            respondent_relation=(
                str(member.get_relation_display()) if member else given["respondent_relation"]
            ),
            answers=[
                Answered(item, given[f"answer-{item.key}"], given[f"note-{item.key}"])
                for item in self.checklist.items
            ],
        )

    def papers(self) -> Papers:
        return Papers(
            photos=self.cleaned_data["photos"],
            forms=self.cleaned_data["signed_forms"],
            signatures=self._drawn(),
        )

    def _places(self) -> list[int]:
        return [n for n in range(1, MOST_VISITORS + 1) if self.cleaned_data.get(f"visitor{n}_name")]

    def _drawn(self) -> dict[str, Accepted]:
        """Signatures by the place of the visitor among those named."""
        drawn = {
            str(place): self.cleaned_data.get(f"signature{field}")
            for place, field in enumerate(self._places(), start=1)
        }
        drawn[RESPONDENT] = self.cleaned_data.get(f"signature_{RESPONDENT}")
        return {place: accepted for place, accepted in drawn.items() if accepted}

    def error_list(self) -> Iterator[FieldError]:
        """Every error, with where it stands on the page."""
        for name, sentences in self.errors.items():
            bound = None if name == "__all__" else self[name]
            anchor = "" if bound is None else f"at-{bound.html_name}"
            label = "" if bound is None else str(bound.label)
            yield from (FieldError(anchor, label, str(sentence)) for sentence in sentences)


def _field_of(fault: str, places: list[int]) -> str:
    """Visitors are counted among those named; the form may have a gap between them."""
    number = fault.removeprefix("signature")
    return f"signature{places[int(number) - 1]}" if number.isdigit() else fault


def typed(data: MultiValueDict[str, Any]) -> dict[str, str]:
    """What of a sent form is kept as a draft: no signature, no file. Several answers to one question are kept
    as one text, which the form takes apart again."""
    kept = {name: str(value)[:2000] for name, value in data.items() if not name.startswith(NOT_KEPT)}
    if "demands" in kept:
        kept["demands"] = BETWEEN.join(data.getlist("demands"))[:2000]
    return kept


def from_visit(visit: HomeVisit) -> dict[str, Any]:
    """The values of a recorded visit, for the one that corrects it."""
    names = ("visited_on", "mode", "mode_reason", "place", "persons", *SITUATION, *VOICES, "conclusion",
             "comment", "unsigned_reason", "respondent_name", "respondent_relation")  # fmt: skip
    values = {name: getattr(visit, name) for name in names}
    values["respondent"] = str(visit.respondent.uid) if visit.respondent else OTHER
    for visitor in visit.visitors.all():
        values[f"visitor{visitor.position}_name"] = visitor.name
        values[f"visitor{visitor.position}_post"] = visitor.post
    for answer in visit.answers.all():
        values[f"answer-{answer.key}"], values[f"note-{answer.key}"] = answer.finding, answer.note
    return values
