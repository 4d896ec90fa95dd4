"""The desk of the tests: the visit's real machine, with workers that answer as scripted.

The person is invented. Answers come at once, or when the test says so (`hold`, `release`).
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from kiosk.core.config import Config
from kiosk.core.errors import Code
from kiosk.core.form import (
    Choice,
    Kind,
    PaperNeed,
    Progress,
    Question,
    Section,
    Source,
    Step,
    ToCheck,
    ToIdentity,
    ToPaper,
    ToQuestion,
)
from kiosk.core.known import Known
from kiosk.core.ports import CardResult, DossierId, VisitId
from kiosk.core.procedures import Procedure
from kiosk.core.search import Answer, Result
from kiosk.core.text import fold
from kiosk.core.visit import effects as do
from kiosk.core.visit import events as ev
from kiosk.core.visit import states as st
from kiosk.core.visit import step
from kiosk.core.which_one import Family
from kiosk.idcard.holder import CardEvidence, Holder, ReadPhase, Verified
from kiosk.storage.packages import Catalogue
from kiosk.ui.timers import Quiet

FORMS = Path(__file__).parents[2] / "forms"
CODE = "3.000348"
HOLDER = Holder(
    personal_number="014087000512",
    full_name="ĐINH VĂN VIỆT",
    date_of_birth=date(1987, 3, 14),
    date_of_issue=date(2024, 11, 22),
    place_of_residence="Bản Hìn, phường Chiềng An, tỉnh Sơn La",
)
CARD = CardResult(
    "PACE", HOLDER, Verified(passive=True, chip=None, active=None), (), CardEvidence(b"", b""), {}, 0
)
_CLASSES = (
    ("A1", "A1 · xe máy đến 125 cm³"),
    ("A", "A · xe máy trên 125 cm³"),
    ("B1", "B1 · xe máy ba bánh"),
    ("B", "B · ô tô đến 8 chỗ"),
    ("C1", "C1 · xe tải đến 7,5 tấn"),
    ("C", "C · xe tải trên 7,5 tấn"),
    ("D1", "D1 · xe khách 9–16 chỗ"),
    ("D2", "D2 · xe khách 17–29 chỗ"),
    ("D", "D · xe khách trên 29 chỗ"),
    ("CE", "CE · xe tải kéo rơ moóc"),
)
_REASONS = (
    ("lost", "Bị mất"),
    ("broken", "Bị hỏng, không đọc được"),
    ("wrong", "Sai thông tin in trên bằng"),
    ("other", "Lý do khác"),
)


def _question(ref: str, kind: Kind, section: str, label: str, **more: object) -> Question:
    plain = Question(ref, kind, section, label, hint="", example="", required=True, value="", shown="")
    return replace(plain, **more)  # type: ignore[arg-type]


def questions() -> list[Question]:
    """Return the form: what the chip filled, then one question of each kind."""
    applicant, lost, request = "Người nộp", "Giấy phép lái xe đã mất", "Đề nghị"
    chip = {"locked": True, "source": Source.CHIP}
    number = HOLDER.personal_number
    return [
        _question(
            "name", Kind.NAME, applicant, "Họ và tên", value="ĐINH VĂN VIỆT", shown="ĐINH VĂN VIỆT", **chip
        ),
        _question(
            "born", Kind.DATE, applicant, "Ngày sinh", value="1987-03-14", shown="Thứ bảy, 14/03/1987", **chip
        ),
        _question("number", Kind.DIGITS, applicant, "Số căn cước", value=number, shown=number, **chip),
        _question(
            "phone",
            Kind.DIGITS,
            applicant,
            "Số điện thoại để báo kết quả",
            hint="Số di động, mười chữ số.",
            example="0987 000 214",
            required=False,
        ),
        _question(
            "classes",
            Kind.SOME_OF,
            lost,
            "Bằng đã mất có những hạng nào?",
            hint="Chọn tất cả hạng ghi trên bằng.",
            choices=tuple(Choice(value, label) for value, label in _CLASSES),
        ),
        _question(
            "issuer",
            Kind.TEXT,
            lost,
            "Bằng cũ do cơ quan nào cấp?",
            hint="Tên cơ quan in ở góc dưới mặt trước của bằng. Không nhớ rõ thì ghi gần đúng.",
            example="Sở Giao thông vận tải Sơn La",
            suggestions=("Sở Giao thông vận tải Sơn La", "Công an tỉnh Sơn La", "Cục Cảnh sát giao thông"),
        ),
        _question(
            "issued",
            Kind.DATE,
            lost,
            "Bằng cũ cấp ngày nào?",
            hint="Ngày in ở mặt trước của bằng.",
            example="05/09/2016",
        ),
        _question(
            "reason",
            Kind.ONE_OF,
            request,
            "Vì sao xin cấp lại bằng?",
            hint="Chọn một lý do.",
            choices=tuple(Choice(value, label) for value, label in _REASONS),
        ),
        _question(
            "story",
            Kind.LONG_TEXT,
            request,
            "Mất ở đâu, khi nào?",
            hint="Ghi ngắn gọn.",
            example="Mất ví trên xe khách Sơn La – Hà Nội, đầu tháng 10",
            required=False,
        ),
    ]


class ScriptedDesk(QObject):
    """Implements `Desk`."""

    changed = Signal()

    def __init__(self, config: Config | None = None) -> None:
        super().__init__()
        self._config = config or Config()
        self._state: st.State = st.Idle()
        self._queue: deque[ev.Event] = deque()
        self._held: list[ev.Event] | None = None
        self._counter = 0
        self._given: dict[str, str] = {}
        self.is_online = True
        self.catalogue = Catalogue(FORMS)
        self.language = "vi"
        self.clock = datetime(2026, 11, 23, 9, 38, tzinfo=timezone(timedelta(hours=7)))
        self.card_failure: Code | None = None
        self.scan_failure: Code | None = None
        self.slip_failure: Code | None = None
        self.submit_failure: Code | None = None
        self.delivered = True
        self.card = CARD
        self.effects: list[do.Effect] = []
        self.sent: list[ev.Event] = []
        self._quiet = Quiet(self._config.screen, self.send, self)
        self._fresh()

    def forget(self) -> None:
        """Have a new person's form."""
        self._fresh()

    def _fresh(self) -> None:
        self._form = {question.ref: question for question in questions()}
        self._pages = {"health": 0}
        self._later: set[str] = set()
        self._given.clear()

    # -- the machine ------------------------------------------------------------------------------------

    @property
    def state(self) -> st.State:
        return self._state

    @property
    def config(self) -> Config:
        return self._config

    def send(self, event: ev.Event) -> None:
        self.sent.append(event)
        self._step(event)

    def hold(self) -> None:
        """Let the workers' answers wait."""
        self._held = []

    def release(self, count: int = 1000) -> None:
        """Let the workers' waiting answers come."""
        held, self._held = self._held or [], None
        for event in held[:count]:
            self._step(event)
        if held[count:]:
            self._held = held[count:]

    def _step(self, event: ev.Event) -> None:
        self._state, effects = step(self._state, event)
        for effect in effects:
            self.effects.append(effect)
            self._do(effect)
        self._quiet.arm(self._state)
        self.changed.emit()
        while self._queue and self._held is None:
            self._step(self._queue.popleft())

    def _answer(self, event: ev.Event) -> None:
        if self._held is not None:
            self._held.append(event)
        else:
            self._queue.append(event)

    def _do(self, effect: do.Effect) -> None:
        match effect:
            case do.ReadCard(filing):
                self._read(filing)
            case do.BindDraft(filing):
                self._answer(ev.DraftBound(filing.visit, filing.turn))
            case do.FirstStep(visit, turn):
                self._answer(ev.Moved(visit, turn, ToQuestion("phone")))
            case do.StoreAnswer(visit, turn, ref):
                self._store(visit, turn, ref)
            case do.StepBack(visit, turn, before):
                self._answer(ev.Moved(visit, turn, self._before(before)))
            case do.ScanPage(visit, turn, paper):
                self._scan(visit, turn, paper)
            case do.DropPage(visit, turn, paper):
                self._pages[paper] -= 1
                self._answer(ev.PageDropped(visit, turn))
            case do.KeepPaper(visit, turn, paper, later):
                (self._later.add if later else self._later.discard)(paper)
                self._answer(ev.Moved(visit, turn, ToCheck()))
            case do.Submit(filing):
                self._submit(filing)
            case do.PrintSlip(visit, turn):
                code = self.slip_failure
                self._answer(ev.SlipFailed(visit, turn, code) if code else ev.SlipPrinted(visit, turn))
            case do.PrintSheet(visit, turn):
                code = self.slip_failure
                self._answer(ev.SheetFailed(visit, turn, code) if code else ev.SheetPrinted(visit, turn))
            case do.FollowDelivery(visit, dossier) if self.delivered:
                self._answer(ev.DeliveryKnown(visit, dossier, st.Delivery.DELIVERED))
            case do.ReopenByCard(visit, turn) | do.ReopenByCode(visit, turn):
                self._answer(ev.ReopenFailed(visit, turn, Code.DRAFT_FACTOR_WRONG, 2))
            case do.WipeVisit() | do.LockVisit():
                self._fresh()
            case _:
                pass

    def _read(self, filing: st.Filing) -> None:
        where = (filing.visit, filing.turn)
        self._answer(ev.CardProgressed(*where, ReadPhase.CONNECTING))
        self._answer(ev.CardProgressed(*where, ReadPhase.ACCESS))
        if self.card_failure:
            left = 2 if self.card_failure is Code.CARD_WRONG_CAN else None
            self._answer(ev.CardFailed(*where, self.card_failure, left))
            return
        self._answer(ev.CardProgressed(*where, ReadPhase.READING))
        self._answer(ev.CardProgressed(*where, ReadPhase.VERIFYING))
        self._answer(ev.CardRead(*where, self.card))

    def _submit(self, filing: st.Filing) -> None:
        if self.submit_failure:
            self._answer(ev.SubmitFailed(filing.visit, filing.turn, self.submit_failure))
        else:
            self._answer(ev.Committed(filing.visit, filing.dossier, "TH01-7Q4K-M2HD"))

    def _scan(self, visit: VisitId, turn: int, paper: str) -> None:
        if self.scan_failure:
            self._answer(ev.ScanFailed(visit, turn, self.scan_failure))
        else:
            self._pages[paper] += 1
            self._answer(ev.PageScanned(visit, turn))

    # -- the form ---------------------------------------------------------------------------------------

    def _open_refs(self) -> list[str]:
        return [ref for ref, question in self._form.items() if not question.locked]

    def _store(self, visit: VisitId, turn: int, ref: str) -> None:
        value = self._given.pop(ref, "")
        question = replace(self._form[ref], value=value, shown=self._shown(self._form[ref], value), error="")
        if question.required and not value:
            question = replace(question, error="Cần trả lời câu này.")
        elif ref == "issuer" and value.endswith("tải"):
            question = replace(question, error="Thêm tên tỉnh vào cuối, ví dụ: Sở Giao thông vận tải Sơn La.")
        self._form[ref] = question
        if question.error:
            self._answer(ev.AnswerRefused(visit, turn))
            return
        refs = self._open_refs()
        at = refs.index(ref)
        place = self._state.place if isinstance(self._state, st.Asking) else None
        onward: Step = ToQuestion(refs[at + 1]) if at + 1 < len(refs) else ToPaper("health")
        self._answer(ev.AnswerStored(visit, turn, ToCheck() if place and place.returning else onward))

    def _shown(self, question: Question, value: str) -> str:
        if question.choices:
            labels = {choice.value: choice.label for choice in question.choices}
            return ", ".join(labels[each] for each in value.split())
        if question.kind is Kind.DATE and value:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        return value

    def _before(self, before: str) -> Step:
        refs = self._open_refs()
        if before == "":
            return ToPaper("health")
        if before == "health":
            return ToQuestion(refs[-1])
        at = refs.index(before)
        return ToQuestion(refs[at - 1]) if at else ToIdentity()

    # -- what screens ask -------------------------------------------------------------------------------

    def touched(self) -> None:
        self._quiet.arm(self._state)

    def _number(self) -> int:
        self._counter += 1
        return self._counter

    def new_visit(self) -> VisitId:
        return VisitId(f"visit-{self._number()}")

    def new_dossier(self) -> DossierId:
        return DossierId(f"dossier-{self._number()}")

    def new_code(self) -> str:
        return "407218"

    def use_language(self, language: str) -> None:
        self.language = language

    def now(self) -> datetime:
        return self.clock

    def online(self) -> bool:
        return self.is_online

    def offline_since(self) -> datetime | None:
        return None if self.is_online else self.clock.replace(hour=9, minute=12)

    def search(self, words: str) -> Answer:
        licence = Result(
            CODE, "Cấp lại giấy phép lái xe", 4, "toàn trình", "Công an tỉnh", has_form=True, score=1.0
        )
        change = Result(
            "3.000347",
            "Đổi giấy phép lái xe",
            4,
            "toàn trình",
            "Công an tỉnh",
            has_form=False,
            score=0.9,
            reason="Bằng lái sắp hết hạn",
        )
        unheard = Result("1.010028", "Xóa đăng ký tạm trú", None, "", "Bộ Công an", has_form=False, score=0.8)
        sought = fold(words)
        if sought and fold("xóa tạm trú").startswith(sought):
            return Answer((unheard,))
        if sought and fold("mất bằng lái").startswith(sought):
            return Answer((licence, change), "mất bằng lái")
        return Answer((licence,)) if sought and sought in fold("giấy phép lái xe") else Answer(())

    def procedure(self, code: str) -> Procedure:
        return self.catalogue.procedure(code)

    def known(self, code: str) -> Known:
        return self.catalogue.known(code)

    def families(self) -> tuple[Family, ...]:
        return self.catalogue.families

    def question(self, ref: str) -> Question:
        return self._form[ref]

    def give(self, ref: str, value: str) -> None:
        self._given[ref] = value

    def progress(self, ref: str) -> Progress:
        refs = self._open_refs()
        return Progress(refs.index(ref) + 1, len(refs), 3)

    def papers(self) -> tuple[PaperNeed, ...]:
        return (
            PaperNeed(
                "health",
                "Giấy khám sức khỏe của người lái xe",
                "Còn hạn, bản chính. Không cần với hạng A1, A, B1.",
                "chỉ hạng B trở lên",
                scannable=True,
                pages=self._pages["health"],
                later="health" in self._later,
            ),
        )

    def page_image(self, paper: str, page: int) -> bytes:
        return _paper(1240, 1754, f"{paper} {page + 1}", "JPEG")

    def sections(self) -> tuple[Section, ...]:
        titles = list(dict.fromkeys(question.section for question in self._form.values()))
        return tuple(
            Section(title, tuple(q for q in self._form.values() if q.section == title)) for title in titles
        )

    def open_problems(self) -> tuple[Question, ...]:
        return tuple(q for q in self._form.values() if q.required and not q.value)

    def slip_image(self) -> bytes:
        return _paper(
            874, 1240, "PHIẾU XÁC NHẬN NỘP TẠI KIOSK\nChưa phải giấy tiếp nhận\nTH01-7Q4K-M2HD", "PNG"
        )

    def submitted_at(self) -> datetime | None:
        return self.clock

    def delivered_at(self) -> datetime | None:
        return self.clock if self.delivered else None

    def still_to_bring(self) -> tuple[str, ...]:
        return ("Giấy khám sức khỏe (bản chính)",)

    # -- shortcuts --------------------------------------------------------------------------------------

    def put(self, state: st.State) -> None:
        """Stand somewhere in a visit at once."""
        self._state = state
        self.changed.emit()

    def fill(self) -> None:
        """Answer every question."""
        values = {
            "phone": "0987000214",
            "classes": "A1 B",
            "issuer": "Sở Giao thông vận tải Sơn La",
            "issued": "2017-05-17",
            "reason": "lost",
            "story": "Mất ví trên xe khách Sơn La – Hà Nội",
        }
        for ref, value in values.items():
            question = self._form[ref]
            self._form[ref] = replace(question, value=value, shown=self._shown(question, value))

    def refuse(self, ref: str, value: str, error: str) -> None:
        """Let a question stand refused."""
        self._form[ref] = replace(self._form[ref], value=value, shown=value, error=error)

    def offer(self, ref: str, choices: tuple[Choice, ...]) -> None:
        """Let a question have other choices."""
        self._form[ref] = replace(self._form[ref], choices=choices)

    def scanned(self, pages: int) -> None:
        """Let pages be there."""
        self._pages["health"] = pages


def _paper(width: int, height: int, title: str, kind: str) -> bytes:
    """Return a white sheet with a title and grey lines."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    font = painter.font()
    font.setPixelSize(width // 22)
    painter.setFont(font)
    painter.drawText(80, 80, width - 160, 300, 0, title)
    painter.setPen(QPen(QColor("#999999"), 3))
    for line in range(420, height - 200, 60):
        painter.drawLine(80, line, width - 80 - (line * 37) % 300, line)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(data.data())
