"""The yearly figures of a union are entered by its clerk, or by somebody above."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.models import UnionYear
from cases.employers.selectors.years import FIGURES, label_of
from cases.employers.services.employers import EmployerRefused, require_writer
from hardship.accounts.models import Union, User
from hardship.audit import services as audit


@transaction.atomic
def save_union_year(*, union: Union, year: int, by: User, **figures: int) -> UnionYear:
    """The five figures of one year, entered or corrected; what stood there before is on record.

    Raises EmployerRefused outside the scope, for a year to come, and for a part that exceeds all workers.
    """
    require_writer(union, by)
    if year > timezone.localdate().year:
        raise EmployerRefused(_("%(year)s 年还没有到，不能填报。") % {"year": year}, "year")
    _require_parts(figures)
    Union.objects.select_for_update().get(pk=union.pk)
    old = UnionYear.objects.filter(union=union, year=year).values(*FIGURES).first()
    row, _made = UnionYear.objects.update_or_create(
        union=union, year=year, defaults={**figures, "noted_at": timezone.now(), "noted_by": by}
    )
    audit.record("union_year.save", target=row, by=by, year=year, before=old, after=figures)
    return row


def _require_parts(figures: dict[str, int]) -> None:
    for name in ("members", "women", "migrants"):
        if figures[name] > figures["workers"]:
            label = label_of(name)
            raise EmployerRefused(
                _("%(label)s %(part)s 人多于职工 %(workers)s 人，请核对。")
                % {"label": label, "part": figures[name], "workers": figures["workers"]},
                name,
            )
