"""Texts about workbooks, KML, MapInfo, chainages and places: code to Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

_FORMATS: Mapping[str, tuple[str, str]] = {
    "prj_damaged": (
        "Tệp .prj của “{file}” bị hỏng; hãy xóa tệp .prj đó rồi nêu rõ hệ tọa độ.",
        "The .prj of “{file}” is damaged; delete it and name the coordinate system.",
    ),
    "kml_damaged": (
        "Tệp KML “{file}” bị hỏng hoặc bị cắt cụt; hãy xuất lại từ phần mềm nguồn.",
        "The KML “{file}” is damaged or cut short; export it again from where it came.",
    ),
    "kml_entities": (
        "Tệp KML “{file}” khai báo thực thể XML (DOCTYPE) nên không được đọc; hãy xuất lại từ phần "
        "mềm nguồn.",
        "The KML “{file}” declares XML entities (DOCTYPE) and is not read; export it again from "
        "where it came.",
    ),
    "kml_links_only": (
        "Tệp KML “{file}” chỉ chứa liên kết đến dữ liệu ở nơi khác; hãy mở liên kết trong Google Earth rồi "
        "lưu chính dữ liệu đó.",
        "The KML “{file}” only links to data elsewhere; open the link in Google Earth and save the "
        "data itself.",
    ),
    "mapinfo_damaged": (
        "Bảng MapInfo “{file}” bị hỏng hoặc bị cắt cụt; hãy sao chép hoặc xuất lại cả bộ tệp.",
        "The MapInfo table “{file}” is damaged or cut short; copy or export the whole set again.",
    ),
    "mapinfo_part_missing": (
        "Bảng MapInfo “{file}” thiếu tệp {part}; hãy sao chép đủ bộ {whole}.",
        "The MapInfo table “{file}” lacks its {part}; copy the whole set {whole}.",
    ),
    "mapinfo_not_native": (
        "“{file}” chỉ là khung nhìn hoặc liên kết đến bảng khác (kiểu {kind}); hãy mở trong MapInfo rồi lưu "
        "thành bảng mới bằng Save Copy As.",
        "“{file}” is only a view of or a link to another table (type {kind}); open it in MapInfo and save it "
        "as a new table with Save Copy As.",
    ),
    "workbook_damaged": (
        "Tệp Excel “{file}” bị hỏng hoặc bị cắt cụt; hãy mở trong Excel, lưu lại rồi nhập.",
        "The workbook “{file}” is damaged or cut short; open it in Excel, save it again and import that.",
    ),
    "workbook_encrypted": (
        "Tệp Excel “{file}” có mật khẩu; hãy bỏ mật khẩu rồi nhập lại.",
        "The workbook “{file}” has a password; remove it and import again.",
    ),
    "workbook_too_large": (
        "Tệp Excel “{file}” quá lớn khi bung ra; hãy xóa các ô thừa hoặc lưu bảng thành CSV UTF-8.",
        "The workbook “{file}” unpacks to too much; delete surplus cells or save the table as CSV UTF-8.",
    ),
    "workbook_empty": (
        "Tệp Excel “{file}” không có trang tính nào chứa dữ liệu; hãy kiểm tra lại tệp.",
        "The workbook “{file}” has no sheet with data; check the file.",
    ),
    "workbook_without_heading": (
        "Trang tính “{layer}” của “{file}” không có dòng tiêu đề cột; hãy thêm tên cột phía trên dữ liệu.",
        "Sheet “{layer}” of “{file}” has no heading row; put the names of the columns above the data.",
    ),
    "cell_too_long": (
        "Ô ở dòng {row}, cột “{column}” của “{file}” dài {count} ký tự, tối đa là {limit}; hãy rút "
        "ngắn ô này.",
        "The cell in row {row}, column “{column}” of “{file}” has {count} characters, at most {limit} are "
        "read; shorten it.",
    ),
    "row_too_large": (
        "Riêng dòng {row} của “{file}” đã là {size} MB, tối đa là {limit} MB; hãy giản lược hình hoặc rút "
        "ngắn chữ của dòng này.",
        "Row {row} of “{file}” alone is {size} MB, at most {limit} MB are read; simplify its shape or "
        "shorten its text.",
    ),
    "layer_too_large": (
        "Lớp trong “{file}” có {size} MB hình và chữ, đọc được tối đa {limit} MB; hãy giản lược hình hoặc "
        "chia lớp thành nhiều tệp.",
        "The layer in “{file}” has {size} MB of shapes and text, at most {limit} MB are read; simplify "
        "its shapes or divide the layer into several files.",
    ),
    "zip_nested": (
        "Tệp nén “{file}” chỉ chứa tệp nén khác; hãy giải nén rồi nhập từng tệp bên trong.",
        "The archive “{file}” only holds other archives; unpack it and import those one by one.",
    ),
}

_CELLS: Mapping[str, tuple[str, str]] = {
    "cell_without_result": (
        "Ô {cell} chứa công thức chưa có kết quả; hãy mở tệp trong Excel, tính lại và lưu, hoặc "
        "dán thành giá trị.",
        "Cell {cell} holds a formula without a result; open the file in Excel, recalculate and "
        "save, or paste "
        "it as a value.",
    ),
    "cell_error": (
        "Ô {cell} báo lỗi {value}; hãy sửa công thức hoặc nhập giá trị.",
        "Cell {cell} shows the error {value}; mend the formula or enter a value.",
    ),
    "cell_merged": (
        "Dòng {row} thuộc vùng ô gộp {cell}; hãy bỏ gộp ô và điền giá trị cho từng dòng.",
        "Row {row} belongs to the merged cells {cell}; unmerge them and fill in every row.",
    ),
    "row_hidden": (
        "Dòng {row} đang bị ẩn (do lọc hoặc ẩn bằng tay) nên không được nhập; hãy bỏ lọc, bỏ ẩn "
        "rồi nhập lại.",
        "Row {row} is hidden (by a filter or by hand) and is not taken; clear the filter or unhide it and "
        "import again.",
    ),
    "column_hidden": (
        "Cột “{column}” đang bị ẩn trong Excel nhưng vẫn được đọc; hãy xóa cột này nếu không muốn nhập.",
        "Column “{column}” is hidden in Excel but is read all the same; delete it if it is not meant.",
    ),
    "curves_straightened": (
        "Lớp có đường cong (cung tròn); cung được thay bằng các đoạn thẳng ngắn.",
        "The layer has circular arcs; they are replaced by short straight pieces.",
    ),
    "height_dropped": (
        "Lớp có độ cao (Z) hoặc giá trị đo (M); chỉ vị trí trên mặt bằng được giữ.",
        "The layer carries heights (Z) or measures (M); only the place on the ground is kept.",
    ),
}

_CHAINAGES: Mapping[str, tuple[str, str]] = {
    "chainage_unreadable": (
        "Không hiểu lý trình “{value}”; hãy viết dạng Km 12+300 QL13, mỗi ô một vị trí.",
        "The chainage “{value}” is not understood; write Km 12+300 QL13, one place in each cell.",
    ),
    "place_by_chainage": (
        "Dòng này không có tọa độ; vị trí được tính theo lý trình {chainage} trên đường {road}.",
        "The row has no coordinates; its place was computed from chainage {chainage} on road {road}.",
    ),
    "place_missing": (
        "Thiếu cả tọa độ lẫn lý trình; hãy điền một trong hai.",
        "Both coordinates and chainage are missing; fill in one of them.",
    ),
    "road_contradicts": (
        "Ô lý trình ghi đường {named} nhưng cột số hiệu đường ghi {road}; hãy sửa cho khớp.",
        "The chainage names road {named} but the column of road numbers says {road}; make them agree.",
    ),
    "road_missing": (
        "Có lý trình nhưng thiếu số hiệu đường; hãy ghi thêm, ví dụ QL13.",
        "There is a chainage but no road number; add it, for example QL13.",
    ),
    "road_unknown": (
        "Không có đường {road} trong dữ liệu đường; hãy nhập đường này trước hoặc sửa số hiệu.",
        "There is no road {road} among the roads; import it first or mend the number.",
    ),
    "road_has_gaps": (
        "Đường {road} trong dữ liệu gồm {count} đoạn rời nên không tính được {chainage}; hãy nối "
        "các đoạn theo "
        "chiều lý trình.",
        "Road {road} is in {count} separate pieces, so {chainage} cannot be placed; join them in the "
        "direction of counting.",
    ),
    "chainage_beyond_end": (
        "{chainage} nằm ngoài đường {road} (dữ liệu có {reach}); hãy kiểm tra lý trình và số hiệu đường.",
        "{chainage} lies beyond road {road} (drawn for {reach}); check the chainage and the road number.",
    ),
    "chainage_ambiguous": (
        "{chainage} ứng với {count} vị trí khác nhau trên đường {road}; hãy ghi tọa độ hoặc sửa dữ "
        "liệu đường.",
        "{chainage} means {count} different places on road {road}; give coordinates or mend the road data.",
    ),
}

_PLACES: Mapping[str, tuple[str, str]] = {
    "crs_wgs84_in_vn2000_zone": (
        "Tệp ghi hệ WGS 84 nhưng dùng múi chiếu của {label}; bản đồ Việt Nam thường bỏ sót chuẩn VN-2000 "
        "(lệch khoảng 225 m), nếu đúng vậy hãy nêu rõ bằng --crs {epsg}.",
        "The file says WGS 84 but uses the projection of {label}; in Việt Nam the datum VN-2000 is "
        "often left "
        "out (about 225 m); if so, say it with --crs {epsg}.",
    ),
    "crs_proposed": (
        "{label} ({epsg}): {share} % số điểm nằm trong địa bàn.",
        "{label} ({epsg}): {share}% of the points lie in the territory.",
    ),
    "crs_proposed_apart": (
        "{label} ({epsg}): {share} % số điểm nằm trong địa bàn, lệch {metres} m so với phương án đầu.",
        "{label} ({epsg}): {share}% of the points lie in the territory, {metres} m from the first proposal.",
    ),
    "crs_proposed_swapped": (
        "{label} ({epsg}) với hai cột đổi chỗ (cột đầu là hướng bắc): {share} % số điểm nằm trong địa bàn.",
        "{label} ({epsg}) with the columns exchanged (the first is the northing): {share}% of the points lie "
        "in the territory.",
    ),
    "crs_proposed_swapped_apart": (
        "{label} ({epsg}) với hai cột đổi chỗ (cột đầu là hướng bắc): {share} % số điểm nằm trong địa bàn, "
        "lệch {metres} m so với phương án đầu.",
        "{label} ({epsg}) with the columns exchanged (the first is the northing): {share}% of the points lie "
        "in the territory, {metres} m from the first proposal.",
    ),
    "places_not_compared": (
        "Không có dòng nào ghi tên hoặc mã xã, phường đã biết, nên chưa đối chiếu được vị trí với địa danh.",
        "No row names a known commune, so the places could not be compared with the names.",
    ),
    "places_agree": (
        "Cả {compared} đối tượng nằm đúng xã, phường ghi trong dữ liệu (xa nhất {worst} m).",
        "All {compared} features lie in the commune that they name (farthest {worst} m).",
    ),
    "places_differ": (
        "{wrong} trong {compared} đối tượng không nằm ở xã, phường ghi trong dữ liệu (trung vị "
        "{median} m, xa "
        "nhất {worst} m); hãy kiểm tra hệ tọa độ.",
        "{wrong} of {compared} features do not lie in the commune that they name (median {median} "
        "m, farthest "
        "{worst} m); check the coordinate system.",
    ),
    "place_differs": (
        "Vị trí cách “{value}” ghi trong dòng {metres} m; hãy kiểm tra tọa độ hoặc tên đơn vị.",
        "The place is {metres} m from “{value}” that the row names; check the coordinates or the name.",
    ),
    "places_sound": (
        "Vị trí khớp với tên xã, phường; hệ tọa độ đã chọn phù hợp.",
        "The places agree with the names of the communes; the chosen system fits.",
    ),
    "place_other_system": (
        "Dữ liệu lệch đều {metres} m ({east} m về đông, {north} m về bắc): {declared} có lẽ sai, "
        "{label} ({epsg}) "
        "đưa các đối tượng về đúng xã; hãy chọn lại hệ tọa độ.",
        "The data are off by {metres} m throughout ({east} m east, {north} m north): {declared} seems wrong, "
        "{label} ({epsg}) puts the features into their communes; choose the system again.",
    ),
    "place_datum_ignored": (
        "Dữ liệu lệch đều {metres} m, đúng bằng phần chuyển từ VN-2000 sang WGS 84 bị bỏ qua; hãy "
        "chọn hệ VN-2000 "
        "thay cho WGS 84.",
        "The data are off by {metres} m throughout, as when the shift from VN-2000 to WGS 84 is "
        "left out; choose "
        "a VN-2000 system instead of WGS 84.",
    ),
    "place_shift_twice": (
        "Dữ liệu lệch đều {metres} m, như khi phép chuyển VN-2000 sang WGS 84 bị áp dụng hai lần; "
        "dữ liệu có lẽ "
        "đã ở WGS 84, hãy chọn lại hệ tọa độ.",
        "The data are off by {metres} m throughout, as when the shift from VN-2000 to WGS 84 is "
        "applied twice; "
        "they probably are in WGS 84 already, choose the system again.",
    ),
    "place_shift_wrong_sign": (
        "Dữ liệu lệch đều {metres} m, như khi bảy tham số VN-2000 bị áp dụng ngược dấu; hãy lấy "
        "lại dữ liệu gốc "
        "chưa chuyển đổi.",
        "The data are off by {metres} m throughout, as when the seven parameters of VN-2000 are "
        "applied with the "
        "wrong sign; get the original data before conversion.",
    ),
    "place_unexplained": (
        "Đối tượng lệch khỏi xã, phường ghi trong dữ liệu (trung vị {east} m về đông, {north} m về "
        "bắc) nhưng không "
        "hệ tọa độ nào giải thích được; hãy kiểm tra tên đơn vị, ranh giới dùng để so và nguồn dữ liệu.",
        "Features miss the communes they name (median {east} m east, {north} m north) and no "
        "coordinate system "
        "explains it; check the names, the boundaries compared with and the source.",
    ),
}

_LOOK_VI = "hình đã được dựng lại cho hợp lệ, diện tích đổi {change} m²; hãy xem chỗ này trước khi dùng."
_LOOK_EN = "it was made valid, which changed its area by {change} m²; look at the place before using it."

_MENDED: Mapping[str, tuple[str, str]] = {
    code: (
        f"{vi} tại kinh độ {{lon}}, vĩ độ {{lat}}; {_LOOK_VI}",
        f"{en} at longitude {{lon}}, latitude {{lat}}; {_LOOK_EN}",
    )
    for code, vi, en in (
        ("mended_self_intersection", "Ranh giới tự cắt", "The boundary crosses itself"),
        ("mended_too_few_points", "Ranh giới có quá ít điểm", "The boundary has too few points"),
        ("mended_hole", "Lỗ trong vùng sai vị trí", "A hole of the polygon is misplaced"),
        ("mended_nested", "Các phần của vùng chồng lên nhau", "Parts of the polygon lie on each other"),
        ("mended_other", "Hình không hợp lệ", "The geometry is not valid"),
    )
}

PLACE_TEXTS: Mapping[str, tuple[str, str]] = {
    **_FORMATS,
    **_CELLS,
    **_CHAINAGES,
    **_PLACES,
    **_MENDED,
}

#: Codes that tell without keeping anything out.
PLACE_WARNINGS: frozenset[str] = frozenset(
    {
        "column_hidden",
        "curves_straightened",
        "height_dropped",
        "place_by_chainage",
        "places_agree",
        "places_not_compared",
        "places_sound",
        "place_differs",
        "mended_self_intersection",
        "mended_too_few_points",
        "mended_hole",
        "mended_nested",
        "mended_other",
    }
)
