"""What the files themselves bring to the desk: review, changes, what is due, recent work."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import ChangeRequest, Household
from cases.archives.selectors.entry import list_reviewable
from cases.archives.selectors.lifecycle import due_for_review
from cases.archives.services.life.reminding import REVIEW_DUE, VERIFY_DUE
from cases.archives.services.urging import URGE, URGE_CHANGES
from cases.archives.states import (
    CHANGE_TRANSITIONS,
    IN_FORCE_STATES,
    TRANSITIONS,
    UNDO_TRANSITIONS,
    ChangeState,
    Section,
    State,
)
from hardship.accounts.models import User, people_of
from hardship.accounts.selectors import UNION, somebody
from hardship.accounts.states import CASE_REVIEWER, CLERK, Level, Role
from hardship.kernel.desk import (
    DUTIES,
    FIGURES,
    FIRST_STEPS,
    WORDS,
    Duty,
    Figures,
    FirstStep,
    Naming,
    Recent,
    Target,
    Tile,
    TodoItem,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)
from hardship.kernel.scope import Part, hands_of
from hardship.kernel.statements import IsAnyOf, ObjectStatement, compile_objects
from hardship.messaging.services import KINDS, MessageKind

L = gettext_lazy
FILES = [9_100_000_000_000_000_003]  # stands in for the keys of some files
WAITING = f"?state={State.UNDER_REVIEW}&here=1"  # for the review of the person's own union
TO_VERIFY = "?view=to_verify"
BY_DEADLINE = ("due_on", "review_due_on", "pk")

label_steps("household", (*TRANSITIONS, *UNDO_TRANSITIONS))
for action, text in (
    ("return", L("您提交的档案被退回补正")),
    ("file", L("您提交的档案已审核通过，建档")),
    ("unreturn", L("审核人撤回了退回，您提交的档案继续审核，暂不用补正")),
    ("unfile", L("审核人撤回了建档，您提交的档案重新审核")),
):
    KINDS.add(f"archives.{action}")(
        MessageKind(text, L("看档案"), lambda key: reverse("archives:case", args=[key]))
    )
KINDS.add(URGE)(
    MessageKind(
        L("有人催办：请审核一份档案"), L("去审核"), lambda key: reverse("archives:review", args=[key])
    )
)
KINDS.add(URGE_CHANGES)(
    MessageKind(
        L("有人催办：请审核一份档案的变更"),
        L("去审核"),
        lambda key: reverse("archives:changes", args=[key]),
    )
)
KINDS.add(REVIEW_DUE)(
    MessageKind(
        L("有档案到下一个工作日就满审核时限，请抓紧审核"),
        L("看待审核的档案"),
        lambda _key: f"{reverse('lists:files')}{WAITING}",
    )
)
KINDS.add(VERIFY_DUE)(
    MessageKind(
        L("有档案到下一个工作日就到核查日期，请安排核查"),
        L("看要核查的档案"),
        lambda _key: f"{reverse('lists:files')}?sort=review_due_on",
    )
)
label_steps("change", CHANGE_TRANSITIONS)
label_actions(
    {
        "household.start": L("建立档案草稿"),
        "household.urge": L("催办"),
        "household.save": L("保存档案内容"),
        "household.answer_return": L("说明退回事项为什么不改"),
        "household.evidence_add": L("上传材料"),
        "household.evidence_check": L("核对材料"),
        "household.evidence_rotate": L("旋转材料图片"),
        "household.evidence_date": L("登记材料出具日期"),
        "household.evidence_original": L("登记见过材料原件"),
        "household.evidence_refile": L("改材料种类"),
        "household.evidence_bundle": L("图片合成 PDF"),
        "household.evidence_remove": L("移除材料"),
        "household.evidence_restore": L("撤回移除材料"),
        "household.months": L("登记月度收支"),
        "household.cause": L("登记致困原因查明"),
        "household.reopen": L("重新建档"),
        "consent.signed": L("登记授权签字"),
        "consent.withdrawn": L("登记撤回授权"),
        "change.ask": L("提出档案变更"),
        "evidence.read": L("查看材料"),
        "names.open": L("填写事由后看姓名"),
        "remark.answer": L("说明核对事项"),
        "case.open": L("打开档案"),
        "reveal": L("显示完整号码"),
        "id_check": L("查重得知在其他工会建档"),
        "assessment.request_override": L("提出人工认定"),
        "assessment.approve_override": L("同意人工认定"),
        "assessment.refuse_override": L("不同意人工认定"),
        "assessment.withdraw_override": L("撤回人工认定"),
        "assessment.overridden": L("按人工认定建档"),
    }
)
label_papers(
    "lists:files",
    L("每份档案"),
    {
        "archive_form": L("打印档案表"),
        "assessment_sheet": L("打印困难认定核算表"),
        "authorisation": L("打印承诺与授权书"),
    },
)
WORDS.add("household.state")(dict(State.choices))
WORDS.add("section")({**dict(Section.choices), "months": L("月度收支"), "cause": L("致困原因查明")})
WORDS.add("asked_section")(dict(Section.choices))
WORDS.add("field")(
    {
        "id_number": L("身份证号"),
        "document_number": L("其他证件号码"),
        "phone": L("电话"),
        "bank_card": L("银行卡号"),
    }
)
FIRST_STEPS.add("archives.new")(
    FirstStep(
        Role.CLERK, 10, L("新建一户档案"), L("录入职工和家庭情况，系统即时核算"), "archives:new", is_main=True
    )
)
FIRST_STEPS.add("archives.review")(
    FirstStep(
        Role.REVIEWER,
        10,
        L("审核下级提交的档案"),
        L("对照材料，逐项退回或建档"),
        "lists:files",
        query=WAITING,
    )
)


def _describe(user: User, keys: list[int]) -> Mapping[int, Recent]:
    rows = _described(user.union.level).objects(user.union_id, keys)
    return {row.pk: Recent(str(row), str(row.get_state_display())) for row in rows}


@lru_cache(maxsize=len(Level.values))
def _described(level: str) -> ObjectStatement[Household]:
    """Files by their keys with what names them, as far as somebody of this level sees them; compiled once."""
    rows = Household.objects.visible_to(somebody(level)).filter(IsAnyOf("pk", FILES)).select_related("head")
    return compile_objects("files_named", rows.only("state", "head__household", "head__name"), UNION, FILES)


label_targets(
    {
        "archives.household": Target(
            L("档案"),
            "archives:case",
            naming=Naming(fields=("file_no",), person="head__name", is_numbered=True, household="pk"),
            describe=_describe,
        ),
        "archives.member": Target(
            L("人员"),
            naming=Naming(
                fields=("household__file_no",), person="name", is_numbered=True, household="household_id"
            ),
        ),
        "archives.evidence": Target(
            L("材料"),
            naming=Naming(
                fields=("household__file_no",),
                person="household__head__name",
                is_numbered=True,
                household="household_id",
            ),
        ),
    }
)


def _in_states(user: User, *states: str) -> QuerySet[Household]:
    rows: QuerySet[Household] = Household.objects.visible_to(user).filter(state__in=states)
    return rows.select_related("head", "union")


def _file_item(page: str) -> Callable[[Household], TodoItem]:
    def item(file: Household) -> TodoItem:
        return TodoItem(str(file), file.union.name, reverse(page, args=[file.pk]), file.due_on)

    return item


def _own(state: State, order: int, label: Any, *, is_draft: bool = False) -> Duty:
    """Files of the clerk's own union in one state, to be gone on with."""

    def rows(user: User) -> QuerySet[Household]:
        return _in_states(user, state).filter(union=user.union)

    return Duty(
        "lists:files", label, order, (CLERK,), rows, _file_item("archives:tasks"), f"?state={state}",
        BY_DEADLINE, is_draft,
    )  # fmt: skip


def due_files(user: User) -> QuerySet[Household]:
    """Files that the person's union reviews and whose re-verification is due; a clerk's own union's."""
    rows = due_for_review(_in_states(user, *IN_FORCE_STATES))
    own = hands_of(user, Part.REVIEW) if CASE_REVIEWER.is_held_by(user) else Q(union=user.union)
    return rows.filter(own)


def _due_item(file: Household) -> TodoItem:
    url = reverse("archives:changes", args=[file.pk])
    return TodoItem(str(file), file.union.name, url, file.review_due_on)


def _pending_changes(user: User) -> QuerySet[ChangeRequest]:
    changes: QuerySet[ChangeRequest] = ChangeRequest.objects.in_hands_of(user, Part.REVIEW)
    people = sorted(people_of(user))
    rows = changes.filter(state=ChangeState.PENDING).exclude(asked_by__in=people)
    return rows.exclude(stood_in_for__in=people).select_related("household__head", "union")


def _change_item(row: ChangeRequest) -> TodoItem:
    detail = f"{row.get_section_display()} · {row.union.name}"
    return TodoItem(str(row.household), detail, reverse("archives:changes", args=[row.household_id]))


DUTIES.add("archives.review")(
    Duty("lists:files", L("待审核的档案"), 30, (CASE_REVIEWER,),
         lambda user: list_reviewable(user).select_related("head", "union"),
         _file_item("archives:review"),
         WAITING, BY_DEADLINE)
)  # fmt: skip
DUTIES.add("archives.changes")(
    Duty("lists:files", L("待审核的档案变更"), 40, (CASE_REVIEWER,), _pending_changes, _change_item,
         "?changing=1&here=1")
)  # fmt: skip
DUTIES.add("archives.due")(
    Duty("lists:files", L("核查到期的档案"), 50, (CLERK, CASE_REVIEWER), due_files, _due_item,
         TO_VERIFY, BY_DEADLINE)
)  # fmt: skip
DUTIES.add("archives.returned")(_own(State.RETURNED, 200, L("退回补正的档案")))
DUTIES.add("archives.drafts")(_own(State.DRAFT, 220, L("未提交的档案"), is_draft=True))


def _figures(user: User) -> Iterator[Tile]:
    number = Household.objects.visible_to(user).filter(state__in=IN_FORCE_STATES).count()
    yield Tile(_("在档"), f"{number:,}", _("户"), "", reverse("statistics:archive"))


FIGURES.add("archives.in_force")(Figures(Role.AUDITOR, 20, _figures))
