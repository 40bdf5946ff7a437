"""Unions as a list: the whole tree below one's own in one workbook, each below one that stands before it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.accounts.models import Union
from hardship.accounts.services import LEVEL_ORDER, create_union
from hardship.accounts.states import Level, Role
from hardship.imports.rules import KINDS, ImportKind, ListColumn, ListResource
from hardship.kernel.fields import CleanTextField

LEVELS = [choice for choice in Level.choices if choice[0] != Level.PROVINCE]
CODE = r"\A[0-9A-Za-z-]{1,20}\Z"
BAD_CODE = gettext_lazy("工会编码最多 20 位数字、字母或短横，例如 320602001。")


class UnionResource(ListResource):
    """New unions below the one that the workbook is for. `parent_code` is the code or the whole name of the
    union above, on record or in a row before."""

    model = Union
    layout = (
        ListColumn("name", "工会名称", CleanTextField(max_length=80), ("名称", "工会全称"), width=32),
        ListColumn("short_name", "简称", CleanTextField(max_length=20), ("工会简称",)),
        ListColumn(
            "code", "工会编码",
            forms.RegexField(
                CODE, error_messages={"invalid": BAD_CODE}
            ),
            ("编码",), sample="320602001",
        ),
        ListColumn("level", "级别", forms.ChoiceField(choices=LEVELS), ("工会级别",)),
        ListColumn(
            "parent_code", "上级工会", CleanTextField(max_length=80), ("上级", "上级工会编码"),
            note="编码或全称；上级也是新建的，要写在前面的行", width=24,
        ),
        ListColumn(
            "region_code", "行政区划代码",
            forms.RegexField(
                r"\A[0-9]{6}\Z",
                error_messages={"invalid": gettext_lazy("行政区划代码是六位数字，例如 320602。")},
            ),
            ("区划代码",), sample="320602",
        ),
    )  # fmt: skip

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        below = Union.objects.visible_to(self.by).open().filter(path__startswith=self.union.path)
        before = [one for one in getattr(self, "new", []) if one.pk is None]
        self.new: list[Any] = before
        self.known: dict[str, list[Union]] = {}
        for union in [*below, *before]:
            self._know(union)
        codes = [str(row.get("工会编码") or "").removesuffix(".0").strip() for row in rows]
        self.taken = {union.code: union for union in Union.objects.filter(code__in=codes)}

    def check(self, instance: Any) -> None:
        if any(one.code == instance.code for one in self.new):
            raise ValidationError({"code": _("表里前面已有这个编码，请核对。")})
        parent = self._parent(instance.parent_code)
        if LEVEL_ORDER[instance.level] <= LEVEL_ORDER[parent.level]:
            raise ValidationError({"level": _("级别要低于上级工会的级别，请核对这两列。")})
        instance.above = parent
        taken = self.taken.get(instance.code)
        if taken is not None and (taken.name, taken.parent_id) != (instance.name, parent.pk):
            raise ValidationError({"code": _("这个编码已有工会使用，请核对。")})
        if taken is None:
            self.new.append(instance)
            self._know(instance)

    def is_on_record(self, instance: Any) -> bool:
        return instance.code in self.taken

    def write(self, instances: Sequence[Any]) -> None:
        for one in instances:
            made = create_union(
                code=one.code, name=one.name, short_name=one.short_name, level=one.level, parent=one.above,
                region_code=one.region_code, by=self.by,
            )  # fmt: skip
            one.pk, one.path = made.pk, made.path

    def export(self, queryset: Any = None, **kwargs: Any) -> Any:
        mine = Union.objects.visible_to(self.by).open().exclude(pk=self.union.pk)
        made: list[Any] = list((mine if queryset is None else queryset).select_related("parent"))
        for union in made:
            union.parent_code = union.parent.code if union.parent else ""
        return super().export(sorted(made, key=lambda union: union.path.count("/")), **kwargs)

    def _know(self, union: Union) -> None:
        for word in {union.code, union.name}:
            self.known.setdefault(word, []).append(union)

    def _parent(self, word: str) -> Union:
        found = self.known.get(word, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError({"parent_code": _("有几个工会叫这个名称，请改填上级工会的编码。")})
        raise ValidationError(
            {"parent_code": _("没有找到上级工会，请填编码或全称；上级也是新建的，要写在前面的行。")}
        )


KINDS.add("unions")(
    ImportKind(
        gettext_lazy("工会名单"),
        UnionResource,
        "accounts:unions",
        (Role.ADMINISTRATOR,),
        hints=(gettext_lazy("一行一个工会，从上到下；编码相同的是同一个工会，不会重复建立。"),),
    )
)
