"""The cast, made once by the site's own actions and laid down again for every later test, at a third of the cost."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from tests.site.cast import Cast

Rows = dict[type[Model], list[Model]]


class KeptCast:
    """The cast, and every row that came with it."""

    def __init__(self, make: Callable[[], Cast]) -> None:
        """Make it, in the database of the test that asked first."""
        before = {model: {row.pk for row in found} for model, found in _rows().items()}
        self.cast = make()
        self._rows = {model: [row for row in found if row.pk not in before[model]] for model, found in _rows().items()}

    def again(self) -> Cast:
        """Lay the rows down in the database of another test, as if they were made at this moment."""
        for model, rows in deepcopy(self._rows).items():
            moments = [field.attname for field in model._meta.concrete_fields if field.default is timezone.now]
            for row in rows:
                for moment in moments:
                    setattr(row, moment, timezone.now())
            model._base_manager.bulk_create(rows)
        return Cast(**{one.name: _read(getattr(self.cast, one.name)) for one in fields(Cast)})


def _rows() -> Rows:
    return {model: list(model._base_manager.all()) for model in apps.get_models(include_auto_created=True)}


def _read(row: Model) -> Any:
    return type(row)._base_manager.get(pk=row.pk)
