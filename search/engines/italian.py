"""Italian words, as people type them and as they stand in texts. The same rules write the index and ask it."""

import re
import unicodedata
from functools import lru_cache

import tantivy

from .base import Part

LONGEST_ASK = 200
MOST_PARTS = 10

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_APOSTROPHES = dict.fromkeys(map(ord, "ʼ`´‘’′＇"), "'")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")
_THOUSANDS = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b")
# What tantivy cuts texts with: the same as _TOKEN.
TOKEN = r"\d+(?:[.,]\d+)*|[\p{L}\p{N}]+"  # noqa: S105

# Words that find nothing by themselves. They stay in the index, for searches in quotes and for «perché» alone.
STOP_WORDS = frozenset(
    """
    a abbia abbiamo ad agli ai al alcuni all alla alle allo allora altra altre altri altro anche ancora anzi avere aveva
    c che chi ci cio co coi col come con cosa cosi cui d da dagli dai dal dall dalla dalle dallo de degli dei del dell
    della delle dello dentro detto di dopo dove dunque e ed era erano ero essere fa fanno far fare fatto fin fino fra
    fu gia gli ha hai hanno ho i il in io l la le lei li lo loro lui m ma me meno mentre mi mia mie miei mio molta
    molte molti molto n ne negli nei nel nell nella nelle nello niente no noi non nostra nostre nostri nostro o od ogni
    ora per perche pero piu po poi pure qua qual quale quali qualche quando quant quanta quante quanti quanto quasi
    quel quell quella quelle quelli quello quest questa queste questi questo qui s se sei senza si sia siamo sono sta
    stata stato su sua sue sugli sui sul sull sulla sulle sullo suo suoi t te ti tra troppo tu tua tue tuo tuoi tutt
    tutta tutte tutti tutto un una uno v va vai vi voi vostra vostro
    """.split()
)


def tidy(text: str) -> str:
    """Compose accents, drop what no keyboard writes."""
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text))


class _Fold(dict):
    """Letter → the same letter small and without accent; one for one, so that places in the text stay.

    Apostrophes of every kind become one: some of them count as letters.
    """

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base, *marks = unicodedata.normalize("NFD", letter)
        small = (base if marks and all(unicodedata.category(mark) == "Mn" for mark in marks) else letter).lower()
        self[code] = small if len(small) == 1 else letter
        return self[code]


_fold = _Fold(_APOSTROPHES)


def folded(text: str) -> str:
    return text.translate(_fold)


def tokens(text: str) -> list[str]:
    """Cut a text into words, small and without accents: «dell’energia» gives dell, energia."""
    return _TOKEN.findall(folded(text))


def indexed(*texts: str) -> str:
    """Make the text that the index reads; amounts stand also without the point: 9.796 and 9796."""
    text = folded("\n".join(texts))
    return "\n".join([text, *(amount.replace(".", "") for amount in _THOUSANDS.findall(text))])


def read(text: str) -> tuple[Part, ...]:
    """Understand what a person typed: words, and words in quotes. No other sign means anything.

    Returns:
        At most ten different parts; small words only if there is nothing else.
    """
    text = tidy(text[: LONGEST_ASK * 4])[:LONGEST_ASK]
    quoted = [tuple(tokens(words)) for words in _QUOTED.findall(text)]
    parts = [Part(words, is_exact=True) for words in quoted if words]
    words = tokens(_QUOTED.sub(" ", text))
    telling = [word for word in words if word not in STOP_WORDS]
    parts += [Part((word,)) for word in telling or ([] if parts else words)]
    return tuple(dict.fromkeys(parts))[:MOST_PARTS]


# ── forms of a word ──────────────────────────────────────────────────────────────────────────────────────────────────

_snowball = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.stemmer("italian"))
    .build()
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Snowball's Italian stem, as tantivy carries it and the index uses it."""
    return (_snowball.analyze(word) or [word])[0]


@lru_cache(maxsize=5_000)
def forms(word: str) -> frozenset[str]:
    """Give the singular and plural of a folded word, and its other gender from six letters on.

    Snowball alone parts «anziano» from «anziani» and joins «caso» with «casa»: both are daily words here. Short
    words keep to their gender, for the same reason.
    """
    if word.isdecimal() and 4 <= len(word) <= 12:
        return frozenset({word, f"{int(word):,}".replace(",", ".")})
    if len(word) < 4 or word[-1] not in "aeio" or not word.isalpha():
        return frozenset({word})
    found = {word}
    crosses = len(word) >= 6
    if word.endswith(("tore", "tori", "trice", "trici")) and crosses:
        base = re.sub(r"(tor[ei]|tric[ei])$", "", word)
        return frozenset({base + ending for ending in ("tore", "tori", "trice", "trici")})
    if word.endswith(("chi", "ghi", "che", "ghe")):
        base = word[:-2]
        found |= {base + "o", base + "hi"} if word[-1] == "i" or crosses else set()
        found |= {base + "a", base + "he"} if word[-1] == "e" or crosses else set()
    elif word.endswith(("co", "go", "ca", "ga")):
        base = word[:-1]
        found |= {base + "o", base + "i", base + "hi"} if word[-1] == "o" or crosses else set()
        found |= {base + "a", base + "he"} if word[-1] == "a" or crosses else set()
    elif word.endswith(("io", "ia", "ie")):
        base = word[:-2]
        found |= {base + ending for ending in ("io", "i", "ia", "ie")}
        if base.endswith(("c", "g")):
            found.add(base + "e")
    else:
        base = word[:-1]
        found |= {base + ending for ending in _ENDINGS[word[-1], crosses]}
        if base.endswith(("c", "g")):
            found |= {base + ending for ending in ("ia", "ie", "io")}
        elif word[-1] == "i":
            found.add(base + "io")
    return frozenset(found)


_ENDINGS = {
    ("a", False): "ae",
    ("a", True): "aeoi",
    ("e", False): "eai",
    ("e", True): "eaio",
    ("i", False): "ioe",
    ("i", True): "ioea",
    ("o", False): "oi",
    ("o", True): "oiae",
}


def root(word: str) -> str:
    """Give the stem when it is particular enough to be asked for: «rateizzazione» finds «rateizzare».

    Returns:
        The stem, or "" when it would join strangers: «caso» and «casa» are both «cas».
    """
    found = stem(word)
    # «Condizionatore» is no kind of «condizione».
    if found in STOP_WORDS or not word.isalpha() or word.endswith(("tore", "tori", "trice", "trici")):
        return ""
    return found if len(found) >= 5 or (len(found) >= 3 and len(word) - len(found) >= 3) else ""
