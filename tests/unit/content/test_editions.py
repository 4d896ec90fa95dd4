"""Several editions of one procedure side by side: which one is in force, and that a dossier finds its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.app import place
from kiosk.backroom import drafting
from kiosk.backroom.adapters import Adapters
from kiosk.cli.form_new import pack
from kiosk.core.errors import Code, KioskError
from kiosk.core.formflow import FormFlow
from kiosk.core.ports import DossierId, VisitId
from kiosk.storage.drafts import DraftHead
from kiosk.storage.package_files import ContentOnly, install
from kiosk.storage.packages import Catalogue
from kiosk.xforms import FormSession
from tests.unit.xforms.conftest import NOW
from tests.unit.xforms.test_package_rules import folder_of

OLD, NEW = "effective_to = 2026-12-31\n", "effective_from = 2027-01-01\n"


def with_version(folder: Path, version: str) -> Path:
    facts = folder / "procedure.toml"
    facts.write_text(facts.read_text().replace('version = "1"', f'version = "{version}"'), encoding="utf-8")
    return folder


@pytest.fixture
def open_on(tmp_path: Path) -> Callable[[date], Catalogue]:
    """A catalogue of two editions, 1 until the end of 2026 and 2 from then on, on a given day."""
    folder_of(tmp_path, toml=OLD)
    with_version(folder_of(tmp_path, toml=NEW, name="9.000001@2"), "2")
    return lambda day: Catalogue(tmp_path, today=lambda: day, compiled=tmp_path / "compiled")


@pytest.mark.parametrize(
    ("day", "version"), [(date(2020, 1, 1), "1"), (date(2026, 12, 31), "1"), (date(2027, 1, 1), "2")]
)
def test_the_edition_in_force_is_taken(open_on: Callable[[date], Catalogue], day: date, version: str) -> None:
    assert open_on(day).procedure("9.000001").version == version
    assert open_on(day).codes_with_package() == ("9.000001",)


def test_a_dossier_finds_the_edition_that_it_began_with(open_on: Callable[[date], Catalogue]) -> None:
    later = open_on(date(2030, 1, 1))
    began = later.edition("9.000001", "1")
    assert (began.version, later.form(began).title) == ("1", "Thử")
    with pytest.raises(KioskError) as refusal:
        later.edition("9.000001", "3")
    assert refusal.value.code is Code.PROCEDURE_UNKNOWN


def test_a_form_is_compiled_once_with_the_lists_beside_it(
    tmp_path: Path, open_on: Callable[[date], Catalogue]
) -> None:
    (tmp_path / "9.000001" / "wards.csv").write_text("name,code\nx,1\n", encoding="utf-8")
    catalogue = open_on(date(2026, 1, 1))
    first = catalogue.form(catalogue.procedure("9.000001"))
    assert catalogue.form(catalogue.procedure("9.000001")).schema == first.schema
    assert len(list((tmp_path / "compiled").iterdir())) == 1
    (tmp_path / "9.000001" / "wards.csv").write_text("name,code\nx,2\n", encoding="utf-8")
    assert catalogue.form(catalogue.procedure("9.000001")).content_hash != first.content_hash


def packed(place: Path, *, version: str = "1", toml: str = "") -> bytes:
    place.mkdir()
    target = place / "package"
    pack(with_version(folder_of(place, toml=toml), version), target)
    return target.read_bytes()


def test_packages_are_installed_side_by_side(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    for version, dates in (("1", OLD), ("2", NEW)):
        package = packed(tmp_path / version, version=version, toml=dates)
        assert install(package, forms, ContentOnly()).is_new
        assert not install(package, forms, ContentOnly()).is_new
    assert sorted(path.name for path in forms.iterdir()) == ["9.000001@1", "9.000001@2"]
    assert Catalogue(forms, today=lambda: date(2026, 5, 1)).procedure("9.000001").version == "1"
    assert Catalogue(forms, today=lambda: date(2027, 5, 1)).procedure("9.000001").version == "2"


def test_other_content_under_an_installed_version_is_refused(tmp_path: Path) -> None:
    install(packed(tmp_path / "one"), tmp_path / "forms", ContentOnly())
    with pytest.raises(KioskError) as refusal:
        install(packed(tmp_path / "two", toml="minutes = 9\n"), tmp_path / "forms", ContentOnly())
    assert refusal.value.code is Code.PACKAGE_BROKEN


class Nobody:
    """A verifier who trusts no one."""

    def verify(self, manifest: bytes, signature: bytes | None) -> None:
        raise KioskError(Code.PACKAGE_BROKEN, f"{len(manifest)} bytes, signed: {signature is not None}")


def test_what_the_verifier_refuses_is_not_installed(tmp_path: Path) -> None:
    with pytest.raises(KioskError):
        install(packed(tmp_path / "one"), tmp_path / "forms", Nobody())
    assert not (tmp_path / "forms").exists()


@pytest.mark.parametrize("damage", ["cut", "letters", "empty", "swapped"])
def test_a_damaged_package_is_refused_and_leaves_nothing(tmp_path: Path, damage: str) -> None:
    package = packed(tmp_path / "one")
    broken = {
        "cut": package[: len(package) // 2],
        "letters": package.replace(b"procedure.toml", b"procedure/toml"),
        "empty": b"",
        "swapped": package.replace(b"cases.md", b"../cases"),
    }[damage]
    with pytest.raises(KioskError) as refusal:
        install(broken, tmp_path / "forms", ContentOnly())
    assert refusal.value.code is Code.PACKAGE_BROKEN
    assert not (tmp_path / "forms").exists()


def draft(procedure: str, version: str) -> DraftHead:
    return DraftHead(VisitId("v"), DossierId("d"), procedure, version)


def test_a_draft_goes_on_in_its_own_edition_or_is_told_as_lost(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    folder_of(forms, toml="effective_to = 2020-01-01\n")
    with_version(folder_of(forms, toml="effective_from = 2020-01-02\n", name="9.000001@2"), "2")
    (tmp_path / "kiosk.toml").write_text('forms_dir = "forms"\n', encoding="utf-8")
    adapters = Adapters(place(tmp_path, tmp_path / "data"))
    old = adapters.catalogue.edition("9.000001", "1")
    state = FormFlow(old, FormSession(adapters.form(old), now=NOW, seed=1), "vi").state()
    assert drafting.resume(adapters, draft("9.000001", "1"), state, "vi").procedure.version == "1"
    assert adapters.catalogue.procedure("9.000001").version == "2"
    with pytest.raises(KioskError) as refusal:
        drafting.resume(adapters, draft("9.000001", "3"), state, "vi")
    assert refusal.value.code is Code.DRAFT_LOST


def test_a_changed_file_in_a_package_is_refused(tmp_path: Path) -> None:
    whole, changed = io.BytesIO(packed(tmp_path / "one")), io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace("Mọi người".encode(), "Ai đó".encode()))
    with pytest.raises(KioskError) as refusal:
        install(changed.getvalue(), tmp_path / "forms", ContentOnly())
    assert (refusal.value.code, refusal.value.detail) == (Code.PACKAGE_BROKEN, "procedure.toml")
