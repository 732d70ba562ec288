"""How style sheets, scripts and fonts reach the browser: by WhiteNoise, with a content hash in the name."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PackagedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files.

    Not strict: a style sheet of a dependency that names a picture it does not ship must not stop the server.
    """

    manifest_strict = False

    def create_compressor(self, **options: Any) -> Compressor:
        """Compress with gzip alone: brotli is asked for over https only and takes six times as long."""
        return super().create_compressor(**options | {"use_brotli": False})
