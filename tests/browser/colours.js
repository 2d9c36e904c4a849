// Ask axe about the contrast of colours, once for each way in which text is painted on the page: the second row of
// a table that looks like the first has nothing new to tell, and axe takes most of its time for colours.
async () => {
  const ways = new Map(); // how an element and all around it look → a number
  const wayOf = new Map();
  const asked = new Map();
  for (const one of document.querySelectorAll("*")) {
    const look = getComputedStyle(one);
    const way = [
      wayOf.get(one.parentElement), look.color, look.backgroundColor, look.backgroundImage, look.opacity, look.filter,
      look.mixBlendMode, look.fontSize, look.fontWeight, look.textShadow, look.display, look.position, look.visibility,
      look.clipPath, one.matches(":disabled, [aria-disabled]"), one.control?.disabled,
    ].join("|");
    if (!ways.has(way)) ways.set(way, ways.size);
    wayOf.set(one, ways.get(way));
    const text = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
    // axe does not judge a single sign, so a word may not stand back behind one.
    const said = one.matches("input, select, textarea") ? "field" : Math.min(text.join("").trim().length, 2);
    const kind = `${ways.get(way)} ${said}`;
    if (said && !asked.has(kind)) asked.set(kind, one);
  }
  const found = await axe.run(
    { include: [...asked.values()] },
    { resultTypes: ["violations"], selectors: false, runOnly: ["color-contrast"] },
  );
  return found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html.slice(0, 160))]);
}
