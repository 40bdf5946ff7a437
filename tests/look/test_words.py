"""What a form says when it is sent back: our own sentences, never the framework's."""

import re

import pytest
from django.db import transaction

from tests.addresses import ADDRESSES
from tests.security.conftest import LOGIN, body

NAMES = re.compile(r'<(?:input|select|textarea)[^>]*\sname="([a-z0-9_-]+)"')
FRAMEWORK = re.compile("(?:这个|该)字段|有效的选项|输入一?个?有效的")


def names_on(page):
    return set(NAMES.findall(body(page).decode(errors="replace"))) if page.status_code == 200 else set()


@pytest.mark.django_db
def test_what_is_left_empty_or_nonsense_is_refused_in_our_own_words(client, one_of_each):
    world, wrong = one_of_each, []
    for name, address in ADDRESSES.items():
        if "POST" not in address.methods or name == "accounts:logout":
            continue
        client.force_login(getattr(world, address.who), backend=LOGIN)
        url = address.url(name, world)
        names = names_on(client.get(url)) if "GET" in address.methods else set()
        for typed in ("", "☃"):
            with transaction.atomic():
                answer = body(client.post(url, dict.fromkeys(names, typed))).decode(errors="replace")
                transaction.set_rollback(True)
            wrong += [f"{name}: {words}" for words in set(FRAMEWORK.findall(answer))]
    assert not wrong, "\n".join(wrong)
