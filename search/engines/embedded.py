"""tantivy, inside this process. Readers watch `CURRENT`; whoever writes holds the lock (decisions.md 10).

The folder holds generations, each a whole index, and the file `CURRENT` with the name of the one in use. A rebuild
makes the next generation beside it and replaces the file: a search meets the old or the new one, never none.
"""

import os
import shutil
import threading
from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Query

from ..entries.shape import Entry
from .asking import Asking
from .base import Ask, Hits, Part, StillVisible
from .layout import SCHEMA, SHAPE, document, registered
from .typos import corrected_part

HEAP = 32_000_000
MOST_WRONG = 3  # mistyped words of one search


class EmbeddedEngine:
    """One folder, read by every process, written by one."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self._opening = threading.Lock()
        self._index: tantivy.Index | None = None
        self._seen: tuple = ()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def is_ready(self) -> bool:
        return self._current() is not None

    def find(self, ask: Ask, still_visible: StillVisible) -> Hits:
        searcher = self._searcher()
        if searcher is None:
            return Hits()
        search = Asking(searcher, ask)
        keys, total = search.run()
        gone = set(keys) - still_visible(keys)
        # The index is behind: ask again without what may not be seen, so that totals and facets are right too.
        for _ in range(3):
            if not gone:
                break
            search.leave_out(gone)
            keys, total = search.run()
            gone = set(keys) - still_visible(keys)
        keys = [key for key in keys if key not in gone]
        return Hits(total - len(gone), tuple(keys), search.facets())

    def read(self, keys: Iterable[str]) -> dict[str, Entry]:
        searcher = self._searcher()
        if searcher is None:
            return {}
        found = {}
        for key in keys:
            hits = searcher.search(Query.term_query(SCHEMA, "key", key), 1, count=False).hits
            if hits:
                found[key] = Entry.from_text(bytes(searcher.doc(hits[0][1]).get_first("kept")).decode())
        return found

    def correct(self, ask: Ask) -> tuple[Part, ...] | None:
        searcher = self._searcher()
        if searcher is None:
            return None
        search = Asking(searcher, ask)
        # A search where most is unknown is not a typing error, and trying every way costs too much.
        if sum(not search.frequency(part.words[0]) for part in ask.parts if not part.is_exact) > MOST_WRONG:
            return None
        parts = tuple(corrected_part(part, search.frequency, search.exists, search.beginning) for part in ask.parts)
        return parts if parts != ask.parts else None

    def complete(self, parts: tuple[Part, ...], prefix: str, audiences: frozenset[str], limit: int) -> list[str]:
        searcher = self._searcher()
        if searcher is None or not prefix:
            return []
        search = Asking(searcher, Ask(parts, audiences))
        return search.titles(prefix, limit)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, remove: Iterable[str], put: Iterable[Entry]) -> None:
        index = self._open(self._current())
        writer = index.writer(HEAP, 1)
        put = list(put)
        for key in [*remove, *(entry.key for entry in put)]:
            writer.delete_documents_by_term("key", key)
        for entry in put:
            writer.add_document(document(entry))
        writer.commit()
        writer.wait_merging_threads()

    def rebuild(self, entries: Iterable[Entry]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        before = self._current()
        numbers = [int(path.name[1:7]) for path in self.folder.glob("g??????-*") if path.name[1:7].isdigit()]
        name = f"g{max(numbers, default=0) + 1:06}-{SHAPE}"
        new = self.folder / name
        new.mkdir()
        index = registered(tantivy.Index(SCHEMA, str(new)))
        writer = index.writer(HEAP * 2, 2)
        count = 0
        for entry in entries:
            writer.add_document(document(entry))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        pointer = self.folder / f"CURRENT.{os.getpid()}"
        pointer.write_text(name)
        pointer.replace(self.folder / "CURRENT")
        # The one before stays until the next rebuild: a reader may be about to open it.
        for path in self.folder.glob("g??????-*"):
            if path.name != name and (before is None or path != before):
                shutil.rmtree(path, ignore_errors=True)
        return count

    def digests(self) -> dict[str, str]:
        searcher = self._searcher()
        if searcher is None or not searcher.num_docs:
            return {}
        hits = searcher.search(Query.all_query(), searcher.num_docs, count=False).hits
        kept = {}
        for _, address in hits:
            stored = searcher.doc(address)
            key, _, digest = bytes(stored.get_first("digest")).decode().partition(" ")
            kept[key] = digest
        return kept

    def status(self) -> dict:
        searcher = self._searcher()
        current = self._current()
        if searcher is None or current is None:
            return {"engine": "embedded", "ready": False, "folder": str(self.folder)}
        counts = searcher.aggregate(Query.all_query(), {"kind": {"terms": {"field": "kind", "size": 20}}})
        return {
            "engine": "embedded",
            "ready": True,
            "folder": str(current),
            "entries": searcher.num_docs,
            "kinds": {bucket["key"]: bucket["doc_count"] for bucket in counts["kind"]["buckets"]},
            "bytes": sum(path.stat().st_size for path in current.iterdir() if path.is_file()),
        }

    # ── the files ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _current(self) -> Path | None:
        """Give the generation in use; one of another shape counts as none."""
        try:
            name = (self.folder / "CURRENT").read_text().strip()
        except FileNotFoundError:
            return None
        path = self.folder / name
        return path if name.endswith(f"-{SHAPE}") and (path / "meta.json").exists() else None

    def _open(self, generation: Path | None) -> tantivy.Index:
        if generation is None:
            raise FileNotFoundError(f"no index in {self.folder}: run manage.py search_index rebuild")
        return registered(tantivy.Index.open(str(generation)))

    def _searcher(self) -> tantivy.Searcher | None:
        """Look at the newest commit of the generation in use."""
        with self._opening:
            for _ in range(3):
                current = self._current()
                if current is None:
                    self._index, self._seen = None, ()
                    return None
                try:
                    stamp = (current / "meta.json").stat()
                    seen = (current.name, stamp.st_mtime_ns, stamp.st_size, stamp.st_ino)
                    if self._index is None or self._seen[0] != current.name:
                        index = self._open(current)
                        index.config_reader("manual", 0)
                        index.reload()
                        self._index = index
                    elif seen != self._seen:
                        self._index.reload()
                    self._seen = seen
                    return self._index.searcher()
                except (FileNotFoundError, ValueError):
                    # Replaced between the look at CURRENT and the opening: look again.
                    self._index = None
            return None
