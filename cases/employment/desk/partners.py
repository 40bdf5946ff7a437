"""What agreements with institutions and bases bring: names in the log, what goes along when unions merge."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as L

from cases.employment.models import Partner
from hardship.accounts.models import Union
from hardship.kernel.desk import Naming, Target, label_actions, label_targets
from hardship.trees.models import UnionChange
from hardship.trees.selectors import MOVABLES, Movable

label_actions(
    {
        "partner.enter": L("合作机构和基地：登记协议"),
        "partner.correct": L("合作机构和基地：修改协议"),
        "export.partners": L("导出合作机构和基地台账"),
    }
)
label_targets({"employment.partner": Target(L("合作机构和基地"), naming=Naming(fields=("name",)))})


def _move(rows: QuerySet[Partner], target: Union, _change: UnionChange) -> None:
    """Of an agreement that stands with both unions the closed one's stays there, as its courses do."""
    same = {name: OuterRef(name) for name in ("name", "contract_no")}
    rows.filter(~Exists(Partner.objects.filter(union=target, **same))).update(union=target)


MOVABLES.add("employment.partners")(
    Movable(
        label=L("合作机构和基地的协议"), order=47, move=_move,
        rows=lambda union: Partner.objects.filter(union=union).order_by("pk"),
    )
)  # fmt: skip
