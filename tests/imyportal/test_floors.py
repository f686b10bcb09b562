import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What ties the house together and stands on no floor.
FRAME = {"__init__", "apps", "celery", "management", "migrations", "settings", "wsgi"}


def test_floors_every_module_of_imyportal_stands_on_one():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = " ".join(linter["contracts"][0]["layers"])
    placed = {name.strip("()").removeprefix("imyportal.") for name in layers.split()}

    here = ROOT / "imyportal"
    found = {path.stem for path in here.glob("*.py")} | {
        p.parent.name for p in here.glob("*/__init__.py")
    }

    # A new module goes into the contract "floors" of pyproject.toml: front door or tool shed?
    assert found - placed == FRAME
