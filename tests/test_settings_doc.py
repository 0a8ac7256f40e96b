"""The rendered config.toml loads again, also with every example switched on."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from monitor.settings import (
    AccountSettings,
    AlertSettings,
    Closure,
    Goal,
    Organisation,
    Settings,
    StoreSettings,
    Theme,
)
from monitor.settings_doc import render_config, render_config_doc, toml_value
from monitor.settings_file import load_settings
from monitor.sources.registry import option_models
from monitor.symptoms.registry import threshold_models

from .test_settings_file import MODELS, Numbers


def reload(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, MODELS, {})


def test_default_config_is_the_default(tmp_path):
    loaded = reload(tmp_path, render_config(symptoms=MODELS))
    assert loaded.model_dump(exclude={"symptoms"}) == Settings().model_dump(exclude={"symptoms"})


def test_every_commented_line_may_be_switched_on(tmp_path):
    text = render_config(symptoms=MODELS)
    live = re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE)
    loaded = reload(tmp_path, live)
    assert loaded.account[0].handle == "exampleorg"
    assert loaded.account[0].goal == Goal(posts=2, per="week")
    assert loaded.theme[0].keywords == ("sustainable", "duurzaam")
    assert loaded.alerts.to == ("env:ALERTS_MAIL", "env:ALERTS_SLACK")
    assert loaded.symptoms["HS1"] == Numbers()


def test_every_line_of_the_real_declarations_may_be_switched_on(tmp_path):
    text = render_config(None, threshold_models(), option_models())
    path = tmp_path / "config.toml"
    for version in (text, re.sub(r"^# (?=\[|[a-z_]+ = )", "", text, flags=re.MULTILINE)):
        path.write_text(version, encoding="utf-8")
        assert load_settings(path, threshold_models(), option_models()).symptoms


def test_the_reference_is_up_to_date():
    page = Path(__file__).resolve().parents[1] / "docs" / "config.md"
    expected = render_config_doc(threshold_models(), option_models())
    assert page.read_text(encoding="utf-8") == expected, "remake it with python -m tests.regenerate docs"


def test_answers_of_init_come_back(tmp_path):
    given_settings = Settings(
        organisation=Organisation(name='Made-up "Ltd"\n\\ü', language="en", team=("Ann", "Bob")),
        account=(
            AccountSettings(platform="x", handle="madeup", goal=Goal(posts=3), since=date(2012, 1, 9)),
            AccountSettings(platform="blog", handle="blog.example", feed="https://blog.example/feed/"),
        ),
        theme=(Theme(name="Water", keywords=("water", "dijk")),),
        holidays=(Closure(name="Summer", start=date(2013, 7, 1), end=date(2013, 7, 31)),),
        alerts=AlertSettings(to=("env:ALERTS",), console=False),
        store=StoreSettings(url="env:STORE"),
        symptoms={"HS1": Numbers(weeks=9)},
    )
    loaded = reload(tmp_path, render_config(given_settings, MODELS))
    assert loaded.model_dump() == given_settings.model_dump()


@pytest.mark.parametrize("key", ["organisation", "account", "alerts", "limits", "symptoms.HS1"])
def test_reference_has_every_table(key):
    assert re.search(rf"^## `\[+{re.escape(key)}\]+`", render_config_doc(MODELS), re.MULTILINE)


def test_reference_and_config_describe_every_key():
    document, config = render_config_doc(), render_config()
    for field in Settings.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            for name, inner in field.annotation.model_fields.items():
                assert inner.description, name
                assert f"# {inner.description}" in config
                assert f"| `{name}` |" in document


@given(
    value=st.recursive(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"])),
            st.integers(-(2**62), 2**62),
            st.booleans(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.dates(),
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3),
        ),
        max_leaves=8,
    )
)
def test_values_survive_toml(value):
    assert tomllib.loads(f"value = {toml_value(value)}")["value"] == value
