"""One citizen's visit, touched as a person would: from the idle screen to the wipe.

Names are the screen's own `objectName`s; a touch goes to the position where the named thing is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from demo.account import Account
from demo.child import PartFailedError
from demo.finger import TouchScreen
from demo.stage import Stage

DIGITS = "003512"
"""The last six digits of the invented person's number, printed on the card."""
TYPED = {"phone": "0987000214", "licence number": "140153007286"}
"""What is typed and would not be anywhere by chance."""
ANSWERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("applicant/id_issuer", ()),
    ("contact/phone", (f"keys:{TYPED['phone']}",)),
    ("licence/training/school", ()),
    ("licence/training/year", ()),
    ("licence/classes", ("choice-A1", "keys:b2", "choice-old_B2")),
    ("licence/expired", ("choice-no",)),
    ("licence/number", (f"keys:{TYPED['licence number']}",)),
    ("licence/issuer", ("keys:Sowr Giao thoong vaajn tari",)),
    ("licence/issued", ("keys:01062017",)),
    ("request/classes_wanted", ("choice-A1", "choice-B")),
    ("request/reason", ("choice-lost",)),
    ("request/integrate", ("choice-yes",)),
    ("request/suspended", ("choice-no",)),
)
"""Each open question's path, and what is touched there before the main button."""
SENT = "Đã gửi lúc"
PRINTED = "Phiếu đã in xong"
STORED = "Đã lưu an toàn tại máy này, sẽ gửi khi có mạng"


@dataclass(slots=True)
class Visit:
    """The visit's script. `label` tells the pictures of two visits apart."""

    stage: Stage
    account: Account
    label: str
    pictures: list[str] = field(default_factory=list)

    @property
    def screen(self) -> TouchScreen:
        """The finger."""
        return self.stage.screen

    def run(self, *, online: bool) -> None:
        """Go through all of it. Raises PartFailedError naming what did not appear."""
        self.find()
        self.identify()
        self.answer()
        self.attach()
        self.submit(online=online)
        self.leave()

    def find(self) -> None:
        """Idle, search without diacritics, before you start, notice."""
        with self._step("idle", "page-IdlePage"):
            self.screen.touch("door-file")
        with self._step("search", "page-FindPage"):
            self.screen.type("mat bang lai")
            self.screen.wait_for("result-3.000348")
            self._picture("search-typed")
        with self._step("procedure"):
            self.screen.touch("result-3.000348")
        with self._step("before", "page-PreparePage"):
            self.screen.touch("main")
        with self._step("notice", "page-NoticePage"):
            self.screen.touch("main")

    def identify(self) -> None:
        """Card on the reader, six digits, what the chip said."""
        with self._step("card", "page-CardPage"):
            self.stage.card.insert()
            self.screen.type(DIGITS)
            self._picture("digits")
            self.screen.touch("main")
        with self._step("reading"):
            if self._wait_for_any("page-ReadingPage", "page-IdentityPage") == "page-ReadingPage":
                self._picture("reading")
            self.screen.wait_for("page-IdentityPage", timeout_s=60)
        with self._step("chip", "page-IdentityPage"):
            self.screen.touch("main")
        self.stage.card.remove()

    def answer(self) -> None:
        """Every open question, one a screen; the licence's issuer first without its province, and mended."""
        for name, touches in ANSWERS:
            with self._step(f"question {name}", f"question-/data/{name}"):
                self._touch_all(touches)
                self._picture(f"answered-{name.rsplit('/', maxsplit=1)[-1]}")
                self.screen.touch("main")
            if name == "licence/issuer":
                with self._step("question mended", "error-summary"):
                    self.screen.touch("suggestion-0")
                    self.screen.touch("main")

    def _touch_all(self, touches: tuple[str, ...]) -> None:
        for touch in touches:
            if touch.startswith("keys:"):
                self.screen.type(touch.removeprefix("keys:"))
            else:
                self.screen.touch(touch)

    def attach(self) -> None:
        """One scanned page."""
        with self._step("paper", "paper-health_certificate"):
            self.stage.put_paper_in_the_scanner()
            self.screen.touch("main")
            self.screen.wait_for("page-picture", timeout_s=60)
            self._picture("scanned")
            self.screen.touch("main")

    def submit(self, *, online: bool) -> None:
        """Check, submit, slip."""
        with self._step("check", "page-CheckPage"):
            self._turn_all_leaves()
            self.screen.touch("main")
        with self.account.step(f"{self.label} submitted"):
            self.screen.wait_for("page-SlipPage", timeout_s=30)
            self._picture("submitted")
            if online:
                self._wait_for_words("submitted-title", SENT)
        with self._step("slip", "page-SlipPage"):
            self._wait_for_words("print-state", PRINTED)
            said = self.screen.wait_for("submitted-title")
            if (SENT in said) is not online or (STORED in said) is online:
                raise PartFailedError(f"the slip's screen says “{said}”")
            self._picture("printed")
            self.screen.touch("main")

    def _turn_all_leaves(self) -> None:
        """Look at the rest of what is checked; until then nothing can be submitted."""
        if "leaf-next" in self.screen.names():
            self.screen.touch("leaf-next")
            self._picture("check-rest")

    def leave(self) -> None:
        """Rate and be forgotten."""
        with self._step("rating", "page-RatingPage"):
            self.screen.touch("face-5")
        with self._step("wiped", "page-IdlePage"):
            self.screen.wait_for("door-file")

    def _wait_for_any(self, *names: str) -> str:
        """Return the first of these that shows; a quick card is read before its page is seen."""
        for _ in range(200):
            shown = self.screen.names()
            for name in names:
                if name in shown:
                    return name
            time.sleep(0.02)
        raise PartFailedError(f"none of {names} appeared")

    def _wait_for_words(self, name: str, words: str) -> None:
        for _ in range(100):
            if words in self.screen.wait_for(name):
                return
            time.sleep(0.2)
        raise PartFailedError(f"{name} never said “{words}”")

    # -- inside -----------------------------------------------------------------------------------------

    @contextmanager
    def _step(self, name: str, page: str = "") -> Iterator[None]:
        with self.account.step(f"{self.label} {name}"):
            if page:
                self.screen.wait_for(page)
                self._picture(name)
            yield

    def _picture(self, name: str) -> None:
        self.pictures.append(name)
        number = len(list(self._folder().glob("*.png"))) + 1
        self.screen.picture(
            self._folder() / f"{number:02}-{self.label}-{name.replace('/', '-').replace(' ', '-')}.png"
        )

    def _folder(self) -> Path:
        return self.account.out / "screens"
