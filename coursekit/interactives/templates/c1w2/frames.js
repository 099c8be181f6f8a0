(function () {
  "use strict";
  const slider = document.getElementById("step");
  const view = document.getElementById("frame");
  function show() {
    const frame = FRAMES[Number(slider.value)];
    view.innerHTML = frame.markup;
    slider.setAttribute("aria-valuetext", frame.words);
    document.getElementById("status").textContent = frame.words;
  }
  slider.addEventListener("input", show);
  show();
})();
