"""The words of the office's papers, in their order (TT 03/2025/TT-VPCP, Phụ lục I). Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.documents.facts import Facts

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One paper: title, what stands above and below the table (the acceptance alone has one), who signs."""

    title: str
    above: Callable[[Facts], Lines]
    below: Callable[[Facts], Lines]
    signers: tuple[str, ...]
    footer: str = ""


def _who(facts: Facts) -> Lines:
    person = facts.applicant
    return (
        f"Tiếp nhận hồ sơ của: {person.full_name}",
        f"Địa chỉ: {person.residence}",
        f"Số điện thoại: {person.phone}    Email: {person.email}",
        f"Nội dung yêu cầu giải quyết: {facts.content}",
    )


def _acceptance_above(facts: Facts) -> Lines:
    return (f"Bộ phận tiếp nhận và trả kết quả: {facts.centre}", *_who(facts), "1. Thành phần hồ sơ nộp gồm:")


def _acceptance_below(facts: Facts) -> Lines:
    return (
        "2. Số lượng hồ sơ: 01 (bộ)",
        f"3. Thời gian giải quyết hồ sơ theo quy định: {facts.time}",
        f"4. Thời gian nhận hồ sơ: {facts.received}",
        f"5. Thời gian trả kết quả giải quyết hồ sơ: {facts.due or 'cơ quan giải quyết thông báo sau'}",
        f"6. Đăng ký nhận kết quả tại: {facts.result_where}",
        f"7. Phí, lệ phí: {facts.fee}",
    )


def _asked(facts: Facts) -> Lines:
    return (
        f"Ông/Bà: {facts.applicant.full_name}",
        f"Nội dung yêu cầu giải quyết: {facts.content}",
        f"Địa chỉ: {facts.applicant.residence}",
        f"Số điện thoại: {facts.applicant.phone}    Email: {facts.applicant.email}",
    )


def _supplement(facts: Facts) -> Lines:
    return (*_asked(facts), "Yêu cầu Ông/Bà hoàn thiện hồ sơ gồm những nội dung như sau:", facts.note)


def _refusal(facts: Facts) -> Lines:
    said = "Nay thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:"
    return (*_asked(facts), said, facts.note)


def _stop(facts: Facts) -> Lines:
    return (*_asked(facts), "Nay thông báo dừng giải quyết hồ sơ này với lý do cụ thể như sau:", facts.note)


def _nothing(_: Facts) -> Lines:
    return ()


_BOTH = ("NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ")
WORDS: dict[int, Words] = {
    1: Words(
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        _acceptance_above,
        _acceptance_below,
        _BOTH,
        "Khi đến nhận kết quả, xin mang theo giấy này và giấy tờ tùy thân. "
        "Người nhận thay mang thêm giấy ủy quyền.",
    ),
    2: Words("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", _supplement, _nothing, ("NGƯỜI HƯỚNG DẪN",)),
    3: Words("PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ", _refusal, _nothing, ("NGƯỜI TIẾP NHẬN HỒ SƠ",)),
    5: Words("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", _stop, _nothing, ("THỦ TRƯỞNG ĐƠN VỊ",)),
}
"""By the paper's number. Mẫu 04 (an apology for delay) has no act behind it here yet."""
