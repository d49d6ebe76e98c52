"""Compiled templates are kept from run to run, and never believed too long."""

from __future__ import annotations

import os

import pytest
from jinja2 import DictLoader, Environment

from post_forge.compiled import cache_folder, kept_code


class NeverCompiles(Environment):
    def compile(self, *given, **named):
        raise AssertionError("what was kept is not used")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "post-forge"


def said(template, kind=Environment, module=__file__):
    environment = kind(loader=DictLoader({"a": template}), bytecode_cache=kept_code(module))
    return environment.get_template("a").render(name="Ada")


def test_the_second_run_compiles_nothing(folder):
    assert said("Hello {{ name }}") == "Hello Ada" == said("Hello {{ name }}", NeverCompiles)


def test_a_template_that_was_edited_is_compiled_again(folder):
    assert said("Hello {{ name }}") == "Hello Ada"
    assert said("Bye {{ name }}") == "Bye Ada"
    assert len(list(folder.iterdir())) == 1


def test_what_compiles_it_may_change_too(folder, tmp_path):
    module = tmp_path / "sandbox.py"
    module.write_text("1")
    said("Hello {{ name }}", module=str(module))
    module.write_text("22")
    with pytest.raises(AssertionError):
        said("Hello {{ name }}", NeverCompiles, str(module))


@pytest.mark.parametrize("keep", [0, 3, 40, 90])
def test_a_damaged_file_is_compiled_again(folder, keep):
    said("Hello {{ name }}")
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:keep])
    assert said("Hello {{ name }}") == "Hello Ada"


def test_a_folder_that_went_away_costs_time_only(folder):
    environment = Environment(loader=DictLoader({"a": "1"}), bytecode_cache=kept_code(__file__))
    folder.rmdir()
    assert environment.get_template("a").render() == "1"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights are asked for on POSIX only")
def test_a_folder_that_others_may_write_to_is_not_used(folder):
    assert cache_folder() == folder
    folder.chmod(0o777)
    assert cache_folder() is None


def test_without_a_place_nothing_is_kept(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    for place in ("relative/folder", str(tmp_path / "file")):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        assert kept_code(__file__) is None
    assert said("Hello {{ name }}") == "Hello Ada"
