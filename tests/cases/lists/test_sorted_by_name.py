"""Files sort by the pinyin of their head's name, which the database keeps in the file's own row."""

import pytest
from django.db import connection
from django.db.models import F

from cases.archives.models import Household, Member
from cases.archives.services.entry.people import set_name
from cases.lists.selectors import lists
from tests.cases.lists.test_list import draft
from tests.cases.rosters.test_import import SAMPLE, bring_in, upload

pytestmark = pytest.mark.django_db


def kept(household):
    return Household.objects.values_list("head_pinyin", flat=True).get(pk=household.pk)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_it_follows_the_head_and_the_heads_name(cast):
    household = draft(cast.union, cast.clerk, "单小梅")
    assert kept(household) == "shanxiaomei"
    run("UPDATE archives_member SET name_pinyin = 'lihong' WHERE id = %s", household.head_id)
    assert kept(household) == "lihong"
    other = Member(household=household, relation="spouse", position=1)
    set_name(other, "曾明")
    other.save()
    run("UPDATE archives_household SET head_id = %s WHERE id = %s", other.pk, household.pk)
    assert kept(household) == "zengming"


def test_nobody_writes_another_name_there(cast):
    household = draft(cast.union, cast.clerk, "单小梅")
    run("UPDATE archives_household SET head_pinyin = 'aaa' WHERE id = %s", household.pk)
    assert kept(household) == "shanxiaomei"
    stale = Household.objects.get(pk=household.pk)
    run("UPDATE archives_member SET name_pinyin = 'lihong' WHERE id = %s", household.head_id)
    stale.save()
    assert kept(household) == "lihong"


def test_a_roster_writes_it_with_its_files(cast):
    bring_in(upload(cast, content=SAMPLE.read_bytes()), cast.clerk)
    files = Household.objects.filter(union=cast.union)
    named = files.filter(head_pinyin=F("head__name_pinyin")).exclude(head_pinyin="")
    assert files.count() == named.count() > 100


def test_an_index_of_the_county_answers_in_the_order_of_names(cast):
    draft(cast.union, cast.clerk, "单小梅")
    files = lists.list_households(user=cast.reviewer).filter(category="deep")
    run("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    assert "household_county_name" in lists.in_order(files, sort="name")[:20].explain()
