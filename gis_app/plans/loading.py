"""From the YAML files in `records/` to checked records; no database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from gis_app.plans.checking import BrokenRecord, check_record
from gis_app.plans.inheriting import filled_in

RECORDS = Path(__file__).parent / "records"


def read_records(folder: Path = RECORDS) -> dict[str, dict[str, Any]]:
    """Return all plan records by id, with rules that one plan takes over from another filled in.

    A plan without its own criteria or selection rule names the plan whose rule it applies in
    `criteria_from` and `selection_from`; the record keeps those names, so a page can say so.

    Raises:
        BrokenRecord: for the first file that cannot be read, is not of the form or names an unknown plan.
    """
    written = {file.stem: read_record(file) for file in sorted(folder.glob("*.yaml"))}
    records = {}
    for plan_id, record in written.items():
        try:
            records[plan_id] = filled_in(record, written)
        except KeyError as error:
            part = error.args[0]
            raise BrokenRecord(
                _(
                    "Bản ghi kế hoạch %(name)s sai ở %(part)s_from: kế hoạch “%(origin)s” không có hoặc "
                    "không tự quy định phần này; hãy dẫn kế hoạch có quy định."
                )
                % {"name": f"{plan_id}.yaml", "part": part, "origin": record[f"{part}_from"]}
            ) from error
    return records


def read_record(file: Path) -> dict[str, Any]:
    """Return the record of one file as it is written there. Raises BrokenRecord."""
    try:
        text = file.read_text(encoding="utf-8")
        record = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader that takes less
    except UnicodeDecodeError as error:
        raise BrokenRecord(
            _("Tệp kế hoạch %(name)s không phải là chữ UTF-8; hãy lưu lại bằng mã UTF-8.")
            % {"name": file.name}
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BrokenRecord(
            _("Tệp kế hoạch %(name)s không đọc được ở dòng %(line)s; hãy sửa cách viết YAML ở đó.")
            % {"name": file.name, "line": mark.line + 1 if mark else 1}
        ) from error
    check_record(record, file.name)
    if record["id"] != file.stem:
        raise BrokenRecord(
            _("Bản ghi kế hoạch %(name)s sai ở id: “%(id)s” khác tên tệp; hãy đặt hai tên giống nhau.")
            % {"name": file.name, "id": record["id"]}
        )
    return dict(record)


class _PlainLoader(yaml.SafeLoader):
    """YAML in which a day stays text, a key stands once and nothing refers to something else.

    A key written twice would silently lose the first value; references can make a small file huge.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "a reference", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if str(key.value) in seen:
                raise yaml.constructor.ConstructorError(None, None, "a key twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


# Days are compared and stored as text, so `2024-01-31` without quotes must not become a date.
_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
