"""Labels that follow from what a file says (派生标签): computed and never ticked, each with its rule."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Label(TextChoices):
    """All but FORTY_FIFTY are kept by a trigger (migrations/sql/labels.sql); that one depends on the day."""

    DOUBLE_LAID_OFF = "double_laid_off", _("双下岗")
    ZERO_EMPLOYMENT = "zero_employment", _("零就业")
    FORTY_FIFTY = "forty_fifty", _("4050")
    BOUGHT_OUT = "bought_out", _("买断")
    SINGLE_PARENT = "single_parent", _("单亲")
    WOMAN = "woman", _("女职工")
    NO_ABILITY = "no_ability", _("丧失劳动能力")


LABEL_RULES: "Mapping[str, StrOrPromise]" = {
    Label.DOUBLE_LAID_OFF: _("本人和配偶都下（待）岗或失（无）业。"),
    Label.ZERO_EMPLOYMENT: _("家里没有在岗、病休或内退的人，至少一人下（待）岗或失（无）业。"),
    Label.FORTY_FIFTY: _("本人下（待）岗或失（无）业，女满 40 周岁、男满 50 周岁。"),
    Label.BOUGHT_OUT: _("本人的用工形式是买断工龄。"),
    Label.SINGLE_PARENT: _("本人未婚、离异或丧偶，没有配偶同住，有在读或未上学的子女。"),
    Label.WOMAN: _("本人是女性。"),
    Label.NO_ABILITY: _(
        "本人是一、二级肢体残疾，一级视力残疾，或一至三级智力、精神残疾（民发〔2021〕43号第五条）。"
    ),
}
