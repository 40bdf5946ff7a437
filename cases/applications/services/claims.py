"""Which caps an approval claims in the ledger: those of the programme, for the family or for one person."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import name_of
from cases.applications.selectors.entitling import Basis, basis_of, case_of, counting_day, entitle
from cases.applications.selectors.offers import asked_by
from cases.archives.rules.subjects import person_of, subject_of
from cases.policies.rules.engine.caps import CapLine
from funds.ledgers.services import CapClaim, Whom
from hardship.kernel.together import read

OF_LIFE = 0  # the year of a cap that no year ends
SHORT = 24
WITHIN_YEAR = frozenset({"year", "quarter", "month"})


def claims_of(application: Application) -> list[CapClaim]:
    """One claim for each cap of the programme as it is today; what unions gave beside these books counts.

    The ledger counts them under a lock, so that of two approvers one sees what the other did."""
    return read(application, _claims)[application.pk]


def whom_of(application: Application) -> Whom:
    """For whom its money is, as the caps of a fund's document count."""
    family = basis_of(application).family
    kin = tuple(subject_of(key) for key in sorted(family.files - {family.root}))
    return Whom(subject_of(family.root), _person(application), kin)


def _claims(applications: Sequence[Application]) -> dict[int, list[CapClaim]]:
    return {row.pk: [] if row.programme.is_service else _claims_of(row) for row in applications}


def _claims_of(application: Application) -> list[CapClaim]:
    basis = basis_of(application)
    programme, asked = application.programme, asked_by(application)
    case = case_of(basis, programme, asked, is_outside=True)
    lines = entitle(programme.document, programme.code, case, application.household).caps
    return [_claim(application, basis, line) for line in lines]


def _claim(application: Application, basis: Basis, line: CapLine) -> CapClaim:
    if line.is_pool:
        return _of_pool(application, line)
    family = basis.family
    others = sorted(family.files - {family.root})
    subject, kin = subject_of(family.root), tuple(subject_of(key) for key in others)
    if "person" in line.per and application.member is not None:
        subject, kin = _person(application), ()
    return CapClaim(
        subject=subject,
        scope=_scope(application, line),
        year=application.year if WITHIN_YEAR.intersection(line.per) else OF_LIFE,
        cap=line.most,
        kin=kin,
        before=line.used or Decimal(0),
        is_times=line.is_times,
        label=name_of(line),
    )


def _of_pool(application: Application, line: CapLine) -> CapClaim:
    """One row for everybody whom the union's policy aids, at whichever union: it is the lock at which all
    approvals of the programme take turns."""
    is_yearly = "year" in line.per
    said = {"programme": application.programme.name, "name": name_of(line), "year": application.year}
    label = _("“%(programme)s”%(year)s 年度%(name)s") if is_yearly else _("“%(programme)s”%(name)s")
    frees = _("有批准被撤销、追回时才会空出")
    return CapClaim(
        subject=f"pool:{application.programme.union_id}",
        scope=_scope(application, line),
        year=application.year if is_yearly else OF_LIFE,
        cap=line.most,
        is_times=line.is_times,
        label=label % said,
        unit=_("个") if line.is_times else "",
        frees=_("%(frees)s，下一年度重新计算") % {"frees": frees} if is_yearly else frees,
    )


def _person(application: Application) -> str:
    """Somebody in whichever file, by the blind index of the ID number; without one the row of this file."""
    member = application.member or application.household.head
    index = member.id_number_index if member else None
    return person_of(bytes(index)) if index else f"member:{member.pk if member else ''}"


def _period(application: Application, line: CapLine) -> str:
    """The quarter or month within the year that a cap is for."""
    day = counting_day(application)
    if "month" in line.per:
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if "quarter" in line.per else ""


def _scope(application: Application, line: CapLine) -> str:
    """What counts together: the programmes, the form, and which disease or event."""
    parts = ["+".join(sorted(line.programmes)), line.form or ""]
    parts += [str(application.facts.get(name, "")) for name in ("disease", "event") if name in line.per]
    parts += [_period(application, line), "times" if line.is_times else ""]
    if not any(parts[1:]) and len(line.programmes) == 1 and len(parts[0]) <= SHORT:
        return f"programme:{parts[0]}"
    return f"programmes:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:SHORT]}"
