"""Templates to text: the pages of a report and the weekly mail, every value from outside escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from monitor.reporting.i18n import N_, Translator
from monitor.reporting.parts import AccountView, PostRow, Report, WeekView

TEMPLATES = Path(__file__).parent / "templates"
GENERATOR = "Horror Scenario Monitor"
"""Named in every page, so that our own old pages are known from other people's files."""

SEVERITY_WORDS = {1: N_("mild"), 2: N_("serious"), 3: N_("the horror itself")}


@dataclass(frozen=True)
class Image:
    """A chart inside a page: a data address, what it shows in words, and its caption."""

    source: str
    alt: str
    caption: str


class Pages:
    """Renders the pages of one report.

    Args:
        report: What they say.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        translator = Translator(report.language)
        self._environment = environment(translator)
        self._style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file

    def index(self, images: Sequence[Image] = ()) -> str:
        """The page of this week, the one a manager opens."""
        return self._render("index.html.j2", images=images)

    def week(self, view: WeekView, earlier: WeekView | None, later: WeekView | None) -> str:
        """The page of one week, with links to its neighbours."""
        return self._render("week.html.j2", view=view, earlier=earlier, later=later)

    def account(
        self,
        view: AccountView,
        posts: Sequence[PostRow] = (),
        image: Image | None = None,
        rhythm_image: Image | None = None,
    ) -> str:
        """The page of one account."""
        return self._render("account.html.j2", view=view, posts=posts, image=image, rhythm_image=rhythm_image)

    def _render(self, template: str, **values: object) -> str:
        page = self._environment.get_template(template)
        return page.render(report=self.report, style=self._style, generator=GENERATOR, **values)


def environment(translator: Translator) -> Environment:
    """Jinja with escaping on, undefined names refused, and the language's functions t, tn, v."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html", "html.j2"), default_for_string=True, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        t=translator.text,
        tn=translator.plural,
        v=translator.value,
        severity_word=lambda level: translator.text(SEVERITY_WORDS.get(level, SEVERITY_WORDS[1])),
    )
    return made


def mail_body(
    report: Report, translator: Translator | None = None, place: Path | str = "index.html"
) -> tuple[str, str, str]:
    """Write the weekly mail.

    Args:
        report: What it says.
        translator: Its language; the report's own by default.
        place: Where the whole report is, as the reader finds it.

    Returns:
        Subject (one line), plain text, and HTML with inline style only.
    """
    translator = translator or Translator(report.language)
    subject = translator.text(
        N_("{organisation}, {week}: {headline}"),
        organisation=report.organisation,
        week=report.this.week.label,
        headline=report.this.headline,
    )
    templates = environment(translator)
    text = templates.get_template("mail.txt.j2").render(report=report, place=place)
    html = templates.get_template("mail.html.j2").render(report=report, subject=subject, place=place)
    return subject, text.strip() + "\n", html
