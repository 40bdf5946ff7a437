"""What agreements with institutions and bases bring: names in the log, what goes along when unions merge."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from cases.employment.models import Partner
from hardship.kernel.desk import Naming, Target, label_actions, label_targets
from hardship.trees.models import UnionChange
from hardship.trees.selectors import MOVABLES, Movable, move_rows

label_actions(
    {
        "partner.enter": L("合作机构和基地：登记协议"),
        "partner.correct": L("合作机构和基地：修改协议"),
        "export.partners": L("导出合作机构和基地台账"),
    }
)
label_targets({"employment.partner": Target(L("合作机构和基地"), naming=Naming(fields=("name",)))})


def _collide(rows: QuerySet[Partner], change: UnionChange) -> str:
    """The same agreement may stand with both unions: one of them is corrected first."""
    if change.target is None:
        return ""
    theirs = set(Partner.objects.filter(union=change.target).values_list("name", "contract_no"))
    names = [row.name for row in rows if (row.name, row.contract_no) in theirs]
    if not names:
        return ""
    return _("两个工会都登记了的协议：%(names)s，请先改其中一份") % {"names": "、".join(names)}


MOVABLES.add("employment.partners")(
    Movable(
        label=L("合作机构和基地的协议"), order=47, move=move_rows, blocker=_collide,
        rows=lambda union: Partner.objects.filter(union=union).order_by("pk"),
    )
)  # fmt: skip
