"""What no source of ours does, whatever the value: a lint of few rules, by syntax and not by words."""

import ast

from tests.test_house_rules import ROOT, sources

BANNED_CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads", "pickle.load",
    "marshal.loads", "yaml.load", "hashlib.md5", "hashlib.sha1", "mark_safe", "mktemp",
}  # fmt: skip
BANNED_IMPORTS = {"pickle", "marshal", "shelve", "random", "telnetlib", "xml.sax", "requests"}
ALLOWED = {
    "imyportal/demo": "chance that must be the same every time",
    "imyportal/migrating.py": "conditions of triggers, which SQL takes no parameters for",
    "imyportal/upgrading.py": "names of roles and tables, which SQL takes no parameters for",
}
SQL = {"raw", "extra", "execute", "RawSQL"}
WEASYPRINT_TAKES = {"stylesheets", "attachments", "xmp_metadata"}


def findings():
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        if any(name.startswith(each) for each in ALLOWED):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            yield from (f"{name}:{node.lineno} {what}" for what in _wrong(node))


def _wrong(node):
    if isinstance(node, ast.Import | ast.ImportFrom):
        module = getattr(node, "module", None)
        names = {module} if module else {alias.name for alias in node.names}
        if not getattr(node, "level", 0):
            yield from (f"imports {each}" for each in names & BANNED_IMPORTS)
    if not isinstance(node, ast.Call):
        return
    called = ast.unparse(node.func)
    if called in BANNED_CALLS or called.endswith(".mark_safe"):
        yield f"calls {called}"
    for keyword in node.keywords:
        if keyword.arg == "shell" and ast.unparse(keyword.value) != "False":
            yield "starts a shell"
        if keyword.arg in WEASYPRINT_TAKES and _may_hold_a_name(keyword.value):
            yield f"hands a name of a file to {keyword.arg}="
    if called.rsplit(".", 1)[-1] in SQL and node.args and _is_built(node.args[0]):
        yield f"builds SQL for {called}"


def _may_hold_a_name(value):
    return any(isinstance(each, ast.Constant | ast.JoinedStr) for each in ast.walk(value))


def _is_built(value):
    """A text put together from values."""
    if isinstance(value, ast.JoinedStr):
        return True
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.Mod | ast.Add)
    return isinstance(value, ast.Call) and ast.unparse(value.func).endswith(".format")


def test_no_source_builds_sql_commands_or_code_from_values():
    assert list(findings()) == []


def test_lint_sees_what_it_should():
    bad = """
import pickle
eval(x); subprocess.run(x, shell=True); hashlib.md5(b"")
cursor.execute(f"SELECT {x}"); cursor.execute("a %s" % x)
HTML(string=x).write_pdf(stylesheets=["a.css"], attachments=["/etc/passwd"])
"""
    found = [what for node in ast.walk(ast.parse(bad)) for what in _wrong(node)]

    assert len(found) == 8


def test_only_one_module_knows_weasyprint():
    known = [
        path.relative_to(ROOT).as_posix() for path in sources() if "weasyprint" in _imported(path)
    ]

    assert known == ["imyportal/pdf_engine.py"]


def _imported(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found
