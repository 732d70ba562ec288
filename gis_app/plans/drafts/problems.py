"""Everything that keeps a draft from being published, each as one sentence at its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from jsonschema.exceptions import ValidationError

from gis_app.plans.checking import contradictions, form_errors, not_storable
from gis_app.plans.drafts.bases import BASIS, lacking
from gis_app.plans.drafts.communes import strange_communes
from gis_app.plans.drafts.whole import whole
from gis_app.plans.faults import worded
from gis_app.plans.items.addressing import find, locate
from gis_app.plans.items.document import HEAD
from gis_app.plans.items.fields import Field
from gis_app.plans.items.shape import Part
from gis_app.plans.models import PlanDraft


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one field of one item; `field` is None where it is the item as a whole."""

    part: Part
    index: int | None
    field: Field | None
    item_name: str
    what: str

    @property
    def sentence(self) -> str:
        """Return the sentence that stands at the field."""
        return f"{self.what[:1].upper()}{self.what[1:]}."


def problems_of(draft: PlanDraft) -> list[Problem]:
    """Return what is wrong with a draft, in the order of its parts; nothing is wrong twice at one field."""
    found: dict[tuple[str, int | None, str], Problem] = {}
    for problem in _all(draft):
        way = problem.field.way if problem.field else problem.item_name
        found.setdefault((problem.part.key, problem.index, way), problem)
    return list(found.values())


def _all(draft: PlanDraft) -> Iterator[Problem]:
    content = draft.content
    for place, what in not_storable(content, []):
        yield _at(content, place, what)
    broken = False
    for error in form_errors(content):
        broken = True
        yield _of_form(content, error)
    if not broken:
        for place, what in contradictions(content):
            yield _at(content, place, what)
        for place, what in strange_communes(content):
            yield _at(content, place, what)
    yield from _of_changes(draft)


def _of_changes(draft: PlanDraft) -> Iterator[Problem]:
    try:
        record = whole(draft)
    except KeyError as error:
        what = _("kế hoạch được dẫn không tự quy định phần “%(part)s”; hãy chép phần này vào dự thảo")
        yield Problem(HEAD, None, None, str(HEAD.label), what % {"part": error.args[0]})
        return
    if draft.is_copy:
        return  # another document has its own words; there is no version before it
    for difference, field, what in lacking(draft.base.record, record):
        item = difference.item
        index = difference.after.index if difference.after else None
        name = item.name if difference.after else _("đã bỏ: %(item)s") % {"item": item.name}
        yield Problem(item.part, index, field if difference.after else None, name, what)


def _of_form(content: dict[str, Any], error: ValidationError) -> Problem:
    place = list(error.absolute_path)
    if error.validator == "required":
        missing = next(key for key in error.validator_value if key not in error.instance)
        return _at(content, [*place, missing], _("chưa ghi; hãy ghi theo văn bản"))
    if error.validator == "dependentRequired":
        wanted = {
            key
            for present in error.validator_value
            if present in error.instance
            for key in error.validator_value[present]
        }
        place.append(next(key for key in sorted(wanted) if key not in error.instance))
    field = locate(place, BASIS)[2]
    return _at(content, place, _words(error, field) or worded(error))


def _missing_companion(error: ValidationError) -> str:
    """Return the key that has to come with one that is there, and does not."""
    wanted = (keys for present, keys in error.validator_value.items() if present in error.instance)
    return next(key for keys in wanted for key in keys if key not in error.instance)


def _words(error: ValidationError, field: Field | None) -> str:
    """Say what is wrong in the words of a form, or nothing where those of a file serve."""
    value = error.instance
    if error.validator == "dependentRequired":
        return _("số và ngày của văn bản sửa đổi phải đi cùng nhau; hãy ghi cả hai")
    if value is None or value in ("", [], {}):
        return _("chưa ghi; hãy ghi theo văn bản")
    if field is None:
        return ""
    typed = {"value": field.kind.text(value), "example": field.example or "…"}
    match error.validator:
        case "type" | "oneOf" | "pattern":
            return _("“%(value)s” viết không đúng; hãy ghi như: %(example)s") % typed
        case "enum" | "const":
            choices = error.validator_value if error.validator == "enum" else [error.validator_value]
            labels = field.choices or {}
            named = [str(labels.get(str(one), one)) for one in choices if one is not None]
            return _("“%(value)s” không dùng được; hãy chọn: %(choices)s") % {
                "value": labels.get(str(value), value),
                "choices": "; ".join(named),
            }
        case "minLength":
            return _("quá ngắn; hãy ghi đủ theo văn bản")
    return ""


def _at(content: dict[str, Any], place: Any, what: str) -> Problem:
    part, index, field = locate(place, BASIS)
    item = find(content, part, index)
    return Problem(part, index, field, item.name if item else str(part.label), what)
