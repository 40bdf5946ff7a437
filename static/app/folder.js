/* A browser sends the files of a folder without their folders: said beside them, a line for each file.
   Without this script they come as if they had been chosen one by one. */
(function () {
  "use strict";
  var doc = document, paths = doc.querySelector("input[name=paths]");
  if (!paths) return;
  doc.addEventListener("change", function (event) {
    if (!event.target.matches("input[webkitdirectory]")) return;
    paths.value = Array.prototype.map.call(event.target.files, function (file) {
      return (file.webkitRelativePath || file.name).replace(/[\r\n]/g, " ");
    }).join("\n");
  });
})();
