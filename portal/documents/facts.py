"""What an office's paper says of one dossier: values, gathered from its row, its package and its answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from kiosk.core.money import grouped
from kiosk.core.procedures import Channel, Procedure, Unit
from portal.config import PortalConfig
from portal.intake.applicant import Applicant
from portal.intake.parcel import OpenedParcel
from portal.store.numbering import VIETNAM

_UNITS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.DAY: "ngày",
    Unit.HOUR: "giờ làm việc",
    Unit.MONTH: "tháng",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the dossier's papers: its name and its form."""

    name: str
    form: str
    count: int


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer adds when a paper is made: why, until when, whom to ask. Empty: by hand."""

    reason: str = field(default="", repr=False)
    again: str = ""
    contact: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that stands on a paper. Moments are local text."""

    centre: str
    place: str
    code: str
    applicant: Applicant = field(repr=False)
    content: str
    papers: tuple[Paper, ...]
    time: str
    received: str
    due: str
    result_where: str
    fee: str
    note: str
    dated: str
    day: date
    """When the office acted: the papers of that day's circular are used."""

    def values(self, said: Said) -> dict[str, str | list[dict[str, str]]]:
        """Return the places of the layouts (`editions/*/mau-*.toml`) with what stands there."""
        person = self.applicant
        return {
            "centre": self.centre,
            "code": self.code,
            "full_name": person.full_name,
            "residence": person.residence,
            "phone": person.phone,
            "email": person.email,
            "content": self.content,
            "papers": [
                {"name": paper.name, "form": paper.form, "count": f"{paper.count:02}"}
                for paper in self.papers
            ],
            "sets": "01",
            "time": self.time,
            "received": self.received,
            "due": self.due or "cơ quan giải quyết thông báo sau",
            "result_where": self.result_where,
            "fee": self.fee,
            "note": self.note,
            "reason": said.reason,
            "again": said.again,
            "contact": said.contact,
            "contact_phone": said.contact_phone,
            "dated": self.dated,
        }

    @staticmethod
    def of(
        row: Row[Any],
        procedure: Procedure,
        opened: OpenedParcel,
        applicant: Applicant,
        config: PortalConfig,
        *,
        paid_vnd: int,
    ) -> Facts:
        """Gather them."""
        decided = _local(row.accepted_at or row.changed_at)
        return Facts(
            centre=config.centre,
            place=config.place,
            code=row.official_code or row.receipt_code,
            applicant=applicant,
            content=procedure.name.vi,
            papers=_papers(procedure, opened),
            time=_time(procedure),
            received="" if row.accepted_at is None else _moment(decided),
            due="" if row.due_at is None else _moment(_local(row.due_at)),
            result_where=procedure.result_where.vi or config.centre,
            fee=f"đã nhận {grouped(paid_vnd)}" if paid_vnd else "theo thông báo của cơ quan giải quyết",
            note=row.note or "",
            dated=f"{config.place}, ngày {decided.day:02} tháng {decided.month:02} năm {decided.year}",
            day=decided.date(),
        )


def _papers(procedure: Procedure, opened: OpenedParcel) -> tuple[Paper, ...]:
    names = {component.key: component.name.vi for component in procedure.components}
    sent: dict[str, int] = {}
    for attachment in opened.attachments:
        sent[attachment.key] = sent.get(attachment.key, 0) + 1
    form = procedure.form.title if procedure.form else procedure.name.vi
    electronic = [Paper(names.get(key, key), "Điện tử", count) for key, count in sent.items()]
    later = [Paper(names.get(key, key), "Bản giấy, nộp sau", 1) for key in opened.dossier.later]
    return (Paper(form, "Điện tử", 1), *electronic, *later)


def _time(procedure: Procedure) -> str:
    for time in procedure.times:
        if not time.channels or Channel.ONLINE in time.channels:
            return "trong ngày" if time.unit is Unit.SAME_DAY else f"{time.amount} {_UNITS[time.unit]}"
    return "theo thông báo của cơ quan giải quyết"


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(VIETNAM)


def _moment(at: datetime) -> str:
    return f"{at.hour} giờ {at.minute:02} phút, ngày {at.day:02} tháng {at.month:02} năm {at.year}"
