"""The wheel works away from the repository: built without network, installed elsewhere, used as a new user would."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A new environment with the wheel in it; its dependencies are those of this environment, by a .pth file."""
    folder = tmp_path_factory.mktemp("wheel house")  # with a space, as people have them
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    built = run(*pip, "wheel", "-q", "--no-build-isolation", "--no-deps", "--no-index", "-w", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    site = next((folder / "env" / "lib").glob("python*/site-packages"))
    done = run(*pip, "--python", python, "install", "-q", "--no-index", "--no-deps", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    # A .pth line adds only the folder: the editable install's own .pth in it is not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_wheel_carries_templates_fonts_with_licences_and_the_sample_content(installed):
    (wheel,) = installed.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "post_forge/_shipped/templates/themes/night/theme.yaml" in names
    assert "post_forge/_shipped/templates/fonts/inter/Inter.ttf" in names
    assert "post_forge/_shipped/templates/fonts/inter/OFL.txt" in names
    assert "post_forge/_shipped/content/README.md" in names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"post_forge"}
    assert not [name for name in names if name.startswith(("post_forge/_shipped/output", "post_forge/tests"))]


def test_a_new_workspace_gives_its_first_post_from_the_installed_wheel(installed, tmp_path):
    command = installed / "env" / "bin" / "post-forge"
    made = run(command, "init", "brand", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    done = run(command, "today", cwd=tmp_path / "brand")
    assert done.returncode == 0, done.stdout + done.stderr
    where = run(
        installed / "env" / "bin" / "python", "-c", "import post_forge; print(post_forge.__file__)", cwd=tmp_path
    )
    assert str(installed) in where.stdout
    slides = sorted((tmp_path / "brand" / "output" / "today" / "slides" / "portrait").glob("*.png"))
    assert len(slides) >= 4
    assert (tmp_path / "brand" / "output" / "today" / "linkedin.txt").read_text().strip() in done.stdout
