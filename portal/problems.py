"""What the portal answers when it refuses: RFC 9457 problems, listed in docs/protocol. Knows no framework."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

MEDIA_TYPE = "application/problem+json"


class Problem(Enum):
    """Wire code (the member's name), HTTP status, Vietnamese, English."""

    ENROL_CODE_WRONG = (403, "Mã ghi danh không đúng.", "The enrolment code is wrong.")
    ENROL_CODE_USED = (403, "Mã ghi danh đã dùng rồi.", "The enrolment code was used before.")
    ENROL_CODE_EXPIRED = (403, "Mã ghi danh đã hết hạn.", "The enrolment code has expired.")
    ENROL_OTHER_PORTAL = (403, "Mã này do một cổng khác cấp.", "Another portal gave this code.")
    SIGNATURE_MISSING = (401, "Yêu cầu không có chữ ký.", "The request is not signed.")
    CALL_SIGNATURE_INVALID = (401, "Chữ ký của yêu cầu không đúng.", "The request's signature is not valid.")
    CALL_SIGNER_UNKNOWN = (401, "Không rõ máy nào đã ký yêu cầu.", "No kiosk here has the key that signed.")
    DIGEST_MISMATCH = (401, "Nội dung không khớp mã băm đã ký.", "The body does not match its signed digest.")
    SIGNATURE_STALE = (401, "Giờ của chữ ký lệch quá xa.", "The signature's time is too far off.")
    KIOSK_REVOKED = (403, "Máy này đã bị thu hồi.", "This kiosk was revoked.")
    PROOF_REFUSED = (403, "Không chứng minh được là chủ hồ sơ.", "The applicant was not recognised.")
    PARKED_PROOF_WRONG = (403, "Mã hoặc thẻ không đúng.", "The code or the card is not the one.")
    PARKED_UNKNOWN = (404, "Không có hồ sơ tạm gửi này.", "Nothing is parked under this slip.")
    PARKED_CLAIMED = (409, "Máy khác đang mở hồ sơ này.", "Another kiosk has opened it.")
    OTHER_PARKED = (409, "Phiếu này đã tạm gửi hồ sơ khác.", "Another visit is parked under this slip.")
    PARKED_LOCKED = (423, "Thử sai quá nhiều lần, cần cán bộ.", "Too many wrong tries; an officer decides.")
    BLOB_UNKNOWN = (404, "Chưa có tệp này.", "Nothing of this blob is here.")
    DOSSIER_UNKNOWN = (404, "Không có hồ sơ này.", "There is no such dossier.")
    DOCUMENT_UNKNOWN = (404, "Hồ sơ chưa có giấy này.", "This paper was not issued for the dossier.")
    PATH_UNKNOWN = (404, "Không có địa chỉ này.", "There is no such path.")
    METHOD_UNKNOWN = (405, "Địa chỉ này không nhận phương thức đó.", "This path takes no such method.")
    OTHER_OFFSET = (409, "Cổng đang có số byte khác.", "The portal has another number of bytes.")
    OTHER_LENGTH = (409, "Tệp đã bắt đầu với độ dài khác.", "The blob was begun with another length.")
    OTHER_MANIFEST = (409, "Mã hồ sơ này đã có bản kê khác.", "Another manifest holds this dossier id.")
    OTHER_EVENT = (409, "Mã sự kiện này đã dùng.", "Another event holds this id.")
    OTHER_FEE = (409, "Mã khoản thu này đã dùng.", "Another fee holds this id.")
    FEE_NOT_HERE = (409, "Cổng không thu qua chuyển khoản.", "This portal takes no transfers.")
    STATE_ENDED = (409, "Hồ sơ đã kết thúc.", "The dossier has ended.")
    STATE_IMPOSSIBLE = (409, "Hồ sơ chưa ở bước đó.", "The dossier's state does not allow it.")
    AUDIT_FORKED = (409, "Chuỗi nhật ký bị rẽ nhánh.", "The audit chain was cut or doubled.")
    BODY_TOO_LARGE = (413, "Nội dung quá lớn.", "The body is too large.")
    MEDIA_TYPE_UNKNOWN = (415, "Kiểu nội dung không đúng.", "The content type is not the one expected.")
    SIGNATURE_INVALID = (422, "Chữ ký của tài liệu không đúng.", "The document's signature is not valid.")
    SIGNER_UNKNOWN = (422, "Không rõ ai đã ký tài liệu.", "The document's signer is unknown.")
    PAYLOAD_INVALID = (422, "Nội dung không đúng quy cách.", "The payload is not as the schema says.")
    PATH_INVALID = (422, "Mã trong địa chỉ không đúng quy cách.", "The id in the path is malformed.")
    HEADER_INVALID = (422, "Phần đầu của yêu cầu thiếu hoặc sai.", "A header is missing or malformed.")
    BEYOND_LENGTH = (422, "Nhiều byte hơn độ dài đã báo.", "More bytes than the length announced.")
    MANIFEST_MISMATCH = (422, "Bản kê không khớp với yêu cầu.", "The manifest does not match the call.")
    ROLLOVER_REFUSED = (422, "Không thay được khóa này.", "This key cannot be rolled over.")
    HASH_MISMATCH = (422, "Tệp bị hỏng trên đường truyền.", "The blob was damaged on the way.")
    MISSING_BLOBS = (424, "Còn thiếu tệp, cần gửi trước.", "Blobs are missing; upload them first.")
    TOO_MANY_TRIES = (429, "Thử sai quá nhiều lần.", "Too many wrong tries.")
    INTERNAL = (500, "Cổng gặp sự cố.", "The portal has a fault.")
    STORE_FULL = (507, "Kho của cổng đã đầy.", "The portal's store is full.")

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.value[0]

    @property
    def code(self) -> str:
        """The code on the wire; two have a 401 and a 422 twin of one name."""
        return self.name.removeprefix("CALL_")


@dataclass(slots=True, eq=False)
class Refused(Exception):  # noqa: N818 -- it is an answer, not an error of ours
    """An answer that isn't 2xx. `detail` names fields, ids and sizes, never a personal value."""

    problem: Problem
    detail: str = ""
    offset: int | None = None
    length: int | None = None
    retry_after_s: int | None = None
    missing: list[dict[str, Any]] = field(default_factory=list)

    def body(self) -> dict[str, Any]:
        """Return the JSON document (docs/protocol/schemas/problem.json)."""
        status, title, title_en = self.problem.value
        document: dict[str, Any] = {
            "type": f"urn:motcua:problem:{self.problem.code}",
            "status": status,
            "code": self.problem.code,
            "title": title,
            "title_en": title_en,
        }
        extra = {"detail": self.detail, "missing": self.missing, "offset": self.offset}
        return document | {name: value for name, value in extra.items() if value not in ("", [], None)}
