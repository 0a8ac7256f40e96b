"""The report in a real browser: wide, narrow, dark and printed; no errors, no requests, usable by all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.reporting.html import write_report
from tests import report_case

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ("index.html", "week-2013-W52.html", "account-x-lampion-b-nieuws-b.html")
WIDTHS = {"wide": 1400, "narrow": 360}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra [browser]")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium on the path")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, config, out = report_case.store(), report_case.settings("nl"), tmp_path_factory.mktemp("report")
    write_report(made, config, report_case.judged(made, config), report_case.AS_OF, out)
    return out


class Visit:
    """An open page and what it did."""

    def __init__(self, browser: Any, address: str, width: int, scheme: str = "light") -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_opens_offline_and_fits(browser: Any, folder: Path, name: str, width: int) -> None:
    visit = Visit(browser, (folder / name).as_uri(), width)
    assert visit.errors == []
    assert [url for url in visit.requests if not url.startswith(("file:", "data:"))] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    unseen = "[...document.images].filter(one => !(one.complete && one.naturalWidth)).length"
    assert visit.page.evaluate(unseen) == 0
    visit.page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_serious_barrier(browser: Any, folder: Path, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra [browser]")
    visit = Visit(browser, (folder / name).as_uri(), 1200, scheme)
    found = axe.Axe().run(visit.page).response["violations"]
    serious = [
        (one["id"], [node["target"] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    visit.page.close()


def test_prints_on_paper(browser: Any, folder: Path, tmp_path: Path) -> None:
    visit = Visit(browser, (folder / "index.html").as_uri(), 1000)
    printed = tmp_path / "index.pdf"
    visit.page.pdf(path=str(printed), format="A4", prefer_css_page_size=True)
    assert printed.read_bytes().startswith(b"%PDF")
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("nav").first.is_visible()
    background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    visit.page.close()


def test_the_keyboard_reaches_the_content(browser: Any, folder: Path) -> None:
    visit = Visit(browser, (folder / "index.html").as_uri(), 1200)
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.url.endswith("#main")
    visit.page.close()
