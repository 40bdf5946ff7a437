/* One document, large: zoom, turn, the next and the one before by keyboard. Where a page has a single document, the
   same keys turn its pages. Without this script: links and buttons, and pages below each other. */
(function () {
  "use strict";
  var doc = document, viewer = doc.querySelector("[data-viewer]");
  if (!viewer) return;
  var pictures = Array.prototype.slice.call(viewer.querySelectorAll(".viewer-picture"));
  var step = 0, LEAST = 0, MOST = 4, SLACK = 24;
  (window.pageKeys = window.pageKeys || []).push(
    { shown: "← →", says: "上一份、下一份材料", on: "[data-viewer-before], [data-viewer-after]" },
    { shown: "← →", says: "材料的上一页、下一页", on: "[data-viewer-page]" },
    { shown: "+ −", says: "放大、缩小", on: "[data-viewer]" },
    { shown: "R", says: "向右转", on: "[data-viewer-turn]" },
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
  /* The page at the top of the stage gives way to the one after or before it. */
  function page(by) {
    var stage = viewer.querySelector(".viewer-stage"), top = stage.getBoundingClientRect().top;
    var tops = Array.prototype.map.call(stage.querySelectorAll(".viewer-sheet"), function (sheet) {
      return sheet.getBoundingClientRect().top - top;
    });
    var at = tops.filter(function (one) { return one < SLACK; }).length - 1, to = tops[Math.max(at, 0) + by];
    if (to !== undefined) stage.scrollTop += to;
  }
  function press(selector) { var found = viewer.querySelector(selector); if (found) found.click(); }
  show(".viewer-zoom");
  show(".viewer-keys");
  viewer.addEventListener("click", function (event) {
    var button = event.target.closest("[data-viewer-zoom]");
    if (button) zoom(+button.dataset.viewerZoom);
    var turned = event.target.closest("[data-viewer-page]");
    if (turned) page(+turned.dataset.viewerPage);
  });
  var turn = "[data-viewer-turn] [name=right]";
  var left = "[data-viewer-before], [data-viewer-page='-1']", right = "[data-viewer-after], [data-viewer-page='1']";
  var keys = { ArrowLeft: left, ArrowRight: right, r: turn, R: turn };
  doc.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "+" || event.key === "=") zoom(1);
    else if (event.key === "-") zoom(-1);
    else if (keys[event.key] && (step === 0 || event.key.indexOf("Arrow") < 0)) press(keys[event.key]);
  });
})();
