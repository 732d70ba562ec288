"""How style sheets, scripts and fonts reach the browser: by WhiteNoise, with a content hash in the name."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PackagedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files.

    Not strict: a style sheet of a dependency that names a picture it does not ship must not stop the server.
    """

    manifest_strict = False
