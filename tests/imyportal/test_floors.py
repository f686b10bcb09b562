import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What ties the house together and stands on no floor.
FRAME = {"imyportal.apps", "imyportal.celery", "imyportal.settings", "imyportal.wsgi"}


def test_floors_every_module_of_imyportal_stands_on_one():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = " ".join(contracts["contracts"][0]["layers"])
    placed = {name.strip("()") for name in layers.replace(":", " ").split()}

    found = {f"imyportal.{path.stem}" for path in (ROOT / "imyportal").glob("*.py")}

    assert found - placed - FRAME == {"imyportal.__init__"}
