"""The program's own template, in the form that Nghị định 30/2020/NĐ-CP, phụ lục I, gives a report.

A4 upright, margins 20 mm above and below, 30 mm left, 20 mm right (mục I.4 allows 20-25, 20-25, 30-35,
15-20); Times New Roman; national title 13 bold, motto 14 bold with a rule of its length, superior office
13, office 13 bold with a rule of a third to a half of it, place and day 14 italic, "BÁO CÁO" and subject 14
bold, text 14, "Nơi nhận" 12 bold italic and its list 11, signature 14 bold; page numbers 14 in the middle
of the upper margin, none on the first page. It is made anew on each call; an office downloads it, changes
it and uploads its own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Opened
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

_FONT = "Times New Roman"
_CENTRE, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_TEXT_WIDTH = 160  # mm: 210 less the margins of 30 and 20


def default_template() -> bytes:
    """Return the template as a .docx."""
    document = Document()
    _page(document)
    _head(document)
    _subject(document)
    _body(document)
    _signature(document)
    document.core_properties.author = ""
    document.core_properties.title = "Báo cáo định kỳ"
    document.core_properties.language = "vi-VN"
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _page(document: Opened) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.element.rPr.rFonts.set(qn("w:cs"), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        run.font.size = Pt(14)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _head(document: Opened) -> None:
    table = _frame(document, (62, 99))
    left, right = table.rows[0].cells
    _line(left, "{{ co_quan_chu_quan }}", 13)
    _rule(_line(left, "{{ co_quan }}", 13, bold=True), 17)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    _rule(_line(right, "Độc lập - Tự do - Hạnh phúc", 14, bold=True), 19)
    left, right = table.add_row().cells
    _line(left, "Số: {{ so_ky_hieu }}", 13)
    _line(right, "{{ dia_danh }}, ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}", 14, italic=True)


def _subject(document: Opened) -> None:
    _paragraph(document, "BÁO CÁO", bold=True, centre=True, before=12)
    subject = _paragraph(document, "{{ trich_yeu }}", bold=True, centre=True)
    _rule(subject, 55)


def _body(document: Opened) -> None:
    _paragraph(
        document,
        "Thực hiện {{ ke_hoach_ten }} ({{ ke_hoach }}, {{ ke_hoach_co_quan }}), {{ ten_co_quan }} báo cáo "
        "{{ kinh_gui }} tình hình, kết quả {{ ky_bao_cao }} như sau (số liệu từ ngày {{ tu_ngay }} đến hết "
        "ngày {{ den_ngay }}):",
        before=12,
    )
    for only in ("pham_vi", "ke_hoach_het_han"):
        _condition(document, only, f"{{{{ {only} }}}}")
    _paragraph(document, "I. KẾT QUẢ CHUYỂN HÓA ĐỊA BÀN", bold=True)
    _paragraph(document, "1. Địa bàn của năm, tính đến hết ngày {{ den_ngay }}", bold=True)
    _paragraph(document, "{{ dia_phuong }} có {{ so_xa }} xã, phường, đặc khu. {{ tran }}")
    _loop(document, "trang_thai", "- {{ dong.ten }}: {{ dong.so }} địa bàn;")
    _table(
        document,
        "dia_ban",
        (
            ("TT", "stt", 12),
            ("Xã, phường", "ten", 48),
            ("Trạng thái", "trang_thai", 35),
            ("Căn cứ", "can_cu", 65),
        ),
    )
    _paragraph(document, "2. Việc đã quyết định trong kỳ", bold=True)
    _condition(document, "not quyet_dinh", "Trong kỳ không có quyết định nào được ghi vào chương trình.")
    _loop(
        document,
        "quyet_dinh",
        "- Quyết định số {{ dong.so }} ngày {{ dong.ngay }} của {{ dong.co_quan }}: {{ dong.noi_dung }}, "
        "{{ dong.so_dia_ban }} địa bàn;",
    )
    _paragraph(document, "3. Chỉ tiêu của chương trình", bold=True)
    _condition(document, "not chi_so", "Kế hoạch này không đặt chỉ tiêu cho cả chương trình.")
    _loop(document, "chi_so", "- {{ dong.ten }}: {{ dong.ket_qua }}")
    _paragraph(document, "II. TÌNH HÌNH VỤ VIỆC", bold=True)
    _paragraph(document, "Kỳ trước: {{ ky_truoc }}; cùng kỳ năm trước: {{ cung_ky }}.")
    _table(
        document,
        "vu_viec",
        (
            ("Loại vụ việc", "loai", 46),
            ("Kỳ này", "ky_nay", 17),
            ("Kỳ trước", "ky_truoc", 17),
            ("Cùng kỳ năm trước", "cung_ky", 20),
            ("So cùng kỳ", "so_cung_ky", 30),
            ("Nhận xét", "nhan_xet", 30),
        ),
        figures={"ky_nay", "ky_truoc", "cung_ky", "so_cung_ky"},
    )
    _paragraph(document, "{{ ghi_chu_so_nho }}", italic=True)
    _loop(document, "nan_nhan", "- {{ dong.loai }}, năm {{ dong.nam }}: {{ dong.so_vu }};")
    _paragraph(document, "III. SỐ LIỆU CÒN THIẾU", bold=True)
    _loop(document, "con_thieu", "- {{ dong.cau }}")
    _loop(document, "nguon", "- {{ dong.cau }}")
    _paragraph(document, "IV. ĐÁNH GIÁ, KIẾN NGHỊ", bold=True)
    _paragraph(document, "(Cơ quan báo cáo bổ sung nhận xét, khó khăn, kiến nghị.)", italic=True)


def _signature(document: Opened) -> None:
    _paragraph(document, "", before=0)
    table = _frame(document, (80, 80))
    left, right = table.rows[0].cells
    heading = left.paragraphs[0]
    run = heading.add_run("Nơi nhận:")
    run.bold = run.italic = True
    run.font.size = Pt(12)
    for text in ("{%p for dong in noi_nhan %}", "- {{ dong.ten }}", "{%p endfor %}"):
        left.add_paragraph().add_run(text).font.size = Pt(11)
    _line(right, "{{ quyen_han }}", 14, bold=True)
    _line(right, "{{ chuc_vu }}", 14, bold=True)


def _paragraph(
    document: Opened,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    centre: bool = False,
    before: float = 6,
) -> Paragraph:
    made = document.add_paragraph()
    made.alignment = _CENTRE if centre else _BOTH
    made.paragraph_format.space_before = Pt(before)
    made.paragraph_format.first_line_indent = None if centre else Mm(10)
    made.paragraph_format.keep_with_next = bold
    run = made.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    return made


def _condition(document: Opened, condition: str, text: str) -> None:
    document.add_paragraph(f"{{%p if {condition} %}}")
    _paragraph(document, text)
    document.add_paragraph("{%p endif %}")


def _loop(document: Opened, rows: str, text: str) -> None:
    document.add_paragraph(f"{{%p for dong in {rows} %}}")
    _paragraph(document, text, before=3)
    document.add_paragraph("{%p endfor %}")


def _table(
    document: Opened,
    rows: str,
    columns: Sequence[tuple[str, str, int]],
    figures: set[str] = frozenset(),  # type: ignore[assignment]
) -> None:
    """Add a table with a heading that is repeated on each page and one row for each of the rows."""
    document.add_paragraph(f"{{%p if {rows} %}}")
    _paragraph(document, "", before=0)
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    heading, opening, line, closing = table.rows
    mark = OxmlElement("w:tblHeader")
    heading._tr.get_or_add_trPr().append(mark)
    for row in (heading, line):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, (_title, _name, width) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    for cell, (title, _name, width) in zip(heading.cells, columns, strict=True):
        cell.width = Mm(width)
        _line(cell, title, 12, bold=True)
    for cell, (_title, name, width) in zip(line.cells, columns, strict=True):
        cell.width = Mm(width)
        paragraph = _line(cell, f"{{{{ dong.{name} }}}}", 12)
        centred = name == "stt"
        right = name in figures
        paragraph.alignment = (
            _CENTRE if centred else WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
        )
    _line(opening.cells[0], f"{{%tr for dong in {rows} %}}", 12)
    _line(closing.cells[0], "{%tr endfor %}", 12)
    document.add_paragraph("{%p endif %}")


def _frame(document: Opened, widths: Sequence[int]) -> Table:
    """Add a table without lines, which holds two columns of text apart."""
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _line(cell: _Cell, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """Write a centred line of its own into a cell."""
    first = cell.paragraphs[0]
    paragraph = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.alignment = _CENTRE
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    run.font.size = Pt(size)
    return paragraph


def _rule(paragraph: Paragraph, inset: float) -> None:
    """Draw a rule under a centred paragraph by an empty one with a border, `inset` mm in on both sides."""
    below = OxmlElement("w:p")
    paragraph._p.addnext(below)
    line = Paragraph(below, paragraph._parent)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(inset)
    line.paragraph_format.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
