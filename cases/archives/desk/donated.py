"""For whom a drive collects money: the money room knows no household, this one says which file is meant."""

from cases.archives.models import Household
from cases.archives.rules.subjects import household_of, subject_of
from funds.donations.selectors import SUBJECTS, Subjects
from hardship.accounts.models import User


def _find(text: str, user: User) -> str:
    number = text.strip().upper()
    found = Household.objects.visible_to(user).filter(file_no=number).values_list("pk", flat=True).first()
    return subject_of(found) if found else ""


def _name(subject: str, user: User) -> str:
    rows = Household.objects.visible_to(user).select_related("head")
    found = rows.filter(pk=household_of(subject)).first()
    return f"{found.file_no} {found}" if found else ""


SUBJECTS.add("archives.households")(Subjects(find=_find, name=_name))
