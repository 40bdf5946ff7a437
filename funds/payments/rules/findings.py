"""发放预检: the table of everything that may be wrong with money that waits to be paid, and what an account
and an ID number show by themselves.

Rooms that know more of a payable look it up by the keys of this table (`models.PRECHECKS`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from funds.payments.states import Severity
from hardship.accounts.states import Role
from hardship.kernel.documents import DocumentError, check_card, check_id_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Banks whose everyday names are not the beginning of their own.
BRIEF = {
    "中国银行": ("中国银行", "中行"),
    "中国邮政储蓄银行": ("邮政", "邮储"),
    "上海浦东发展银行": ("浦东发展", "浦发"),
}
# What a bank says where an account is not in the name that it was told.
NAME_WORDS = ("户名", "姓名")
# Two of the same kind for one person within so many days are looked at: fewer than the shortest month has,
# so that what is paid every month is not.
TWICE_DAYS = 27


@dataclass(frozen=True)
class Code:
    """One row: `number` is printed, `key` stands in addresses and with the lines of a batch. `mender` is
    whose work it is to put it right. Sentences come without their full stop."""

    number: str
    key: str
    severity: Severity
    mender: Role
    label: "StrOrPromise"
    sentence: "StrOrPromise"
    remedy: "StrOrPromise"

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.BLOCK

    @property
    def advice(self) -> str:
        """Whose work it is, and what they do."""
        return f"{self.mender.label}：{self.remedy}"


B, W, CLERK, REVIEWER, FINANCE, APPROVER = (
    Severity.BLOCK, Severity.WARN, Role.CLERK, Role.REVIEWER, Role.FINANCE, Role.APPROVER,
)  # fmt: skip
CODES = (
    Code("Y01", "source", B, REVIEWER, _("单据不允许发放"), _("来源单据现在不允许发放"),
         _("打开这笔款的申请或分期，按上面写的办；不该发的撤销批准或停发")),
    Code("Y02", "deceased", B, CLERK, _("收款人可能已去世"), _("死亡名单上有收款人，还没有核实清楚"),
         _("在“信息核对”里核实：不属实的写明，属实的办理档案变更并撤销批准")),
    Code("Y03", "id_number", B, CLERK, _("身份证号不对"), _("收款人的身份证号不对"),
         _("对照身份证原件，在档案里改正")),
    Code("Y04", "no_card", B, CLERK, _("没有银行卡号"), _("收款人没有登记银行卡号"),
         _("请收款人提供本人的银行卡，在档案里登记")),
    Code("Y05", "card", B, CLERK, _("银行卡号不对"), _("收款人的银行卡号不对"),
         _("对照银行卡，在档案里改正")),
    Code("Y06", "card_digit", W, CLERK, _("卡号校验位不符"), _("银行卡号的校验位不符，可能抄错一位"),
         _("对照银行卡核对；存折和老卡没有校验位，核对无误的可以照发")),
    Code("Y07", "bank", W, CLERK, _("开户银行要核对"), _("看不出是哪家银行的卡，也没有写开户银行"),
         _("问清开户银行，在档案里写上")),
    Code("Y08", "shared", W, CLERK, _("与别家同一张卡"), _("这张卡还登记给别家的人收款"),
         _("核实卡是谁的，请收款人换成本人的卡")),
    Code("Y09", "failed", W, FINANCE, _("上次退回没更正"), _("上次发放失败，账号还没有更正"),
         _("问清原因，更正账号以后再编入批次")),
    Code("Y10", "changed", W, FINANCE, _("登记信息已改"), _("制单以后，档案里的姓名、证件或账户改过"),
         _("核对哪个对；档案对的，把这一笔移出，重新编入")),
    Code("Y11", "twice", W, REVIEWER, _("可能重复发放"), _("同一人、同一项目近期还有一笔"),
         _("核对两笔是不是一件事；重复的撤销其中一笔")),
    Code("Y12", "notice", B, REVIEWER, _("公示没有期满"), _("公示还没有结束"),
         _("等公示期满、没有异议以后再发")),
    Code("Y13", "objection", B, REVIEWER, _("有异议没办结"), _("公示有异议，还没有答复"),
         _("先调查并答复异议，异议不成立的再发")),
    Code("Y14", "crosscheck", W, CLERK, _("信息核对有差异"), _("信息核对查出的差异还没有核实"),
         _("在“信息核对”里逐条核实")),
    Code("Y15", "untold", W, CLERK, _("结果还没告知"), _("批准的结果还没有告知职工"),
         _("告知职工并登记，顺便问一下账户有没有变")),
    Code("Y16", "other", B, APPROVER, _("代收没有批准"), _("申请了由他人代收，还没有批准"),
         _("在“代收申请”里同意或不同意；不用代收了的，由申请的工会撤销")),
    Code("Y17", "name", W, CLERK, _("户名可能不符"), _("这张卡的户名可能不是收款人"),
         _("核对银行卡是不是本人的；要付给别人的，申请代收，由审批人同意")),
    Code("Y18", "cap", B, REVIEWER, _("超过限额"), _("再发就超过项目的限额"),
         _("按剩下的限额改申请金额，或者不予批准")),
    Code("Y19", "expired", W, CLERK, _("授权已过期"), _("家庭的核对授权已过有效期"),
         _("请家庭重新签授权，在档案的“承诺与授权”里登记")),
    Code("Y20", "set_off", B, APPROVER, _("抵扣没有批准"), _("申请了从这笔款里抵扣追回的钱，还没有批准"),
         _("在“追回”里同意或不同意抵扣；不抵扣了的，由财务撤回")),
)  # fmt: skip
BY_KEY = {code.key: code for code in CODES}
# Doubts whether it is theirs, or due once more: a batch holds such a payable only when somebody chose it.
DOUBTS = frozenset({"shared", "failed", "twice", "crosscheck", "name"})
# What is about the account alone: nothing of it matters where money is handed out against a signature.
OF_ACCOUNTS = frozenset({"no_card", "card", "card_digit", "bank", "shared", "failed", "name"})


@dataclass(frozen=True)
class Finding:
    """What was found of one payable: a row of the table; `detail` takes the place of its sentence."""

    key: str
    detail: str = ""

    @property
    def code(self) -> Code:
        return BY_KEY[self.key]

    @property
    def blocks(self) -> bool:
        return self.code.blocks

    @property
    def sentence(self) -> str:
        return self.detail or str(self.code.sentence)

    @property
    def label(self) -> str:
        return f"{self.code.number} {self.code.label}"

    @property
    def tone(self) -> str:
        return "danger" if self.blocks else "warning"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each once, what blocks first, then as the table has them."""
    return tuple(sorted(set(findings), key=lambda row: (not row.blocks, row.code.number, row.detail)))


def judge_account(bank_name: str, card: str) -> list[Finding]:
    """What the number of an account and the bank beside it show by themselves."""
    if not card:
        return [Finding("no_card")]
    try:
        found = check_card(card)
    except DocumentError:
        return [Finding("card")]
    findings = [] if found.luhn_ok else [Finding("card_digit")]
    if not found.bank and not bank_name:
        findings.append(Finding("bank"))
    elif found.bank and bank_name and not _is_same_bank(found.bank, bank_name):
        words = {"bank": found.bank, "written": bank_name}
        findings.append(Finding("bank", say("卡号是%(bank)s的，开户银行写的是“%(written)s”") % words))
    return findings


def judge_id_number(number: str) -> list[Finding]:
    """A resident's ID number with its check digit; other papers, which have none, are not on a payable."""
    try:
        if number:
            check_id_number(number)
    except DocumentError:
        return [Finding("id_number")]
    return []


def _is_same_bank(known: str, written: str) -> bool:
    """中国工商银行, 工商银行 and 工行南通分行 are one."""
    core = known.removeprefix("中国").removesuffix("银行")
    names = BRIEF.get(known) or (core, f"{core[:1]}行")
    return any(name in written for name in names)
