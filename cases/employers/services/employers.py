"""An employer is registered and corrected; each verb is one transaction and leaves one row in the log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.employers.models import MOST_KEY, Employer, EmployerEvent, EmployerName
from cases.employers.rules import employer_key
from cases.employers.selectors.employers import area_id, find_named
from cases.employers.states import WRITERS, EventKind, Standing
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel.attempts import set_changed
from hardship.kernel.checks import broken
from hardship.kernel.workflow import Refused, lock


class EmployerRefused(Refused):
    """A write on employers or yearly figures that may not be made; the message says what to do."""


@dataclass(frozen=True)
class Particulars:
    """What is entered of an employer by form or import; amounts in yuan."""

    name: str
    uscc: str | None = None
    kind: str = ""
    industry: str = ""
    founded_on: date | None = None
    unpaid_months: int = 0
    insurance_arrears: Decimal = Decimal(0)
    troubles: Sequence[str] = field(default_factory=list)
    trouble_note: str = ""
    address: str = ""
    contact: str = ""
    telephone: str = ""


@transaction.atomic
def register_employer(
    *,
    union: Union,
    particulars: Particulars,
    by: User,
    standing: str = Standing.NORMAL,
    standing_on: date | None = None,
) -> Employer:
    """A new employer that this union looks after, and how it stands since when.

    Raises EmployerRefused outside the person's scope, for a name or a code that another one has, and for a
    name of punctuation.
    """
    require_writer(union, by)
    require_comparable(particulars.name)
    lock_area(area_id(union))
    _require_free(particulars, union, None)
    with _code_is_free(particulars):
        employer = Employer.objects.create(union=union, created_by=by, changed_by=by, **vars(particulars))
    EmployerName.objects.create(employer=employer, area_id=area_id(union), text=employer.name, added_by=by)
    if standing != Standing.NORMAL or standing_on:
        _stand(employer, standing, standing_on or timezone.localdate(), by)
    audit.record("employer.register", target=employer, by=by)
    return employer


@transaction.atomic
def change_employer(*, employer_id: int, particulars: Particulars, by: User) -> Employer:
    """Correct what is on record. A new name is one more that it goes by; the old one still finds its people.

    Raises EmployerRefused as `register_employer` does, and for a founding after something that happened.
    """
    employer = lock_employer(employer_id, by)
    require_comparable(particulars.name)
    lock_area(area_id(employer.union))
    _require_free(particulars, employer.union, employer)
    _require_founded_before(employer, particulars.founded_on)
    changed = set_changed(employer, vars(particulars))
    if not changed:
        return employer
    employer.changed_at, employer.changed_by = timezone.now(), by
    with _code_is_free(particulars):
        employer.save(update_fields=[*changed, "changed_at", "changed_by"])
    if "name" in changed and find_named(employer.name, employer.union) is None:
        EmployerName.objects.create(
            employer=employer, area_id=area_id(employer.union), text=employer.name, added_by=by
        )
    audit.record("employer.change", target=employer, by=by, fields=changed)
    return employer


def lock_employer(employer_id: int, by: User) -> Employer:
    """The live employer of the person's scope, locked. Raises Employer.DoesNotExist outside it, and
    EmployerRefused for anybody who does not write, or once it was merged."""
    rows = Employer.objects.visible_to(by).select_related("union")
    employer: Employer = lock(rows, employer_id)
    require_writer(employer.union, by)
    if employer.merged_into_id:
        raise EmployerRefused(_("这个单位已并入另一个单位，请到合并后的单位办理。"))
    return employer


def lock_area(area: int) -> None:
    """Whoever else names an employer in this area waits until the transaction ends; files do not."""
    Union.objects.select_for_update(no_key=True).filter(pk=area).first()


def require_comparable(name: str) -> None:
    """Raises EmployerRefused for a name without letters, by which no file finds anybody, and for one too long
    once characters such as ㍿ are written out."""
    key = employer_key(name)
    if not key:
        raise EmployerRefused(_("单位名称里要有文字，不能只有括号、标点，请填写全称。"), "name")
    if len(key) > MOST_KEY:
        raise EmployerRefused(_("单位名称里有“㍿”这样的合写字符，展开后过长，请改写成普通汉字。"), "name")


def require_writer(union: Union, by: User) -> None:
    """Raises EmployerRefused for whoever neither enters nor reviews, or for a union outside the scope."""
    if not (by.has_role(*WRITERS) and by.covers([union])):
        raise EmployerRefused(
            _("只有“%(union)s”和它上级工会的经办人、审核人可以办理。") % {"union": union.name}
        )


def _stand(employer: Employer, standing: str, on: date, by: User) -> None:
    """How it stands when it is registered: the first event."""
    if employer.founded_on and on < employer.founded_on:
        raise EmployerRefused(
            _("状况日期 %(on)s 早于成立日期 %(founded)s，请核对。")
            % {"on": on.isoformat(), "founded": employer.founded_on.isoformat()},
            "standing_on",
        )
    employer.standing, employer.standing_on = standing, on
    employer.save(update_fields=["standing", "standing_on"])
    EmployerEvent.objects.create(
        employer=employer, kind=EventKind.STANDING, on=on, standing=standing, noted_by=by
    )


def _require_free(particulars: Particulars, union: Union, employer: Employer | None) -> None:
    own = employer.pk if employer else 0
    if particulars.uscc:
        other = Employer.objects.filter(uscc=particulars.uscc).exclude(pk=own).select_related("union").first()
        if other is not None:
            raise _code_taken(other)
    named = find_named(particulars.name, union)
    if named is not None and named.employer_id != own:
        raise EmployerRefused(
            _("本地区已有单位用“%(name)s”这个名称，由“%(union)s”登记；同一个单位请不要重复登记。")
            % {"name": named.text, "union": named.employer.union.name},
            "name",
        )


def _code_taken(other: Employer) -> EmployerRefused:
    return EmployerRefused(
        _("“%(union)s”已用这个代码登记单位，不能重复登记。") % {"union": other.union.name}, "uscc"
    )


@contextmanager
def _code_is_free(particulars: Particulars) -> Iterator[None]:
    """Somebody of another area may have entered the code a moment ago: that lock is not ours."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not broken(error).startswith("employers_employer_uscc"):
            raise
        other = Employer.objects.select_related("union").get(uscc=particulars.uscc)
        raise _code_taken(other) from error


def _require_founded_before(employer: Employer, founded_on: date | None) -> None:
    first = employer.events.filter(removed_at__isnull=True).order_by("on").first()
    if founded_on and first and first.on < founded_on:
        raise EmployerRefused(
            _("成立日期 %(founded)s 晚于已登记的“%(event)s”（%(on)s），请核对。")
            % {
                "founded": founded_on.isoformat(),
                "event": first.get_kind_display(),
                "on": first.on.isoformat(),
            },
            "founded_on",
        )
