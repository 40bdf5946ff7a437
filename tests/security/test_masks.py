"""A mask is not undone by what stands beside it: who sees a masked ID number sees no day of birth."""

import pytest
from django.urls import reverse

from cases.archives.models import Member
from cases.people.models import Person
from hardship.kernel.documents import mask_id
from tests.addresses import ADDRESSES, PAGE

pytestmark = pytest.mark.django_db
# Where somebody types or reads off a document, both stand for being compared; the page is the clerk's own.
ENTERED = {"archives:section", "archives:member"}
TABS = ("overview", "members", "money", "evidence", "log")


def test_no_page_shows_the_day_of_birth_beside_the_mask(one_of_each, client):
    people = [
        (mask_id(row.id_number.reveal()), row.birth_on.isoformat())
        for model in (Member, Person)
        for row in model.objects.all()
        if row.id_number and row.birth_on
    ]
    assert people
    pages = [
        (name, address.who, address.url(name, one_of_each), address.query(one_of_each))
        for name, address in ADDRESSES.items()
        if address.gives == PAGE and "GET" in address.methods and name not in ENTERED
    ]
    case, columns = reverse("desk:case", args=[one_of_each.filed.pk]), ["id_number", "birth_on"]
    pages += [("desk:case", "clerk", case, {"tab": tab}) for tab in TABS]
    pages += [("lists:files", "clerk", reverse("lists:files"), {"columns": columns})]
    wrong, masks = [], 0
    for name, who, url, query in pages:
        client.force_login(getattr(one_of_each, who), backend="django.contrib.auth.backends.ModelBackend")
        text = client.get(url, query, follow=True).content.decode()
        shown = [birth_on for mask, birth_on in people if mask in text]
        masks += len(shown)
        if any(birth_on in text for birth_on in shown):
            wrong.append(f"{name} {query or ''}")
    assert masks > 10
    assert not wrong, "\n".join(wrong)
