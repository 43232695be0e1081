/** @module All that a page says, whether it is seen or heard. */
import type { Page } from "playwright-core";

/** Every text of the page and every name for readers of screens, code left out. */
export function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element === null || element.closest("pre, code, script, style, noscript, body [lang=en]")) continue;
      if (node instanceof Element)
        for (const name of ["aria-label", "title", "aria-valuetext", "placeholder", "alt"])
          texts.push(node.getAttribute(name) ?? "");
      else if (node instanceof Text) texts.push(node.data);
    }
    return texts.map((text) => text.trim()).filter(Boolean);
  });
}
