"""The number that a file gets when it is filed."""

from cases.archives.models import FileCounter, Household
from hardship.kernel.numbers import next_number


def give_number(household: Household, year: int) -> None:
    """The next number of this union and year, not saved; a file whose filing was taken back has its own
    already."""
    if (household.number_union_id, household.file_year) != (household.union_id, year):
        household.file_seq = next_number(FileCounter, union_id=household.union_id, year=year)
        household.file_year, household.number_union = year, household.union
    household.file_no = f"{household.union.code}-{year}-{household.file_seq:04d}"
