"""Files read by their format: records with everything that is wrong in them noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from portal.exchange import document
from portal.exchange.document import Mapping, Node, Scalar, Sequence
from portal.exchange.faults import Fault, FileWrong, Place, nearest, quoted
from portal.exchange.formats import FORMATS
from portal.exchange.shapes import Findings, Record
from portal.exchange.words import SWEDISH


@dataclass
class Written:
    """The files of one call as they were written, and what could not even be read."""

    documents: list[tuple[str, str, Mapping]] = field(default_factory=list)
    """File, format and content; municipalities go first, as caseloads refer to them."""
    faults: list[Fault] = field(default_factory=list)

    def of(self, format_name: str) -> list[tuple[str, Mapping]]:
        """The documents of one format with their files."""
        return [(file, node) for file, name, node in self.documents if name == format_name]

    @property
    def language(self) -> str | None:
        """The first language that a municipality's file says its texts are in."""
        for _, node in self.of("municipality/1"):
            municipality = node.find("municipality")
            languages = (
                municipality.find("languages") if isinstance(municipality, Mapping) else None
            )
            first = (
                languages.items[0] if isinstance(languages, Sequence) and languages.items else None
            )
            return first.text if isinstance(first, Scalar) else SWEDISH
        return None


def written(paths: Iterable[str | Path]) -> Written:
    """Open all files and see which format each has."""
    found = Written()
    for path in dict.fromkeys(str(path) for path in paths):
        try:
            node = document.read(path)
            found.documents.append((path, *_format(path, node)))
        except FileWrong as wrong:
            found.faults += wrong.faults
    return found


def _format(path: str, node: Node) -> tuple[str, Mapping]:
    if not isinstance(node, Mapping):
        what = "a mapping (key: value) that begins with its format is expected"
        raise FileWrong([Fault(Place(path, node.line), what)])
    name = node.find("format")
    if name is None:
        what = f'"format" is missing; known are: {", ".join(FORMATS)}'
        raise FileWrong([Fault(Place(path, node.line), what)])
    place = Place(path, name.line, "format")
    if not isinstance(name, Scalar) or name.text not in FORMATS:
        said = quoted(name.text) if isinstance(name, Scalar) else "this"
        hint = nearest(said.strip('"'), FORMATS) if "?" in nearest(said, FORMATS) else ""
        what = f"{said} is unknown{hint}; known are: {', '.join(FORMATS)}"
        raise FileWrong([Fault(place, what)])
    return name.text, node


@dataclass
class Read:
    """The files of one call, read by their formats."""

    findings: Findings
    municipalities: list[Record] = field(default_factory=list)
    caseloads: list[Record] = field(default_factory=list)
    questionnaires: list[Record] = field(default_factory=list)

    @property
    def participants(self) -> list[Record]:
        """Every participant of every caseload, in the order of the files."""
        return entries(self.caseloads, "participants")


def entries(records: list[Record], name: str) -> list[Record]:
    """What stands in the lists of that name in several records, without what could not be read."""
    return [entry for record in records for entry in record.get(name) or [] if entry is not None]


def read(files: Written, language: str, today: date) -> Read:
    """Read what was written: nothing is raised, what is wrong stands in the findings."""
    found = Read(Findings(today, language, list(files.faults)))
    for name, into in (
        ("municipality/1", found.municipalities),
        ("caseload/1", found.caseloads),
        ("questionnaire/1", found.questionnaires),
    ):
        for file, node in files.of(name):
            record = FORMATS[name].take(node, Place(file, node.line), found.findings)
            if record is not None:
                into.append(record)
    return found
