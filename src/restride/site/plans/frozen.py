"""A decided plan stays as it was, and so do its edits and its signature."""

from __future__ import annotations

from restride.site.triggers import Guard, append_only

PLAN = "plans_planversion"
DECIDED = "OLD.state <> 'draft'"
EDIT_OF_DECIDED = "(SELECT state FROM plans_planversion WHERE id = NEW.plan_id) <> 'draft'"

GUARDS = (
    Guard("plans_decided_no_update", PLAN, "UPDATE", "a decided plan is frozen", DECIDED),
    Guard("plans_decided_no_delete", PLAN, "DELETE", "a plan is never deleted"),
    Guard(
        "plans_proposal_stays",
        PLAN,
        "UPDATE",
        "the proposal of a plan never changes",
        "OLD.proposal_fingerprint <> NEW.proposal_fingerprint OR OLD.number <> NEW.number "
        "OR OLD.episode_id <> NEW.episode_id",
    ),
    Guard(
        "plans_no_edit_after_decision",
        "plans_planitemedit",
        "INSERT",
        "a decided plan is frozen",
        EDIT_OF_DECIDED,
    ),
    *append_only("plans_planitemedit"),
    *append_only("plans_signaturerecord"),
)
