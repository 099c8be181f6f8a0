// A scene is a function scene(root, data, model): it draws into `root` what `model.state` says, and tells the model what
// the reader does with model.change({...}). model.listen(draw) is called when the state was changed from outside: by the
// kernel, or by whoever draws the still frames. The same scene runs in the notebook and on a page without a kernel.
(function () {
  "use strict";

  kit.model = function (state, changed) {
    const listeners = [];
    const model = {
      state: JSON.parse(JSON.stringify(state)),
      computed: null,  // what the kernel adds to the state, if it does
      change(part) {
        Object.assign(model.state, part);
        changed(model.state);
      },
      listen(draw) { listeners.push(draw); },
      set(next) {
        model.state = JSON.parse(JSON.stringify(next));
        listeners.forEach((draw) => draw());
      },
      told(computed) {
        model.computed = computed;
        listeners.forEach((draw) => draw());
      },
    };
    return model;
  };

  // On a page: window.drawn is what the still frames are made with.
  kit.onPage = function (scene, data, state) {
    const root = document.getElementById("scene");
    const model = kit.model(state, () => {});
    scene(root, data, model);
    window.drawn = {
      show: (next) => model.set({ ...state, ...next }),
      state: () => model.state,
      pictures: () => Array.from(root.querySelectorAll("svg.ck-picture")).map((node) => node.outerHTML),
      words: () => Array.from(root.querySelectorAll(".ck-status")).map((node) => node.textContent).join(" "),
    };
  };

  // In a notebook: the widget's traits are the model.
  kit.inNotebook = function (scene, widget, el) {
    const root = kit.html("div", { class: "ck ck-scene" });
    el.append(root);
    const model = kit.model(widget.get("state"), function (state) {
      widget.set("state", JSON.parse(JSON.stringify(state)));
      widget.save_changes();
    });
    model.computed = widget.get("computed");
    scene(root, widget.get("data"), model);
    widget.on("change:state", function () {
      const next = widget.get("state");
      if (JSON.stringify(next) !== JSON.stringify(model.state)) { model.set(next); }
    });
    widget.on("change:computed", () => model.told(widget.get("computed")));
  };
})();
