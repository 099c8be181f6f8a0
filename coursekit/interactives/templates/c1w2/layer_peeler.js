// Layer Peeler: one layer with the column and the row that it is the product of, and the sum so far.
function scene(root, data, model) {
  "use strict";
  const shown = photo(data);
  const layer = kit.plane({ left: -0.6, right: 3, bottom: 0, top: 2.6, width: 420, grid: false, label: "One layer, with its column and its row" });
  const sum = kit.plane({ left: 0, right: 3, bottom: 0, top: 2, width: 400, grid: false, label: "The sum of the layers so far" });
  const status = kit.status();
  const slider = kit.slider({
    label: "Layer", min: 1, max: data.most, step: 1, value: model.state.j, format: String, input(j) { model.change({ j }); draw(); },
  });

  function curves(j) {
    const [column, row] = [shown.column(j), shown.row(j)];
    const most = (values) => Math.max(...values.map(Math.abs));
    const [high, wide] = [most(column), most(row)];
    layer.segment([-0.3, 0], [-0.3, 2], "ck-axis");
    layer.segment([0, 2.3], [3, 2.3], "ck-axis");
    layer.path(column.map((value, i) => [-0.3 + (0.25 * value) / high, 2 - (2 * i) / (column.length - 1)]), "ck-line ck-r1");
    layer.path(row.map((value, k) => [(3 * k) / (row.length - 1), 2.3 + (0.25 * value) / wide]), "ck-line ck-r2");
  }
  function draw() {
    const { j } = model.state;
    const kernel = model.computed && model.computed.j === j ? model.computed : null;
    layer.clear();
    sum.clear();
    shown.put(layer, kernel ? kernel.layer : shown.layer(j), [0, 2], [3, 0]);
    curves(j);
    shown.put(sum, kernel ? kernel.sum : shown.sum(j), [0, 2], [3, 0]);
    const own = data.kept[j] - data.kept[j - 1];
    status.say(`Layer ${j} is a column of ${data.full[0]} numbers times a row of ${data.full[1]}, and holds ` +
      `${kit.number(100 * own, 3)} % of the squared intensity. Together with those before it: ${kit.number(100 * data.kept[j], 2)} %.`);
  }
  kit.layout(root, [layer, sum], [slider, status]);
  model.listen(function () { slider.set(model.state.j); draw(); });
  draw();
}
