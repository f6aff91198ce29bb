"""A form that asks the guard before anything is stored.

    class MessageForm(GuardedForm, forms.Form):
        guarded = {"text": "ask"}

Modes, by field (decisions.md 26):
    case  refuses what is certain, asks about what is probable
    ask   asks about both; a tick lets it pass
    hint  only shows, when the form comes back for another reason

The form comes back with `{% include "guard/_findings.html" with form=form %}` inside its `<form>`: the parts, a
button that puts something else in the place of each (a plain submit button: it works without script), and the tick.
The tick vouches for the parts that were shown and for no others: its value is `tick_for(text, …)`.

A form about a case is given its `pseudonym`, or has a field of that name: the guard offers it in the place of a name.
"""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .actions import note_override
from .detect import LONGEST, Finding, find, placeholder
from .kinds import CERTAIN, POSSIBLE, Kind
from .words import MADE_UP

MODES = ("case", "ask", "hint")
SHOWN = 60  # findings that a page lists; the tick vouches for no others
AROUND = 40  # characters of text shown before and after a part


@dataclass(frozen=True)
class Found:
    """A finding as the page shows it."""

    field: str
    label: str
    kind: str
    part: str
    before: str
    after: str
    refused: bool
    asked: bool
    placeholder: str
    made_up: str
    is_own_name: bool  # `made_up` is how this case calls its people

    @property
    def what(self) -> str:
        return Kind(self.kind).label

    @property
    def replace_with(self) -> str:
        return f"{self.field}|{self.kind}|{self.part}"


class GuardedForm(forms.Form):
    """What to mix into a form whose texts may name somebody: see the head of this file."""

    guarded: dict[str, str] = {}
    # Kinds that have their place in this form: a desk's number in its own answer.
    guard_lets_pass: frozenset[str] = frozenset()

    def __init__(self, *args, pseudonym: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self._pseudonym = pseudonym
        self.guard_replaced = ""
        # A button that only changes a part of the text stores nothing, even when there was nothing to change.
        self.guard_only_replaces = self.is_bound and self.add_prefix("guard_replace_all") in self.data
        if self.is_bound:
            self._replace("guard_replace", made_up=False)
            self._replace("guard_rename", made_up=True)
            self._replace_all()

    # ── what a form may know ─────────────────────────────────────────────────────────────────────────────────────────

    def guard_known(self, name: str, text: str) -> list[tuple[int, int]]:
        """Say where a field's text names people who are nobody's family: a name that lies in there is not reported."""
        return []

    @property
    def guard_pseudonym(self) -> str:
        """The made-up name that is already in use for these people: given, or chosen in the form itself."""
        chosen = self.data.get(self.add_prefix("pseudonym"), "") if "pseudonym" in self.fields else ""
        return next((name for name in MADE_UP if name in (self._pseudonym, chosen)), "")

    # ── what the page shows ──────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def guard_findings(self) -> list[Found]:
        """All that was found in the guarded fields, as they came."""
        found = []
        for name, mode in self.guarded.items():
            text = self._text(name)
            found += [self._found(name, mode, text, finding) for finding in self._find(name, text)] if text else []
        return found

    @property
    def guard_shown(self) -> list[Found]:
        """What the page lists: what stops first, then the hints; the same part once."""
        once = {(found.field, found.kind, found.part): found for found in reversed(self.guard_findings)}
        return sorted(reversed(once.values()), key=lambda found: (not found.refused, not found.asked))[:SHOWN]

    @property
    def guard_may_replace_all(self) -> bool:
        """Whether one button may put something else in the place of several parts that stop."""
        stopping = [found for found in self.guard_shown if found.refused or found.asked]
        return sum(bool(found.placeholder) for found in stopping) > 1

    @property
    def guard_refuses(self) -> bool:
        return any(found.refused for found in self.guard_findings)

    @property
    def guard_asks(self) -> bool:
        return any(found.asked for found in self.guard_findings)

    @property
    def guard_tick(self) -> str:
        """The value of the tick: what it vouches for."""
        return _tick(self.guard_shown)

    @property
    def guard_tick_name(self) -> str:
        return self.add_prefix("guard_checked")

    @property
    def guard_ticked(self) -> bool:
        return set(self.guard_tick.split(".")) <= self._given()

    # ── what the view asks ───────────────────────────────────────────────────────────────────────────────────────────

    def is_valid(self) -> bool:
        """Say whether the form may be stored: never when a button only asked to change a part of the text."""
        return super().is_valid() and not (self.guard_replaced or self.guard_only_replaces)

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or (self.empty_permitted and not self.has_changed()):
            return
        for name in self.guarded:
            if len(self._text(name)) > LONGEST:
                self._refuse(name, _("Questo testo è troppo lungo. Accorcialo."))
        by_field: dict[str, list[Found]] = {}
        given = self._given()
        for found in self.guard_findings:
            if found.refused or (found.asked and _digest(found.kind, found.part) not in given):
                by_field.setdefault(found.field, []).append(found)
        for name, stopped in by_field.items():
            self._refuse(name, _sentence(stopped))

    def note_override(self, *, by, place: str) -> str:
        """Record what the tick let pass, once the text is stored.

        Args:
            by: the author.
            place: where, such as `forum.message`.

        Returns:
            A tip for the author when it happens often; otherwise nothing.
        """
        kinds = {found.kind for found in self.guard_findings if found.asked}
        if kinds and note_override(kinds, place=place, by=by):
            return _(
                "Un consiglio: «una persona», «la mamma», un fiore o un frutto al posto del nome proteggono le "
                "famiglie e ti fanno risparmiare un passaggio."
            )
        return ""

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _text(self, name: str) -> str:
        """Give what was sent for a field: the words, or the name of a file."""
        if not self.is_bound or name not in self.fields:
            return ""
        sent = self[name].data
        return str(getattr(sent, "name", sent) or "")

    def _given(self) -> set[str]:
        """What the tick that was sent vouches for."""
        return set(str(self.data.get(self.guard_tick_name, "")).split(".")) if self.is_bound else set()

    def _find(self, name: str, text: str) -> list[Finding]:
        found = [one for one in find(text) if one.kind not in self.guard_lets_pass]
        known = self.guard_known(name, text) if any(one.kind == Kind.NAME for one in found) else []
        # Whole, or not at all: a stranger's name that goes on where a known one ends is still one.
        return [
            one
            for one in found
            if one.kind != Kind.NAME or not any(start <= one.start and one.end <= end for start, end in known)
        ]

    def _found(self, name: str, mode: str, text: str, finding: Finding) -> Found:
        part = text[finding.start : finding.end]
        refused = mode == "case" and finding.certainty == CERTAIN
        asked = mode in ("case", "ask") and not refused and finding.certainty != POSSIBLE
        return Found(
            field=name,
            label=str(self.fields[name].label or self[name].label),
            kind=finding.kind,
            part=part,
            before=_edge(text[max(0, finding.start - AROUND) : finding.start], finding.start > AROUND),
            after=_edge(text[finding.end : finding.end + AROUND], False, finding.end + AROUND < len(text)),
            refused=refused,
            asked=asked,
            placeholder="" if self._is_file(name) else placeholder(finding.kind, part),
            made_up=self._made_up(text, part) if finding.kind == Kind.NAME and not self._is_file(name) else "",
            is_own_name=bool(self.guard_pseudonym),
        )

    def _made_up(self, text: str, part: str) -> str:
        return self.guard_pseudonym or _made_up(text, part)

    def _is_file(self, name: str) -> bool:
        return isinstance(self.fields[name], forms.FileField)

    def _refuse(self, name: str, sentence: str) -> None:
        self.add_error(name, forms.ValidationError(sentence, code="guard"))

    def _replace(self, button: str, *, made_up: bool) -> None:
        """Put something else in the place of the part that a button names, wherever the guard finds it."""
        asked = str(self.data.get(self.add_prefix(button), "")).split("|", 2)
        if len(asked) != 3 or asked[0] not in self.guarded or asked[0] not in self.fields or self._is_file(asked[0]):
            return
        name, kind, part = asked
        # A form sends its line ends as two characters, whatever the page had.
        text = self._text(name)
        instead = self._made_up(text, part) if made_up else (placeholder(kind, part) if kind in Kind.values else "")
        found = [
            one
            for one in self._find(name, text)
            if one.kind == kind and text[one.start : one.end].split() == part.split()
        ]
        if instead:
            self._put(name, text, [(one, instead) for one in found])
            self.guard_replaced = instead

    def _replace_all(self) -> None:
        """Put what is offered in the place of every part that stops, in all fields, as one button asked."""
        if not self.guard_only_replaces:
            return
        put = []
        for name, mode in self.guarded.items():
            text = self._text(name)
            if not text or name not in self.fields or self._is_file(name):
                continue
            seen = [(one, self._found(name, mode, text, one)) for one in self._find(name, text)]
            changes = [
                (one, found.placeholder) for one, found in seen if found.placeholder and (found.refused or found.asked)
            ]
            self._put(name, text, changes)
            put += [instead for _one, instead in changes]
        self.guard_replaced = "», «".join(dict.fromkeys(put))

    def _put(self, name: str, text: str, changes: list[tuple[Finding, str]]) -> None:
        """Write the parts of a text anew, from the last to the first."""
        for one, instead in reversed(changes):
            text = text[: one.start] + instead + text[one.end :]
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = text


def tick_for(*texts: str) -> str:
    """Give the value of a tick that vouches for all that is found in these texts."""
    return ".".join(
        sorted(
            {_digest(f.kind, text[f.start : f.end]) for text in texts for f in find(text) if f.certainty != POSSIBLE}
        )
    )


def _tick(findings: list[Found]) -> str:
    return ".".join(sorted({_digest(found.kind, found.part) for found in findings if found.asked}))


def _digest(kind: str, part: str) -> str:
    return salted_hmac("portal.guard", f"{kind}|{' '.join(part.split())}").hexdigest()[:12]


def _edge(text: str, cut_before: bool, cut_after: bool = False) -> str:
    return ("…" if cut_before else "") + text + ("…" if cut_after else "")


def _made_up(text: str, part: str) -> str:
    """Choose a made-up name: the same for the same name, and one that the text does not have."""
    low = text.lower()
    start = sum(part.encode()) % len(MADE_UP)
    return next((name for name in MADE_UP[start:] + MADE_UP[:start] if name.lower() not in low), MADE_UP[start])


def _sentence(stopped: list[Found]) -> str:
    parts = []
    for found in stopped:
        shown = f"{found.what} («{found.part[:60]}»)"
        if shown not in parts:
            parts.append(shown)
    listed = ", ".join(parts[:4]) + (", …" if len(parts) > 4 else "")
    if any(found.refused for found in stopped):
        return _(
            "Sembra che ci sia %(parts)s. Per proteggere la famiglia, togli i dati che la rendono riconoscibile."
        ) % {"parts": listed}
    return _("Sembra che ci sia %(parts)s. Toglilo, oppure conferma che non identifica nessuno.") % {"parts": listed}
