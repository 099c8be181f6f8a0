// Making elements, and writing numbers. Everything of the kit lives in one object, so that a page has one global name.
const kit = {};

(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";

  function filled(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, typeof value === "number" ? kit.short(value) : value);
      }
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  kit.svg = function (tag, attributes, ...children) {
    return filled(document.createElementNS(SVG, tag), attributes, children);
  };
  kit.html = function (tag, attributes, ...children) {
    return filled(document.createElement(tag), attributes, children);
  };

  // A pixel position to two digits: enough for the eye, and the same on every machine.
  kit.short = function (value) {
    return String(Number(value.toFixed(2)));
  };

  // A number for people: at most `digits` decimals, no trailing zeros, a true minus sign, never "-0".
  kit.number = function (value, digits = 2) {
    if (!Number.isFinite(value)) { return value > 0 ? "∞" : value < 0 ? "−∞" : "undefined"; }
    const text = String(Number(value.toFixed(digits)));
    return text === "-0" ? "0" : text.replace("-", "−");
  };
  kit.point = function (values, digits = 2) {
    return "(" + values.map((value) => kit.number(value, digits)).join(", ") + ")";
  };
  kit.matrix = function (rows, digits = 2) {
    const table = kit.html("table", { class: "ck-matrix" });
    rows.forEach(function (row) {
      table.append(kit.html("tr", {}, ...row.map((value) =>
        kit.html("td", {}, typeof value === "number" ? kit.number(value, digits) : value))));
    });
    return table;
  };
  kit.clamp = function (value, low, high) { return Math.min(high, Math.max(low, value)); };
  kit.clear = function (node) { while (node.firstChild) { node.firstChild.remove(); } };
})();
