"""The demo's changes of unions: one was renamed, one is to be merged, out of one another is to be split."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from hardship.accounts.models import Union, User
from hardship.demo import clock
from hardship.trees.models import UnionChange
from hardship.trees.selectors import movables
from hardship.trees.services import Plan, plan, take_step
from hardship.trees.states import Kind


def build_changes(people: Mapping[str, User], unions: Mapping[str, Union]) -> int:
    """Renamed four months ago; a merger that waits for the leader; a split on the first of the month after
    next; how many changes."""
    admin, leader, today = people["nt.admin"], people["nt.approver"], timezone.localdate()
    with clock.at(today - timedelta(days=120)):
        _confirm(_rename(unions["320681006"], admin), leader)
    asked = Plan(
        kind=Kind.MERGE, on=today + timedelta(days=31), document="启工发〔2026〕21号",
        target=unions["320681004"], reason="企业重组，两家工会合为一家",
    )  # fmt: skip
    plan(union_id=unions["320681005"].pk, asked=asked, by=admin)
    _confirm(_split(unions["320612003"], admin, today), leader)
    return UnionChange.objects.count()


def _rename(union: Union, admin: User) -> UnionChange:
    asked = Plan(
        kind=Kind.RENAME, on=timezone.localdate(), document="启工发〔2026〕9号", name="电动工具集团工会",
        short_name="电动工具集团", reason="企业改制更名",
    )  # fmt: skip
    return plan(union_id=union.pk, asked=asked, by=admin)


def _split(union: Union, admin: User, today: date) -> UnionChange:
    """Takes along the first files and nobody of the staff."""
    files = dict(movables())["archives.files"].rows(union)[:3]
    asked = Plan(
        kind=Kind.SPLIT, on=today + timedelta(days=40), document="通州工〔2026〕17号",
        name="平潮镇工业园区工会", short_name="平潮园区", code="320612007", reason="园区单独建会",
        chosen={"archives.files": [file.pk for file in files]},
    )  # fmt: skip
    return plan(union_id=union.pk, asked=asked, by=admin)


def _confirm(change: UnionChange, leader: User) -> None:
    take_step(change_id=change.pk, action="confirm", by=leader)
