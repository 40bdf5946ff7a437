"""What a password may be and which roles exclude each other; no database."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hardship.accounts.states import EXCLUSIVE_ROLES, Role

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


def exclusive_pair(roles: Collection[str]) -> tuple[Role, Role] | None:
    """The first two of these roles that one person may not hold together, or None."""
    return next(((Role(a), Role(b)) for a, b in EXCLUSIVE_ROLES if a in roles and b in roles), None)
