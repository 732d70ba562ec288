"""Texts of `layers.reading.messages`: code to Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["vi", "en"]
Severity = Literal["error", "warning"]

_CRS_HINT_VI = "hãy nêu rõ hệ tọa độ bằng --crs EPSG:…"
_CRS_HINT_EN = "name the system with --crs EPSG:…"

_FILES: Mapping[str, tuple[str, str]] = {
    "file_missing": (
        "Không tìm thấy tệp “{file}”; hãy kiểm tra lại đường dẫn.",
        "There is no file “{file}”; check the path.",
    ),
    "file_is_folder": (
        "“{file}” là thư mục; hãy chỉ ra một tệp trong đó.",
        "“{file}” is a folder; name a file in it.",
    ),
    "file_unreadable": (
        "Không mở được tệp “{file}”; hãy kiểm tra quyền đọc hoặc sao chép lại tệp.",
        "The file “{file}” cannot be opened; check its permissions or copy it again.",
    ),
    "reading_died": (
        "Tiến trình đọc tệp bị dừng giữa chừng, chưa lưu gì; hãy xem bộ nhớ còn trống rồi nhập lại.",
        "The process that reads the file was stopped, nothing was stored; see how much memory is free and "
        "import again.",
    ),
    "file_empty": (
        "Tệp “{file}” rỗng; hãy xuất lại dữ liệu từ phần mềm nguồn.",
        "The file “{file}” is empty; export it again from where it came.",
    ),
    "format_not_supported": (
        "Không nhận ra định dạng của tệp “{file}”; hãy dùng GeoPackage, shapefile (có thể nén zip), "
        "GeoJSON, KML, MapInfo, Excel hoặc CSV.",
        "The format of “{file}” is not known; use GeoPackage, shapefile (zipped or not), GeoJSON, KML, "
        "MapInfo, Excel or CSV.",
    ),
    "office_file": (
        "“{file}” là tệp văn phòng nhưng không phải bảng Excel; hãy lưu bảng thành XLSX hoặc CSV "
        "UTF-8 rồi nhập lại.",
        "“{file}” is an office file but no Excel table; save the table as XLSX or CSV UTF-8 and import that.",
    ),
    "gpkg_damaged": (
        "Tệp GeoPackage “{file}” bị hỏng hoặc bị cắt cụt; hãy sao chép hoặc xuất lại.",
        "The GeoPackage “{file}” is damaged or cut short; copy or export it again.",
    ),
    "shapefile_damaged": (
        "Shapefile “{file}” bị hỏng hoặc thiếu tệp .shp; hãy sao chép hoặc xuất lại cả bộ tệp.",
        "The shapefile “{file}” is damaged or lacks its .shp; copy or export the whole set again.",
    ),
    "shapefile_without_shx": (
        "Shapefile “{file}” thiếu tệp .shx; hãy sao chép đủ bộ .shp, .shx, .dbf, .prj.",
        "The shapefile “{file}” lacks its .shx; copy the whole set .shp, .shx, .dbf, .prj.",
    ),
    "geojson_damaged": (
        "Tệp “{file}” không phải GeoJSON hợp lệ; hãy xuất lại từ phần mềm nguồn.",
        "The file “{file}” is not valid GeoJSON; export it again from where it came.",
    ),
    "csv_damaged": (
        "Tệp CSV “{file}” có dấu nháy kép không khép hoặc ô quá lớn; hãy xuất lại bảng.",
        "The CSV “{file}” has an open quotation mark or a cell that is too large; export it again.",
    ),
    "csv_row_too_long": (
        "Dòng {row} của “{file}” có nhiều ô hơn dòng tiêu đề; hãy sửa dấu phân cách hoặc đặt ô có "
        "dấu phẩy trong nháy kép.",
        "Row {row} of “{file}” has more cells than the heading; mend the separators or quote cells "
        "that contain them.",
    ),
    "csv_without_heading": (
        "Tệp “{file}” không có dòng tiêu đề cột; hãy thêm tên cột vào dòng đầu.",
        "The file “{file}” has no heading row; put the names of the columns into the first row.",
    ),
    "column_repeated": (
        "Tệp “{file}” có hai cột cùng tên “{column}”; hãy đổi tên một cột.",
        "The file “{file}” has two columns named “{column}”; rename one.",
    ),
    "too_many_columns": (
        "Tệp “{file}” có {count} cột, tối đa là {limit}; hãy bỏ bớt cột không dùng.",
        "The file “{file}” has {count} columns, at most {limit} are read; drop those not needed.",
    ),
    "no_rows": (
        "Tệp “{file}” không có dòng dữ liệu nào; hãy kiểm tra lại bộ lọc khi xuất.",
        "The file “{file}” holds no rows; check the filter it was exported with.",
    ),
    "no_geometry": (
        "Tệp “{file}” không có dữ liệu hình học; hãy chọn lớp có đối tượng bản đồ.",
        "The file “{file}” has no geometry; choose a layer that has.",
    ),
    "no_layers": (
        "Tệp “{file}” không chia lớp; hãy bỏ tùy chọn --layer.",
        "The file “{file}” has no layers; leave out --layer.",
    ),
    "layer_ambiguous": (
        "Tệp “{file}” có nhiều lớp: {layers}; hãy chọn một lớp bằng --layer.",
        "The file “{file}” has several layers: {layers}; choose one with --layer.",
    ),
    "layer_unknown": (
        "Tệp “{file}” không có lớp “{layer}”; các lớp hiện có: {layers}.",
        "The file “{file}” has no layer “{layer}”; it has: {layers}.",
    ),
    "encoding_unknown": (
        "Chưa xác định được bảng mã chữ của “{file}”, có thể là {candidates}; hãy nêu rõ bằng "
        "--encoding, hoặc lưu lại dạng UTF-8.",
        "The text encoding of “{file}” is not certain, it may be {candidates}; name it with "
        "--encoding, or save it as UTF-8.",
    ),
    "encoding_wrong": (
        "Không đọc được “{file}” với bảng mã {encoding}; hãy chọn bảng mã khác.",
        "“{file}” cannot be read as {encoding}; choose another encoding.",
    ),
    "encoding_not_supported": (
        "Không có bảng mã “{encoding}”; hãy dùng utf-8, tcvn3, vni, viscii hoặc cp1258.",
        "There is no encoding “{encoding}”; use utf-8, tcvn3, vni, viscii or cp1258.",
    ),
    "zip_damaged": (
        "Tệp nén “{file}” bị hỏng hoặc bị cắt cụt; hãy nén và sao chép lại.",
        "The archive “{file}” is damaged or cut short; pack and copy it again.",
    ),
    "zip_encrypted": (
        "Tệp nén “{file}” có mật khẩu; hãy nén lại không đặt mật khẩu.",
        "The archive “{file}” has a password; pack it again without one.",
    ),
    "zip_too_large": (
        "Tệp nén “{file}” bung ra quá lớn hoặc chứa quá nhiều tệp; hãy giải nén và nhập từng phần.",
        "The archive “{file}” unpacks to too much or holds too many files; unpack it and import the parts.",
    ),
    "zip_unsafe_name": (
        "Tệp nén “{file}” chứa đường dẫn không an toàn “{member}”; hãy nén lại chỉ các tệp dữ liệu.",
        "The archive “{file}” holds the unsafe path “{member}”; pack the data files alone again.",
    ),
    "zip_without_data": (
        "Tệp nén “{file}” không chứa tệp dữ liệu nào đọc được (shapefile, GeoPackage, MapInfo, "
        "KML, Excel, CSV…); "
        "hãy nén lại đủ bộ tệp.",
        "The archive “{file}” holds no data that can be read (shapefile, GeoPackage, MapInfo, KML, Excel, "
        "CSV…); pack the whole set again.",
    ),
}

_SYSTEMS: Mapping[str, tuple[str, str]] = {
    "crs_missing": (
        f"Tệp không ghi hệ tọa độ; {_CRS_HINT_VI}, ví dụ EPSG:9210 cho VN-2000 kinh tuyến 105°45′.",
        f"The file does not say its coordinate system; {_CRS_HINT_EN}, for example EPSG:9210 for "
        "VN-2000 with meridian 105°45′.",
    ),
    "crs_recognised": (
        "Hệ tọa độ: {label} ({epsg}).",
        "Coordinate system: {label} ({epsg}).",
    ),
    "crs_datum_unknown": (
        "Hệ tọa độ “{crs}” của tệp không nói rõ dùng VN-2000 hay WGS 84 (lệch nhau khoảng 225 m); "
        "nếu là {label}, hãy nêu rõ bằng --crs {epsg}.",
        "The file's system “{crs}” does not say whether it is VN-2000 or WGS 84 (about 225 m "
        "apart); if it is {label}, say so with --crs {epsg}.",
    ),
    "crs_not_supported": (
        f"Hệ tọa độ “{{crs}}” không được hỗ trợ; {_CRS_HINT_VI} với WGS 84 (4326, 32648, 32649) "
        "hoặc VN-2000 (4756, 3405, 3406, 5896–5899, 9205–9218), hoặc chuyển đổi tệp trước.",
        f"The coordinate system “{{crs}}” is not supported; {_CRS_HINT_EN} with WGS 84 (4326, "
        "32648, 32649) or VN-2000 (4756, 3405, 3406, 5896–5899, 9205–9218), or convert the file.",
    ),
    "crs_contradicts_columns": (
        "Tệp có cột kinh độ, vĩ độ nhưng {crs} tính bằng mét; hãy dùng --crs EPSG:4326 hoặc khai "
        "cột bằng --map …=x --map …=y.",
        "The file has columns of longitude and latitude but {crs} is in metres; use --crs "
        "EPSG:4326, or name the columns with --map …=x --map …=y.",
    ),
    "axes_swapped": (
        "Giá trị của cột “{x}” và “{y}” bị đảo trục theo {crs} (trong bảng Việt Nam X thường là "
        "hướng bắc); nếu đúng vậy, hãy dùng --map “{x}”={y_field} --map “{y}”={x_field}.",
        "The values of columns “{x}” and “{y}” are in swapped order for {crs} (in Vietnamese "
        "tables X is often the northing); if so, use --map “{x}”={y_field} --map “{y}”={x_field}.",
    ),
    "axes_swapped_in_layer": (
        "Tọa độ trong lớp bị đảo trục theo {crs}; hãy xuất lại lớp với thứ tự kinh độ (đông) trước, "
        "vĩ độ (bắc) sau.",
        "The coordinates of the layer are in swapped order for {crs}; export it again with "
        "longitude (east) first and latitude (north) second.",
    ),
    "degrees_declared_as_metres": (
        "Tọa độ trông như độ (kinh độ, vĩ độ) nhưng {crs} tính bằng mét; hãy nêu đúng hệ tọa độ, "
        "ví dụ --crs EPSG:4326.",
        "The coordinates look like degrees but {crs} is in metres; name the right system, for "
        "example --crs EPSG:4326.",
    ),
    "metres_declared_as_degrees": (
        "Tọa độ trông như mét nhưng {crs} tính bằng độ; hãy nêu đúng hệ tọa độ, ví dụ --crs EPSG:9210.",
        "The coordinates look like metres but {crs} is in degrees; name the right system, for "
        "example --crs EPSG:9210.",
    ),
}

_COLUMNS: Mapping[str, tuple[str, str]] = {
    "column_missing": (
        "Không tìm thấy cột cho “{field}” trong các cột {columns}; hãy chỉ rõ bằng --map cột=trường.",
        "No column for “{field}” among {columns}; name it with --map column=field.",
    ),
    "column_ambiguous": (
        "Nhiều cột có thể là “{field}”: {candidates}; hãy chọn một, ví dụ --map “{first}”={field}.",
        "Several columns could be “{field}”: {candidates}; choose one, for example --map “{first}”={field}.",
    ),
    "column_unknown": (
        "Tệp không có cột “{column}”; các cột hiện có: {columns}.",
        "The file has no column “{column}”; it has {columns}.",
    ),
    "field_unknown": (
        "Không có trường “{field}”; các trường dùng được: {fields}.",
        "There is no field “{field}”; the fields are: {fields}.",
    ),
    "field_repeated": (
        "Trường “{field}” được gán cho cả cột “{first}” và “{second}”; hãy giữ một cột.",
        "The field “{field}” is given to both “{first}” and “{second}”; keep one column.",
    ),
    "mapping_malformed": (
        "Không hiểu “{argument}”; hãy viết dạng cột=trường, ví dụ “Số vụ”=ref.",
        "“{argument}” is not understood; write column=field, for example “Số vụ”=ref.",
    ),
    "mapping_repeated": (
        "Cột “{column}” được gán hai lần; hãy giữ một lần.",
        "The column “{column}” is given twice; keep one.",
    ),
    "coordinates_incomplete": (
        "Tọa độ thiếu một cột; cần đủ cặp lon, lat hoặc x, y, hãy chỉ rõ bằng --map cột=trường.",
        "One coordinate column is missing; lon and lat or x and y are needed, name them with "
        "--map column=field.",
    ),
    "person_name": (
        "Cột “{column}” trông như họ tên người; hãy xóa cột này khỏi tệp vì hệ thống không lưu dữ "
        "liệu cá nhân.",
        "Column “{column}” looks like names of persons; remove it from the file, no personal data "
        "are stored.",
    ),
    "person_id": (
        "Cột “{column}” trông như số căn cước, CMND hoặc hộ chiếu; hãy xóa cột này khỏi tệp vì hệ "
        "thống không lưu dữ liệu cá nhân.",
        "Column “{column}” looks like identity numbers; remove it from the file, no personal data "
        "are stored.",
    ),
    "person_phone": (
        "Cột “{column}” trông như số điện thoại hoặc thư điện tử; hãy xóa cột này khỏi tệp vì hệ "
        "thống không lưu dữ liệu cá nhân.",
        "Column “{column}” looks like phone numbers or e-mail; remove it from the file, no "
        "personal data are stored.",
    ),
    "person_plate": (
        "Cột “{column}” trông như biển số xe; hãy xóa cột này khỏi tệp vì hệ thống không lưu dữ "
        "liệu cá nhân.",
        "Column “{column}” looks like number plates; remove it from the file, no personal data are stored.",
    ),
    "person_address": (
        "Cột “{column}” trông như địa chỉ; hãy xóa cột này khỏi tệp vì hệ thống không lưu dữ liệu cá nhân.",
        "Column “{column}” looks like addresses; remove it from the file, no personal data are stored.",
    ),
    "person_birth": (
        "Cột “{column}” trông như ngày hoặc năm sinh; hãy xóa cột này khỏi tệp vì hệ thống không "
        "lưu dữ liệu cá nhân.",
        "Column “{column}” looks like dates of birth; remove it from the file, no personal data are stored.",
    ),
    "person_photo": (
        "Cột “{column}” trông như ảnh; hãy xóa cột này khỏi tệp vì hệ thống không lưu dữ liệu cá nhân.",
        "Column “{column}” looks like photographs; remove it from the file, no personal data are stored.",
    ),
}

_ROWS: Mapping[str, tuple[str, str]] = {
    "ref_missing": (
        "Thiếu số hiệu vụ việc; hãy điền cột “{column}”.",
        "The reference is missing; fill in column “{column}”.",
    ),
    "ref_too_long": (
        "Số hiệu “{value}” dài quá 100 ký tự; hãy rút ngắn hoặc kiểm tra lại cột “{column}”.",
        "The reference “{value}” has more than 100 characters; shorten it or check column “{column}”.",
    ),
    "ref_repeated": (
        "Số hiệu “{value}” đã có ở dòng {first}; hãy bỏ dòng trùng hoặc sửa số hiệu.",
        "The reference “{value}” is already in row {first}; drop the repeated row or mend it.",
    ),
    "category_missing": (
        "Thiếu loại vụ việc; hãy điền cột “{column}”.",
        "The category is missing; fill in column “{column}”.",
    ),
    "category_unknown": (
        "Không có loại vụ việc “{value}”; hãy dùng một loại trong danh mục.",
        "There is no category “{value}”; use one from the list.",
    ),
    "category_unknown_near": (
        "Không có loại vụ việc “{value}”; có phải ý là “{proposed}”, hãy sửa lại ô này.",
        "There is no category “{value}”; if “{proposed}” is meant, mend the cell.",
    ),
    "date_missing": (
        "Thiếu thời điểm xảy ra; hãy điền cột “{column}”.",
        "The time is missing; fill in column “{column}”.",
    ),
    "date_unreadable": (
        "Không hiểu thời điểm “{value}”; hãy viết dạng 31/12/2024 14:30 hoặc 2024-12-31 14:30.",
        "The time “{value}” is not understood; write 31/12/2024 14:30 or 2024-12-31 14:30.",
    ),
    "date_without_day": (
        "Thời điểm “{value}” thiếu ngày; hãy viết đủ ngày/tháng/năm.",
        "The time “{value}” lacks the day; write day/month/year.",
    ),
    "date_two_digit_year": (
        "Năm trong “{value}” chỉ có hai chữ số; hãy viết đủ bốn chữ số.",
        "The year in “{value}” has two digits; write all four.",
    ),
    "date_month_first": (
        "“{value}” chỉ đọc được khi tháng đứng trước; nếu là ngày {proposed}, hãy viết theo thứ tự "
        "ngày/tháng/năm.",
        "“{value}” only reads with the month first; if it is {proposed}, write it as day/month/year.",
    ),
    "dates_month_first": (
        "Cột “{column}” có giá trị như “{value}” viết tháng trước ngày, nên các ngày khác trong cột "
        "có thể bị hiểu sai; hãy đổi cả cột sang ngày/tháng/năm hoặc năm-tháng-ngày.",
        "Column “{column}” has values such as “{value}” with the month first, so its other dates "
        "could be read wrongly; write the whole column as day/month/year or year-month-day.",
    ),
    "date_day_number": (
        "“{value}” trông như số ngày của bảng tính (tức {proposed}); hãy định dạng cột “{column}” "
        "là ngày rồi xuất lại.",
        "“{value}” looks like a spreadsheet's day number ({proposed}); format column “{column}” as "
        "a date and export again.",
    ),
    "date_in_future": (
        "Thời điểm “{value}” ở tương lai; hãy sửa lại ngày.",
        "The time “{value}” lies in the future; mend the date.",
    ),
    "date_too_early": (
        "Thời điểm “{value}” trước năm 1945; hãy sửa lại ngày.",
        "The time “{value}” is before 1945; mend the date.",
    ),
    "coordinate_missing": (
        "Thiếu tọa độ; hãy điền cột “{column}”.",
        "The coordinate is missing; fill in column “{column}”.",
    ),
    "coordinate_unreadable": (
        "Tọa độ “{value}” trong cột “{column}” không phải là số; hãy viết dạng 106,7012 hoặc 106.7012.",
        "The coordinate “{value}” in column “{column}” is not a number; write 106.7012 or 106,7012.",
    ),
    "coordinates_swapped": (
        "Tọa độ ({x}; {y}) trông như bị đảo hai giá trị; nếu đúng vậy, hãy đổi chỗ hai ô này.",
        "The coordinates ({x}; {y}) look swapped; if so, exchange the two cells.",
    ),
    "outside_vietnam": (
        "Vị trí ({x}; {y}) nằm ngoài Việt Nam và vùng lân cận; hãy kiểm tra tọa độ và hệ tọa độ.",
        "The place ({x}; {y}) lies outside Việt Nam and its surroundings; check the coordinates "
        "and their system.",
    ),
    "count_unreadable": (
        "“{value}” trong cột “{column}” không phải số nguyên không âm; hãy sửa lại, hoặc để trống "
        "nếu chưa biết.",
        "“{value}” in column “{column}” is not a whole number from 0; mend it, or leave it empty if unknown.",
    ),
    "code_missing": (
        "Thiếu mã đơn vị; hãy điền cột “{column}”.",
        "The code of the unit is missing; fill in column “{column}”.",
    ),
    "code_repeated": (
        "Mã đơn vị “{value}” đã có ở dòng {first}; hãy gộp hoặc sửa mã.",
        "The code “{value}” is already in row {first}; merge the two or mend the code.",
    ),
}

_GEOMETRY: Mapping[str, tuple[str, str]] = {
    "geometry_missing": (
        "Đối tượng không có hình học; hãy vẽ lại hoặc xóa dòng này.",
        "The feature has no geometry; draw it again or delete the row.",
    ),
    "geometry_not_finite": (
        "Hình học có tọa độ không phải là số; hãy xuất lại đối tượng này.",
        "The geometry has coordinates that are not numbers; export the feature again.",
    ),
    "polygon_expected": (
        "Cần hình vùng nhưng đối tượng là {value}; hãy chọn đúng lớp.",
        "A polygon is needed but the feature is a {value}; choose the right layer.",
    ),
    "line_expected": (
        "Cần hình đường nhưng đối tượng là {value}; hãy chọn đúng lớp.",
        "A line is needed but the feature is a {value}; choose the right layer.",
    ),
    "point_expected": (
        "Cần hình điểm; hãy chọn đúng lớp hoặc chuyển đối tượng thành điểm.",
        "A point is needed; choose the right layer or turn the feature into a point.",
    ),
    "type_unexpected": (
        "Kiểu hình học {value} không dùng được ở đây; hãy chuyển thành điểm, đường hoặc vùng.",
        "The geometry type {value} cannot be used here; turn it into a point, line or polygon.",
    ),
    "invalid_self_intersection": (
        "Ranh giới tự cắt tại kinh độ {lon}, vĩ độ {lat}; hãy sửa hình trong phần mềm GIS.",
        "The boundary crosses itself at longitude {lon}, latitude {lat}; mend it in a GIS.",
    ),
    "invalid_too_few_points": (
        "Ranh giới có quá ít điểm tại kinh độ {lon}, vĩ độ {lat}; hãy vẽ lại hình.",
        "The boundary has too few points at longitude {lon}, latitude {lat}; draw it again.",
    ),
    "invalid_hole": (
        "Lỗ trong vùng sai vị trí tại kinh độ {lon}, vĩ độ {lat}; hãy sửa hình trong phần mềm GIS.",
        "A hole of the polygon is misplaced at longitude {lon}, latitude {lat}; mend it in a GIS.",
    ),
    "invalid_nested": (
        "Các phần của vùng chồng lên nhau tại kinh độ {lon}, vĩ độ {lat}; hãy sửa hình trong phần mềm GIS.",
        "Parts of the polygon lie on each other at longitude {lon}, latitude {lat}; mend it in a GIS.",
    ),
    "invalid_other": (
        "Hình học không hợp lệ; hãy sửa hình bằng công cụ “Fix geometries” của QGIS.",
        "The geometry is not valid; mend it with “Fix geometries” of QGIS.",
    ),
}

TEXTS: Mapping[str, tuple[str, str]] = {**_FILES, **_SYSTEMS, **_COLUMNS, **_ROWS, **_GEOMETRY}
