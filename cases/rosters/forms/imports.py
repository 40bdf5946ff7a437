"""Forms of an import: the file, and which of its columns is which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.rosters.models import RosterImport
from cases.rosters.rules.columns import EXTRA, HEAD, MEMBER, MEMBER_MORE
from cases.rosters.rules.layout import MAX_MEMBERS, label_of, member_key
from cases.rosters.selectors.imports import list_target_unions
from cases.rosters.services.stages import FiledElsewhere
from cases.rosters.states import ImportMode
from hardship.accounts.models import Union, User
from hardship.kernel.fields import CleanTextField, DateField
from hardship.kernel.fields.selects import PlainSelect
from hardship.kernel.sheets.headers import column_letters
from hardship.kernel.sheets.tables import MAX_BYTES

NEW_FILES, FILED = "new", "filed"
NOT_WANTED = ("", _("不导入"))


class UnionChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, union: Union) -> str:
        return union.name


class UploadForm(forms.Form):
    """A roster and the grassroots union whose households it lists, which is not asked when there is one."""

    union = UnionChoiceField(
        queryset=Union.objects.none(),
        label=_("导入到"),
        empty_label=_("请选择工会"),
        error_messages={"required": _("请选择导入到哪个工会。")},
    )
    mode = forms.ChoiceField(
        label=_("这张表用来"),
        choices=ImportMode.choices,
        initial=ImportMode.NEW,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("更新按编号（档案号）或户主身份证号找到档案；只改填了的格，填“清空”才清空，空格不动。"),
    )
    origin = forms.ChoiceField(
        label=_("这些家庭"),
        choices=(
            (NEW_FILES, _("新申报，导入后逐户提交审核")),
            (FILED, _("在别处已经建档（存量档案），导入后整批交区县接收")),
        ),
        initial=NEW_FILES,
        required=False,
        widget=forms.RadioSelect,
    )
    former_document_no = CleanTextField(
        label=_("原建档文号"), max_length=100, required=False,
        help_text=_("存量档案才填：当年批准建档的文件号或会议纪要号"),
    )  # fmt: skip
    former_filed_on = DateField(
        label=_("原建档日期"),
        past_only=True,
        required=False,
        help_text=_("存量档案才填；表里有建档日期的，以表里为准"),
    )
    file = forms.FileField(
        label=_("花名册文件"),
        help_text=_(
            "工作簿（.xlsx、.xls、.et、.ods）或 CSV，不超过 10 MB。"
            "可以是全国 2017 版汇总表，也可以是各地改过列名的表。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
        allow_empty_file=True,  # the reader has a better sentence for it
        error_messages={"required": _("请选择文件。")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unions = list_target_unions(by)
        cast(UnionChoiceField, self.fields["union"]).queryset = unions
        only = list(unions[:2])
        if len(only) == 1:
            self.fields["union"].initial = only[0]
            self.fields["union"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """What was filed elsewhere says by which document and when; what was not says neither."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("origin") != FILED:
            return cleaned | {"former_document_no": "", "former_filed_on": None}
        for name in ("former_document_no", "former_filed_on"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("存量档案要填写%(label)s。") % {"label": self.fields[name].label})
        return cleaned

    def filed(self) -> FiledElsewhere | None:
        """By which document and when the households were filed elsewhere; None for new ones."""
        number, day = (self.cleaned_data.get(name) for name in ("former_document_no", "former_filed_on"))
        return FiledElsewhere(number, day) if number and day else None

    def clean_mode(self) -> str:
        """What an older page sends without it is a roster of new households."""
        return self.cleaned_data["mode"] or str(ImportMode.NEW)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("文件超过 10 MB，请删去图片和无关的工作表，或分成几个文件导入。"), code="too_large"
            )
        return file


class MappingForm(forms.Form):
    """One choice for each column of the file. With `everything` False only those that were not recognised are
    asked about; the others stay as they are.

    `mapping()` gives the column of each key; two columns with one meaning are an error.
    """

    def __init__(
        self,
        *args: Any,
        roster: RosterImport,
        everything: bool,
        samples: Mapping[int, Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers: Sequence[str] = roster.mapping["headers"]
        self.known: dict[int, str] = {place: key for key, place in roster.mapping["fields"].items()}
        taken = set() if everything else set(self.known.values())
        choices = [
            NOT_WANTED,
            *((key, label_of(key)) for key in _keys(self.headers, self.known.values()) if key not in taken),
        ]
        for place, header in enumerate(self.headers):
            if header and (everything or place not in self.known):
                self.fields[f"column-{place}"] = forms.ChoiceField(
                    label=f"{column_letters(place)}　{header}",
                    help_text="、".join(samples.get(place, ())),
                    choices=choices,
                    required=False,
                    initial=self.known.get(place, ""),
                    widget=PlainSelect,
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = self._chosen()
        for place, key in chosen.items():
            twins = [other for other in chosen if chosen[other] == key and other != place]
            if key and twins and f"column-{place}" in self.fields:
                message = _("“%(label)s”已经对应到另一列，请只保留一列。") % {"label": label_of(key)}
                self.add_error(f"column-{place}", message)
        return cleaned

    def mapping(self) -> dict[str, int]:
        """For each key the 0-based column."""
        return {key: place for place, key in self._chosen().items() if key}

    def _chosen(self) -> dict[int, str]:
        asked = {
            int(name.partition("-")[2]): str(key) for name, key in self.cleaned_data.items() if "-" in name
        }
        return {**self.known, **asked}


def _keys(headers: Sequence[str], known: Iterable[str]) -> list[str]:
    """Everything a column can be; of members as many as the file could have columns for, and what the nine
    columns of the layout do not say of them where the file seems to have such columns."""
    members = min(MAX_MEMBERS, max(5, len(headers) // len(MEMBER)))
    wide = sum("成员" in header for header in headers) > members * len(MEMBER)
    columns = (*MEMBER, *MEMBER_MORE) if wide else MEMBER
    keys = [
        *(column.key for column in (*HEAD, *EXTRA)),
        *(member_key(number, column.key) for number in range(1, members + 1) for column in columns),
    ]
    return [*keys, *(key for key in known if key not in set(keys))]
