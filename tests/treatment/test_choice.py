"""The home programme is the best allowed set, found exactly."""

from itertools import combinations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from restride.knowledge.schema import Dose, Item, Serves
from restride.model.words import Certainty
from restride.treatment.choice import FULL_COVER, Choice, uncovered

NEEDS = ("hips", "calf", "trunk", "range")


def item(name: str, *serves: tuple[str, int], not_with: tuple[str, ...] = ()) -> Item:
    return Item(
        id=name,
        name=name.title(),
        plain=name,
        kind="strength",
        where="home",
        serves=tuple(Serves(need=need, amount=amount) for need, amount in serves),
        doses=(Dose(applies_to="anybody", certainty=Certainty.ENGINEERING_DEFAULT),),
        not_with=not_with,
    )


def worth(items, weights, extra):
    total = sum(extra.get(one.id, 0.0) for one in items)
    for need, weight in weights.items():
        covered = sum(serves.amount for one in items for serves in one.serves if serves.need == need)
        total += weight * min(1.0, covered / FULL_COVER)
    return total


def test_the_second_item_for_a_covered_need_gives_way_to_another_need():
    items = [item("bridge", ("hips", 3)), item("clam", ("hips", 3)), item("raise", ("calf", 3))]
    chosen = Choice(items, {"hips": 10, "calf": 1}, {}, most=2).best
    assert {one.id for one in chosen} == {"bridge", "raise"}


def test_the_item_that_adds_most_comes_first():
    items = [item("raise", ("calf", 3)), item("bridge", ("hips", 3))]
    assert [one.id for one in Choice(items, {"hips": 5, "calf": 9}, {}, most=4).best] == ["raise", "bridge"]


def test_an_item_that_costs_more_than_it_gives_is_left_out():
    items = [item("raise", ("calf", 1))]
    assert Choice(items, {"calf": 3}, {"raise": -1.5}, most=4).best == ()


def test_items_that_must_not_be_combined_are_not():
    items = [item("drop", ("calf", 3), not_with=("heavy",)), item("heavy", ("hips", 3))]
    assert len(Choice(items, {"hips": 5, "calf": 5}, {}, most=4).best) == 1


def test_two_steps_of_one_chain_give_way_to_another_exercise():
    both = item("both_legs", ("calf", 2))
    one = msgspec.structs.replace(item("one_leg", ("calf", 2)), regresses_to=("both_legs",))
    chosen = Choice(
        [both, one, item("bridge", ("hips", 1))], {"calf": 6, "hips": 3}, {}, most=2, same_chain_cost=3
    ).best
    assert len(chosen) == 2
    assert "bridge" in {one.id for one in chosen}


def test_a_need_that_nothing_serves_is_named():
    assert uncovered([item("raise", ("calf", 3))], {"calf": 1, "trunk": 4, "hips": 9}) == ["hips", "trunk"]


serving = st.lists(
    st.tuples(st.sampled_from(NEEDS), st.integers(1, 3)), min_size=1, max_size=3, unique_by=lambda s: s[0]
)
libraries = st.lists(serving, min_size=0, max_size=8)
weighings = st.fixed_dictionaries({need: st.integers(0, 12) for need in NEEDS})


@given(libraries, weighings, st.integers(1, 4))
def test_no_other_set_covers_more(library, weights, most):
    items = [item(f"item_{n}", *serves) for n, serves in enumerate(library)]
    extra = {one.id: -0.75 for one in items}
    chosen = Choice(items, weights, extra, most).best
    best = max(
        (worth(group, weights, extra) for size in range(most + 1) for group in combinations(items, size)),
        default=0.0,
    )
    assert len(chosen) <= most
    assert worth(chosen, weights, extra) >= best - 1e-6


@given(st.permutations(range(6)), weighings)
def test_the_order_of_the_library_does_not_matter(order, weights):
    library = [item(f"item_{n}", (NEEDS[n % 4], 1 + n % 3), (NEEDS[(n + 1) % 4], 1)) for n in range(6)]
    shuffled = [library[n] for n in order]
    assert Choice(library, weights, {}, 3).best == Choice(shuffled, weights, {}, 3).best
