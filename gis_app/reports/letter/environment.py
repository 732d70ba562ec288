"""The one way in which a template is read: nothing runs that an office's template could bring along.

Jinja is a programming language. A letter needs values, lists and conditions, so that is all that is let
through: every part of a template is parsed and looked at before it is compiled, in a sandbox at that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.sandbox import SandboxedEnvironment

from gis_app.reports.letter.fields import TAGS

#: What a loop tells about itself; docxtpl's merged cells use the first and the length.
_LOOP = frozenset({"index", "first", "last", "length"})
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
)


class BadTemplateError(Exception):
    """A template cannot be used; the text says why and what to do."""


class _Looked(Extension):
    """Refuses a part of a template before it is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source unchanged, or raise BadTemplateError."""
        for problem in problems(source):
            raise BadTemplateError(problem)
        return source


def environment() -> Environment:
    """Return the environment that templates are rendered in: names and figures are escaped for XML."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, extensions=[_Looked])


def problems(source: str) -> list[str]:
    """Return what is wrong with a part of a template, one sentence each; empty where it can be used."""
    try:
        tree = Environment(autoescape=True).parse(source)
    except TemplateSyntaxError as error:
        return [_syntax(error)]
    except (TemplateError, RecursionError):
        return [_("Mẫu có thẻ không đọc được: hãy sửa các thẻ {{ … }} và {% … %} rồi tải lại.")]
    return list(dict.fromkeys(_look(tree, {})))


def _syntax(error: TemplateSyntaxError) -> str:
    said = (error.message or "")[:120]
    return _("Mẫu có thẻ hỏng (%(said)s): hãy sửa các thẻ {{ … }} và {%% … %%} rồi tải lại.") % {"said": said}


def _look(node: nodes.Node, rows: dict[str, str]) -> Iterator[str]:
    """Yield the problems of a node; `rows` tells of which list a loop's name is a row."""
    if isinstance(node, nodes.For):
        yield from _look_at_loop(node, rows)
        return
    if isinstance(node, nodes.Getattr):
        yield from _look_at_field(node, rows)
        return
    if isinstance(node, nodes.Name):
        yield from _look_at_name(node, rows)
        return
    if not isinstance(node, (*_PLAIN, nodes.If)):
        yield _("Mẫu dùng cách viết không được phép (%(what)s): chỉ dùng thẻ giá trị, for và if.") % {
            "what": type(node).__name__.lower()
        }
        return
    for child in node.iter_child_nodes():
        if isinstance(node, nodes.Output) and isinstance(child, nodes.Name) and _is_list(child.name):
            yield _("Mẫu ghi cả danh sách “%(name)s”: hãy lặp qua từng dòng bằng {%%tr for … %%}.") % {
                "name": child.name
            }
        else:
            yield from _look(child, rows)


def _is_list(name: str) -> bool:
    return name in TAGS and bool(TAGS[name].fields)


def _look_at_loop(node: nodes.For, rows: dict[str, str]) -> Iterator[str]:
    target, over = node.target, node.iter
    if (
        not (isinstance(over, nodes.Name) and _is_list(over.name) and isinstance(target, nodes.Name))
        or node.recursive
    ):
        name: Any = getattr(over, "name", "…")
        yield _("Mẫu lặp qua “%(name)s”, không phải một danh sách: hãy xem bảng các thẻ.") % {"name": name}
        return
    if target.name in TAGS:
        yield _("Mẫu đặt tên dòng là “%(name)s”, trùng với một thẻ: hãy đặt tên khác, ví dụ dong.") % {
            "name": target.name
        }
        return
    if rows:  # a few lists gone through within each other would fill the memory
        yield _("Mẫu lồng danh sách trong danh sách: hãy lặp qua từng danh sách riêng.")
        return
    inner = {target.name: over.name}
    for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
        yield from _look(child, inner)


def _look_at_field(node: nodes.Getattr, rows: dict[str, str]) -> Iterator[str]:
    name = getattr(node.node, "name", None)
    if name == "loop" and rows and node.attr in _LOOP:
        return
    if name in rows:
        if node.attr not in TAGS[rows[name]].fields:
            yield _unknown(f"{name}.{node.attr}")
        return
    yield _unknown(f"{name or '…'}.{node.attr}")


def _look_at_name(node: nodes.Name, rows: dict[str, str]) -> Iterator[str]:
    if node.name in rows:
        yield _("Mẫu ghi cả dòng “%(name)s”: hãy ghi một trường của dòng, ví dụ %(name)s.ten.") % {
            "name": node.name
        }
    elif node.ctx != "load" or node.name not in TAGS:
        yield _unknown(node.name)


def _unknown(name: str) -> str:
    return _(
        "Mẫu có thẻ không có trong chương trình: “%(name)s”. Hãy xem bảng các thẻ ở trang Mẫu báo cáo."
    ) % {"name": name}
