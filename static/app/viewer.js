/* One document, large: zoom, turn, the next and the one before by keyboard. Without this script: links and buttons. */
(function () {
  "use strict";
  var doc = document, viewer = doc.querySelector("[data-viewer]");
  if (!viewer) return;
  var pictures = Array.prototype.slice.call(viewer.querySelectorAll(".viewer-picture")), step = 0, LEAST = 0, MOST = 4;
  (window.pageKeys = window.pageKeys || []).push(
    { shown: "← →", says: "上一份、下一份材料", on: "[data-viewer]" },
    { shown: "+ −", says: "放大、缩小", on: "[data-viewer]" },
    { shown: "R", says: "向右转", on: "[data-viewer]" },
  );
  function show(selector) { var found = viewer.querySelector(selector); if (found) found.hidden = false; }
  function zoom(by) {
    var before = step;
    step = Math.max(LEAST, Math.min(MOST, step + by));
    pictures.forEach(function (picture) {
      picture.classList.remove("zoomed-" + before);
      if (step) picture.classList.add("zoomed-" + step);
    });
  }
  function press(selector) { var found = viewer.querySelector(selector); if (found) found.click(); }
  show(".viewer-zoom");
  show(".viewer-keys");
  viewer.addEventListener("click", function (event) {
    var button = event.target.closest("[data-viewer-zoom]");
    if (button) zoom(+button.dataset.viewerZoom);
  });
  var turn = "[data-viewer-turn] [name=right]";
  var keys = { ArrowLeft: "[data-viewer-before]", ArrowRight: "[data-viewer-after]", r: turn, R: turn };
  doc.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "+" || event.key === "=") zoom(1);
    else if (event.key === "-") zoom(-1);
    else if (keys[event.key] && (step === 0 || event.key.indexOf("Arrow") < 0)) press(keys[event.key]);
  });
})();
