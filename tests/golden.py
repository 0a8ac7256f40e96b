"""The text of every kind of page for a fixed made-up organisation, kept to be read and compared."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.reporting.html import write_report
from monitor.reporting.i18n import LANGUAGES
from monitor.reporting.pages import mail_body
from tests import report_case
from tests.page_text import read_page

FOLDER = Path(__file__).parent / "golden_files"
PAGES = ("index.html", "week-2013-W52.html", "account-x-lampion-b-nieuws-b.html", "account-blog-lichtpunt.html")


def texts(language: str, folder: Path) -> dict[str, str]:
    """Text of the pages and the mail, by the name of their golden file."""
    made, config = report_case.store(), report_case.settings(language)
    write_report(made, config, report_case.judged(made, config), report_case.AS_OF, folder)
    found = {
        f"{language}-{Path(name).stem}.txt": "\n".join(read_page((folder / name).read_text(encoding="utf-8")).text)
        + "\n"
        for name in PAGES
    }
    subject, text, _ = mail_body(report_case.report(made, config))
    return found | {f"{language}-mail.txt": f"{subject}\n\n{text}"}


def main() -> None:
    """Write the golden files anew."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        with TemporaryDirectory() as folder:
            for name, text in texts(language, Path(folder)).items():
                (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
