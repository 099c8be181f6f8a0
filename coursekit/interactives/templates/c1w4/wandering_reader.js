// Wandering Reader: shares of readers on five pages, multiplied by one matrix at every click.
function scene(root, data, model) {
  "use strict";
  const web = kit.plane({ left: -2.7, right: 2.7, bottom: -2.5, top: 2.6, width: 380, grid: false, label: "Five pages and their links" });
  const bars = kit.plane({ left: -0.9, right: 6.2, bottom: -0.16, top: 1.12, width: 400, height: 320, grid: false, label: "Share of the readers on each page" });
  const status = kit.status();
  const [N, MOST, RADIUS, LAST] = [data.pages.length, 40, 0.52, data.pages.length - 1];
  const WEBS = ["five pages", "E is a dead end", "from E to any page"];
  const AT = data.pages.map((_, k) => [1.9 * Math.sin((2 * Math.PI * k) / N), 1.9 * Math.cos((2 * Math.PI * k) / N)]);

  const which = kit.choice({ legend: "Web", value: model.state.web, choices: WEBS.map((name) => [name, name]), change: (value) => change({ web: value }) });
  const from = kit.choice({
    legend: "Everybody starts on", value: model.state.from, choices: [...data.pages.map((name) => [name, name]), ["all", "all five alike"]],
    change: (value) => change({ from: value }),
  });
  const clicks = kit.slider({ label: "Clicks", min: 0, max: MOST, step: 1, value: model.state.clicks, input: (value) => change({ clicks: value }) });
  const more = kit.button({ label: "One more click", primary: true, click() { change({ clicks: Math.min(MOST, model.state.clicks + 1) }); clicks.set(model.state.clicks); } });

  function change(part) { model.change(part); draw(); }
  function links() {
    const everywhere = data.pages.map((_, k) => k);
    const last = { [WEBS[0]]: data.links[LAST], [WEBS[1]]: [], [WEBS[2]]: everywhere }[model.state.web];
    return data.links.map((targets, page) => (page === LAST ? last : targets));
  }
  // One click: each page hands its share on, in equal parts, to the pages it links to.
  function clicked(shares) {
    const next = shares.map(() => 0);
    links().forEach((targets, page) => targets.forEach((target) => { next[target] += shares[page] / targets.length; }));
    return next;
  }
  function after(count, shares) {
    for (let k = 0; k < count; k += 1) { shares = clicked(shares); }
    return shares;
  }
  function begin() { return data.pages.map((name) => (model.state.from === "all" ? 1 / N : Number(name === model.state.from))); }
  const percent = (share) => `${kit.number(100 * share, 1)} %`;
  const unbroken = (share) => percent(share).replace(" ", "\u00a0");  // in running text

  function drawWeb(shares) {
    web.clear();
    links().forEach(function (targets, page) {
      targets.forEach(function (target) {
        if (target === page) { return; }
        const [[x, y], [u, v]] = [AT[page], AT[target]];
        const [length, back] = [Math.hypot(u - x, v - y), links()[target].includes(page)];
        const [dx, dy] = [(u - x) / length, (v - y) / length];
        const aside = back ? 0.13 : 0;  // two arrows to and fro stand side by side
        const [sx, sy] = [-dy * aside, dx * aside];
        web.arrow([x + dx * RADIUS + sx, y + dy * RADIUS + sy], [u - dx * (RADIUS + 0.06) + sx, v - dy * (RADIUS + 0.06) + sy], "ck-soft");
      });
    });
    const pixels = RADIUS * web.width / (web.right - web.left);
    data.pages.forEach(function (name, page) {
      web.dot(AT[page], "ck-point", pixels);
      // the inner area is the share; half of all readers fill the circle
      web.dot(AT[page], "ck-area", pixels * Math.sqrt(Math.min(1, 2 * shares[page])), { style: "stroke:none" });
      web.label(AT[page], name, "ck-pointtext", [0, -3], { "text-anchor": "middle" });
      web.label(AT[page], percent(shares[page]), "ck-tick", [0, 14], { "text-anchor": "middle", style: "fill:var(--ink)" });
    });
    if (model.state.web === WEBS[1]) { web.label([AT[LAST][0], AT[LAST][1] + 0.66], "no link", "ck-tick", [0, 0], { "text-anchor": "middle" }); }
  }
  function drawBars(shares, long) {
    const gone = 1 - shares.reduce((sum, share) => sum + share, 0);
    bars.clear();
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      bars.segment([0, share], [6.1, share], share === 0 ? "ck-axis" : "ck-grid");
      bars.label([0, share], `${100 * share} %`, "ck-tick", [-6, 4], { "text-anchor": "end" });
    }
    shares.forEach((share, page) => bar(page, share, "ck-area", data.pages[page], long[page]));
    if (model.state.web === WEBS[1]) { bar(N, gone, "ck-area ck-flipped", "gone", 0); return; }
    long.forEach((share, page) => bars.segment([page + 0.1, share], [page + 0.9, share], "ck-line ck-r2"));
    bars.label([6.1, 0.4], "dashed:", "ck-tick", [0, 0], { "text-anchor": "end" });
    bars.label([6.1, 0.4], "long run", "ck-tick", [0, 16], { "text-anchor": "end" });
  }
  function bar(at, share, cls, name, mark) {
    const above = mark > share && mark < share + 0.09 ? mark : share;  // the number never lies on the mark
    bars.polygon([[at + 0.18, 0], [at + 0.82, 0], [at + 0.82, share], [at + 0.18, share]], cls);
    bars.label([at + 0.5, 0], name, "ck-pointtext", [0, 20], { "text-anchor": "middle" });
    bars.label([at + 0.5, above], percent(share), "ck-tick", [0, -7], { "text-anchor": "middle" });
  }
  function draw() {
    const shares = after(model.state.clicks, begin());
    const long = after(500, data.pages.map(() => 1 / N));
    drawWeb(shares);
    drawBars(shares, long);
    status.say(said(shares, long));
  }
  function said(shares, long) {
    const { web: name, clicks: count } = model.state;
    const where = data.pages.map((page, k) => `${page} ${unbroken(shares[k])}`).join(", ");
    const begins = model.state.from === "all" ? "spread evenly" : `on ${model.state.from}`;
    const now = `Begun ${begins}, after ${count} click${count === 1 ? "" : "s"}: ${where}.`;
    const total = shares.reduce((sum, share) => sum + share, 0);
    if (name === WEBS[1]) { return `${now} Still reading: ${unbroken(total)}; the others came to E and had nowhere to go.`; }
    const off = Math.max(...shares.map((share, k) => Math.abs(share - long[k])));
    return `${now} ${off < 0.0005 ? "That is the long run: another click changes nothing." : `The bar farthest from its long-run mark is ${kit.number(100 * off, 1)} points off.`}`;
  }
  function follow() {
    which.set(model.state.web);
    from.set(model.state.from);
    clicks.set(model.state.clicks);
    draw();
  }
  kit.layout(root, [web, bars], [which, from, clicks, more, status]);
  model.listen(follow);
  draw();
}
