"""A form that is sent twice makes one slip: the key that came with the page is the `uid` of what it made, and
what was sent is kept with it as a SHA-256."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, cast

from django.utils.translation import gettext as _

from funds.goods.models import Slip
from funds.goods.services.refusals import GoodsRefused
from hardship.accounts.models import User

P = ParamSpec("P")


@dataclass(frozen=True)
class FormKey:
    """The key of a page and the SHA-256 of what was typed into it."""

    uid: uuid.UUID
    sent: str


Key = uuid.UUID | FormKey | None  # a service is called with the first and gets the second


def once(service: Callable[P, Slip]) -> Callable[P, Slip]:
    """Decorator of what makes a slip, around `goods_write`: with the same `key` again, also one that was sent
    at the same time and waited, it gives the slip of the first. Raises GoodsRefused where something else was
    sent with it."""

    @wraps(service)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Slip:
        uid, by = cast("uuid.UUID | None", kwargs.get("key")), cast(User, kwargs["by"])
        if uid is None:
            return service(*args, **kwargs)
        key = FormKey(uid, _digest(service.__name__, kwargs))
        found = _find(key, by)
        if found is not None:
            return found
        try:
            return cast(Any, service)(*args, **{**kwargs, "key": key})  # type: ignore[no-any-return]
        except GoodsRefused:
            found = _find(key, by)
            if found is None:
                raise
            return found

    return guarded


def read_key(key: Key) -> tuple[uuid.UUID, str]:
    """The `uid` of a new slip, and what its form sent."""
    return (key.uid, key.sent) if isinstance(key, FormKey) else (key or uuid.uuid4(), "")


def _digest(name: str, told: dict[str, object]) -> str:
    said = sorted((field, repr(value)) for field, value in told.items() if field not in ("by", "key"))
    return hashlib.sha256(repr((name, said)).encode()).hexdigest()


def _find(key: FormKey, by: User) -> Slip | None:
    found: Slip | None = Slip.objects.filter(uid=key.uid, union=by.union).first()
    if found is not None and found.sent != key.sent:
        raise GoodsRefused(
            _("这张表已经保存成 %(slip)s，现在填的和那时不一样。请打开那张单据核对，要改的先撤回。")
            % {"slip": found}
        )
    return found
