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
        laid = {}
        for model, rows in self._rows.items():
            laid |= {(model, row.pk): row for row in model._base_manager.bulk_create(map(_copy, rows))}
        return Cast(**{one.name: laid[_place(getattr(self.cast, one.name))] for one in fields(Cast)})


def _rows() -> Rows:
    return {model: list(model._base_manager.all()) for model in apps.get_models(include_auto_created=True)}


def _copy(row: Model) -> Model:
    values = {
        field.attname: timezone.now() if field.default is timezone.now else deepcopy(getattr(row, field.attname))
        for field in row._meta.concrete_fields
    }
    return type(row).from_db(row._state.db, list(values), list(values.values()))


def _place(row: Model) -> tuple[type[Model], Any]:
    return type(row), row.pk
