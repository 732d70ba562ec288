"""An office's own template: what is refused gets one sentence, and the earlier template stays."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from gis_app.access.models import Agency
from gis_app.reports.letter.checking import MOST_BYTES, check_template, made_up, render
from gis_app.reports.letter.default_template import default_template
from gis_app.reports.letter.environment import BadTemplateError, problems
from gis_app.reports.letter.keeping import keep_template, template_of, use_again
from gis_app.reports.models import LetterTemplate


def docx(*paragraphs: str, header: str = "") -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return written.getvalue()


def replaced(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            target.writestr(member.filename, data.replace(old, new) if member.filename == name else data)
    return written.getvalue()


def test_the_programs_own_template_passes():
    check_template(default_template())


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        ("{{ khong_co }}", "thẻ không có trong chương trình: “khong_co”"),
        ("{{ co_quan", "thẻ hỏng"),
        ("{% for dong in dia_ban %}{{ dong.ten }}", "thẻ hỏng"),
        ("{% for dong in dia_ban %}{{ dong.khac }}{% endfor %}", "“dong.khac”"),
        ("{% for dong in co_quan %}{{ dong }}{% endfor %}", "không phải một danh sách"),
        ("{% for dong in dia_ban %}{{ dong }}{% endfor %}", "Mẫu ghi cả dòng"),
        ("{{ dia_ban }}", "Mẫu ghi cả danh sách"),
        ("{{ co_quan.__class__ }}", "“co_quan.__class__”"),
        ("{{ ''.__class__.__mro__ }}", "thẻ không có"),
        ("{{ co_quan|upper }}", "không được phép"),
        ("{{ range(1000000000) }}", "không được phép"),
        ("{{ 9 ** 9 ** 9 }}", "không được phép"),
        ("{% include 'word/document.xml' %}", "không được phép"),
        ("{% set a = 1 %}", "không được phép"),
        ("{% macro a() %}{% endmacro %}", "không được phép"),
        ("{{ cycler('a') }}", "không được phép"),
        ("{% for dia_ban in noi_nhan %}x{% endfor %}", "trùng với một thẻ"),
        ("{{ loop.index }}", "“loop.index”"),
        ("{{r co_quan }}", "{{r …}}"),
        (
            "{% for a in dia_ban %}{% for b in vu_viec %}{{ b.loai }}{% endfor %}{% endfor %}",
            "danh sách trong danh sách",
        ),
    ],
)
def test_a_tag_that_is_none_is_named(tag, word):
    with pytest.raises(BadTemplateError) as refused:
        check_template(docx("Kính gửi {{ kinh_gui }}", tag))
    assert word in str(refused.value)


def test_tags_in_the_header_are_looked_at_too():
    check_template(docx("{{ co_quan }}", header="{{ nam }}"))
    with pytest.raises(BadTemplateError, match="khong_co"):
        check_template(docx("{{ co_quan }}", header="{{ khong_co }}"))


def test_loops_and_conditions_are_let_through():
    source = "{% for d in dia_ban %}{% if d.can_cu and not loop.last %}{{ d.ten }}{% endif %}{% endfor %}"
    assert problems(source) == []


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "hỏng hoặc không phải"),
        (b"PK\x03\x04 rac", "hỏng hoặc không phải"),
        (b"%PDF-1.7", "hỏng hoặc không phải"),
        (b"x" * (MOST_BYTES + 1), "lớn hơn 1 MB"),
        (with_part(docx("a"), "word/vbaProject.bin", b"x"), "macro"),
        (replaced(docx("a"), "[Content_Types].xml", b"document.main", b"macroEnabled.main"), "macro"),
        (with_part(docx("a"), "word/embeddings/oleObject1.bin", b"x"), "nhúng"),
        (
            with_part(
                docx("a"),
                "word/_rels/settings.xml.rels",
                b'<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://a/b.dotm"'
                b' TargetMode="External"/></Relationships>',
            ),
            "từ nơi khác",
        ),
        (with_part(docx("a"), "word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "khai báo lạ"),
        (with_part(docx("a"), "word/media/a.bmp", b"\0" * 13_000_000), "quá lớn"),
        (replaced(docx("a"), "word/document.xml", b"</w:body>", b""), "hỏng hoặc không phải"),
    ],
    ids=[
        "empty",
        "zip",
        "pdf",
        "large",
        "macro",
        "macro type",
        "object",
        "linked",
        "entity",
        "bomb",
        "broken",
    ],
)
def test_a_file_that_is_none_gets_one_sentence(content, word):
    with pytest.raises(BadTemplateError, match=word):
        check_template(content)


def test_a_workbook_is_no_letter():
    import openpyxl

    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    with pytest.raises(BadTemplateError, match="không phải văn bản Word"):
        check_template(written.getvalue())


def test_every_tag_has_a_value_in_the_letter():
    from gis_app.reports.letter.fields import TAGS

    source = [
        f"{{%p for d in {name} %}}{{{{ d.{next(iter(tag.fields))} }}}}" if tag.fields else f"{{{{ {name} }}}}"
        for name, tag in TAGS.items()
    ]
    assert set(made_up()) == set(TAGS)
    assert len(source) == len(TAGS)
    render(docx(*[line for line in source if "%p" not in line]), made_up())


@pytest.fixture
def office(people) -> Agency:
    agency = Agency.objects.create(name="Công an tỉnh Đồng Nai", kind=Agency.Kind.POLICE_PROVINCE)
    for account in (people.owner, people.colleague):
        account.agency = agency
        account.save()
    return agency


@pytest.mark.django_db
class TestKeeping:
    def test_the_newest_is_used_and_an_earlier_one_can_be_used_again(self, people, office):
        earlier = keep_template(docx("{{ co_quan }}"), "cu.docx", people.owner)
        keep_template(docx("{{ nam }}"), "moi.docx", people.owner)
        assert template_of(office).file_name == "moi.docx"
        use_again(earlier, people.owner)
        assert template_of(office).file_name == "cu.docx"
        use_again(None, people.owner)
        assert template_of(office) is None
        assert LetterTemplate.objects.count() == 4

    def test_a_refused_upload_leaves_the_earlier_template(self, people, office, signed_in):
        keep_template(docx("{{ co_quan }}"), "cu.docx", people.owner)
        file = SimpleUploadedFile("moi.docx", docx("{{ khong_co }}"))
        response = signed_in(people.owner).post(reverse("report_template_upload"), {"file": file})
        assert response.status_code == 422
        assert "“khong_co”" in response.content.decode()
        assert template_of(office).file_name == "cu.docx"

    def test_an_upload_is_used_and_comes_back_as_it_was(self, people, office, signed_in):
        client, content = signed_in(people.owner), docx("{{ co_quan }}")
        client.post(reverse("report_template_upload"), {"file": SimpleUploadedFile("moi.docx", content)})
        found = template_of(office)
        assert found.file_name == "moi.docx"
        assert client.get(reverse("report_template", args=[found.pk])).content == content

    def test_another_office_and_a_viewer_have_no_part_in_it(self, people, office, signed_in):
        kept = keep_template(docx("{{ co_quan }}"), "cu.docx", people.owner)
        assert signed_in(people.outsider).get(reverse("report_template", args=[kept.pk])).status_code == 404
        url = reverse("report_template_restore", args=[kept.pk])
        assert signed_in(people.outsider).post(url).status_code == 404
        assert signed_in(people.colleague).get(reverse("report_templates")).status_code == 403

    def test_an_account_without_an_office_is_told(self, people, signed_in):
        file = SimpleUploadedFile("moi.docx", docx("{{ co_quan }}"))
        response = signed_in(people.owner).post(reverse("report_template_upload"), {"file": file})
        assert "chưa thuộc cơ quan nào" in response.content.decode()

    def test_the_programs_own_template_can_be_fetched(self, people, signed_in):
        response = signed_in(people.owner).get(reverse("report_template_default"))
        check_template(response.content)
