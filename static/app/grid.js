/* Tables as in Excel: arrows and Enter move, a block pastes in, removed rows come back, columns add up. */
(function () {
  "use strict";
  var doc = document;
  var CELL = "input:not([type=hidden]):not([type=checkbox]), select";

  function list(nodes) { return Array.prototype.slice.call(nodes); }
  function rowsOf(grid) { return list(grid.querySelectorAll("tbody tr")); }
  function cellsOf(row) { return list(row.querySelectorAll(CELL)); }
  function place(cell) {
    var row = cell.closest("tr"), grid = cell.closest("[data-grid]");
    return { grid: grid, row: rowsOf(grid).indexOf(row), column: cellsOf(row).indexOf(cell) };
  }
  function plain(text) { return (text || "").normalize("NFKC").replace(/\s+/g, ""); }
  function told(cell) { cell.dispatchEvent(new Event("change", { bubbles: true })); cell.dispatchEvent(new Event("input", { bubbles: true })); }

  /* Up, down and Enter go through the column; left and right leave a cell only at the end of its text. */
  function grow(grid) {
    var before = rowsOf(grid).length;
    var button = doc.querySelector("[data-add-row=" + grid.dataset.grid + "]");
    if (button) button.click();
    return rowsOf(grid).length > before;
  }
  function go(grid, row, column) {
    var line = rowsOf(grid)[row];
    var cell = line && cellsOf(line)[column];
    if (!cell) return false;
    cell.focus();
    if (cell.select) cell.select();
    return true;
  }
  function edge(cell, ahead) {
    if (cell.tagName === "SELECT" || cell.selectionStart === null) return true;
    var whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    return whole || (ahead ? cell.selectionStart === cell.value.length : cell.selectionEnd === 0);
  }
  doc.addEventListener("keydown", function (event) {
    var cell = event.target;
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!cell.matches || !cell.matches(CELL) || !cell.closest("[data-grid]")) return;
    var at = place(cell), choosing = cell.tagName === "SELECT", moved = false;
    if (event.key === "Enter") {
      moved = go(at.grid, at.row + (event.shiftKey ? -1 : 1), at.column);
      if (!moved && !event.shiftKey && cell.closest("tr").querySelector("input[type=text]") && filled(cell.closest("tr")) && grow(at.grid)) moved = go(at.grid, at.row + 1, at.column);
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.key === "ArrowDown" && !choosing) moved = go(at.grid, at.row + 1, at.column);
    else if (event.key === "ArrowUp" && !choosing) moved = go(at.grid, at.row - 1, at.column);
    else if (event.key === "ArrowRight" && edge(cell, true)) moved = go(at.grid, at.row, at.column + 1);
    else if (event.key === "ArrowLeft" && edge(cell, false)) moved = go(at.grid, at.row, at.column - 1);
    if (moved) event.preventDefault();
  }, true);
  function filled(row) { return cellsOf(row).some(function (cell) { return cell.value.trim() !== ""; }); }

  /* A block from Excel: tabs between columns, lines between rows; rows are added as they are needed. */
  function blockOf(text) {
    var rest = text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""), rows = [[]], found, end;
    /* A cell with a line break or a tab in it comes in quotes, its own quotes doubled; any other comes as it is. */
    do {
      found = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(rest);
      end = found ? found[0].length : rest.search(/[\t\n]|$/);
      rows[rows.length - 1].push((found ? found[1].replace(/""/g, '"') : rest.slice(0, end)).replace(/\s*\n\s*/g, " ").trim());
      if (rest.charAt(end) === "\n") rows.push([]);
      rest = rest.slice(end);
      if (!rest) return rows;
      rest = rest.slice(1);
    } while (rest !== null);
  }
  /* 失（无）业 is 失业 and 无业, 高中（中职） is 高中. */
  function namesOf(text) {
    var name = plain(text), found = /^(.*?)(.?)\((.+?)\)(.*)$/.exec(name);
    return found ? [name, found[1] + found[2] + found[4], found[1] + found[3] + found[4]] : [name];
  }
  function choose(select, text) {
    var wanted = plain(text), options = list(select.options);
    if (!wanted) { select.value = ""; return true; }
    var hit = options.filter(function (option) { return namesOf(option.text).indexOf(wanted) >= 0 || option.value === wanted; })[0];
    hit = hit || options.filter(function (option) { return option.value && wanted.length > 1 && plain(option.text).indexOf(wanted) >= 0; })[0];
    if (hit) select.value = hit.value;
    return !!hit;
  }
  function put(cell, text) {
    var fits = true;
    if (cell.tagName === "SELECT") fits = choose(cell, text);
    else cell.value = text;
    cell.classList.toggle("grid-unread", !fits);
    if (fits) cell.removeAttribute("title"); else cell.title = cell.closest("[data-grid]").dataset.unread.replace("%s", text);
    told(cell);
    return fits;
  }
  /* A first line of headings says which column goes where; otherwise they follow each other. */
  function columnsOf(grid, first) {
    var heads = list(grid.querySelectorAll("thead th[data-column]")).map(function (head) { return plain(head.dataset.column); });
    var found = first.map(function (text) {
      var wanted = plain(text).replace(/[（(].*$/, "");
      for (var place = 0; wanted && place < heads.length; place++) if (heads[place].replace(/[（(].*$/, "") === wanted) return place;
      return -1;
    });
    return found.some(function (place) { return place >= 0; }) && found.filter(function (place) { return place >= 0; }).length * 2 >= first.length ? found : null;
  }
  doc.addEventListener("paste", function (event) {
    var cell = event.target;
    if (!cell.matches || !cell.matches(CELL) || !cell.closest("[data-grid]")) return;
    var text = (event.clipboardData || window.clipboardData).getData("text");
    if (!/[\t\n]/.test(text.replace(/\s+$/, ""))) return;
    event.preventDefault();
    var at = place(cell), block = blockOf(text), order = columnsOf(at.grid, block[0]), wrong = 0, written = 0;
    if (order) block.shift();
    block.forEach(function (line, down) {
      if (!rowsOf(at.grid)[at.row + down] && !grow(at.grid)) return;
      var cells = cellsOf(rowsOf(at.grid)[at.row + down]);
      line.forEach(function (part, right) {
        var target = cells[order ? order[right] : at.column + right];
        if (!target || (order && order[right] < 0)) return;
        if (!put(target, part)) wrong += 1;
      });
      written += 1;
    });
    go(at.grid, at.row, order ? 0 : at.column);
    say(at.grid, at.grid.dataset[wrong ? "pastedWrong" : "pasted"].replace("%n", written).replace("%w", wrong));
  }, true);
  function say(grid, text) {
    var line = doc.querySelector("[data-grid-says=" + grid.dataset.grid + "]");
    if (line) line.textContent = text;
  }

  /* What is taken out can be brought back until the page is saved. */
  doc.addEventListener("change", function (event) {
    var box = event.target;
    if (!box.matches(".grid-remove input")) return;
    var grid = box.closest("[data-grid]"), line = doc.querySelector("[data-grid-says=" + grid.dataset.grid + "]");
    total(grid);
    if (!line) return;
    line.textContent = "";
    if (!box.checked) return;
    var back = doc.createElement("button");
    back.type = "button";
    back.className = "link";
    back.textContent = grid.dataset.undo;
    back.addEventListener("click", function () { box.checked = false; box.dispatchEvent(new Event("change", { bubbles: true })); box.closest("tr").querySelector(CELL).focus(); });
    line.textContent = grid.dataset.removed + " ";
    line.appendChild(back);
  });

  /* The sum of a column of amounts, in fen, of what can be read: 1.2万, 3千, 2100×12, full-width digits. */
  function fen(text) {
    var read = plain(text).replace(/,/g, "").replace(/[￥¥元]/g, "");
    var found = /^(\d+(?:\.\d+)?)(万|千)?(?:[×xX*](\d{1,2})(?:个?月)?)?$/.exec(read);
    if (!found) return 0;
    return Math.round(parseFloat(found[1]) * (found[2] === "万" ? 1e6 : found[2] === "千" ? 1e5 : 100)) * (found[3] ? +found[3] : 1);
  }
  function total(grid) {
    var foot = grid.querySelector("[data-grid-total]");
    if (!foot) return;
    var sum = 0;
    rowsOf(grid).forEach(function (row) {
      var gone = row.querySelector(".grid-remove input"), cell = row.querySelector(".col-" + foot.dataset.gridTotal + " input");
      if (cell && !(gone && gone.checked)) sum += fen(cell.value);
    });
    foot.textContent = (sum / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  list(doc.querySelectorAll("[data-grid]")).forEach(function (grid) {
    total(grid);
    grid.addEventListener("input", function () { total(grid); });
  });
})();
