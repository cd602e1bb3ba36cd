"""The way into a folder of saved reports: the folder goes in, index.html comes out, one row a report.

It says for each report whose it is, how many figures it has and how many of its checks do not add up, and leads to its
page, workbook and check sheet. It needs no network and runs no script.
"""

from __future__ import annotations

from pathlib import Path

from tvict.publishing.package import load_tables
from tvict.publishing.rows import VERDICTS, Row, rows_of
from tvict.publishing.said import all_words
from tvict.publishing.staging import FACES, INDEX, own_manifest, replaced_file
from tvict.publishing.templates import template


def write_index(folder: str | Path) -> Path:
    """Write index.html into a folder of saved reports and return its path: worst first, then by area and year.

    Folders that tvict did not write are passed over. Raises LoadError for a saved report that is broken, SaveError
    where the file cannot be written.
    """
    folder = Path(folder)
    saved = [path for path in sorted(folder.iterdir()) if path.is_dir() and own_manifest(path) is not None]
    entries = [_entry(path) for path in saved]
    entries.sort(key=lambda entry: (-entry["verdicts"]["differs"], entry["area"], entry["year"], entry["title"]))
    words = {**all_words()["index"], **{name: all_words()["verdicts"][name] for name in VERDICTS}}
    page = template("index.html.j2").render(entries=entries, words=words, verdicts=VERDICTS)
    with replaced_file(folder / INDEX) as staging:
        staging.write_bytes(page.encode("utf-8"))
    return folder / INDEX


def _entry(folder: Path) -> Row:
    """Return what the index says of a report: whose it is, what it holds, how its checks ended, its files by kind."""
    tables = load_tables(folder, ["sources", "figures", "checks"])
    source = rows_of(tables["sources"])[0]
    counts = tables["checks"]["verdict"].value_counts()
    words = all_words()["index"]
    files = [
        (words[name], f"{folder.name}/{path.name}")
        for suffix, name in FACES.items()
        if (path := folder / f"{folder.name}{suffix}").is_file() and not path.is_symlink()
    ]
    return {
        "title": str(source["title"] or source["report"]),
        "issuer": str(source["issuer"] or ""),
        "area": str(source["area_name"] or ""),
        "year": str(source["year"] or ""),
        "invented": bool(source.get("invented")),
        "figures": len(tables["figures"]),
        "verdicts": {verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS},
        "files": files,
    }
