"""Addresses; and facts so rare, or so delicate, that they may tell who it is."""

import re
from collections.abc import Iterator

from .kinds import POSSIBLE, PROBABLE, Kind

_MONTH = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre"
_CAP = r"[A-ZÀ-Þ][\w']{0,30}"
_PARTICLE = (
    r"(?:d'|de|di|da|del|dei|degli|della|delle|dell'|dello|dal|dalla|al|alla|alle|ai|lo|la|le|il|i|e|san|santa|santo|"
    r"sant'|s\.|ss\.|don|xx|iv)"
)
_WAY = (
    r"(?:via|v\.(?=\s?[A-Z])|viale|v\.le|vicolo|vico|piazza|p\.za|p\.zza|piazzale|p\.le|piazzetta|corso|c\.so|largo|"
    r"strada|str\.|contrada|c\.da|frazione|fraz\.|localit[àa]'?|loc\.|lungarno|lungodora|lungomare|lungo\s?dora|salita|"
    r"borgo|rione|traversa|circonvallazione|borgata)"
)
_BEFORE_NUMBER = r"[\s,]{1,3}(?:n\.?|nr\.?|n°|numero|civico|al civico|al numero|al n\.?)?\s?"
_NUMBER = rf"(?:{_BEFORE_NUMBER}(\d{{1,4}}(?:\s?/\s?[A-Za-z\d]{{1,3}}|\s?(?:bis|ter)|[A-Za-z])?))(?![\d.,]\d|\w)"
# A name with a capital: one to five words, particles between them.
_STREET = (
    rf"(?:(?i:{_PARTICLE})\s?){{0,3}}{_CAP}(?:[\s'\-](?:(?i:{_PARTICLE})\s?){{0,2}}{_CAP}|\s\d{{1,2}}\s{_CAP}){{0,4}}"
)
_ADDRESS = re.compile(rf"\b(?=[vpclsfbrtVPCLSFBRT])(?i:{_WAY})\s+({_STREET}){_NUMBER}")
_ADDRESS_DATE = re.compile(rf"\b(?=[vpclsfbrt]){_WAY}\s+(\d{{1,2}}\s(?:{_MONTH})){_NUMBER}", re.IGNORECASE)
# Typed in a hurry, without capitals: only after words that say it is a place.
_HURRIED = re.compile(
    r"\b(?=[iadrcsv])(?:in|a|di|alla|abit\w+|viv\w+|resident\w+|domicili\w+|indirizzo|casa|sta)[\s:]{1,2}(?:in\s|a\s)?"
    r"((?:via|viale|vicolo|piazza|piazzale|contrada|frazione|corso)\s(?:[a-zà-ÿ.']{1,15}\s){0,3}?"
    r"([a-zà-ÿ']{3,20}),?\s(?:n\.?\s?|numero\s|civico\s)?\d{1,4}(?:/?[a-z])?)(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
# Where somebody lives, also without a number.
_LIVES = re.compile(
    r"\b(?:[Aa]bita\w*|[Vv]ive|[Vv]ivono|[Rr]esident[ei]|[Dd]omiciliat[aoie])\s(?:\w{1,12}\s){0,2}?"
    rf"(?:in|a|alla|al|nella|nel)\s((?i:{_WAY})\s{_STREET})"
)
# «In via telefonica», «corso TED», «corso per attivatori»: ways and courses that are no streets.
_NO_STREET = re.compile(
    r"(?:telefonic|telematic|sperimental|ordinari|preventiv|eccezional|amministrativ|giudizial|stragiudizial|priorit|"
    r"general|definitiv|cautel|urgen|brev|informal|e-?mail|mail|pec|sms|web|whatsapp|fax|post[ae]|internet|facebook|"
    r"ted\b|tutor|attivator|oss\b|asa\b|base|avanzat|online|serale|modulo|lezione|anno|livello|edizione|ultim|prossim|"
    r"prim[oi]|circa|oltre|almeno|questi|quest|tutti|lavori|verso|fa\b|per\b|con\b|senza|tra\b|fra\b|dopo|quasi|solo|"
    r"entro)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s?(?:ore\b|euro\b|€|persone|anni\b|mesi\b|giorni|settimane|volte|minuti|per cento|%|kwh|famiglie|incontri|"
    r"lezioni|partecipanti|posti|moduli|metri|km\b|bambini|ragazzi|figli|iscritti|soci|rate\b)",
    re.IGNORECASE,
)
_RARE = re.compile(
    r"\b(?:(?:scuola|asilo|nido|liceo|istituto(?: comprensivo)?|elementar[ei]|medie|materna|oratorio|parrocchia|chiesa|"
    r"moschea|reparto|ospedale|clinica|tribunale|giudice|questura|carcere)"
    rf"\s(?:(?:di|del|della|dei|d'|san|santa|sant'|don)\s?){{0,2}}{_CAP}(?:\s{_CAP}){{0,2}}|"
    r"(?:lavora\w*|dipendente|operai[oa]|impiegat[oa]|assunt[oa]|licenziat[oa])"
    rf"\s(?:presso|alla|al|all'|da|dalla|in)\s?{_CAP}|"
    r"(?:sul giornale|sui giornali|articolo di giornale|finit[oa] sulla stampa|servizio al telegiornale))"
)
_SENSITIVE = re.compile(
    r"\b(?=[dtclsbaehpmiov])(?:diabet\w+|tumor[ei]|cancro|leucemi\w|schizofreni\w+|bipolar[ei]|depression[ei]|depress[oa]|"
    r"autis(?:mo|tic\w+)|epilessi\w|epilettic\w+|alzheimer|parkinson|sclerosi|sieropositiv\w+|hiv|aids|epatite|dialisi|"
    r"demenza|tossicodipenden\w+|alcolis(?:mo|ta)|sindrome di \w+|oncologic\w+|psicofarmac\w+|psichiatric\w+|aborto|"
    r"musulman\w+|islamic\w+|testimoni? di geova|ebre[oai]|omosessual\w+|transessual\w+|carcer[ei]|detenut[oaie]|"
    r"arrestat[oaie]|ai domiciliari|condannat[oaie]|pregiudicat[oaie]|stupro|violenza sessuale|"
    r"iscritt[oaie] al (?:partito|sindacato))\b",
    re.IGNORECASE,
)


def places(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Find addresses and recognisable facts in a flattened text."""
    for pattern in (_ADDRESS, _ADDRESS_DATE):
        for found in pattern.finditer(text):
            year = re.fullmatch(r"(?:19|20)\d\d", found[2])
            if not (year or _NO_STREET.match(found[1]) or _COUNTED.match(text, found.end())):
                yield Kind.ADDRESS, PROBABLE, *found.span()
    for found in _HURRIED.finditer(text):
        name = found[1].split(maxsplit=1)[1]
        if not (_NO_STREET.match(name) or _NO_STREET.match(found[2]) or _COUNTED.match(text, found.end())):
            yield Kind.ADDRESS, PROBABLE, *found.span(1)
    for found in _LIVES.finditer(text):
        yield Kind.ADDRESS, PROBABLE, *found.span(1)
    for found in _RARE.finditer(text):
        yield Kind.RARE_FACT, POSSIBLE, *found.span()
    for found in _SENSITIVE.finditer(text):
        yield Kind.SENSITIVE, POSSIBLE, *found.span()
