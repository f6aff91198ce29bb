"""How an entry lies in tantivy's fields."""

import math

import tantivy
from tantivy import Filter, Tokenizer

from ..entries.shape import KINDS, Entry, digest_of
from .italian import TOKEN, indexed, tidy

# Raise it when the fields or the rules of words change: an index of another number is made anew.
SHAPE = 2
FACETS = ("kind", "theme", "territory", "setting", "outcome")

# How much more a kind weighs when the words fit equally: what was tried comes before what was said.
PRIOR = {
    "practice": 1.25,
    "opportunity": 1.2,
    "desk": 1.15,
    "programme": 1.15,
    "lesson": 1.1,
    "event": 1.05,
    "thread": 1.0,
    "body": 0.95,
    "person": 0.9,
}


def _schema() -> tantivy.Schema:
    build = tantivy.SchemaBuilder()
    for name in ("key", "audience", "exact_title"):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        build.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    build.add_text_field("title", tokenizer_name="words")
    build.add_text_field("title_stems", tokenizer_name="stems", index_option="freq")
    build.add_text_field("tags", tokenizer_name="words", index_option="freq")
    build.add_text_field("words", tokenizer_name="words")
    build.add_text_field("stems", tokenizer_name="stems", index_option="freq")
    for name in ("kind_no", "pk", "tried"):
        build.add_unsigned_field(name, fast=True)
    build.add_float_field("boost", fast=True)
    build.add_date_field("changed_at", fast=True)
    # The entry itself, to read back; bytes, so that nobody tokenizes it.
    build.add_bytes_field("kept", stored=True)
    build.add_bytes_field("digest", stored=True)
    return build.build()


SCHEMA = _schema()


def registered(index: tantivy.Index) -> tantivy.Index:
    """Tell an index how texts are cut: it keeps only the names of the ways."""
    index.register_tokenizer("words", _analyzer())
    index.register_tokenizer("stems", _analyzer(Filter.stemmer("italian")))
    return index


def _analyzer(*last: Filter) -> tantivy.TextAnalyzer:
    build = tantivy.TextAnalyzerBuilder(Tokenizer.regex(TOKEN))
    for step in (Filter.lowercase(), Filter.ascii_fold(), Filter.remove_long(40), *last):
        build = build.filter(step)
    return build.build()


def document(entry: Entry) -> tantivy.Document:
    """Lay an entry out in the fields."""
    made = tantivy.Document()
    made.add_text("key", entry.key)
    made.add_unsigned("kind_no", KINDS.index(entry.kind))
    made.add_unsigned("pk", entry.pk)
    title, tags, body = tidy(entry.title), tidy(entry.words), tidy(entry.body)
    made.add_text("exact_title", exact(title))
    in_title = indexed(title)
    made.add_text("title", in_title)
    made.add_text("title_stems", in_title)
    made.add_text("tags", indexed(tags))
    everything = indexed(title, tags, body)
    made.add_text("words", everything)
    made.add_text("stems", everything)
    made.add_text("kind", entry.kind)
    for name, values in (
        ("theme", entry.themes),
        ("territory", entry.territory),
        ("setting", entry.setting),
        ("outcome", entry.outcome),
        ("audience", entry.audience),
    ):
        for value in values:
            made.add_text(name, value)
    made.add_unsigned("tried", entry.weight)
    made.add_float("boost", PRIOR[entry.kind] * (1 + 0.12 * math.log1p(entry.weight)))
    made.add_date("changed_at", entry.changed_at)
    kept = entry.as_text()
    made.add_bytes("kept", kept.encode("utf-8", "replace"))
    made.add_bytes("digest", f"{entry.key} {digest_of(kept)}".encode())
    return made


def exact(title: str) -> str:
    """Give a title as a whole, for who types it whole."""
    return " ".join(indexed(title).split())[:200]
