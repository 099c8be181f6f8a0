(function () {
  "use strict";
  const gate = document.getElementById("gate");
  const stage = document.getElementById("stage");
  const still = document.getElementById("still");
  const button = gate.querySelector("button");
  const place = "coursekit.prediction." + GATE.key;
  // A page opened inside a shut-off frame has no storage: the commitment then lasts as long as the page.
  function kept() { try { return window.localStorage.getItem(place); } catch (e) { return null; } }
  function keep(text) { try { window.localStorage.setItem(place, text); } catch (e) { return; } }
  function open(index) {
    const radios = gate.querySelectorAll("input");
    radios[index].checked = true;
    radios.forEach(function (radio) { radio.disabled = true; });
    button.hidden = true;
    document.getElementById("committed").textContent = "Your prediction: " + GATE.options[index] + ". Now try it.";
    document.getElementById("verdict").textContent =
      (index === GATE.answer ? "You predicted it. " : "Not what you predicted. ") + GATE.options[GATE.answer] + ".";
    stage.hidden = false;
    still.hidden = false;
  }
  stage.hidden = true;
  still.hidden = true;
  still.open = false;
  window.addEventListener("beforeprint", function () { still.hidden = false; still.open = true; });
  gate.addEventListener("change", function () { button.disabled = false; });
  // A click, not a form: a frame that is shut off from its surroundings may not submit forms.
  button.addEventListener("click", function () {
    const chosen = gate.querySelector("input:checked");
    if (!chosen) { return; }
    keep(GATE.options[Number(chosen.value)]);
    open(Number(chosen.value));
    const first = Array.from(stage.querySelectorAll("input:checked, input[type=range], button")).find((e) => e.offsetParent);
    if (first) { first.focus(); }
  });
  if (window.parent !== window) {
    new ResizeObserver(function () {
      window.parent.postMessage({ coursekitHeight: document.documentElement.offsetHeight + 4 }, "*");
    }).observe(document.documentElement);
  }
  const earlier = GATE.options.indexOf(kept());
  if (earlier >= 0) { open(earlier); }
})();
