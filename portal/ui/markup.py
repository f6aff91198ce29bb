"""People's Markdown becomes safe HTML, in one place (security.md R12)."""

import re
from html import unescape

import nh3
from markdown_it import MarkdownIt

# Raise it when the rules below change: stored HTML of an older version is rendered again from its source.
VERSION = 1
LONGEST = 16_000  # characters; longer texts are cut before the parser sees them

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table")
_TAGS = {
    "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li",
    "h2", "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow ugc",
    clean_content_tags={"script", "style"},
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_HEADING = re.compile(r"<(/?)h([1-6])>")
_TAG = re.compile(r"<[^>]*>")


def rendered(text: str, top: int = 3) -> str:
    """Turn a person's Markdown into HTML that is safe on any page.

    Args:
        text: as written; only the first 16,000 characters count.
        top: the level at which its headings begin, under those of the page.

    Returns:
        HTML of the allowed tags alone; links open nothing unasked.
    """
    html = _markdown.render(_CONTROL.sub("", text[:LONGEST]))
    html = _HEADING.sub(lambda tag: f"<{tag[1]}h{max(top, min(6, int(tag[2])))}>", html)
    return _cleaner.clean(html)


def plain(text: str, length: int = 160) -> str:
    """Give the words of a person's Markdown without marks, cut at a word."""
    words = " ".join(unescape(_TAG.sub(" ", rendered(text))).split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
