"""HTML becomes readable text whatever it looks like. All texts are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.html_text import html_line, html_links, html_to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>x</li><li>y</li></ul>", "x\ny"),
        ("plain  text\r\nwith lines", "plain text\nwith lines"),
        ("<b>bold</b>er and <i>so</i> on", "bolder and so on"),
        ("before<script>alert('<p>no</p>')</script>after", "beforeafter"),
        ("<style>p{}</style>seen", "seen"),
        ("<svg><g><text>no</svg>yes", "yes"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("caf&eacute; &#8364; &#x20AC; &nbsp;&nosuch;", "café € € &nosuch;"),
        ("<![CDATA[odd]]> kept", "kept"),
        ("a<!-- <p>no</p> -->b<!---->c", "abc"),
        ("a<!-- never closed <p>no", "a"),
        ("&#" + "1" * 5000 + ";", "&#" + "1" * 5000 + ";"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<script/>seen", "seen"),
        ("   ", None),
        ("<p></p>", None),
        ("", None),
        (None, None),
    ],
)
def test_text(markup, text):
    assert html_to_text(markup) == text


def test_line_and_links():
    assert html_line("<p>A</p>\n<p>B</p>") == "A B"
    assert html_line(None) is None
    markup = '<a href="https://a.example/">x</a> <a href="/local">y</a> <A HREF=" https://a.example/ ">z</A>'
    assert html_links(markup) == ("https://a.example/",)
    assert html_links("no links") == ()


@given(st.text(st.sampled_from("<>&!-[]/ap='\" \n#;x?")))
def test_never_fails(markup):
    text = html_to_text(markup)
    assert text is None or text == text.strip() != ""


@given(st.lists(st.text("abcdefgh", min_size=1), min_size=1, max_size=5))
def test_words_survive(words):
    assert html_to_text("".join(f"<p><em>{word}</em></p>" for word in words)) == "\n".join(words)
