"""Word lists for `layers.reading.persons`.

Surnames: the hundred or so that nearly all Vietnamese bear, with the common ones of the Khmer, Hoa
and highland peoples. Words that begin place names more often than persons (Kim, Thạch, Sơn, Long,
Phú, Tân, Lộc) are left out. Honoured: persons after whom streets, schools and communes are named.
"""

from __future__ import annotations

from layers.reading.names import ascii_words, fold_name

_SURNAMES = """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh
    trương đinh lâm phùng mai tô hà tạ chu châu quách thái cao tăng lương lưu triệu kiều doãn
    nghiêm quan tống từ thân khổng khương ông âu đàm giang hứa la lã lại lục mạc nông phí tiêu
    tôn tưởng ứng vi vòng danh điểu cầm lò ma giàng sùng thào
"""

SURNAMES = frozenset(_SURNAMES.split())

ASCII_SURNAMES = frozenset("".join(ascii_words(surname)) for surname in SURNAMES)

_HONOURED_NAMES = """
    An Dương Vương, Âu Cơ, Bà Huyện Thanh Quan, Bà Triệu, Bùi Thị Xuân, Bùi Viện, Cao Bá Quát,
    Cao Thắng, Châu Văn Liêm, Chu Văn An, Dương Đình Nghệ, Dương Minh Châu, Đào Duy Anh,
    Đào Duy Từ, Đặng Dung, Đặng Thai Mai, Đặng Thùy Trâm, Đặng Văn Ngữ, Điện Biên Phủ,
    Đinh Bộ Lĩnh, Đinh Công Tráng, Đinh Tiên Hoàng, Đoàn Thị Điểm, Đoàn Văn Bơ, Hà Huy Giáp,
    Hà Huy Tập, Hàn Mặc Tử, Hàm Nghi, Hồ Chí Minh, Hồ Hảo Hớn, Hồ Thị Kỷ, Hồ Tùng Mậu,
    Hồ Văn Đại, Hồ Xuân Hương, Hoàng Diệu, Hoàng Hoa Thám, Hoàng Quốc Việt, Hoàng Sa,
    Hoàng Văn Thái, Hoàng Văn Thụ, Huyền Trân Công Chúa, Huỳnh Mẫn Đạt, Huỳnh Tấn Phát,
    Huỳnh Thúc Kháng, Huỳnh Văn Bánh, Huỳnh Văn Lũy, Huỳnh Văn Nghệ, Kim Đồng, La Văn Cầu,
    Lâm Quang Ky, Lê Anh Xuân, Lê Chân, Lê Duẩn, Lê Đại Hành, Lê Đức Thọ, Lê Hồng Phong,
    Lê Hữu Trác, Lê Lai, Lê Lợi, Lê Minh Xuân, Lê Nin, Lê Quý Đôn, Lê Quang Định, Lê Thánh Tông,
    Lê Thánh Tôn, Lê Thị Hồng Gấm, Lê Thị Riêng, Lê Trọng Tấn, Lê Văn Duyệt, Lê Văn Hưu,
    Lê Văn Lương, Lê Văn Sỹ, Lê Văn Tám, Lê Văn Việt, Lương Định Của, Lương Khánh Thiện,
    Lương Ngọc Quyến, Lương Thế Vinh, Lương Văn Can, Lý Chính Thắng, Lý Nam Đế, Lý Thái Tổ,
    Lý Thường Kiệt, Lý Tự Trọng, Lý Văn Lâm, Mạc Đĩnh Chi, Mạc Thị Bưởi, Mai Hắc Đế,
    Mai Thúc Loan, Ngô Đức Kế, Ngô Gia Tự, Ngô Mây, Ngô Quyền, Ngô Sĩ Liên, Ngô Tất Tố,
    Ngô Thì Nhậm, Nguyễn Ái Quốc, Nguyễn An Ninh, Nguyễn Bỉnh Khiêm, Nguyễn Biểu,
    Nguyễn Chí Thanh, Nguyễn Công Hoan, Nguyễn Công Trứ, Nguyễn Cư Trinh, Nguyễn Du,
    Nguyễn Đình Chiểu, Nguyễn Đình Thi, Nguyễn Đức Cảnh, Nguyễn Hiền, Nguyễn Hoàng, Nguyễn Huân,
    Nguyễn Huệ, Nguyễn Hữu Cảnh, Nguyễn Hữu Cầu, Nguyễn Hữu Huân, Nguyễn Hữu Thọ,
    Nguyễn Hữu Tiến, Nguyễn Khoái, Nguyễn Khuyến, Nguyễn Kiệm, Nguyễn Lương Bằng,
    Nguyễn Phích, Nguyễn Phong Sắc, Nguyễn Sinh Sắc, Nguyễn Tất Thành, Nguyễn Thái Bình,
    Nguyễn Thái Học, Nguyễn Thái Sơn, Nguyễn Thị Định, Nguyễn Thị Minh Khai, Nguyễn Thiện Thuật,
    Nguyễn Thông, Nguyễn Thượng Hiền, Nguyễn Trãi, Nguyễn Tri Phương, Nguyễn Trung Trực,
    Nguyễn Trường Tộ, Nguyễn Tuân, Nguyễn Văn Bảo, Nguyễn Văn Cừ, Nguyễn Văn Linh,
    Nguyễn Văn Thoại, Nguyễn Văn Tiết, Nguyễn Văn Trỗi, Nguyễn Viết Xuân, Nguyễn Việt Khái,
    Nguyễn Xí, Phạm Hồng Thái, Phạm Hùng, Phạm Ngọc Thạch, Phạm Ngũ Lão, Phạm Văn Cội,
    Phạm Văn Đồng, Phạm Văn Thuận, Phan Bội Châu, Phan Chu Trinh, Phan Châu Trinh,
    Phan Đăng Lưu, Phan Đình Giót, Phan Đình Phùng, Phan Huy Chú, Phan Huy Ích, Phan Kế Bính,
    Phan Ngọc Hiển, Phan Thanh Giản, Phan Văn Trị, Phù Đổng, Phùng Hưng, Phùng Khắc Khoan,
    Quách Phẩm, Quang Trung, Tạ An Khương, Tạ Uyên, Thái Phiên, Tô Hiến Thành, Tô Hiệu,
    Tô Ký, Tô Vĩnh Diện, Tôn Đức Thắng, Tôn Thất Thuyết, Tôn Thất Tùng, Tống Duy Tân,
    Trần Bình Trọng, Trần Biên, Trần Cao Vân, Trần Đại Nghĩa, Trần Hưng Đạo, Trần Khánh Dư,
    Trần Khát Chân, Trần Nguyên Hãn, Trần Nhân Tông, Trần Nhật Duật, Trần Phán, Trần Phú,
    Trần Quang Diệu, Trần Quang Khải, Trần Quốc Thảo, Trần Quốc Toản, Trần Quý Cáp, Trần Thới,
    Trần Văn Giàu, Trần Văn Ơn, Trần Văn Thời, Trần Văn Trà, Trần Xuân Soạn, Triệu Quang Phục,
    Triệu Thị Trinh, Triệu Việt Vương, Trịnh Hoài Đức, Trương Công Định, Trương Định,
    Trương Hán Siêu, Trương Vĩnh Ký, Từ Đức, Văn Cao, Võ Nguyên Giáp, Võ Thị Sáu, Võ Trường Toản,
    Võ Văn Kiệt, Võ Văn Ngân, Võ Văn Tần, Vũ Hồng Phô, Vũ Ngọc Phan, Vũ Trọng Phụng
"""

HONOURED = frozenset(fold_name(name) for name in _HONOURED_NAMES.split(","))
