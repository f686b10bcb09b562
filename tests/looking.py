"""Axe on page after page: what stood on an earlier one in the same colours is not measured again."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browsing import AXE_RULES, lines_of

# Frames of every page of the desk; the same HTML is the same finding.
FRAMES = ["#header", "#nav-sidebar"]
REST = {**AXE_RULES, "rules": {"color-contrast": {"enabled": False}}}
CONTRAST = {"resultTypes": ["violations"], "preload": False, "runOnly": ["color-contrast"]}

# Text in the same colour, size and weight before the same row of grounds is as legible anywhere.
IN_NEW_COLOURS = """(seen) => {
  const known = new Set(seen), grounds = new Map(), found = [], words = [];
  const short = (text) => {
    let one = 7, two = 11;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
      two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
    }
    return `${one}.${two}`;
  };
  const ground = (element) => {
    if (!element) return "";
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter];
      grounds.set(element, short(`${own} ${ground(element.parentElement)}`));
    }
    return grounds.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text && !element.matches("input, textarea, select")) continue;
    const style = getComputedStyle(element);
    const own = [style.color, style.fontSize, style.fontWeight, style.textShadow, element.disabled];
    const word = short(`${own} ${ground(element)}`);
    if (known.has(word)) continue;
    known.add(word);
    words.push(word);
    found.push(element);
  }
  window.inNewColours = found;
  return words;
}"""


class Looking:
    """What has been looked at in one run of a test."""

    def __init__(self) -> None:
        self.colours: set[str] = set()
        self.frames: set[str] = set()

    def begin(self, page: Page) -> None:
        """On a page that was just opened."""
        page.evaluate(AXE_SCRIPT)

    def broken_rules(self, page: Page) -> list[str]:
        """What axe finds against WCAG 2.2 AA and good practice, but for contrast; an element a line."""
        known = []
        for frame in FRAMES:
            html = page.evaluate("(frame) => document.querySelector(frame)?.outerHTML", frame)
            if html in self.frames:
                known.append([frame])
            elif html:
                self.frames.add(html)
        run = "([context, rules]) => axe.run(context, rules).then((found) => found.violations)"
        return lines_of(page.evaluate(run, [{"exclude": known} if known else "html", REST]))

    def faint(self, page: Page) -> list[str]:
        """Text that has too little contrast, in the colours that the page has now."""
        if not (new := page.evaluate(IN_NEW_COLOURS, list(self.colours))):
            return []
        self.colours.update(new)
        run = "(rules) => axe.run({include: inNewColours}, rules).then((found) => found.violations)"
        return lines_of(page.evaluate(run, CONTRAST))
