"""Named permissions on a runner's record, asked with ``user.has_perm(name, record)``."""

from __future__ import annotations

import rules as permissions

from restride.site.accounts.predicates import is_its_runner, is_its_therapist, works_at_its_clinic

permissions.add_perm("record.see", works_at_its_clinic | is_its_runner)
permissions.add_perm("record.change", works_at_its_clinic)
permissions.add_perm("record.answer", works_at_its_clinic | is_its_runner)
permissions.add_perm("plan.decide", is_its_therapist)
permissions.add_perm("flag.clear", is_its_therapist)
permissions.add_perm("diary.write", is_its_runner)
