"""What a knowledge file may hold: typed, strict, no unknown keys.

A kind of file is one module here; ``restride knowledge check`` reads every file through it.
"""

from restride.knowledge.schema.base import (
    Cite,
    Fact,
    Frozen,
    Source,
)
from restride.knowledge.schema.conditions import (
    Cluster,
    Condition,
    Contrast,
    Criterion,
    Feature,
    Guideline,
    MustNotMiss,
    Phase,
    Prior,
    Recommendation,
    Recovery,
    Release,
    SiteWeight,
    Trigger,
)
from restride.knowledge.schema.findings import BodySite, Derivation, FindingWord, Need
from restride.knowledge.schema.items import Dose, EvidenceFor, Item, Serves
from restride.knowledge.schema.measuring import GaitVariable, Measure, Norm, PhysicalTest, RedFlag
from restride.knowledge.schema.rules import Cause, EngineTable, Programme, ProgrammeStage, Statement

__all__ = [
    "BodySite", "Cause", "Cite", "Cluster", "Condition", "Contrast", "Criterion", "Derivation", "Dose",
    "EngineTable", "EvidenceFor", "Fact", "Feature", "FindingWord", "Frozen", "GaitVariable", "Guideline",
    "Item", "Measure", "MustNotMiss", "Need", "Norm", "Phase", "PhysicalTest", "Prior", "Programme",
    "ProgrammeStage", "Recommendation", "Recovery", "RedFlag", "Release", "Serves", "SiteWeight", "Source",
    "Statement", "Trigger",
]  # fmt: skip
