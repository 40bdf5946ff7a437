"""Addresses of the pages of entry, and forms as a browser would send them."""

from django.urls import reverse

from cases.archives.states import Section


def page(name, household, *more):
    return reverse(f"archives:{name}", args=[household.pk, *more])


def section(household, name=Section.HOUSING):
    return page("section", household, name)


def filled(household, **typed):
    return {"version": household.version, **typed}


def rows(prefix, *lines, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
    return data | {
        f"{prefix}-{n}-{key}": value for n, line in enumerate(lines) for key, value in line.items()
    }
