"""Ids of the knowledge in the therapist's words."""

from __future__ import annotations

from collections.abc import Iterable

from restride.knowledge.load import Knowledge


class Names:
    """Ids of the knowledge in the therapist's words."""

    def __init__(self, facts: Knowledge) -> None:
        self.facts = facts

    def finding(self, name: str) -> str:
        """Return a finding, test or flag in words."""
        facts = self.facts
        if name in facts.findings:
            return facts.findings[name].says
        if name in facts.tests:
            return facts.tests[name].name
        return facts.red_flags[name].screens_for if name in facts.red_flags else name.replace("_", " ")

    def flag(self, name: str) -> str:
        """Return a red flag in words: a warning question by what it screens for, or a condition not to miss."""
        conditions = self.facts.conditions
        return conditions[name].name if name in conditions else self.finding(name)

    def findings(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return several, each once."""
        return tuple(dict.fromkeys(self.finding(name) for name in names))
