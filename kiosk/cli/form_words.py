"""What `kiosk forms check` says: one plain sentence a finding, for the official who keeps the sheet."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "xml-broken": "Tệp biểu mẫu không đọc được: {detail}. Hãy xuất lại từ bảng tính.",
    "xml-unsafe": "Tệp biểu mẫu có khai báo DTD, không được phép. Hãy xuất lại từ bảng tính.",
    "too-large": "Biểu mẫu hoặc biểu thức quá lớn ({detail}). Hãy chia nhỏ.",
    "structure-broken": "Biểu mẫu thiếu hoặc thừa một phần: {detail}.",
    "xpath-syntax": "Công thức viết sai: {detail}.",
    "function-unknown": "Không có hàm này: {detail}.",
    "function-arguments": "Hàm nhận sai số lượng hoặc loại tham số: {detail}.",
    "prefix-unknown": "Tiền tố chưa được khai báo: {detail}.",
    "type-wrong": "Công thức dùng sai loại giá trị: {detail}.",
    "reference-unknown": "Nhắc đến một câu hỏi không có trong biểu mẫu: {detail}.",
    "cycle": "Các công thức nhắc đến nhau thành vòng: {detail}.",
    "external-broken": "Tệp danh mục đi kèm không đọc được: {detail}.",
    "regex-refused": "Mẫu kiểm tra viết sai, hoặc có thể làm máy treo: {detail}. Hãy viết đơn giản hơn.",
    "number-against-text": "So sánh câu trả lời bằng số với chữ: {detail}. Hãy bỏ dấu nháy hoặc sửa giá trị.",
    "text-against-number": "So sánh câu trả lời bằng chữ với số: {detail}. Nên đổi thành số.",
    "no-such-choice": "So sánh với một lựa chọn không có trong danh sách: {detail}.",
    "never-holds": "Điều kiện này không bao giờ đúng: {detail}.",
    "required-but-unreachable": "Câu hỏi bắt buộc nhưng không bao giờ được hỏi, vì điều kiện của {detail}.",
    "choice-without-label": "Lựa chọn “{detail}” chưa có nhãn.",
    "select-without-choices": "Câu hỏi chọn chưa có lựa chọn nào.",
    "question-without-label": "Câu hỏi chưa có nhãn.",
    "missing-language": "Thiếu lời bằng ngôn ngữ {detail}.",
    "label-too-long": "Nhãn quá dài cho màn hình khi chữ to gấp đôi: {detail} ký tự.",
    "constraint-without-message": "Có kiểm tra nhưng chưa nói phải sửa thế nào (constraint_message).",
    "component-untested": "cases.md chưa thử giấy tờ “{detail}” cả khi cần lẫn khi không cần.",
    "condition-broken": "Điều kiện này không tính được trên biểu mẫu: {detail}.",
    "source-unknown": "Thẻ căn cước không có trường “{detail}”: xem danh sách trong docs/authoring.md.",
    "branch-untested": "cases.md chưa thử câu “{detail}” cả khi được hỏi lẫn khi không được hỏi.",
    "editions-overlap": "Phiên bản này và “{detail}” cùng có hiệu lực: ghi effective_to cho phiên bản cũ.",
    "cases-missing": "Thủ tục chưa có cases.md với ít nhất một trường hợp.",
    "dates-overlap": "Hai mức phí “{detail}” cùng có hiệu lực một lúc trên cùng một kênh.",
    "sensitive-unneeded": "Khai báo đọc “{detail}” (nhạy cảm) từ thẻ nhưng không câu hỏi nào dùng.",
    "sensitive-undeclared": "Đọc “{detail}” (nhạy cảm) từ thẻ nhưng procedure.toml không khai báo cần.",
    "procedure-broken": "Không đọc được procedure.toml: {detail}.",
    "print-broken": "print.toml có chỗ sai: {detail}.",
    "form-outdated": "form.xml không khớp với bảng tính. Chạy kiosk forms check --make với thư mục này.",
    "sheet-refused": "Bảng tính có chỗ sai: {detail}",
}


def say(code: str, detail: str) -> str:
    """Return the sentence of a finding; an unknown code is said as it is."""
    return WORDS.get(code, code + ": {detail}").format(detail=detail)
