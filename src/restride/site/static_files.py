"""How static files get their hashed names."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes what a script module imports too, so that a browser never mixes two versions."""

    support_js_module_import_aggregation = True
