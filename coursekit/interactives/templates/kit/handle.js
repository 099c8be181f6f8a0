// A point of a picture that is dragged with the pointer or moved with the arrow keys.
(function () {
  "use strict";
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  // options: name ("tip of the red arrow"), at [x, y], step (what an arrow key moves; default 0.25), snap (drags end on
  // multiples of it; default: step), within [left, right, bottom, top] (default: the picture), only "x" or "y", cls,
  // limit(p) -> p (keeps the point where it may be), move(p) (called at every change), describe(p) -> words
  kit.handle = function (plane, options) {
    const step = options.step || 0.25;
    const snap = options.snap === undefined ? step : options.snap;
    const within = options.within || [plane.left, plane.right, plane.bottom, plane.top];
    const words = options.describe || ((p) => kit.point(p));
    let at = [...options.at];
    const node = kit.svg("g", {
      class: `ck-handle ${options.cls || ""}`, tabindex: "0", role: "slider", "aria-label": options.name,
      "aria-roledescription": "point that can be moved with the arrow keys",
      "aria-valuemin": within[0], "aria-valuemax": within[1],
    },
      kit.svg("circle", { r: 18, class: "ck-reach" }),
      kit.svg("circle", { r: 8, class: "ck-grip" }));

    function place() {
      const [x, y] = plane.at(at);
      node.setAttribute("transform", `translate(${kit.short(x)} ${kit.short(y)})`);
      node.setAttribute("aria-valuenow", kit.short(at[options.only === "y" ? 1 : 0]));
      node.setAttribute("aria-valuetext", words(at));
    }
    function allowed(p) {
      let [x, y] = [kit.clamp(p[0], within[0], within[1]), kit.clamp(p[1], within[2], within[3])];
      if (snap) { [x, y] = [Math.round(x / snap) * snap, Math.round(y / snap) * snap]; }
      if (options.only === "x") { y = at[1]; }
      if (options.only === "y") { x = at[0]; }
      const kept = [Number(x.toFixed(9)), Number(y.toFixed(9))];
      return options.limit ? options.limit(kept) : kept;
    }
    function move(p) {
      const next = allowed(p);
      if (next[0] === at[0] && next[1] === at[1]) { return; }
      at = next;
      place();
      options.move([...at]);
    }
    function pointed(event) {
      const box = plane.svg.getBoundingClientRect();
      return plane.from(((event.clientX - box.left) / box.width) * plane.width,
        ((event.clientY - box.top) / box.height) * plane.height);
    }
    node.addEventListener("pointerdown", function (event) {
      node.setPointerCapture(event.pointerId);
      node.classList.add("ck-held");
      node.focus({ preventScroll: true });
      event.preventDefault();
    });
    node.addEventListener("pointermove", function (event) {
      if (node.hasPointerCapture(event.pointerId)) { move(pointed(event)); }
    });
    for (const end of ["pointerup", "pointercancel"]) {
      node.addEventListener(end, () => node.classList.remove("ck-held"));
    }
    node.addEventListener("keydown", function (event) {
      const by = STEPS[event.key];
      if (!by) { return; }
      const far = event.shiftKey ? 4 : 1;
      move([at[0] + by[0] * far * step, at[1] + by[1] * far * step]);
      event.preventDefault();
      event.stopPropagation();  // the notebook would go to the next cell
    });
    place();
    plane.handles.append(node);
    return {
      node,
      get at() { return [...at]; },
      set(p) { at = [...p]; place(); },  // from outside: nobody is told
      show(visible) { node.style.display = visible ? "" : "none"; },
    };
  };
})();
