"""Whether a Word file can be the template of a letter: looked into before it is kept.

A .docx is a zip of XML. Refused, with one sentence: what is no Word document, macros, embedded or linked
objects, anything fetched from elsewhere, files that unpack to too much, and tags that do not exist.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from gis_app.reports.letter.environment import BadTemplateError, environment, problems
from gis_app.reports.letter.fields import TAGS

MOST_BYTES = 1024 * 1024
_MOST_UNPACKED = 12 * 1024 * 1024
_MOST_PARTS = 300
#: Parts with tags are taken apart by regular expressions: they stay small.
_MOST_TEXT = 2 * 1024 * 1024
_RENDERED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_EXTERNAL = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
_HYPERLINK = re.compile(rb"<Relationship\b[^>]*/hyperlink[\"'][^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]*>")
#: docxtpl's tags for whole runs and paragraphs of rich text, which letters have none of.
_WHOLE = re.compile(r"\{\{(r|p|tr|tc)\s")
_OBJECTS = ("word/embeddings/", "word/activex/", "customui/")


def check_template(content: bytes) -> None:
    """Raise BadTemplateError with a sentence unless the file can be rendered."""
    if len(content) > MOST_BYTES:
        raise BadTemplateError(_("Mẫu lớn hơn 1 MB: hãy bỏ bớt hình ảnh rồi tải lại."))
    parts = _unpack(content)
    names = {name.casefold() for name in parts}
    types = parts.get("[Content_Types].xml", b"")
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names) or b"macroEnabled" in types:
        raise BadTemplateError(_("Mẫu có macro: hãy lưu lại dưới dạng .docx không có macro rồi tải lại."))
    if "word/document.xml" not in names:
        raise BadTemplateError(_("Tệp không phải văn bản Word (.docx): hãy lưu mẫu dưới dạng .docx."))
    if any(name.startswith(_OBJECTS) for name in names):
        raise BadTemplateError(_("Mẫu có tệp hoặc đối tượng nhúng: hãy bỏ đối tượng đó rồi tải lại."))
    for name, data in parts.items():
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise BadTemplateError(_("Mẫu có phần khai báo lạ: hãy mở bằng Word và lưu lại thành .docx."))
        if name.endswith(".rels") and _EXTERNAL.search(_HYPERLINK.sub(b"", data)):
            raise BadTemplateError(
                _("Mẫu lấy nội dung từ nơi khác (ảnh hoặc mẫu liên kết): hãy bỏ liên kết đó rồi tải lại.")
            )
        if _RENDERED.fullmatch(name) and len(data) > _MOST_TEXT:
            raise BadTemplateError(_("Phần chữ của mẫu quá dài: hãy bỏ bớt nội dung không cần rồi tải lại."))
    _check_tags(content)


def render(content: bytes, context: dict[str, Any]) -> bytes:
    """Return the letter; raise BadTemplateError where the template does not hold together."""
    try:
        document = DocxTemplate(io.BytesIO(content))
        document.render(context, environment())
        written = io.BytesIO()
        document.save(written)
    except BadTemplateError:
        raise
    except (TemplateError, ValueError, KeyError, AttributeError, SyntaxError) as error:
        raise BadTemplateError(
            _("Mẫu có thẻ đặt sai chỗ nên không ghép được văn bản (%(why)s): hãy sửa mẫu rồi tải lại.")
            % {"why": str(error)[:120]}
        ) from error
    return written.getvalue()


def _unpack(content: bytes) -> dict[str, bytes]:
    """Return the parts of the zip by name, up to the sizes that are allowed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_PARTS or sum(m.file_size for m in members) > _MOST_UNPACKED:
                raise BadTemplateError(_("Mẫu bung ra quá lớn: hãy bỏ bớt hình ảnh rồi tải lại."))
            parts = {}
            for member in members:
                with archive.open(member) as stream:
                    data = stream.read(member.file_size + 1)
                if len(data) > member.file_size:
                    raise zipfile.BadZipFile
                parts[member.filename] = data
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise BadTemplateError(
            _("Tệp hỏng hoặc không phải văn bản Word (.docx): hãy mở bằng Word, lưu lại rồi tải lên.")
        ) from error
    return parts


def _check_tags(content: bytes) -> None:
    """Look at the tags of every part that is rendered, then render once with made-up values."""
    document = _open(content)
    found = [problem for source in _raw(document) for problem in problems(document.patch_xml(source))]
    if found:
        raise BadTemplateError(found[0])
    if any(_WHOLE.search(_MARKUP.sub("", source)) for source in _raw(document)):
        raise BadTemplateError(
            _("Mẫu dùng thẻ {{r …}} hoặc {{p …}}: hãy ghi thẻ giá trị dạng {{ … }} rồi tải lại.")
        )
    _open(render(content, made_up()))


def made_up() -> dict[str, Any]:
    """Return a value for every tag, lists with one row each."""
    return {name: [dict.fromkeys(tag.fields, "…")] if tag.fields else "…" for name, tag in TAGS.items()}


def _open(content: bytes) -> DocxTemplate:
    try:
        document = DocxTemplate(io.BytesIO(content))
        document.render_init()
    except Exception as error:  # python-docx answers a broken part with whatever it stumbled over
        raise BadTemplateError(
            _("Tệp hỏng hoặc không phải văn bản Word (.docx): hãy mở bằng Word, lưu lại rồi tải lên.")
        ) from error
    return document


def _raw(document: DocxTemplate) -> list[str]:
    """Return the XML of the parts that are rendered, as they came."""
    texts = [document.get_xml()]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            texts.append(part.blob.decode("utf-8"))
    return texts
