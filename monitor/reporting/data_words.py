"""What we cannot see, and what to do about it: the words of data alerts, by answer and the reason behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.reporting.i18n import N_, Translator


@dataclass(frozen=True)
class DataWords:
    """Title, sentence and next step of a data alert."""

    title: str
    sentence: str
    step: str


_GONE_STEP = N_("Look at the account on the platform; claim it back, or set its state to closed in config.toml.")

DATA_WORDS: Mapping[str, DataWords] = {
    "stale": DataWords(
        N_("Our data are too old"),
        N_("Nobody has looked for too long, so silence cannot be told from missing data."),
        N_("Download a fresh export and put it in the inbox."),
    ),
    "failed": DataWords(
        N_("The import failed"),
        N_("The last export or visit could not be read, so this account is not judged."),
        N_("Run `monitor imports` to see what is wrong; download a damaged export again."),
    ),
    "failed_token": DataWords(
        N_("The access token is missing or has expired"),
        N_("The platform no longer lets us look, so this account is not judged."),
        N_("Renew the token: `monitor auth {platform}` shows how, step by step."),
    ),
    "failed_access": DataWords(
        N_("The access token is not allowed enough"),
        N_("The platform knows our token but refuses to show the account, so it is not judged."),
        N_("Have the role or permission added that `monitor auth {platform}` names; a new token alone does not help."),
    ),
    "failed_credit": DataWords(
        N_("The credit on the platform is used up"),
        N_("Reading this platform costs money and there is none left, so this account is not judged."),
        N_("Add credit in the console that `monitor auth {platform}` names, or import an export instead."),
    ),
    "gone": DataWords(
        N_("The platform says the account is gone"),
        N_("The platform calls it suspended, deleted, renamed or closed to us."),
        _GONE_STEP,
    ),
    "gone_suspended": DataWords(
        N_("The platform has suspended the account"),
        N_("Nobody can see it as long as the suspension lasts."),
        N_("Ask the platform why, and appeal; if the account is given up, set its state to closed in config.toml."),
    ),
    "gone_deleted": DataWords(
        N_("The platform does not know the account"),
        N_("It was deleted, or it now has another name."),
        N_("Correct its name in config.toml; if the account is given up, set its state to closed there."),
    ),
    "gone_protected": DataWords(
        N_("The account is closed to outsiders"),
        N_("Only followers may read it, so it is not judged."),
        N_("Open the account again, or write private = true in config.toml if it is a person's own."),
    ),
    "gone_moved": DataWords(
        N_("The account has moved"),
        N_("It points its followers to another account."),
        N_("Put the new account in config.toml, and set the state of the old one to closed."),
    ),
}
"""By the variant of a data alert: an answer of the four clocks, alone or with its reason."""


def data_words(variant: str, platform: str, translator: Translator) -> DataWords:
    """The words for a data alert in the reader's language; a reason without words of its own gets its answer's.

    Args:
        variant: stale, failed or gone, with or without a reason (failed_token).
        platform: Slug of the account's platform, for the command to type.
        translator: The language.
    """
    words = DATA_WORDS.get(variant) or DATA_WORDS[variant.partition("_")[0]]
    return DataWords(
        translator.text(words.title),
        translator.text(words.sentence),
        translator.text(words.step, platform=platform),
    )
