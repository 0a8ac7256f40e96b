"""Tools with which connectors to live interfaces prove themselves against the official documents.

`documents` loads a document, or skips the test when the documents are not here. `openapi`, `discovery`, `lexicon` and
`meta` tell every breach of a request; `answers` builds whatever a document allows as an answer, and checks answers;
`recorded` lists the answers of real servers that are kept beside the project. So a connector's tests say:

    assert openapi.check_request(x_api, "GET", sent.url, dialect="legacy") == []

    @unhurried
    @given(answer=answers(x_legacy_api, "GET /2/users/{id}/tweets", overrides={"Tweet.id": ids}, present={"data"}))
    def test_whatever_the_document_allows_is_read(answer): ...

    @pytest.mark.parametrize("answer", cases("x"))
    def test_recorded_answers_are_read(answer): ...
"""
