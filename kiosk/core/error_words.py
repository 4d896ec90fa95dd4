"""What people read for each `Code`: Vietnamese first, English beside it. No value of a visit goes in here."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.core.errors import Code


@dataclass(frozen=True, slots=True)
class Words:
    """What happened, and what to do, in both languages. Each is one plain sentence."""

    vi: str
    do_vi: str
    en: str
    do_en: str


_ASK_STAFF = ("Gọi cán bộ giúp.", "Call an officer.")

WORDS: dict[Code, Words] = {
    Code.CARD_ABSENT: Words(
        "Chưa thấy thẻ trên máy đọc.",
        "Đặt thẻ căn cước lên máy đọc.",
        "There is no card on the reader.",
        "Put the identity card on the reader.",
    ),
    Code.CARD_WRONG_CAN: Words(
        "Sáu số vừa nhập chưa đúng.",
        "Nhập lại sáu số cuối của số căn cước in trên mặt trước thẻ.",
        "The six digits are not right.",
        "Enter again the last six digits of the number on the card's front.",
    ),
    Code.CARD_REMOVED: Words(
        "Thẻ bị nhấc ra quá sớm.",
        "Đặt lại thẻ và giữ nguyên đến khi đọc xong.",
        "The card was moved too early.",
        "Put it back and leave it until reading ends.",
    ),
    Code.CARD_FOREIGN: Words(
        "Đây không phải thẻ căn cước gắn chip.",
        "Dùng thẻ căn cước gắn chip, hoặc chọn tự nhập.",
        "This is not a chip identity card.",
        "Use the chip identity card, or type by hand.",
    ),
    Code.CARD_BLOCKED: Words(
        "Thẻ đã khóa vì nhập sai nhiều lần.",
        "Chọn tự nhập, và hỏi Công an để mở khóa thẻ.",
        "The card is blocked after too many wrong digits.",
        "Type by hand; the police can unblock the card.",
    ),
    Code.CARD_TIMED_OUT: Words(
        "Đọc thẻ quá lâu nên máy đã dừng.",
        "Nhấc thẻ ra, đặt lại và thử lần nữa.",
        "Reading took too long and was stopped.",
        "Lift the card, put it back and try again.",
    ),
    Code.CARD_MALFORMED: Words(
        "Thẻ trả lời không đúng chuẩn.",
        "Thử lại; nếu vẫn vậy, chọn tự nhập.",
        "The card's answer makes no sense.",
        "Try again; if it stays so, type by hand.",
    ),
    Code.CARD_TAMPERED: Words(
        "Dữ liệu trên thẻ không khớp chữ ký của cơ quan cấp.",
        _ASK_STAFF[0],
        "The card's data do not match the issuer's signature.",
        _ASK_STAFF[1],
    ),
    Code.CARD_SIGNER_UNTRUSTED: Words(
        "Chữ ký trên thẻ không thuộc cơ quan cấp mà máy này biết.",
        _ASK_STAFF[0],
        "The card's signer is not one that this kiosk trusts.",
        _ASK_STAFF[1],
    ),
    Code.CARD_SIGNER_EXPIRED: Words(
        "Chứng thư ký thẻ không còn hiệu lực vào ngày ký.",
        _ASK_STAFF[0],
        "The card's signer was not valid when it signed.",
        _ASK_STAFF[1],
    ),
    Code.CARD_COPIED: Words(
        "Chip không chứng minh được là thẻ gốc.",
        _ASK_STAFF[0],
        "The chip could not prove that it is the original card.",
        _ASK_STAFF[1],
    ),
    Code.CARD_OTHER: Words(
        "Đây là một thẻ khác với thẻ đã bắt đầu.",
        "Đặt lại đúng thẻ đã dùng lúc đầu.",
        "This is another card than the one that began.",
        "Put back the card that was used first.",
    ),
    Code.CARD_CANCELED: Words(
        "Đã dừng đọc thẻ.",
        "Đặt thẻ lên máy đọc khi muốn đọc lại.",
        "Reading the card was stopped.",
        "Put the card down to read it again.",
    ),
    Code.CARD_UNSUPPORTED: Words(
        "Thẻ dùng kiểu bảo vệ mà máy này chưa hỗ trợ.",
        "Chọn tự nhập; cán bộ báo kỹ thuật viên.",
        "The card uses a protection that this kiosk does not support.",
        "Type by hand; staff tell a technician.",
    ),
    Code.CARD_NEEDS_ZONE: Words(
        "Thẻ này không mở được bằng sáu số.",
        "Gọi cán bộ để mở bằng dòng chữ ở mặt sau thẻ, hoặc chọn tự nhập.",
        "This card does not open with six digits.",
        "An officer can open it with the lines on its back; or type by hand.",
    ),
    Code.NO_ANCHOR: Words(
        "Máy chưa có chứng thư gốc để kiểm tra chữ ký trên chip.",
        "Xin chứng thư CSCA rồi ghi tên tệp vào card.anchors.",
        "There is no issuer's certificate to check the chip's signature with.",
        "Get the CSCA certificate and name its file in card.anchors.",
    ),
    Code.READER_ABSENT: Words(
        "Máy đọc thẻ chưa được nối.",
        "Chọn tự nhập; cán bộ kiểm tra dây máy đọc.",
        "No card reader is connected.",
        "Type by hand; staff check the reader's cable.",
    ),
    Code.READER_LOST: Words(
        "Mất kết nối với máy đọc thẻ.",
        "Chờ một chút rồi thử lại, hoặc chọn tự nhập.",
        "The card reader was lost.",
        "Wait a moment and try again, or type by hand.",
    ),
    Code.READER_SILENT: Words(
        "Máy đọc thẻ không trả lời.",
        "Nhấc thẻ ra, đặt lại; nếu vẫn vậy, chọn tự nhập.",
        "The card reader does not answer.",
        "Lift the card and put it back; or type by hand.",
    ),
    Code.READER_DAEMON_DOWN: Words(
        "Dịch vụ đọc thẻ của máy đang tắt.",
        "Chọn tự nhập; kỹ thuật viên khởi động lại pcscd.",
        "The card service is down.",
        "Type by hand; a technician restarts pcscd.",
    ),
    Code.PRINTER_UNREACHABLE: Words(
        "Không liên lạc được với máy in.",
        "Chụp lại phiếu trên màn hình, hoặc nhờ cán bộ in tại quầy.",
        "The printer cannot be reached.",
        "Photograph the slip on the screen, or ask the counter to print it.",
    ),
    Code.PRINTER_NO_PAPER: Words(
        "Máy in hết giấy.",
        "Nhờ cán bộ thêm giấy; phiếu vẫn hiện trên màn hình.",
        "The printer is out of paper.",
        "Ask staff to add paper; the slip stays on the screen.",
    ),
    Code.PRINTER_JAM: Words(
        "Máy in bị kẹt giấy.",
        "Nhờ cán bộ gỡ giấy; phiếu vẫn hiện trên màn hình.",
        "The printer is jammed.",
        "Ask staff to clear it; the slip stays on the screen.",
    ),
    Code.PRINTER_COVER_OPEN: Words(
        "Nắp máy in đang mở.",
        "Nhờ cán bộ đóng nắp; phiếu vẫn hiện trên màn hình.",
        "The printer's cover is open.",
        "Ask staff to close it; the slip stays on the screen.",
    ),
    Code.PRINTER_TOO_SLOW: Words(
        "Máy in chưa báo in xong.",
        "Xem khay giấy; nếu không có, chụp phiếu trên màn hình.",
        "The printer has not confirmed.",
        "Look at the tray; if it is empty, photograph the slip on the screen.",
    ),
    Code.PRINTER_CANCELED: Words(
        "Máy in đã hủy lệnh in.",
        "Bấm In lại, hoặc chụp phiếu trên màn hình.",
        "The printer cancelled the job.",
        "Touch Print again, or photograph the slip on the screen.",
    ),
    Code.PRINTER_OUTPUT_FULL: Words(
        "Khay ra của máy in đã đầy.",
        "Nhờ cán bộ lấy bớt giấy; phiếu vẫn hiện trên màn hình.",
        "The printer's output tray is full.",
        "Ask staff to empty it; the slip stays on the screen.",
    ),
    Code.PRINTER_NO_TONER: Words(
        "Máy in hết mực.",
        "Nhờ cán bộ thay mực; phiếu vẫn hiện trên màn hình.",
        "The printer is out of toner.",
        "Ask staff to change it; the slip stays on the screen.",
    ),
    Code.PRINTER_PAUSED: Words(
        "Máy in đang tạm dừng.",
        "Nhờ cán bộ cho máy in chạy lại; phiếu vẫn hiện trên màn hình.",
        "The printer is paused.",
        "Ask staff to resume it; the slip stays on the screen.",
    ),
    Code.PRINTER_NO_PDF: Words(
        "Máy in này không nhận tệp PDF.",
        "Nối máy in qua CUPS, rồi đặt printer.uri theo đó.",
        "This printer does not take PDF.",
        "Put CUPS in front of it and point printer.uri there.",
    ),
    Code.PRINTER_PAPER_LOW: Words(
        "Máy in sắp hết giấy.",
        "Thêm giấy vào khay.",
        "The printer is low on paper.",
        "Add paper.",
    ),
    Code.PRINTER_TONER_LOW: Words(
        "Máy in sắp hết mực.",
        "Chuẩn bị hộp mực mới.",
        "The printer is low on toner.",
        "Have a new cartridge ready.",
    ),
    Code.PRINTER_ABSENT: Words(
        "Máy này chưa có máy in.",
        "Phiếu chỉ hiện trên màn hình; nối máy in rồi đặt printer.uri.",
        "No printer is set up.",
        "Slips show on the screen only; connect a printer and set printer.uri.",
    ),
    Code.SCANNER_ABSENT: Words(
        "Không thấy máy quét.",
        "Chọn nộp bản giấy tại quầy, hoặc gọi cán bộ.",
        "There is no scanner.",
        "Choose to hand in the paper at the counter, or call an officer.",
    ),
    Code.SCAN_FAILED: Words(
        "Quét không thành công.",
        "Đặt lại giấy và quét lần nữa.",
        "Scanning failed.",
        "Place the paper again and scan once more.",
    ),
    Code.SCAN_NO_PAGE: Words(
        "Chưa có giấy trong máy quét.",
        "Đặt giấy vào khay, mặt chữ lên trên, rồi quét.",
        "There is no page in the scanner.",
        "Put the paper in the tray, text up, and scan.",
    ),
    Code.SCAN_UNREADABLE: Words(
        "Không mở được tệp giấy tờ này.",
        "Quét lại giấy, hoặc chọn tệp khác (JPEG, PNG, PDF).",
        "This paper's file cannot be opened.",
        "Scan it again, or choose another file (JPEG, PNG, PDF).",
    ),
    Code.SCANNER_JAM: Words(
        "Giấy bị kẹt trong máy quét.",
        "Nhờ cán bộ gỡ giấy, rồi quét lại trang này.",
        "Paper is jammed in the scanner.",
        "Ask staff to clear it, then scan this page again.",
    ),
    Code.SCANNER_COVER_OPEN: Words(
        "Nắp máy quét đang mở.",
        "Đóng nắp rồi quét lại.",
        "The scanner's cover is open.",
        "Close it and scan again.",
    ),
    Code.SCANNER_BUSY: Words(
        "Máy quét đang bận.",
        "Chờ một lát rồi quét lại.",
        "The scanner is busy.",
        "Wait a moment and scan again.",
    ),
    Code.SCANNER_TOO_SLOW: Words(
        "Máy quét không trả lời kịp.",
        "Quét lại; nếu vẫn vậy, chọn nộp bản giấy tại quầy.",
        "The scanner did not answer in time.",
        "Scan again; if it repeats, hand in the paper at the counter.",
    ),
    Code.SCAN_CANCELED: Words(
        "Đã dừng quét.",
        "Đặt giấy rồi quét lại khi sẵn sàng.",
        "Scanning was stopped.",
        "Place the paper and scan when ready.",
    ),
    Code.FORM_BROKEN: Words(
        "Biểu mẫu của thủ tục này có lỗi.",
        "Báo kỹ thuật viên; chọn thủ tục khác hoặc hỏi cán bộ.",
        "This procedure's form is broken.",
        "Tell the technician; ask an officer meanwhile.",
    ),
    Code.FORM_VALUE_REFUSED: Words(
        "Giá trị này không hợp với câu hỏi.",
        "Xem lại giá trị vừa nhập.",
        "The question does not accept this value.",
        "Look at the value again.",
    ),
    Code.FORM_ANSWERS_VIOLATE: Words(
        "Còn câu trả lời cần sửa.",
        "Sửa các câu được nêu rồi nộp lại.",
        "Some answers need mending.",
        "Mend those listed and submit again.",
    ),
    Code.FORM_UNREADABLE: Words(
        "Không mở được tệp biểu mẫu.",
        "Kiểm tra đường dẫn và định dạng tệp.",
        "The form's file cannot be read.",
        "Check the path and the file's format.",
    ),
    Code.FORM_TOO_LARGE: Words(
        "Biểu mẫu vượt giới hạn cho phép.",
        "Rút gọn biểu mẫu; giới hạn ghi trong docs/xforms.md.",
        "The form exceeds the limits.",
        "Make it smaller; docs/xforms.md states the limits.",
    ),
    Code.PACKAGE_BROKEN: Words(
        "Gói thủ tục không nguyên vẹn hoặc không dùng được.",
        "Đóng gói lại bằng kiosk forms pack rồi cài lại.",
        "The procedure package isn't whole, or can't be used.",
        "Pack it again with kiosk forms pack and install that.",
    ),
    Code.PREVIEW_ONLY: Words(
        "Đây là bản xem thử: không đọc thẻ, không quét, không in, không nộp.",
        "Đóng cửa sổ khi xem xong.",
        "This is a preview: no card is read, nothing is scanned, printed or filed.",
        "Close the window when you have seen enough.",
    ),
    Code.PROCEDURE_UNKNOWN: Words(
        "Không có thủ tục mang mã này.",
        "Tìm lại bằng kiosk procedures search.",
        "No procedure has this code.",
        "Search again with kiosk procedures search.",
    ),
    Code.PROCEDURE_WITHOUT_FORM: Words(
        "Thủ tục này chưa nộp được tại máy.",
        "Hỏi cán bộ tại quầy về giấy tờ và nơi nộp.",
        "This procedure cannot be filed here yet.",
        "Ask at the counter what to bring and where.",
    ),
    Code.CATALOGUE_BROKEN: Words(
        "Danh mục thủ tục không đọc được.",
        "Kỹ thuật viên cài lại gói thủ tục.",
        "The catalogue cannot be read.",
        "A technician reinstalls the procedure package.",
    ),
    Code.PROCEDURE_UNCONFIRMED: Words(
        "Có gói thủ tục chưa ai xác nhận nội dung.",
        "Đối chiếu giấy tờ, phí và thời hạn với văn bản hiện hành.",
        "There are procedure packages whose facts nobody has confirmed.",
        "Compare papers, fees and days with the law in force.",
    ),
    Code.DISK_FULL: Words(
        "Ổ đĩa của máy đã đầy.",
        "Máy tạm ngừng nhận hồ sơ; kỹ thuật viên dọn ổ đĩa.",
        "The kiosk's disk is full.",
        "No new dossiers are taken; a technician frees space.",
    ),
    Code.DISK_READ_ONLY: Words(
        "Ổ đĩa của máy không ghi được.",
        "Máy tạm ngừng nhận hồ sơ; kỹ thuật viên kiểm tra ổ đĩa.",
        "The kiosk's disk cannot be written.",
        "No new dossiers are taken; a technician checks the disk.",
    ),
    Code.DISK_FAILED: Words(
        "Ổ đĩa của máy báo hỏng.",
        "Ngừng dùng máy và báo kỹ thuật viên.",
        "The kiosk's disk reports a fault.",
        "Stop using the machine and call a technician.",
    ),
    Code.DATA_NEWER: Words(
        "Dữ liệu do bản phần mềm mới hơn ghi.",
        "Cài bản phần mềm mới hơn rồi mở lại.",
        "The data were written by a newer version.",
        "Install the newer version and open again.",
    ),
    Code.DATA_LOCKED: Words(
        "Dữ liệu đang được chương trình khác giữ.",
        "Đóng chương trình kia rồi thử lại.",
        "Another program holds the data.",
        "Close that program and try again.",
    ),
    Code.DRAFT_LOST: Words(
        "Bản nháp này không còn mở được.",
        "Bắt đầu lại hồ sơ.",
        "This draft can no longer be opened.",
        "Start the dossier again.",
    ),
    Code.DRAFT_FACTOR_WRONG: Words(
        "Thẻ hoặc mã này không mở được hồ sơ đang làm dở.",
        "Dùng đúng thẻ đã bắt đầu hồ sơ, hoặc nhập lại mã sáu số đã hiện trên màn hình.",
        "This card or code does not open the unfinished dossier.",
        "Use the card that began it, or enter the six-digit code that the screen showed.",
    ),
    Code.DISK_LOW: Words(
        "Ổ đĩa sắp đầy.",
        "Dọn ổ đĩa hoặc chạy kiosk sync để gửi hồ sơ đi.",
        "The disk is nearly full.",
        "Make room, or run kiosk sync to send what waits.",
    ),
    Code.DOSSIER_UNKNOWN: Words(
        "Không có hồ sơ mang mã này.",
        "Xem lại mã bằng kiosk dossiers list.",
        "No dossier has this id.",
        "Look it up with kiosk dossiers list.",
    ),
    Code.STICK_FULL: Words(
        "Thẻ nhớ USB đã đầy.",
        "Dùng thẻ khác hoặc dọn bớt, rồi chép lại; phần đã chép vẫn dùng được.",
        "The USB stick is full.",
        "Use another or free space, then export again; what was copied counts.",
    ),
    Code.STICK_READ_ONLY: Words(
        "Thẻ nhớ USB không ghi được.",
        "Gạt khóa ghi trên thẻ, hoặc dùng thẻ khác.",
        "The USB stick cannot be written.",
        "Slide its lock off, or use another.",
    ),
    Code.STICK_FAILED: Words(
        "Thẻ nhớ USB bị rút hoặc đọc lại không đúng.",
        "Cắm lại và chép lại; nếu lặp lại, dùng thẻ khác.",
        "The USB stick was pulled, or reads back otherwise.",
        "Plug it in and export again; if it repeats, use another.",
    ),
    Code.PORTAL_UNREACHABLE: Words(
        "Chưa nối được với cổng của tỉnh.",
        "Hồ sơ vẫn được giữ an toàn và tự gửi khi có mạng.",
        "The portal cannot be reached.",
        "Dossiers are kept safe and sent when it can.",
    ),
    Code.PORTAL_UNTRUSTED: Words(
        "Máy chủ trả lời không phải cổng đã ghi danh.",
        "Không gửi gì; kỹ thuật viên kiểm tra mạng.",
        "The answering server is not the enrolled portal.",
        "Nothing is sent; a technician checks the network.",
    ),
    Code.PORTAL_CERTIFICATE_TIME: Words(
        "Chứng thư của cổng không hợp với ngày giờ của máy.",
        "Kiểm tra đồng hồ máy và hạn chứng thư.",
        "The portal's certificate does not fit this clock.",
        "Check the clock and the certificate's dates.",
    ),
    Code.PORTAL_FOREIGN_ANSWER: Words(
        "Mạng này chặn đường tới cổng.",
        "Đăng nhập mạng hoặc đổi mạng; hồ sơ vẫn được giữ.",
        "This network stands between us and the portal.",
        "Sign in to the network; dossiers are kept.",
    ),
    Code.PORTAL_TIMED_OUT: Words(
        "Cổng trả lời quá chậm.",
        "Máy tự thử lại; hồ sơ vẫn được giữ.",
        "The portal answers too slowly.",
        "It is tried again by itself; dossiers are kept.",
    ),
    Code.PORTAL_REFUSED: Words(
        "Cổng không nhận yêu cầu này.",
        "Xem lý do trong kiosk dossiers show, và báo cán bộ.",
        "The portal refuses this request.",
        "See the reason in kiosk dossiers show; tell an officer.",
    ),
    Code.PORTAL_FAULT: Words(
        "Cổng đang gặp sự cố.",
        "Máy tự thử lại; hồ sơ vẫn được giữ.",
        "The portal has a fault.",
        "It is tried again by itself; dossiers are kept.",
    ),
    Code.CERTIFICATE_ENDING: Words(
        "Chứng thư của cổng sắp hết hạn.",
        "Báo quản trị cổng gia hạn, rồi ghi danh lại máy này.",
        "The portal's certificate authority ends soon.",
        "Tell the portal's administrator to renew it, then enrol this kiosk again.",
    ),
    Code.SYNC_STOPPED: Words(
        "Tiến trình gửi hồ sơ không chạy.",
        "Khởi động lại dịch vụ kiosk sync.",
        "The process that sends dossiers is not running.",
        "Start the kiosk sync service again.",
    ),
    Code.QUEUE_OLD: Words(
        "Có hồ sơ chờ gửi đã lâu.",
        "Kiểm tra mạng và cổng; xem lý do trong kiosk dossiers list.",
        "Dossiers have been waiting for long.",
        "Check network and portal; see the reasons in kiosk dossiers list.",
    ),
    Code.QUEUE_REFUSED: Words(
        "Có hồ sơ cổng không nhận, cần người xem.",
        "Xem kiosk dossiers list, rồi báo cán bộ của cổng.",
        "The portal refused dossiers; a person must look.",
        "See kiosk dossiers list and tell the portal's staff.",
    ),
    Code.NOT_ENROLLED: Words(
        "Máy này chưa ghi danh với cổng nào.",
        "Lấy mã ghi danh ở cổng rồi chạy kiosk enrol.",
        "This kiosk is not enrolled.",
        "Get a code at the portal and run kiosk enrol.",
    ),
    Code.ENROL_CODE_WRONG: Words(
        "Mã ghi danh không đúng.",
        "Xem lại từng ký tự của mã.",
        "The enrolment code is wrong.",
        "Check it letter by letter.",
    ),
    Code.ENROL_CODE_USED: Words(
        "Mã ghi danh đã dùng rồi.",
        "Lấy mã mới ở cổng.",
        "The enrolment code was used before.",
        "Get a new one at the portal.",
    ),
    Code.ENROL_CODE_EXPIRED: Words(
        "Mã ghi danh đã hết hạn.",
        "Lấy mã mới ở cổng.",
        "The enrolment code has expired.",
        "Get a new one at the portal.",
    ),
    Code.ENROL_OTHER_PORTAL: Words(
        "Địa chỉ này là của một cổng khác với cổng đã cấp mã.",
        "Kiểm tra địa chỉ cổng và đường mạng.",
        "This address is another portal than the code's.",
        "Check the portal's address and the network.",
    ),
    Code.ENROL_DOSSIERS_WAIT: Words(
        "Máy còn hồ sơ chưa gửi xong nên chưa ghi danh lại được.",
        "Gửi hết bằng kiosk sync hoặc kiosk export, rồi ghi danh lại.",
        "Dossiers still wait to be sent, so this kiosk can't join again.",
        "Send them by kiosk sync or kiosk export, then join again.",
    ),
    Code.SIGNATURE_INVALID: Words(
        "Chữ ký không đúng.",
        "Không dùng nội dung này; báo cán bộ.",
        "The signature is not valid.",
        "Do not rely on this; tell an officer.",
    ),
    Code.SIGNER_UNKNOWN: Words(
        "Không rõ ai đã ký.",
        "Cập nhật danh sách khóa bằng kiosk sync, rồi thử lại.",
        "The signer is unknown.",
        "Refresh the key list with kiosk sync and try again.",
    ),
    Code.LIST_OLDER: Words(
        "Danh sách nhận được cũ hơn danh sách máy đang giữ.",
        "Máy giữ bản mới hơn; báo kỹ thuật viên nếu lặp lại.",
        "The list received is older than the one held.",
        "The newer one is kept; tell a technician if it repeats.",
    ),
    Code.SLIP_UNREADABLE: Words(
        "Không thấy mã của phiếu nào trong nội dung này.",
        "Quét lại mã trên phiếu, hoặc nhập mã phiếu và mã tra cứu.",
        "There is no slip's code in this.",
        "Scan the slip's code again, or type receipt code and tracking code.",
    ),
    Code.ACCESS_REFUSED: Words(
        "Phiếu và căn cước này không mở được hồ sơ.",
        "Dùng đúng phiếu và thẻ của người nộp, hoặc nhờ cán bộ kiểm tra giấy tờ.",
        "This slip and this card do not open the dossier.",
        "Use the applicant's own slip and card, or ask an officer to check papers.",
    ),
    Code.CONFIG_UNREADABLE: Words(
        "Không đọc được tệp cấu hình.",
        "Kiểm tra tệp kiosk.toml.",
        "The configuration file cannot be read.",
        "Check the file kiosk.toml.",
    ),
    Code.CONFIG_INVALID: Words(
        "Cấu hình có mục sai.",
        "Sửa mục được nêu trong kiosk.toml.",
        "The configuration has a wrong entry.",
        "Mend the entry named, in kiosk.toml.",
    ),
    Code.ADDRESS_IN_USE: Words(
        "Cổng mạng này đã có chương trình khác dùng.",
        "Chọn cổng mạng khác, hoặc tắt chương trình kia.",
        "Another program uses this network port.",
        "Choose another port, or stop that program.",
    ),
    Code.PROGRAM_MISSING: Words(
        "Máy thiếu một chương trình cần có.",
        "Cài chương trình được nêu (docs/install.md).",
        "A program that is needed is missing.",
        "Install the one named (docs/install.md).",
    ),
    Code.FILE_UNREADABLE: Words(
        "Không đọc được tệp.",
        "Kiểm tra đường dẫn và quyền đọc.",
        "The file cannot be read.",
        "Check the path and the permissions.",
    ),
    Code.CLOCK_WRONG: Words(
        "Đồng hồ của máy sai.",
        "Đặt lại ngày giờ, hoặc bật đồng bộ giờ qua mạng.",
        "This machine's clock is wrong.",
        "Set it, or turn on network time.",
    ),
    Code.SWAP_PLAIN: Words(
        "Bộ nhớ có thể bị ghi ra ổ đĩa không mã hóa.",
        "Tắt vùng tráo đổi, hoặc mã hóa nó.",
        "Memory can be written to an unencrypted disk.",
        "Turn swap off, or encrypt it.",
    ),
    Code.DATABASE_FAILED: Words(
        "Cơ sở dữ liệu của cổng không dùng được.",
        "Quản trị cổng kiểm tra cơ sở dữ liệu rồi thử lại.",
        "The portal's database cannot be used.",
        "The portal's administrator checks it and tries again.",
    ),
    Code.PARCEL_UNREADABLE: Words(
        "Cổng đã nhận nhưng chưa mở được gói hồ sơ.",
        "Cán bộ tại cổng kiểm tra khóa giải mã; hồ sơ vẫn được giữ.",
        "The portal has the dossier but cannot open it.",
        "Staff at the portal check the opening key; the dossier is kept.",
    ),
    Code.PARCEL_MISMATCH: Words(
        "Nội dung gói hồ sơ không khớp bản kê đã ký.",
        "Cán bộ tại cổng đối chiếu với kiosk đã gửi; hồ sơ vẫn được giữ.",
        "The dossier's content does not match its signed manifest.",
        "Staff at the portal compare it with the kiosk; the dossier is kept.",
    ),
    Code.ANSWERS_INVALID: Words(
        "Có câu trả lời không đúng quy định của biểu mẫu.",
        "Cán bộ xem lại hồ sơ và yêu cầu bổ sung nếu cần.",
        "Some answers break the form's rules.",
        "An officer looks at it and asks for a supplement if needed.",
    ),
    Code.EVIDENCE_INVALID: Words(
        "Bằng chứng đọc thẻ không kiểm lại được.",
        "Cán bộ kiểm tra giấy tờ tùy thân của người nộp.",
        "The evidence of the card reading does not verify.",
        "An officer checks the applicant's identity papers.",
    ),
    Code.PACKAGE_MISSING: Words(
        "Cổng chưa có gói thủ tục của hồ sơ này.",
        "Quản trị cổng cài đúng phiên bản gói thủ tục; hồ sơ được mở lại sau đó.",
        "The portal lacks this dossier's procedure package.",
        "The administrator installs that version; the dossier is opened again then.",
    ),
    Code.STATE_IMPOSSIBLE: Words(
        "Hồ sơ không thể chuyển sang trạng thái này.",
        "Cán bộ xem lại trạng thái hiện tại của hồ sơ rồi chọn lại.",
        "The dossier cannot go into this state from where it stands.",
        "An officer looks at its present state and chooses again.",
    ),
    Code.FEE_UNKNOWN: Words(
        "Không có khoản thu nào mang mã này.",
        "Đối chiếu nội dung chuyển khoản với danh sách khoản thu.",
        "No fee was asked for under this reference.",
        "Compare the transfer's text with the list of fees.",
    ),
    Code.FEE_CONFLICT: Words(
        "Mã giao dịch của ngân hàng đã ghi cho một khoản khác.",
        "Đối chiếu lại với sao kê của ngân hàng; chưa ghi gì thêm.",
        "The bank's reference stands for another transfer already.",
        "Compare with the bank's statement; nothing was entered.",
    ),
    Code.DOCUMENT_NOT_DUE: Words(
        "Hồ sơ đang ở trạng thái chưa có loại giấy này.",
        "Xem trạng thái hồ sơ; chọn mẫu giấy hợp với trạng thái đó.",
        "As the dossier stands, there is no such paper.",
        "Look at its state and choose the paper that belongs to it.",
    ),
    Code.INTERNAL: Words(
        "Phần mềm gặp lỗi ngoài dự tính.",
        "Bắt đầu lại; nếu lặp lại, báo kỹ thuật viên.",
        "The software met an unexpected fault.",
        "Start again; if it repeats, tell a technician.",
    ),
}


def words_of(code: Code) -> Words:
    """Return the words for a code; every code has them (a test walks the enum)."""
    return WORDS[code]
