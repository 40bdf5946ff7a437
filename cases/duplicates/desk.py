"""What suspected duplicates and merges bring to the desk: pairs to decide on, notes on a case."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.aid import FILE_LINKS
from cases.archives.selectors.case_page import CASE_NOTES, CASE_PARTS, CaseNote, ShownCase, count_rows
from cases.archives.states import MERGE_TRANSITIONS
from cases.duplicates.models import DuplicateSuspicion, FileMerge
from cases.duplicates.selectors import (
    list_household_suspicions,
    list_merged_histories,
    list_merges,
    with_sides,
)
from cases.duplicates.states import DUPLICATE_TRANSITIONS, DuplicateState
from hardship.accounts.models import User
from hardship.accounts.states import CLERK, REVIEWER, Level, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
    label_targets,
)

# A pair is the work of the lowest union that sees both sides: of a city only what no county of it sees whole.
BELOW = {Level.PROVINCE: ("city", "county"), Level.CITY: ("county",)}
CHECKERS = frozenset({Role.CLERK, Role.REVIEWER, Role.AUDITOR})

label_steps("duplicate", DUPLICATE_TRANSITIONS, _("疑似重复：{}"))
label_steps("household", MERGE_TRANSITIONS)
label_actions({"duplicates.search": _("查找疑似重复")})
label_targets(
    {
        "duplicates.duplicatesuspicion": Target(
            _("疑似重复"),
            naming=Naming(
                fields=("first__household__file_no", "second__household__file_no"),
                household="first__household_id",
            ),
        )
    }
)
PLACES.add("duplicates:suspicion_list")(Place(_("疑似重复"), "copy", NavGroup.CHECKING, 50, CHECKERS))
HELP.add("duplicates:suspicion_list")(
    Help(
        purpose=_("系统认为可能是同一个人、同一户的两份档案，例如电话号码、银行卡号相同。"),
        then=_("看过以后定：不是同一户的，写明原因；是同一户的，留一份，另一份合并进来注销。"),
        seen=_("由管着这两份档案的最近一级工会来定；经办人在自己的档案上看得到提示。"),
        year=(YearWork((), (Role.REVIEWER,), _("有疑似重复的先定下来，再审核申请。")),),
    )
)


def undecided_pairs(user: User) -> QuerySet[DuplicateSuspicion]:
    """Pairs nobody has decided on, both sides in scope, that no single union below could decide."""
    column, union = f"{user.union.scope_column}_id", user.union_id
    sides = {f"{side}__household__{column}": union for side in ("first", "second")}
    rows = DuplicateSuspicion.objects.filter(state=DuplicateState.OPEN, **sides)
    for below in BELOW.get(Level(user.union.level), ()):
        rows = rows.exclude(
            **{f"first__household__{below}_id": F(f"second__household__{below}_id")},
        )
    return with_sides(rows)


def _pair_item(row: DuplicateSuspicion) -> TodoItem:
    title = f"{row.first.household} · {row.second.household}"
    return TodoItem(title, row.get_reason_display(), reverse("duplicates:suspicion", args=[row.uid]))


DUTIES.add("duplicates.pairs")(
    Duty(
        "duplicates:suspicion_list", _("疑似重复的档案"), 130, (CLERK, REVIEWER), undecided_pairs, _pair_item,
        f"?state={DuplicateState.OPEN}",
    )
)  # fmt: skip

_open = DuplicateSuspicion.objects.filter(state=DuplicateState.OPEN)
_kept = FileMerge.objects.filter(undone_at__isnull=True)
# each side of a pair by itself: the database has an index for either, and none for both
CASE_PARTS.add("pairs_first")(lambda household: count_rows(_open.filter(first__household=household)))
CASE_PARTS.add("pairs_second")(lambda household: count_rows(_open.filter(second__household=household)))
CASE_PARTS.add("merged")(lambda household: count_rows(_kept.filter(kept=household)))
CASE_PARTS.add("merges")(lambda household: count_rows(_kept.filter(merged=household)))


def _suspicions(shown: ShownCase) -> list[Any]:
    has_pairs = shown.parts["pairs_first"] or shown.parts["pairs_second"]
    return list_household_suspicions(shown.household, shown.user) if has_pairs else []


def _merges(shown: ShownCase) -> list[Any]:
    return list_merges(shown.household) if shown.parts["merged"] or shown.parts["merges"] else []


def _histories(shown: ShownCase) -> list[Any]:
    return list_merged_histories(shown.household) if shown.parts["merged"] else []


CASE_NOTES.add("merges")(CaseNote(10, "duplicates/_case_merges.html", _merges))
CASE_NOTES.add("suspicions")(CaseNote(20, "duplicates/_case_suspicions.html", _suspicions))
CASE_NOTES.add("merged_files")(CaseNote(40, "desk/_case_merged.html", _histories, is_below=True))


def _merged_files() -> tuple[QuerySet[FileMerge], str, str]:
    """Files that became one: what was given under either was given to one family."""
    return FileMerge.objects.filter(undone_at__isnull=True), "kept", "merged"


FILE_LINKS.add("duplicates")(_merged_files)
