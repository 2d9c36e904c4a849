"""One hypothesis for several complaints, and what no leading hypothesis explains."""

from __future__ import annotations

from restride.evaluation.hypotheses import Level, Ranked, as_hypothesis
from restride.evaluation.prepared import Prepared
from restride.model.evaluation import Hypothesis
from restride.model.finding import Finding
from restride.model.words import State

_SUPPORTED: tuple[Level, ...] = ("possible", "well_supported")
_SURPRISING = ("symptom", "exam")


def shared_hypotheses(ranked: tuple[Ranked, ...], prepared: Prepared) -> tuple[Hypothesis, ...]:
    """Conditions that fit at least two complaints and are supported in one of them.

    A lumbar root, an inflammatory disease or low energy names the places it explains; the same local
    condition on both sides counts as well. Support for one complaint alone is not enough elsewhere.
    """
    if len(ranked) < 2:
        return ()
    found = []
    for name, profile in prepared.profiles.items():
        fitting = [
            one
            for one in ranked
            if one.every[name].here or not profile.explains.isdisjoint(one.view.whole) or "whole_body" in profile.named
        ]
        if len(fitting) < 2 or any(one.levels[name] == "spoken_against" for one in fitting):
            continue
        supported = [one for one in fitting if one.levels[name] in _SUPPORTED]
        if not supported or not (profile.explains or len(supported) >= 2):
            continue
        total = sum(one.every[name].evidence for one in fitting)
        found.append((-total, name, max(supported, key=lambda one: one.every[name].evidence)))
    found.sort(key=lambda row: row[:2])
    return tuple(
        as_hypothesis(best.every[name], place + 1, best, prepared) for place, (_, name, best) in enumerate(found)
    )


def unexplained(ranked: Ranked, prepared: Prepared) -> tuple[Finding, ...]:
    """Findings of this complaint that no leading hypothesis expects, by name."""
    explained = {
        finding
        for one in ranked.leading
        for message in one.profile.messages
        if message.present is not None and message.present.points > 0
        for finding in (message.cluster.findings if message.cluster else (message.key,))
    }
    ordinary = explained.union(prepared.lists["ranking"]["expected_anyway"])
    found = [
        Finding(
            what=what,
            state=known.state,
            side=known.side,
            about=ranked.view.complaint,
            origin=known.origin,
            says=prepared.words_of(what),
        )
        for what, known in ranked.view.known.items()
        if known.state is State.PRESENT and what not in ordinary and _surprises(what, prepared)
    ]
    places = {place for one in ranked.leading for place in (*one.profile.sites, *one.profile.explains)}
    unlocal = any(one.profile.unlocal for one in ranked.leading)
    found += [
        Finding(
            what=place,
            state=State.PRESENT,
            side=ranked.view.side,
            about=ranked.view.complaint,
            origin="complaint.also",
            says=f"Also felt: {prepared.knowledge.sites[place].name}",
        )
        for place in ranked.view.also
        if place not in places and not unlocal and prepared.stands_for[place].isdisjoint(places)
    ]
    return tuple(sorted(found, key=lambda one: one.what))


def _surprises(what: str, prepared: Prepared) -> bool:
    word = prepared.knowledge.findings.get(what)
    return what in prepared.knowledge.tests or (word is not None and word.domain in _SURPRISING)
