// Sliders, choices, buttons, and the line that says what is seen.
(function () {
  "use strict";

  function stopKeys(node) {
    // inside a notebook, keys pressed in a control are not the notebook's
    node.addEventListener("keydown", (event) => event.stopPropagation());
    return node;
  }

  // options: label, min, max, step, value, format(value) -> words, input(value)
  kit.slider = function (options) {
    const format = options.format || ((value) => kit.number(value, 3));
    const input = kit.html("input", { type: "range", min: String(options.min), max: String(options.max), step: String(options.step) });
    const output = kit.html("b", { "aria-hidden": "true" });  // not an <output>: that would take the label away from the slider
    function show() {
      output.textContent = format(Number(input.value));
      input.setAttribute("aria-valuetext", output.textContent);
    }
    input.value = String(options.value);
    input.addEventListener("input", function () { show(); options.input(Number(input.value)); });
    show();
    const words = kit.html("span", {}, options.label + ": ", output);
    return {
      node: stopKeys(kit.html("label", { class: "ck-slider" }, words, input)),
      input,
      get value() { return Number(input.value); },
      set(value) { input.value = String(value); show(); },
    };
  };

  // options: legend, choices [[value, words], ...], value, change(value)
  kit.choice = function (options) {
    // unique in the document: a notebook holds several scenes, each with a kit of its own
    document.ckChoices = (document.ckChoices || 0) + 1;
    const name = `ck-choice-${document.ckChoices}`;
    const box = kit.html("fieldset", { class: "ck-choice" }, kit.html("legend", {}, options.legend));
    const inputs = options.choices.map(function ([value, words]) {
      const input = kit.html("input", { type: "radio", name, value: String(value) });
      input.checked = value === options.value;
      input.addEventListener("change", () => options.change(value));
      box.append(kit.html("label", {}, input, " " + words));
      return [value, input];
    });
    return {
      node: stopKeys(box),
      set(value) { inputs.forEach(([own, input]) => { input.checked = own === value; }); },
    };
  };

  // options: label, checked, change(checked)
  kit.checkbox = function (options) {
    const input = kit.html("input", { type: "checkbox" });
    input.checked = Boolean(options.checked);
    input.addEventListener("change", () => options.change(input.checked));
    return {
      node: stopKeys(kit.html("label", { class: "ck-check" }, input, " " + options.label)),
      set(checked) { input.checked = checked; },
    };
  };

  // options: label, primary, click()
  kit.button = function (options) {
    const node = kit.html("button", { type: "button", class: options.primary ? "ck-button primary" : "ck-button" }, options.label);
    node.addEventListener("click", options.click);
    return { node: stopKeys(node) };
  };

  // One sentence on what is seen now. It is read out when the reader pauses, not at every pixel of a drag.
  kit.status = function () {
    const seen = kit.html("p", { class: "ck-status" });
    const spoken = kit.html("p", { class: "ck-spoken", role: "status", "aria-live": "polite" });
    let timer = 0;
    return {
      node: kit.html("div", {}, seen, spoken),
      say(words) {
        seen.textContent = words;
        seen.setAttribute("aria-hidden", "true");
        window.clearTimeout(timer);
        timer = window.setTimeout(() => { spoken.textContent = words; }, 600);
      },
      get words() { return seen.textContent; },
    };
  };

  // Pictures beside controls; on a narrow page below each other. Each part is a node, or something with a node.
  kit.layout = function (root, pictures, controls) {
    const nodes = (parts) => parts.map((part) => part.node || part.svg || part);
    root.append(kit.html("div", { class: "ck-play" },
      ...nodes(pictures).map((node) => kit.html("div", { class: "ck-view" }, node)),
      kit.html("div", { class: "ck-controls" }, ...nodes(controls))));
  };
})();
