"""What a password may be and which roles exclude each other; no database."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hardship.accounts.states import EXCLUSIONS, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONTEXT_WORDS = (
    "gonghui",
    "bangfu",
    "hardship",
    "union",
    "zonggonghui",
    "工会",
    "帮扶",
    "困难职工",
    "songwennuan",
)


class ContextPasswordValidator:
    """Refuses passwords built from the words that everybody in this office would guess (ASVS 6.2.11)."""

    def validate(self, password: str, user: object = None) -> None:
        plain = password.casefold()
        for word in CONTEXT_WORDS:
            rest = plain.replace(word, "")
            if rest != plain and len(rest) < 6:
                raise ValidationError(
                    _("密码不能只由“%(word)s”加几个字符组成，请换一个。") % {"word": word}, "context"
                )

    def get_help_text(self) -> str:
        return _("不要用工会、帮扶等本行业的词作密码。")


def exclusive_pair(
    roles: Collection[str], elsewhere: Collection[str] = ()
) -> tuple[Role, Role, "StrOrPromise"] | None:
    """The first two of these roles that one person may not hold together, or None, and why. `elsewhere` are
    roles that they hold at other unions."""
    for row in EXCLUSIONS:
        for one, other in ((row.one, row.other), (row.other, row.one)):
            if one in roles and (other in roles or (row.is_everywhere and other in elsewhere)):
                return Role(one), Role(other), row.why
    return None


def clash_text(pair: tuple[Role, Role, "StrOrPromise"], *, name: str, held: str, where: str) -> str:
    """The sentence for a role that excludes one which a person holds, or does for others, at a union: which
    two, why, who holds what where, and what to do."""
    return _(
        "“%(a)s”与“%(b)s”不能由同一人担任：%(why)s。“%(name)s”这段时间在“%(where)s”任（或代办）“%(held)s”，"
        "请先免去那个岗位，或换一个人。"
    ) % {
        "a": pair[0].label, "b": pair[1].label, "why": pair[2],
        "name": name, "where": where, "held": Role(held).label,
    }  # fmt: skip


def exclusion_text(pair: tuple[Role, Role, "StrOrPromise"]) -> str:
    """The sentence for two roles that exclude each other."""
    return _("“%(a)s”与“%(b)s”不能由同一人担任：%(why)s。请去掉其中一个。") % {
        "a": pair[0].label, "b": pair[1].label, "why": pair[2],
    }  # fmt: skip


Days = tuple[date, date | None]  # the first and the last day; without a last one: without end


def days_left(asked: Days, held: Iterable[Days]) -> Iterator[Days]:
    """What remains of a time once others, which share no day with each other, are taken out of it."""
    begins, ends = asked
    for first, last in sorted(held, key=lambda days: days[0]):
        if ends is not None and first > ends:
            break
        if first > begins:
            yield begins, first - timedelta(days=1)
        if last is None or last == date.max:
            return
        begins = max(begins, last + timedelta(days=1))
    if ends is None or begins <= ends:
        yield begins, ends
