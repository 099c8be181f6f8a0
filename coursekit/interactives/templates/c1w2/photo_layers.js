// The photograph on a page without a kernel: a small copy, and its first layers, packed as 16-bit numbers.
function photo(data) {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const { rows, columns } = data;
  const pixels = bytes(data.pixels);
  const [U, V] = [data.U, data.V].map((text) => new Int16Array(bytes(text).buffer));

  function addLayer(total, j) {
    const size = data.sizes[j] / (32767 * 32767);
    for (let i = 0; i < rows; i += 1) {
      const height = size * U[j * rows + i];
      for (let k = 0; k < columns; k += 1) { total[i * columns + k] += height * V[j * columns + k]; }
    }
    return total;
  }
  function sum(count) {
    if (count > data.sizes.length) { return Float64Array.from(pixels); }
    const total = new Float64Array(rows * columns);
    for (let j = 0; j < count; j += 1) { addLayer(total, j); }
    return total;
  }
  function layer(j) {
    const found = addLayer(new Float64Array(rows * columns), j - 1);
    const most = found.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return found.map((value) => 127.5 + (127.5 * value) / most);
  }
  // Grey values as an uncompressed picture: a small header, a palette of greys, and the rows from the bottom up.
  function address(values) {
    const stride = Math.ceil(columns / 4) * 4;
    const file = new Uint8Array(54 + 1024 + stride * rows);
    const view = new DataView(file.buffer);
    file.set([0x42, 0x4d]);
    for (const [at, value] of [[2, file.length], [10, 1078], [14, 40], [18, columns], [22, rows], [34, stride * rows], [46, 256]]) {
      view.setUint32(at, value, true);
    }
    view.setUint16(26, 1, true);
    view.setUint16(28, 8, true);
    for (let grey = 0; grey < 256; grey += 1) { file.set([grey, grey, grey, 0], 54 + 4 * grey); }
    for (let i = 0; i < rows; i += 1) {
      for (let k = 0; k < columns; k += 1) {
        file[1078 + (rows - 1 - i) * stride + k] = Math.round(kit.clamp(values[i * columns + k], 0, 255));
      }
    }
    let text = "";
    for (let at = 0; at < file.length; at += 4096) { text += String.fromCharCode(...file.subarray(at, at + 4096)); }
    return "data:image/bmp;base64," + btoa(text);
  }
  // A picture element over a rectangle of a plane, from the kernel's picture if there is one.
  function put(plane, href, corner, far) {
    const [[x, y], [x2, y2]] = [plane.at(corner), plane.at(far)];
    plane.add(kit.svg("image", { x, y, width: x2 - x, height: y2 - y, href, preserveAspectRatio: "none" }));
  }
  return {
    sum: (count) => address(sum(count)),
    layer: (j) => address(layer(j)),
    put,
    column: (j) => Array.from({ length: rows }, (_, i) => U[(j - 1) * rows + i] / 32767),
    row: (j) => Array.from({ length: columns }, (_, k) => V[(j - 1) * columns + k] / 32767),
  };
}
