"""Which dialect a document is written in."""

from __future__ import annotations

from tests.contracts import discovery_schemas, lexicon_schemas, openapi_schemas
from tests.contracts.documents import Document
from tests.contracts.schema import Definitions


def definitions(document: Document) -> Definitions:
    """All schemas of an OpenAPI document, a discovery document or a set of lexicons, in the common form."""
    if "openapi" in document:
        return openapi_schemas.definitions(document)
    if "discoveryVersion" in document:
        return discovery_schemas.definitions(document)
    return lexicon_schemas.definitions(document)
