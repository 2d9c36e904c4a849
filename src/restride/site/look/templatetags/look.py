"""The components as template tags; docs/site.md shows each, the page /components draws each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from restride.model.words import Certainty, Side, Urgency
from restride.site.look import drawings
from restride.site.look.words import GATES, GRADES, SIDE_LETTERS, URGENCIES

register = template.Library()

GRADE_BARS = ((0, 9, 3), (5, 6, 6), (10, 3, 9), (15, 0, 12))


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """Draw a small icon that says nothing by itself; the word stands beside it."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {kind}" if kind else "", name
    )


@register.simple_tag
def tile(name: str, tone: str = "") -> SafeString:
    """Draw an icon on its square tile, as list rows open with."""
    return format_html('<span class="ico {}" aria-hidden="true">{}</span>', tone, icon(name))


@register.simple_tag
def sign(words: str, tone: str = "", shape: str = "") -> SafeString:
    """Say a state in one or two words, with its shape."""
    drawn = icon(shape) if shape else ""
    return format_html('<span class="sign {}{}">{}{}</span>', "" if shape else "w ", tone, drawn, words)


@register.simple_tag
def gate(kind: str, words: str = "") -> SafeString:
    """Say what the load may do: green, amber, red, same, unmeasured, unknown, up, less, done, now, later."""
    known = GATES[kind]
    return sign(words or known.words, known.tone, known.icon)


@register.simple_tag
def flag(urgency: str, words: str = "") -> SafeString:
    """Say a medical urgency; nothing for NONE."""
    known = URGENCIES.get(Urgency(urgency))
    return sign(words or known.words, known.tone, known.icon) if known else SafeString("")


@register.simple_tag
def chip(words: str) -> SafeString:
    """Say a fact."""
    return format_html('<span class="chip">{}</span>', words)


@register.simple_tag
def grade(certainty: str, words: str = "") -> SafeString:
    """Say how certain: four bars and the word."""
    lit, known = GRADES[Certainty(certainty)]
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="3.6" height="{}" rx="1" class="{}"/>',
        ((x, y, height, "on" if at < lit else "off") for at, (x, y, height) in enumerate(GRADE_BARS)),
    )
    return format_html(
        '<span class="chip grade"><svg viewBox="0 0 19 12" aria-hidden="true">{}</svg>{}</span>',
        bars,
        words or known,
    )


@register.simple_tag
def side(which: str) -> SafeString:
    """Draw the side's letter in its box; both, middle and unknown draw nothing."""
    letter = SIDE_LETTERS.get(Side(which)) if which else None
    if letter is None:
        return SafeString("")
    return format_html(
        '<span class="side {0}"><span aria-hidden="true">{0}</span><span class="vh">{1}</span></span>',
        letter,
        which,
    )


@register.simple_tag
def draft(words: str = "Draft") -> SafeString:
    """Mark something that the runner cannot see yet."""
    return format_html('<span class="draft">{}{}</span>', icon("pen"), words)


@register.simple_tag
def badge(initials: str) -> SafeString:
    """Draw the round badge of a person."""
    return format_html('<span class="av" aria-hidden="true">{}</span>', initials)


@register.simple_tag
def meter(filled: int, of: int = 3) -> SafeString:
    """Draw a short row of blocks; the word stands beside it."""
    blocks = format_html_join("", '<i class="{}"></i>', ((("on" if at < filled else "off"),) for at in range(of)))
    return format_html('<span class="meter" aria-hidden="true">{}</span>', blocks)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    sub: str = "",
    id: str = "",
    kind: str = "",
    level: int = 2,
) -> str:
    """One subject on a white surface; kind: flush, slim, sunk. Give an id when there is a title."""
    return render_to_string(
        "look/card.html",
        {"content": content, "title": title, "sub": sub, "id": id, "kind": kind, "level": level},
    )


@register.simple_block_tag
def alert(content: str, title: str, tone: str = "", shape: str = "info", live: bool = False) -> str:
    """Say what is so and what to do; tone: ok, warn, stop or nothing."""
    return render_to_string(
        "look/alert.html",
        {"content": content, "title": title, "tone": tone, "shape": shape, "live": live},
    )


@register.simple_block_tag
def why(content: str, summary: str = "Why this?", opened: bool = False) -> str:
    """Open below what it explains; hold a dl of found, rule, source, against, missing, instead."""
    return render_to_string("look/why.html", {"content": content, "summary": summary, "opened": opened})


@register.simple_block_tag
def signbar(content: str, label: str, state: str = "Draft") -> str:
    """Stay at the lower edge: draft mark, what to read first, reject, sign."""
    return render_to_string("look/signbar.html", {"content": content, "label": label, "state": state})


@register.simple_block_tag
def empty(content: str, title: str, shape: str = "ok", tone: str = "ok", level: int = 3) -> str:
    """Say that it is good, or what will appear here."""
    return render_to_string(
        "look/empty.html",
        {"content": content, "title": title, "shape": shape, "tone": tone, "level": level},
    )


@register.inclusion_tag("look/hypothesis.html")
def hypothesis(rank: int, name: str, fits: str, columns: Mapping[str, Sequence[str]], note: str = "") -> dict[str, Any]:
    """Rank and three columns: columns has speaks_for, against, unknown."""
    return {"rank": rank, "name": name, "fits": fits, "columns": columns, "note": note, "first": rank == 1}


@register.inclusion_tag("look/week.html")
def week(days: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Seven cells; each day has label, now, and blocks of kind (run, str, rest), title, text."""
    return {"days": days}


@register.inclusion_tag("look/timeline.html")
def timeline(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Newest on top; each entry has when, what and optionally by."""
    return {"entries": entries}


@register.inclusion_tag("look/pain_pad.html")
def pain_pad(name: str, legend: str, step: int = 0, value: int | None = None, hint: str = "") -> dict[str, Any]:
    """Eleven radio buttons, berry, no traffic light, no limit in sight."""
    return {
        "name": name,
        "legend": legend,
        "step": step,
        "value": value,
        "hint": hint,
        "numbers": range(drawings.SCALE_TOP + 1),
    }


@register.inclusion_tag("look/side_by_side.html")
def side_by_side(
    name: str, unit: str, unit_name: str, left: str = "", right: str = "", verdict_id: str = ""
) -> dict[str, Any]:
    """Left and right side by side; left is always the left column."""
    return {
        "name": name,
        "unit": unit,
        "unit_name": unit_name,
        "values": (("left", left), ("right", right)),
        "verdict_id": verdict_id,
    }


@register.inclusion_tag("look/body_map.html")
def body_map(
    view: str,
    marked: Sequence[str] = (),
    link: str = "",
    label: str = "",
    crop: bool = True,
    mini: bool = False,
) -> dict[str, Any]:
    """Draw the body; with a link like «?site=» each region is a named link, without it a picture."""
    drawn = drawings.body_view(view)
    regions = [
        {**region, "on": region["id"] in marked, "href": f"{link}{region['id']}" if link else ""}
        for region in drawn["regions"]
    ]
    named = [region["name"].lower() for region in regions if region["on"]]
    what = label or f"{view.replace('_', ' ').capitalize()} of the body"
    return {
        "drawn": drawn,
        "regions": regions,
        "box": drawn["crop"] if crop else drawn["whole"],
        "crop": crop and bool(link),
        "mini": mini,
        "link": link,
        "label": what if link else f"{what}, marked: {', '.join(named) or 'nothing'}",
    }


@register.inclusion_tag("look/spark.html")
def spark(numbers: Sequence[int], what: str) -> dict[str, Any]:
    """Draw a small line of numbers 0–10, oldest first."""
    return {"spark": drawings.spark(numbers, what)}


@register.inclusion_tag("look/progress.html")
def progress(percent: int, label: str, bar: bool = False) -> dict[str, Any]:
    """How far: a picture, or a progress bar when work is going on."""
    return {"percent": percent, "label": label, "bar": bar}


@register.inclusion_tag("look/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """At the top, focused: each line a link to its field."""
    lines = [
        {"id": form[name].id_for_label if name != "__all__" else "", "text": message}
        for name in form.errors
        for message in (_errors(form[name]) if name != "__all__" else form.errors[name])
    ]
    return {"lines": lines}


def _errors(bound: BoundField) -> list[str]:
    """The field's errors; one left empty is named, since the summary stands away from it."""
    empty = str(forms.Field.default_error_messages["required"])
    named = f"{str(bound.label).rstrip('?')}: fill this in."
    return [named if str(message) == empty else str(message) for message in bound.errors]


@register.inclusion_tag("look/field.html")
def field(bound: BoundField, unit: str = "") -> dict[str, Any]:
    """One question: label, hint, error, control."""
    widget = bound.field.widget
    described = [
        f"{bound.auto_id}_{part}" for part, there in (("hint", bound.help_text), ("error", bound.errors)) if there
    ]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "errors": _errors(bound),
        "unit": unit,
        "control": bound.as_widget(attrs=attrs),
        "choices": isinstance(widget, forms.RadioSelect),
        "select": isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect),
        "checkbox": isinstance(widget, forms.CheckboxInput),
    }
