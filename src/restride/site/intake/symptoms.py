"""Which findings to ask of a place that hurts: those by which some condition there is told from another.

Nothing is listed by hand. A finding is worth asking by the weights that the conditions of the place give
it; what a typed answer says already is not asked again; the most telling ones are asked, in the order of
the vocabulary, in short lists by theme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from restride.evaluation.prepared import Message, Prepared, Profile, prepare
from restride.evaluation.view import View
from restride.knowledge.load import load
from restride.knowledge.schema import FindingWord
from restride.model.words import Weight
from restride.site.intake.picture import Picture

#: So many questions about one place; the therapist asks the rest.
ASKED_AT_MOST = 28
ASKED_OF_HISTORY_AT_MOST = 24
ROWS_ON_A_PAGE = 7
WHOLE_FILE = "findings/symptoms.yaml"
#: The vocabulary lists its words by theme; each theme begins with the word named here.
THEMES = (
    ("onset_gradual", "How did it begin?"),
    ("pain_running", "When you run"),
    ("morning_first_steps", "Walking, rest and night"),
    ("pain_stairs_down", "Stairs, sitting, moving"),
    ("character_sharp", "How does it feel?"),
    ("breathless_or_chest", "How are you otherwise?"),
)
SPOT = "The sore spot"
#: Asked of one sex only; somebody who did not say is asked all.
ONLY = {
    "missed_periods": "female",
    "late_menarche": "female",
    "pregnant": "female",
    "postpartum_12_months": "female",
    "low_libido_morning_erections": "male",
    "testicular_pain": "male",
}
#: Asked only while somebody may still be growing, up to the age that this safety question has.
OF_THE_YOUNG = frozenset({"growth_spurt", "skeletally_immature", "under_guardian"})
GROWING = "apophysis"

#: Finding → how much it tells here.
Worth = defaultdict[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One short question, and the theme it stands under."""

    theme: str
    word: FindingWord


def symptom_pages(picture: Picture, number: int) -> tuple[tuple[Row, ...], ...]:
    """Return the pages of short questions about one complaint."""
    view = picture.views[number]
    asked = set(_most_telling(_symptom_worth(picture, view, first=number == 0), ASKED_AT_MOST))
    vocabulary = picture.prepared.knowledge.findings.values()
    themes: dict[str, list[FindingWord]] = {SPOT: []}
    title = THEMES[0][1]
    begins = dict(THEMES)
    files = picture.prepared.knowledge.files
    for word in vocabulary:
        if word.domain != "symptom":
            continue
        common = files[f"findings/{word.id}"] == WHOLE_FILE
        title = begins.get(word.id, title) if common else title
        if word.id in asked:
            themes.setdefault(title if common else SPOT, []).append(word)
    order = [words for _anchor, words in THEMES]
    order.insert(1, SPOT)
    rows = [Row(name, word) for name in order for word in themes.get(name, ())]
    return tuple(_pages(rows))


def history_words(picture: Picture) -> tuple[FindingWord, ...]:
    """Return what was before and may matter here: for what is likely, for safety, or for what may be offered."""
    worth = _worth(picture, picture.places, "history")
    knowledge = picture.prepared.knowledge
    for item in knowledge.items.values():
        for finding in (*item.contraindications, *item.unknown_forbids):
            if finding in knowledge.findings and knowledge.findings[finding].domain == "history":
                worth[finding] += picture.prepared.points[Weight.WEAK] / 10
    answered = {finding for flag in picture.flags() for finding in flag.implied_by}
    for finding in answered.intersection(worth):
        del worth[finding]
    return _in_order(picture, _most_telling(worth, ASKED_OF_HISTORY_AT_MOST))


def words_of_domain(picture: Picture, domain: str) -> tuple[FindingWord, ...]:
    """Return every word of a short list (medicines, energy, wellbeing) that no safety question asks already."""
    answered = {finding for flag in picture.flags() for finding in flag.implied_by}
    words = picture.prepared.knowledge.findings.values()
    return _in_order(picture, (word.id for word in words if word.domain == domain and word.id not in answered))


def bone_is_possible(picture: Picture) -> bool:
    """Whether some condition of these places asks about energy and bone."""
    words = picture.prepared.knowledge.findings
    return any(words[finding].domain == "bone_energy" for finding in _worth(picture, picture.places, "bone_energy"))


def task_is_asked(picture: Picture, number: int, task: str) -> bool:
    """Whether pain in a task tells conditions of this place apart."""
    meant = picture.prepared.lists["typed_answers"].get(f"pain_{task}", ())
    worth = _worth(picture, picture.views[number].whole, "symptom")
    return any(finding in worth for finding in meant)


def _symptom_worth(picture: Picture, view: View, *, first: bool) -> Worth:
    """Worth of every symptom not answered yet; what concerns the whole runner is asked once."""
    whole_runner = set(picture.prepared.lists["typed_answers"]["whole_runner"])
    safety = {finding for flag in picture.flags() for finding in flag.implied_by} & whole_runner
    worth = _worth(picture, view.whole, "symptom")
    for finding in list(worth):
        if finding in view.known or finding in safety or (finding in whole_runner and not first):
            del worth[finding]
    return worth


def _worth(picture: Picture, places: frozenset[str], domain: str) -> Worth:
    """How much each finding tells at these places, of those that are meant for this runner."""
    worth = _worth_to_all(places, domain)
    return defaultdict(float, {finding: points for finding, points in worth.items() if _meant_for(finding, picture)})


@lru_cache(maxsize=256)  # every page of an intake asks several times, and there are few places
def _worth_to_all(places: frozenset[str], domain: str) -> Mapping[str, float]:
    """Add up what the conditions of these places make of each finding, present or absent."""
    prepared = prepare(load())
    words = prepared.knowledge.findings
    worth: Worth = defaultdict(float)
    for profile in prepared.profiles.values():
        if profile.named.isdisjoint(places):
            continue
        for finding, points in _telling(profile, prepared):
            word = words.get(finding)
            if word is None or word.domain != domain or not word.ask:
                continue
            if not word.sites or not places.isdisjoint(word.sites):
                worth[finding] += points
    return worth


def _telling(profile: Profile, prepared: Prepared) -> Iterator[tuple[str, float]]:
    for message in profile.messages:
        yield from ((finding, _points(message)) for finding in _findings(message))
    danger = profile.condition.must_not_miss
    for trigger in danger.triggers if danger else ():
        yield from ((finding, prepared.points[Weight.STRONG]) for finding in (*trigger.all_of, *trigger.any_of))


def _findings(message: Message) -> Iterable[str]:
    return message.cluster.findings if message.cluster else (message.key,)


def _points(message: Message) -> float:
    return sum(abs(step.points) for step in (message.present, message.absent) if step is not None)


def _meant_for(finding: str, picture: Picture) -> bool:
    sex, age = picture.runner.sex, picture.runner.age_years
    grown = picture.prepared.knowledge.red_flags[GROWING].age_below_years
    if finding in OF_THE_YOUNG and age is not None and grown is not None and age >= grown:
        return False
    return sex is None or ONLY.get(finding, sex) == sex


def _most_telling(worth: Worth, at_most: int) -> list[str]:
    return sorted(worth, key=lambda finding: (-worth[finding], finding))[:at_most]


def _in_order(picture: Picture, wanted: Iterable[str]) -> tuple[FindingWord, ...]:
    chosen = set(wanted)
    words = picture.prepared.knowledge.findings.values()
    return tuple(word for word in words if word.id in chosen and word.ask and _meant_for(word.id, picture))


def _pages(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Cut the rows into pages of about the same length."""
    count = -(-len(rows) // ROWS_ON_A_PAGE)
    for at in range(count):
        yield tuple(rows[len(rows) * at // count : len(rows) * (at + 1) // count])
