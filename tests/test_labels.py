"""Labels: press release, outing, language, theme, and their way into the store."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.activity.labelling import correct, label_new
from monitor.activity.labels import COLUMNS, RuleLabeller, make_labeller
from monitor.activity.rules.language import language_of
from monitor.activity.rules.mending import mended
from monitor.activity.rules.newsroom import MOST_RELEASES, Newsroom, Release
from monitor.activity.rules.outing import outing_of
from monitor.activity.rules.press import PRESS_MODEL, PressRule
from monitor.activity.rules.themes import ThemeFinder
from monitor.errors import FixQuery
from monitor.settings import Organisation, Settings, Theme
from monitor.store.contract import LabelRow, LinkRow
from tests.store_case import account, bring_in, days_after, fresh, only, post

ROOT = Path(__file__).resolve().parents[1]
PRESS = PressRule(names=("Waterkracht Vecht",))

RELEASE_NL = """VECHTERDAM, 12 maart 2013 - Waterkracht Vecht neemt vandaag een nieuwe meetpost in gebruik.

"Met deze meetpost zien leden eerder wat er speelt", aldus directeur Marijke Vos.

De meetpost staat langs de oude vaart en meet dag en nacht de stand van het water.

Noot voor de redactie:
Voor meer informatie: afdeling communicatie, pers@example.org
"""
RELEASE_EN = """FOR IMMEDIATE RELEASE

The cooperative today announced a second measuring post on the river, which will be working before the summer.

"This helps every member on the river", said Jane Miller, director of the cooperative.

About Waterkracht Vecht
Waterkracht Vecht is a cooperative of eleven hundred households.
###
"""
BLOG_NL = """Vorige week kregen we bezoek van een lezer die vroeg of je een regenton zelf kunt aansluiten. Dat kan! Ik
heb het thuis geprobeerd en het kostte me een middag. Je hebt een boor nodig, een slang en wat geduld. Wij doen het
graag een keer voor, dus loop gerust binnen als je vragen hebt. Wat is jouw ervaring met een regenton?"""


def posts(**changes: Any) -> pd.DataFrame:
    row = {"post_id": 1, "platform": "blog", "kind": "blog", "post_kind": "article", "title": "Titel", "text": BLOG_NL}
    row |= {"account_id": 1, "links": None, "published_at": 0}
    return pd.DataFrame([row | changes])


@pytest.mark.parametrize("text", [RELEASE_NL, RELEASE_EN])
def test_a_release_is_known_by_its_form(text: str) -> None:
    found = PRESS.judge("Nieuwe meetpost", text)
    assert found.value == "yes"
    assert found.words.startswith("score ")


@pytest.mark.parametrize(
    ("title", "text", "url", "decider"),
    [
        ("Persbericht: nieuwe meetpost", BLOG_NL * 2, "", "heading"),
        ("Meetpost", "Persbericht\n\nDe meetpost is klaar.", "", "heading"),
        ("Meetpost", "ONDER EMBARGO tot 4 maart 09.00 uur. De meetpost is klaar.", "", "release note"),
        ("Meetpost", "Utrecht, 4 maart 2013 - De meetpost is klaar.", "", "dateline"),
        ("Meetpost", "De meetpost is klaar.\n\nNoot voor de redactie: foto's op aanvraag.", "", "note to editors"),
        ("Meetpost", "De meetpost is klaar.", "https://example.org/persberichten/meetpost", "address"),
    ],
)
def test_one_decisive_feature_is_enough_and_is_named(title: str, text: str, url: str, decider: str) -> None:
    found = PRESS.judge(title, text, url)
    assert found.value == "yes"
    assert decider in found.words


def test_a_blog_that_speaks_to_its_reader_is_no_release() -> None:
    found = PRESS.judge("Zelf een regenton aansluiten", BLOG_NL)
    assert found.value == "no"
    assert "first person" in found.words


def test_an_excerpt_is_too_short_to_say_no() -> None:
    assert PRESS.judge("Nieuwe meetpost", "De meetpost is klaar.").value == "unknown"


@pytest.mark.parametrize(
    "title",
    [
        "Bedrijfsuitje 2012",
        "Personeelsfeest op de boot",
        "Nieuwjaarsborrels door de jaren heen",
        "Kerstpakketten uitdelen",
        "Onze zomerbarbecue",
        "Teamdag Waterkracht",
        "Christmas party 2012",
        "Company outing to the coast",
        "Friday drinks at the office",
        "BBQ met alle collega's",
    ],
)
def test_leisure_is_an_outing(title: str) -> None:
    assert outing_of(title, "").value == "yes"


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Open dag op de pompplaats", "Kom kijken, met een drankje na afloop"),
        ("Hoe werkt een warmtepomp?", ""),
        ("Feestelijke opening van het gemaal", ""),
        ("Interview met de directeur", "Opgenomen tijdens de nieuwjaarsborrel"),
        ("Third-party meters explained", ""),
    ],
)
def test_work_is_no_outing(title: str, description: str) -> None:
    assert outing_of(title, description).value == "no"


@pytest.mark.parametrize("title", ["", "IMG_2034.MOV", "Video 3"])
def test_without_words_an_outing_is_unknown(title: str) -> None:
    assert outing_of(title, "").value == "unknown"


@pytest.mark.parametrize("title", ["Barcelona 2014", "Karaoke", "Rondvaart"])
def test_what_may_be_anybodys_leisure_is_left_open(title: str) -> None:
    assert outing_of(title, "").value == "unknown"
    assert outing_of(title, "Met alle collega's").value == "yes"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vanmiddag werken we aan het riool in de Kerkstraat, dus even geen water", "nl"),
        ("We are working on the sewer in Church Street this afternoon", "en"),
        ("Heute arbeiten wir an der Wasserleitung in der Kirchstraße", "de"),
        ("Nous travaillons aujourd'hui sur la conduite d'eau de la rue de l'église", "fr"),
        ("#waterdam http://example.org @iemand", "unknown"),
        ("Ok!", "unknown"),
        ("El agua de la ciudad es muy buena para los niños y no está cara", "es"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of("", text).value == language


THEMES = (
    Theme(name="Besparen", keywords=("energie besparen", "waterbespar*", "isolatie")),
    Theme(name="Techniek", keywords=("café", "IT")),
)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Zo kun je ENERGIE  besparen!", "Besparen"),
        ("Lees meer #energiebesparen", "Besparen"),
        ("Onze waterbesparende douche", "Besparen"),
        ("Reparatiecafe: een cafe", "Techniek"),
        ("Onze IT is af", "Techniek"),
        ("Wat is het? It is nothing", ""),
        ("De isolatielaag", ""),
        ("IT en isolatie", "Besparen;Techniek"),
    ],
)
def test_themes_mind_case_accents_and_hashtags(text: str, themes: str) -> None:
    assert ThemeFinder(THEMES).find("", text).value == themes


WORDS = (Theme(name="Warmte", keywords=("warmtepomp", "batterij")), Theme(name="Water", keywords=("save water",)))


@pytest.mark.parametrize(
    ("text", "language", "themes"),
    [
        ("Twee warmtepompen in een straat", "nl", "Warmte"),
        ("Twee warmtepompen in een straat", "unknown", ""),
        ("We are saving water", "en", "Water"),
        ("Read on #savingwater", "en", ""),
        ("Bats live here", "nl", ""),
    ],
)
def test_themes_are_found_by_the_stems_of_the_texts_language(text: str, language: str, themes: str) -> None:
    assert ThemeFinder(WORDS).find("", text, language).value == themes


def test_labels_go_by_the_kind_of_post() -> None:
    labeller = RuleLabeller()

    def names(**changes: Any) -> set[str]:
        return {row.name for row in labeller.label(posts(**changes))}

    assert names() == {"language", "theme", "press"}
    assert names(platform="x", kind="company", post_kind="original") == {"language", "theme"}
    assert names(platform="youtube", kind="channel", post_kind="video") == {"language", "theme", "outing"}
    assert names(kind="page", platform="facebook", post_kind="repost") == {"language", "theme"}
    assert names(title=None, text=None) == {"language", "theme"}


def test_the_address_helps_when_the_store_gives_it() -> None:
    labels = RuleLabeller().label(posts(url="https://example.org/persbericht/1"))
    assert {row.value for row in labels if row.name == "press"} == {"yes"}


def test_the_model_changes_with_the_themes_and_only_then() -> None:
    assert RuleLabeller((), THEMES).model == RuleLabeller((), THEMES).model
    assert RuleLabeller((), THEMES).model != RuleLabeller((), THEMES[:1]).model


@pytest.mark.parametrize("piece", ["“", "-", "1 ", "Aa ", "maakt ", "4 maart 2013 ", "with the "])
def test_no_long_text_keeps_the_rules_busy(piece: str) -> None:
    """Each of these took minutes, or would, if a pattern could try its parts in every combination."""
    long = piece * 20_000
    assert outing_of(long, long).value in {"no", "unknown"}
    assert PRESS.judge(long, long).value in {"yes", "no", "unknown"}


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_a_rule(title: str, text: str, url: str) -> None:
    labeller = RuleLabeller(("Waterkracht",), THEMES)
    rows = labeller.label(posts(title=title, text=text, url=url))
    rows += labeller.label(posts(title=title, text=text, post_kind="video"))
    assert {row.value for row in rows if row.name in {"press", "outing"}} <= {"yes", "no", "unknown"}
    assert {row.value for row in rows if row.name == "language"} <= {"nl", "en", "de", "fr", "unknown"}


class Shelf:
    """A store that only knows posts and labels, by the store's contract."""

    def __init__(self, count: int) -> None:
        self.posts = pd.concat([posts(post_id=number) for number in range(count)], ignore_index=True)
        self.kept: list[LabelRow] = []

    def unlabelled(self, model: str, size: int) -> pd.DataFrame:
        done = {row.post_id for row in self.kept if row.model == model}
        return self.posts[~self.posts["post_id"].isin(done)].head(size)

    def add_labels(self, labels: list[LabelRow]) -> None:
        self.kept += labels

    def accounts(self) -> pd.DataFrame:
        return pd.DataFrame({"platform": "x", "handle": None, "native_id": None, "url": None}, index=[1])

    def add_links(self, links: list[LinkRow]) -> None:
        self.links = links

    def noted(self, _: str) -> None:
        return None

    def note(self, _: str, value: str) -> None:
        self.due = value


def settings(*themes: Theme) -> Settings:
    return Settings(organisation=Organisation(name="Waterkracht"), theme=themes)


def test_all_posts_are_labelled_once_and_again_when_the_rules_change() -> None:
    shelf: Any = Shelf(4500)
    told: list[int] = []
    assert label_new(shelf, settings(), told.append) == 4500
    assert told == [2000, 4000, 4500]
    assert label_new(shelf, settings()) == 0
    assert label_new(shelf, settings(*THEMES)) == 4500


def test_a_killed_run_goes_on_where_it_was() -> None:
    shelf: Any = Shelf(3000)

    def kill(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        label_new(shelf, settings(), kill)
    assert label_new(shelf, settings()) == 1000


def test_a_correction_is_a_persons() -> None:
    shelf: Any = Shelf(1)
    correct(shelf, 0, "press", "no", settings())
    assert [(row.name, row.value, row.model) for row in shelf.kept] == [("press", "no", "person")]


@pytest.mark.parametrize(("name", "value"), [("pers", "no"), ("press", "maybe"), ("language", "Dutch"), ("theme", "X")])
def test_a_correction_that_makes_no_sense_is_refused(name: str, value: str) -> None:
    shelf: Any = Shelf(1)
    with pytest.raises(FixQuery, match="Use "):
        correct(shelf, 0, name, value, settings(*THEMES))
    assert not shelf.kept


def test_the_labeller_comes_from_the_settings() -> None:
    rows = make_labeller(settings(*THEMES)).label(posts(text="Energie besparen doe je zo"))
    assert {row.value for row in rows if row.name == "theme"} == {"Besparen"}
    assert set(COLUMNS) <= set(posts().columns)


NEWSROOM = """Waterkracht neemt in het voorjaar een tweede meetpost in gebruik langs de oude vaart bij de sluis. De post
meet dag en nacht de stand van het water en stuurt de metingen elk uur naar de leden van de cooperatie."""


def test_a_post_that_repeats_the_newsroom_is_a_release() -> None:
    repeated = (
        f"Goed nieuws! {NEWSROOM} Wat vind jij ervan? Wij zijn er blij mee, want je ziet nu zelf hoe hoog het staat."
    )
    newsroom = Newsroom([Release(f"Tweede meetpost\n{NEWSROOM}")])
    found = PressRule(newsroom=newsroom).judge("Een nieuwtje", repeated)
    assert found.value == "yes"
    assert "in the newsroom" in found.words
    assert newsroom.twin_of(BLOG_NL) == ""
    assert newsroom.twin_of("De meetpost is klaar") == ""


def made_up_words(name: str, count: int = 40) -> str:
    return " ".join(f"{name}{number}" for number in range(count))


@given(st.integers(2, 3 * MOST_RELEASES))
def test_what_many_releases_have_in_common_makes_no_twin(count: int) -> None:
    about = made_up_words("wij")
    newsroom = Newsroom([Release(f"{made_up_words(f'bericht{n}x')} {about}", n) for n in range(count)])
    assert len(newsroom) == count
    assert newsroom.twin_of(f"Kijk! {made_up_words('bericht1x')} {about}").startswith("bericht1x0 ")
    assert bool(newsroom.twin_of(f"{made_up_words('blog', 16)} {about}")) == (count <= MOST_RELEASES)


def test_a_release_in_many_accounts_is_one() -> None:
    newsroom = Newsroom([Release(NEWSROOM, n) for n in range(3 * MOST_RELEASES)])
    assert len(newsroom) == 1
    assert newsroom.twin_of(NEWSROOM, 0)


@pytest.mark.parametrize(("days", "value"), [(-30, "no"), (-1.1, "no"), (-1, "yes"), (0, "yes"), (400, "yes")])
def test_a_release_that_came_later_says_nothing_of_a_post(days: float, value: str) -> None:
    newsroom = [Release(f"Tweede meetpost\n{NEWSROOM}", 10**9)]
    post = {"post_id": 1, "platform": "blog", "kind": "blog", "post_kind": "article", "title": "Een nieuwtje"}
    post |= {"text": f"{NEWSROOM} Wat vind jij? Ik ben er blij mee.", "published_at": 10**9 + round(days * 86_400)}
    labels = RuleLabeller(newsroom=newsroom).label(pd.DataFrame([post]))
    assert [one.value for one in labels if one.name == "press"] == [value]


def test_a_damaged_text_is_read_as_it_was() -> None:
    assert (
        mended("âThe bill passed,â? said Bennett. Itâs done â at last")
        == "“The bill passed,” said Bennett. It’s done – at last"
    )
    assert mended("un âge, un château, â") == "un âge, un château, â"


def test_a_doubtful_text_is_left_open_with_its_probability() -> None:
    text = "De vereniging houdt in maart een dag over water. De vereniging nodigt leden uit. " * 4
    found = PressRule(model=replace(PRESS_MODEL, no_until=0.0, yes_from=1.0)).judge("Een dag over water", text)
    assert (found.value, found.probability is not None) == ("unknown", True)


def test_in_a_language_whose_words_are_not_known_only_a_mark_of_a_release_speaks() -> None:
    text = (
        "La empresa abrió ayer una nueva fábrica en el norte del país, con más de doscientos puestos de trabajo. " * 4
    )
    assert PressRule().judge("Una fábrica", text).value == "unknown"
    assert PressRule().judge("Una fábrica", f"PRESS RELEASE\n\n{text}").value == "yes"


def test_a_text_that_opens_like_a_release_and_goes_on_in_the_first_person_is_none() -> None:
    opening = "De vereniging opende zaterdag een tentoonstelling over water. " * 20
    assert PRESS.judge("Water", opening).value == "yes"
    assert PRESS.judge("Water", opening + "Ik vond dat we het best leuk deden, en jij? " * 60).value == "no"


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Zeskamp: boekhouding tegen magazijn", "yes"),
        ("Is een bedrijfsuitje fiscaal aftrekbaar?", "no"),
        ("We took the whole company to Lisbon", "yes"),
        ("Kerstdiner voor eenzame ouderen", "no"),
        ("Sinterklaas voor de kinderen van medewerkers", "yes"),
        ("Uitleg: hoe werkt een sluis", "no"),
    ],
)
def test_whose_leisure_it_is_decides(title: str, value: str) -> None:
    assert outing_of(title, "").value == value


def test_volunteers_days_are_left_open() -> None:
    assert outing_of("Vrijwilligersdag 2012", "").value == "unknown"


def made_up_titles(part: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "labels" / "outings.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] == part and row["outing"] != "unknown"]


@pytest.mark.parametrize(("part", "least"), [("tuned", 0.95), ("tuned2", 0.95), ("apart", 0.85)])
def test_made_up_titles_of_outings(part: str, least: float) -> None:
    said = [(outing_of(row["title"], row["description"]).value, row["outing"]) for row in made_up_titles(part)]
    hits = said.count(("yes", "yes"))
    called, wanted = sum(value == "yes" for value, _ in said), sum(true == "yes" for _, true in said)
    assert 2 * hits / (called + wanted) > least


def test_made_up_texts_of_other_organisations_are_told_apart() -> None:
    """A few may be left open or called the wrong thing."""
    lines = (ROOT / "data" / "labels" / "press.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    said = [(PressRule().judge(row["title"], row["text"]).value, row["label"]) for row in rows]
    assert len(said) == 72
    assert said.count(("yes", "blog")) + said.count(("no", "press")) <= 3
    assert sum(value == "unknown" for value, _ in said) <= 3


def labelled_texts(shared_data: Path) -> list[dict[str, Any]]:
    lines = (shared_data / "press" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_press_on_labelled_texts(shared_data: Path) -> None:
    """Form alone finds most releases of companies and hardly ever takes a blog post for one."""
    rows = labelled_texts(shared_data)
    said = [(row, PressRule().judge(row["title"], row["text"]).value == "yes") for row in rows]
    blogs = [yes for row, yes in said if row["label"] == "blog"]
    companies = [yes for row, yes in said if row["label"] == "press" and row["org_kind"] == "company"]
    assert sum(blogs) / len(blogs) < 0.05
    assert sum(companies) / len(companies) > 0.95


def test_talks_are_no_outings(shared_data: Path) -> None:
    talks = pd.read_csv(shared_data / "youtube" / "histories" / "pyvideo_recorded.csv")["title"].dropna()
    assert sum(outing_of(title, "").value == "yes" for title in talks) <= 5


def test_the_language_of_labelled_texts(shared_data: Path) -> None:
    rows = labelled_texts(shared_data)
    assert sum(language_of(row["title"], row["text"]).value == row["lang"] for row in rows) > 0.99 * len(rows)


@pytest.mark.parametrize(("days", "value"), [(30, "no"), (-1, "yes")])
def test_the_store_tells_the_newsroom_when_its_releases_came(tmp_path: Path, days: int, value: str) -> None:
    wanted = Settings(organisation=Organisation(newsroom=("Perskamer",)))
    with fresh(tmp_path) as store:
        blog = account(store, platform="blog")
        room = account(store, "perskamer", platform="website")
        text = f"{NEWSROOM} Wat vind jij? Ik ben er blij mee."
        bring_in(store, [(blog, post(title="Een nieuwtje", text=text))])
        bring_in(store, [(room, post(title="Tweede meetpost", text=NEWSROOM, published_at=days_after(days)))])
        assert label_new(store, wanted) == 2
        assert only(store, blog)["press"] == value
