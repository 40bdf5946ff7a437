"""What in a file may be right but looks wrong: pure sentences, for the form that is being sent and for the
file as it stands."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cases.archives.states import Relation, Sex
from cases.policies.rules.standards import is_old

SEX_OF = {
    **dict.fromkeys((Relation.HUSBAND, Relation.SON, Relation.FATHER), Sex.MALE),
    **dict.fromkeys((Relation.WIFE, Relation.DAUGHTER, Relation.MOTHER), Sex.FEMALE),
}


class Unproved(NamedTuple):
    """A rigid expense without its receipt: the row, and the place of its proof in the tables of the form."""

    item: Any
    anchor: str
    sentence: str


def doubt_relation(name: str, relation: str, sex: str) -> str:
    """What speaks against a relation to the head, by the sex that the ID number tells; or ''."""
    if not relation or not sex or SEX_OF.get(Relation(relation), sex) == sex:
        return ""
    return _("%(name)s的关系是“%(relation)s”，身份证号显示的性别不同，请核对。") % {
        "name": name, "relation": Relation(relation).label
    }  # fmt: skip


def doubt_card(card: Any) -> str:
    """A number whose check digit is wrong (kernel.documents.Card, or None); or ''."""
    if card is None or card.luhn_ok:
        return ""
    return _("银行卡号的校验位不对，请对照卡片再核对一遍；存折账号可以不管。")


def doubt_bank(card: Any, bank_name: str) -> str:
    """A bank that is not the one that gave the card its number; or ''."""
    if card is None or not card.bank or card.bank in bank_name or bank_name in card.bank:
        return ""
    return _("按卡号这是“%(bank)s”的卡，填写的开户银行是“%(name)s”，请核对。") % {
        "bank": card.bank, "name": bank_name
    }  # fmt: skip


def note_standard(since: date, today: date) -> str:
    """A quiet word about a living standard that has not been raised for three years; or ''. Nobody who fills
    in or reviews a file can mend it: the administrators of its region have a duty (policies.desk)."""
    if not is_old(since, today):
        return ""
    return _("这一低保标准从 %(day)s 起执行，已满三年，已请管理员核实有没有新标准。") % {
        "day": since.isoformat()
    }


def unproved(expenses: list[Any]) -> Iterator[Unproved]:
    """The expenses that no document of the file is attached to, in the order of the form."""
    tables = {
        "expenses": [item for item in expenses if item.billed is None],
        "bills": [item for item in expenses if item.billed is not None],
    }
    for table, items in tables.items():
        for place, item in enumerate(items):
            if _is_unproved(item):
                yield Unproved(item, f"id_{table}-{place}-evidence", _lacks_receipt(item))


def _is_unproved(item: Any) -> bool:
    proof = item.evidence
    return item.annual_amount > Decimal(0) and (proof is None or proof.removed_at is not None)


def _lacks_receipt(item: Any) -> str:
    return _("%(kind)s %(amount)s 元没有关联票据，请上传后在这一行选上；原件另存的，请说明存在哪里。") % {
        "kind": item.get_kind_display(), "amount": f"{item.annual_amount:,.2f}"
    }  # fmt: skip
