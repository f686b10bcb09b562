"""Bootstrap's stylesheet, cut down to the rules our pages can meet."""

import ast
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import tinycss2

CLASS_ATTRIBUTE = re.compile(r"""\bclass=("[^"]*"|'[^']*')""")
TEMPLATE_TAG = re.compile(r"{[%{].*?[%}]}", re.DOTALL)
COMMENT_TAG = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
QUOTED = re.compile(r"""(["'`])(.*?)\1""", re.DOTALL)
WORD = re.compile(r"-?[A-Za-z_][\w-]*")
CLASS_LIST = re.compile(r"-?[a-z][\w-]*(\s+-?[a-z][\w-]*)*")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
GROUPS = {"media", "supports", "layer", "container"}


def words_in_template(text: str) -> set[str]:
    """Class names a template may write: its class attributes, and what its tags quote."""
    text = COMMENT_TAG.sub(" ", text)
    words = {
        word
        for tag in TEMPLATE_TAG.findall(text)
        for _, quoted in QUOTED.findall(tag)
        for word in WORD.findall(quoted)
    }
    for value in CLASS_ATTRIBUTE.findall(TEMPLATE_TAG.sub(" ", text)):
        words.update(WORD.findall(value))
    return words


def words_in_script(text: str) -> set[str]:
    """Words a script quotes."""
    return {word for _, quoted in QUOTED.findall(text) for word in WORD.findall(quoted)}


def words_in_python(text: str) -> set[str]:
    """Words of the string constants that look like a class list and nothing else."""
    return {
        word
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CLASS_LIST.fullmatch(node.value)
        for word in node.value.split()
    }


READERS: dict[str, Callable[[str], set[str]]] = {
    ".html": words_in_template,
    ".js": words_in_script,
    ".py": words_in_python,
}


def words_in(paths: Iterable[Path]) -> set[str]:
    """Every word of the files that may be a class name; files of other kinds are passed over."""
    words: set[str] = set()
    for path in paths:
        if reader := READERS.get(path.suffix):
            words |= reader(path.read_text("utf-8"))
    return words


def classes_of(css: str) -> set[str]:
    """Every class name a stylesheet speaks of."""
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", css))


def purge(css: str, used: set[str], *, also: str = "") -> str:
    """`css` without the rules that need a class not in `used`.

    Custom properties nobody reads any more go too, unless the stylesheets in `also` read them;
    so do pictures written as `data:`, which the Content-Security-Policy would refuse, and every
    comment but the licence.
    """
    licence = re.match(r"(?:@charset[^;]*;)?\s*(/\*!.*?\*/)", css, re.DOTALL)
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = [text for rule in rules if (text := _rule(rule, used))]
    kept = _without_idle_keyframes(kept)
    body = "\n".join(kept)
    while (smaller := _without_idle_variables(body, body + also)) != body:
        body = smaller
    return f'@charset "utf-8";\n{licence[1] if licence else ""}\n{body}\n'


def _rule(rule: Any, used: set[str]) -> str:
    if rule.type == "qualified-rule":
        selectors = [each for each in _selectors(rule.prelude) if _reachable(each, used)]
        declarations = _declarations(rule.content)
        if selectors and declarations:
            return (
                ",".join(tinycss2.serialize(each) for each in selectors) + "{" + declarations + "}"
            )
        return ""
    if rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = "".join(_rule(each, used) for each in inner)
        prelude = tinycss2.serialize(rule.prelude).strip()
        return f"@{rule.lower_at_keyword} {prelude}{{{kept}}}" if kept else ""
    if rule.type == "at-rule" and rule.lower_at_keyword != "charset":
        return str(rule.serialize())
    return ""


def _selectors(prelude: list[Any]) -> list[list[Any]]:
    found: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _reachable(tokens: list[Any], used: set[str]) -> bool:
    """Whether an element with classes of `used` could match; `:not()` asks for nothing."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        dotted = before is not None and before.type == "literal" and before.value == "."
        if token.type == "ident" and dotted and token.value not in used:
            return False
        if token.type == "function" and token.lower_name in {"is", "where"}:
            choices = [_reachable(each, used) for each in _selectors(token.arguments)]
            if not any(choices):
                return False
    return True


def _declarations(content: list[Any]) -> str:
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(
        each.serialize() for each in parsed if each.type == "declaration" and not _is_picture(each)
    )


def _is_picture(declaration: Any) -> bool:
    return "data:image" in tinycss2.serialize(declaration.value)


def _without_idle_keyframes(rules: list[str]) -> list[str]:
    plain = " ".join(rule for rule in rules if not rule.startswith("@keyframes"))
    return [
        rule
        for rule in rules
        if not rule.startswith("@keyframes")
        or re.search(rf"\b{rule.split()[1].split('{')[0]}\b", plain)
    ]


def _without_idle_variables(css: str, readers: str) -> str:
    read = set(VARIABLE.findall(readers))
    return re.sub(
        r"(?<=[{;])(--[\w-]+):[^;{}]*(;|(?=}))",
        lambda match: match[0] if match[1] in read else "",
        css,
    )
