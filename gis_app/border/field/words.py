"""The sentences of the page's scripts, in the language of the page. `%(name)s` is filled in by the script."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def words() -> dict[str, Any]:
    """Return every sentence by the name that the scripts use."""
    return {**_doorway(), **_contact(), **_form(), **_lists(), **_device()}


def _doorway() -> dict[str, Any]:
    return {
        "unsentOf": _("%(count)s mục chưa gửi"),
        "noneUnsent": _("không còn mục nào chưa gửi"),
        "madeOn": _("lập %(at)s"),
        "makeFor": _("Kho tin trên máy này cho %(name)s, %(agency)s."),
        "pinShort": _("Mã PIN phải có ít nhất 6 chữ số: hãy ghi lại."),
        "pinSimple": _("Mã PIN này quá dễ đoán (một chữ số, hoặc đếm liền nhau): hãy chọn mã khác."),
        "pinDiffers": _("Hai lần ghi mã PIN không giống nhau: hãy ghi lại."),
        "wrongPin": _("Mã PIN không đúng: hãy ghi lại. Tin trên máy vẫn còn nguyên."),
        "waitPin": _(
            "Đã ghi sai mã PIN nhiều lần: hãy chờ %(seconds)s giây rồi ghi lại. Tin trên máy vẫn còn nguyên."
        ),
        "opening": _("Đang mở…"),
        "notOpened": _("Không mở được kho: hãy đóng trang rồi mở lại. Tin trên máy vẫn còn nguyên."),
        "notMade": _("Máy không lưu được: hãy giải phóng bộ nhớ của máy rồi thử lại."),
        "insecure": _(
            "Địa chỉ này không phải HTTPS nên trình duyệt không cho mã hóa và lưu tin trên máy, không"
            " cho định vị: tin chỉ được giữ khi trang còn mở. Hãy nhờ quản trị hệ thống bật HTTPS."
        ),
    }


def _contact() -> dict[str, Any]:
    return {
        "offline": _(
            "Không có mạng hoặc máy chủ không trả lời: tin được giữ trên máy và tự gửi khi có mạng."
        ),
        "serverBusy": _("Máy chủ đang bận hoặc gặp lỗi: tin vẫn còn trên máy và sẽ tự gửi lại."),
        "signedOut": _("Phiên làm việc đã hết: tin vẫn còn trên máy; hãy đăng nhập lại để gửi."),
        "notSignedIn": _("Chưa đăng nhập: tin trên máy chỉ gửi được sau khi đăng nhập."),
        "failed": _("Máy chủ chưa nhận tin: tin vẫn còn trên máy; hãy tải lại trang rồi thử lại."),
        "otherAccount": _(
            "Máy đang đăng nhập bằng %(now)s: tin trong kho này chỉ gửi khi %(owner)s đăng nhập."
        ),
        "firstContact": _("Kho này chưa nhận được danh mục của máy chủ: cần có mạng một lần."),
        "clockFast": _(
            "Đồng hồ máy này nhanh %(minutes)s phút so với máy chủ: giờ trong tin được tính theo máy "
            "chủ. Hãy chỉnh lại đồng hồ."
        ),
        "clockSlow": _(
            "Đồng hồ máy này chậm %(minutes)s phút so với máy chủ: giờ trong tin được tính theo máy "
            "chủ. Hãy chỉnh lại đồng hồ."
        ),
        "lines": {
            "sending": _("Đang gửi…"),
            "sent": _("Có mạng"),
            "offline": _("Không có mạng"),
            "signedOut": _("Chưa đăng nhập"),
            "other": _("Tài khoản khác"),
            "old": _("Ứng dụng cũ"),
            "refused": _("Máy chủ từ chối"),
        },
        "asking": _("Đang hỏi máy chủ…"),
    }


def _form() -> dict[str, Any]:
    return {
        "zoomIn": _("Phóng to"),
        "zoomOut": _("Thu nhỏ"),
        "gpsSearching": _("Đang tìm vị trí bằng GPS…"),
        "gpsFound": _("GPS ± %(metres)s m, lúc %(at)s"),
        "gpsBetter": _("(đang tìm chính xác hơn)"),
        "gpsDenied": _("Trình duyệt không được phép định vị: hãy cho phép, hoặc chạm bản đồ để đặt điểm."),
        "gpsUnavailable": _(
            "Chưa bắt được GPS: hãy ra chỗ thoáng rồi lấy lại, hoặc chạm bản đồ để đặt điểm."
        ),
        "tapped": _("Đã đặt trên bản đồ"),
        "about": _("Khoảng:"),
        "marker": _("mốc %(marker)s %(metres)s m dọc đường biên giới"),
        "depthInside": _("cách %(line)s %(metres)s m về phía trong"),
        "depthOutside": _("ngoài %(line)s %(metres)s m"),
        "depthUnknown": _("cách %(line)s %(metres)s m"),
        "coarse": _(
            "Vị trí chỉ chính xác đến %(metres)s m: hãy chờ thêm, hoặc chạm bản đồ. Vẫn lưu được, máy"
            " chủ sẽ đánh dấu và hỏi lại."
        ),
        "beyond": _(
            "Điểm nằm ngoài đường biên giới khoảng %(metres)s m. Nếu đúng như vậy, hãy cứ lưu: máy "
            "chủ sẽ đánh dấu và hỏi lại."
        ),
        "numbers": _(
            "Nội dung có dãy số giống số điện thoại hoặc giấy tờ: hãy bỏ đi, nếu không máy chủ sẽ trả "
            "lại tin."
        ),
        "noKind": _("Chưa chọn loại tin: hãy chọn một loại."),
        "noText": _("Chưa có nội dung: hãy ghi điều đã thấy."),
        "longText": _("Nội dung dài quá %(most)s ký tự: hãy rút gọn."),
        "noTime": _("Thời gian không đúng: hãy chọn lại giờ."),
        "noPlace": _("Chưa có vị trí: hãy chờ GPS hoặc chạm bản đồ để đặt điểm."),
        "kept": _("Đã lưu trên máy lúc %(at)s; tự gửi khi có mạng."),
        "full": _(
            "Bộ nhớ của máy đã đầy nên tin chưa lưu được; nội dung còn ở đây. Hãy xóa bớt ảnh, ứng "
            "dụng rồi lưu lại."
        ),
        "notKept": _("Máy không lưu được; nội dung còn ở đây. Hãy thử lại."),
    }


def _lists() -> dict[str, Any]:
    return {
        "states": {
            "waiting": _("chưa gửi"),
            "sending": _("đang gửi"),
            "taken": _("đã nhận"),
            "refused": _("bị trả lại"),
        },
        "step": _("Bước xử lý"),
        "receipt": _("Máy chủ đã nhận, số %(number)s, lúc %(at)s."),
        "receiptOnly": _("Máy chủ đã nhận lúc %(at)s."),
        "openReport": _("Mở trang của tin"),
        "correct": _("Sửa lại"),
        "sendAgain": _("Gửi lại"),
        "drop": _("Bỏ"),
        "dropSure": _("Bấm lần nữa để bỏ hẳn"),
        "fresh": _("mới"),
        "joined": _("đã gộp"),
        "aboutReport": _("Số %(number)s, xảy ra lúc %(at)s"),
        "holder": _("Đơn vị đang giữ: %(agency)s"),
        "note": _("Ghi chú, câu trả lời"),
        "placeRight": _("Vị trí đúng như vậy"),
        "toAgency": _("Bàn giao cho cơ quan"),
        "noAgency": _("Chưa chọn cơ quan nhận bàn giao: hãy chọn trong danh sách."),
        "stepKept": _("Đã lưu bước xử lý trên máy; tự gửi khi có mạng."),
    }


def _device() -> dict[str, Any]:
    return {
        "account": _("Tài khoản"),
        "agency": _("Đơn vị"),
        "lastContact": _("Liên lạc lần cuối"),
        "package": _("Bản đồ trên máy"),
        "packageSize": _("%(size)s KB, %(communes)s xã, phường, tải lúc %(at)s"),
        "noPackage": _("chưa có: cần có mạng một lần"),
        "storage": _("Lưu trên máy"),
        "storageKept": _("mã hóa bằng mã PIN; trình duyệt giữ lâu dài"),
        "storageMayGo": _(
            "mã hóa bằng mã PIN; trình duyệt có thể xóa khi máy đầy: hãy cài trang này vào màn hình chính"
        ),
        "storageNone": _("không; chỉ giữ khi trang còn mở"),
        "pinChanged": _("Đã đổi mã PIN."),
    }
