"""The forms folder on disk: one folder a procedure, and `catalogue/` with the national list.

Reads only, but for `prepare`, which makes the search index when packages are made. Every file is read when
it is first asked for: the home screen waits for none of them.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.core.catalogue import CatalogueRow, Replacement
from kiosk.core.centre import Centre
from kiosk.core.errors import Code, KioskError
from kiosk.core.known import Known, source_in_words
from kiosk.core.print_template import Template
from kiosk.core.procedures import Procedure
from kiosk.core.search import Answer, Knowledge, Result, Searcher
from kiosk.core.search_index import Index, build, from_document, to_document
from kiosk.core.which_one import Family, families
from kiosk.storage.catalogue_files import Lines, phrases, read_lines, read_rows, synonyms, table
from kiosk.storage.editions import Editions

if TYPE_CHECKING:  # the engine is imported when a form is first opened
    from kiosk.xforms import FormDefinition

INDEX_FILE = "index.json"


class Catalogue:
    """Every procedure known here. Blocking file reads; safe to share between threads once warm."""

    def __init__(
        self,
        forms_dir: Path,
        *,
        province: str = "Sơn La",
        centre: Centre | None = None,
        today: Callable[[], date] | None = None,
        compiled: Path | None = None,
    ) -> None:
        """`centre` is the centre's own list: what is received there, and what people come for most.

        `today` picks among editions (none: the newest counts); forms once read are kept under `compiled`.
        """
        self._folder = forms_dir
        self._lists = forms_dir / "catalogue"
        self._province = province
        self.centre = centre or Centre()
        self._editions = Editions(forms_dir, today or (lambda: date.max))
        self._compiled = compiled

    # -- packages -----------------------------------------------------------------------------------------

    def codes_with_package(self) -> tuple[str, ...]:
        """Return the codes that have a package here, in order."""
        return self._editions.codes()

    def procedure(self, code: str) -> Procedure:
        """Return the package of `code` (or of its successor) that is in force today.

        Raises KioskError PROCEDURE_UNKNOWN (no such code), PROCEDURE_WITHOUT_FORM (in the catalogue only),
        CATALOGUE_BROKEN (the package doesn't parse).
        """
        wanted = self.current(code)
        try:
            return self._editions.in_force(wanted)
        except KioskError as error:
            if error.code is Code.PROCEDURE_UNKNOWN and self._known(wanted):
                raise KioskError(Code.PROCEDURE_WITHOUT_FORM, wanted) from error
            raise

    def edition(self, code: str, version: str) -> Procedure:
        """Return the edition that a dossier began with, in force or not. Raises PROCEDURE_UNKNOWN."""
        return self._editions.edition(code, version)

    def form(self, procedure: Procedure) -> FormDefinition:
        """Return an edition's form, from the store of compiled forms where it was read before.

        Raises KioskError PROCEDURE_WITHOUT_FORM, FORM_BROKEN.
        """
        from kiosk.storage.form_store import FormStore
        from kiosk.xforms import XFormError, parse_form

        xml, beside = self._editions.form_files(procedure.code, procedure.version)
        try:
            if self._compiled is None:
                return parse_form(xml, externals=beside)
            return FormStore(self._compiled).definition(xml, beside)
        except XFormError as error:
            raise KioskError(Code.FORM_BROKEN, f"{procedure.code}: {error.code.value}") from error

    def form_xml(self, code: str) -> bytes:
        """Return the XForm of `code` that is in force. Raises KioskError PROCEDURE_*."""
        procedure = self.procedure(code)
        return self._editions.form_files(procedure.code, procedure.version)[0]

    def print_template(self, procedure: Procedure) -> Template | None:
        """Return the layout of an edition's official form; None where it has none. Raises FORM_BROKEN."""
        return self._editions.print_template(procedure.code, procedure.version)

    # -- the national list --------------------------------------------------------------------------------

    def row(self, code: str) -> CatalogueRow:
        """Return the catalogue's row of `code` (or of its successor). Raises KioskError PROCEDURE_UNKNOWN."""
        listed = self._listed(code)
        return _overlaid(listed, self.procedure(listed.code)) if self._has_package(listed.code) else listed

    def known(self, code: str) -> Known:
        """Return all that is known here of `code` (or of its successor). Raises KioskError PROCEDURE_UNKNOWN.

        A package that can't be read counts as none: one broken file keeps nobody from the other procedures,
        and `kiosk doctor` tells. Quick enough for every result of a keystroke once the list was read.
        """
        procedure = self._readable(self.current(code))
        listed = self._listed(code)
        row = _overlaid(listed, procedure) if procedure is not None else listed
        reception = self.centre.receptions.get(row.code)
        return Known(
            row,
            source_in_words(self.source(row.source)),
            procedure,
            reception,
            self.centre.receives(row.code),
            procedure is not None and self._editions.has_template(procedure.code, procedure.version),
            (reception.hours if reception else "") or self.centre.hours,
        )

    def rows(self) -> Iterator[CatalogueRow]:
        """Return every row of the catalogue, packages' own words laid over it."""
        return self._overlaid_rows()

    def current(self, code: str) -> str:
        """Return the code that stands for `code` today: its successor where it was abolished for one."""
        return self._successors.get(code, code)

    def replacement(self, code: str) -> Replacement | None:
        """Return what became of an abolished code; None when nothing is known to have changed."""
        return next((r for r in self._replacements if r.old_code == code), None)

    def source(self, source_id: str) -> str:
        """Return the text of a catalogue source."""
        return self._sources.get(source_id, source_id)

    def search(self, query: str, limit: int = 5) -> tuple[Result, ...]:
        """Return the procedures that `query` means, best first. The first call loads the index."""
        return self.searcher.search(query, limit)

    def ask(self, query: str, limit: int = 5) -> Answer:
        """Return what was found, and what the query was taken for."""
        return self.searcher.ask(query, limit)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The families of similar procedures, and the questions that tell them apart."""
        try:
            return families(tomllib.loads((self._lists / "which.toml").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise KioskError(Code.CATALOGUE_BROKEN, "which.toml") from error

    @cached_property
    def searcher(self) -> Searcher:
        """The search, loaded when first used."""
        return Searcher(self.index, self.knowledge)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the search knows beside the catalogue."""
        return Knowledge(
            phrases=phrases(self._lists / "everyday-words.csv"),
            synonyms=synonyms(self._lists / "synonyms.csv"),
            replacements=self._replacements,
            usage=self.centre.usage,
            province=self._province,
        )

    @cached_property
    def index(self) -> Index:
        """The prepared index; made on the spot where a forms folder has none."""
        path = self._lists / INDEX_FILE
        try:
            return from_document(json.loads(path.read_bytes()))
        except FileNotFoundError:
            return self.fresh_index()
        except (OSError, ValueError) as error:
            raise KioskError(Code.CATALOGUE_BROKEN, INDEX_FILE) from error

    def fresh_index(self) -> Index:
        """Build the index from the lists and packages. About a second; not on the kiosk's path."""
        return build(self._overlaid_rows())

    def prepare(self) -> Path:
        """Write the index beside the lists, whole or not at all. Raises OSError."""
        path = self._lists / INDEX_FILE
        text = json.dumps(to_document(self.fresh_index()), ensure_ascii=False, separators=(",", ":"))
        beside = path.with_suffix(".new")
        beside.write_text(text + "\n", encoding="utf-8")
        beside.replace(path)
        return path

    def _overlaid_rows(self) -> Iterator[CatalogueRow]:
        packages = {code: self.procedure(code) for code in self.codes_with_package()}
        listed = set()
        for row in read_rows(self._lists / "procedures.csv"):
            listed.add(row.code)
            yield _overlaid(row, packages[row.code]) if row.code in packages else row
        for code, procedure in packages.items():
            if code not in listed:
                yield _overlaid(CatalogueRow(code, procedure.name.vi), procedure)

    def _known(self, code: str) -> bool:
        return code in self._codes

    def _listed(self, code: str) -> CatalogueRow:
        wanted = self.current(code)
        if not self._known(wanted):
            raise KioskError(Code.PROCEDURE_UNKNOWN, code)
        return self._list.row(wanted) or CatalogueRow(wanted, wanted)

    def _readable(self, code: str) -> Procedure | None:
        try:
            return self.procedure(code) if self._has_package(code) else None
        except KioskError:
            return None

    def _has_package(self, code: str) -> bool:
        return code in self._packaged

    @cached_property
    def _packaged(self) -> frozenset[str]:
        return frozenset(self.codes_with_package())

    @cached_property
    def _list(self) -> Lines:
        return read_lines(self._lists / "procedures.csv")

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self.index.columns["code"])

    @cached_property
    def _replacements(self) -> tuple[Replacement, ...]:
        rows = table(self._lists / "replaced.csv")
        return tuple(Replacement(r["old_code"], r["new_code"], r["evidence"]) for r in rows)

    @cached_property
    def _successors(self) -> dict[str, str]:
        return {r.old_code: r.new_code for r in self._replacements if r.new_code}

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {row["id"]: row["source"] for row in table(self._lists / "sources.csv")}


def _overlaid(row: CatalogueRow, procedure: Procedure) -> CatalogueRow:
    return replace(
        row,
        name=procedure.name.vi,
        agency=procedure.agency.decides.vi or row.agency,
        online=procedure.online or row.online,
        level=procedure.level,
        has_form=procedure.has_form,
        everyday=procedure.everyday.vi,
        life_event=procedure.life_events[0] if procedure.life_events else row.life_event,
    )
