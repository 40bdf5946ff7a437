"""The rows of a route as they were entered, put in order: a stage more, one moved or left out."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.policies.rules.document.routes import NOTICE, ORDER, Route
from cases.policies.rules.stages import STAGE_KINDS

Typed = MultiValueDict[str, str]
STAGE, COPY = "stage", "copy"
MOST_ROWS = 30  # of one kind that are read at all; a route has fewer
# What a new stage says before anybody changes it: by whom it is done, of those that look and that decide.
USUAL_ROLES = {"deciders": "1", "workdays": "5", "when_is": ">"}
NEW: Mapping[int, Mapping[str, str]] = {
    ORDER["review"]: {"at": "reviewing", "role": "reviewer", **USUAL_ROLES},
    ORDER[NOTICE]: {},
    ORDER["decide"]: {"at": "deciding", "role": "approver", **USUAL_ROLES},
}


def keys_of(data: Any, kind: str) -> list[str]:
    """The keys of the rows of one kind in their order, each once; what is no key is left out."""
    found = (key for key in data.getlist(kind) if key.isascii() and key.isdigit() and len(key) < 5)
    return list(dict.fromkeys(found))[:MOST_ROWS]


def arrange(data: Typed, order: str) -> tuple[Typed, str]:
    """What was entered with its rows put in order, and the row that the next look is for: `up-stage-2`,
    `down-copy-0`, `drop-stage-2`, `add-review`, `add-copy`. What is none of these changes nothing."""
    action, _dash, rest = order.partition("-")
    changed = data.copy()
    if action == "add" and (rest in STAGE_KINDS or rest == COPY):
        return changed, _add(changed, rest)
    kind, _dash, key = rest.partition("-")
    keys = keys_of(data, kind) if kind in (STAGE, COPY) else []
    if key not in keys or action not in ("up", "down", "drop"):
        return changed, ""
    changed.setlist(kind, moved(keys, key, action))
    return changed, f"{kind}-{key}"


def moved(keys: Sequence[str], key: str, action: str) -> list[str]:
    """With this one a place further `up` or `down`, or left out (`drop`)."""
    rest, place = [one for one in keys if one != key], keys.index(key)
    if action == "drop":
        return rest
    place = max(place - 1, 0) if action == "up" else place + 1
    return [*rest[:place], key, *rest[place:]]


def _add(changed: Typed, what: str) -> str:
    """A new row where it belongs: a stage behind those that come before it or are of its kind."""
    kind = COPY if what == COPY else STAGE
    keys = keys_of(changed, kind)
    key = str(max(map(int, keys), default=-1) + 1)
    place = len(keys)
    if kind == STAGE:
        rank = [ORDER.get(changed.get(f"{STAGE}-{one}-kind", ""), 0) for one in keys]
        place = next((n for n, one in enumerate(rank) if one > ORDER[what]), len(keys))
        _fill(changed, f"{STAGE}-{key}-", {"kind": what, **NEW[ORDER[what]]})
    else:
        _fill(changed, f"{COPY}-{key}-", {"at": "own", "role": "department"})
        changed.setlist(f"{COPY}-{key}-on", ["approval", "refusal"])
    keys.insert(place, key)
    changed.setlist(kind, keys)
    return f"{kind}-{key}"


def _fill(changed: Typed, prefix: str, told: Mapping[str, str]) -> None:
    for name, value in told.items():
        changed[prefix + name] = value


class RouteOrderForm(forms.Form):
    """One route of a policy moved, or left out."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    route = forms.ChoiceField(label=_("流程"))
    do = forms.ChoiceField(choices=[("up", _("上移")), ("down", _("下移")), ("drop", _("删除"))])

    def __init__(self, data: Mapping[str, Any] | None = None, *, names: Sequence[str]) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["route"]).choices = [(name, name) for name in names]

    def ordered(self, routes: Mapping[str, Route]) -> dict[str, Route]:
        """The routes as they were asked for."""
        names = moved(list(routes), self.cleaned_data["route"], self.cleaned_data["do"])
        return {name: routes[name] for name in names}

    def told(self) -> list[str]:
        """What is wrong, in words."""
        return [str(error) for errors in self.errors.values() for error in errors]
