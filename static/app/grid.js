/* Tables as in Excel: arrows and Enter move, a block pastes in, removed rows come back, columns add up. */
(function () {
  "use strict";
  var doc = document;
  (window.pageKeys = window.pageKeys || []).push(
    { shown: "↑ ↓ ← →、Enter", says: "在表格里换格；最后一行往下加一行", on: "[data-grid]" },
    { shown: "Ctrl+V", says: "把从 Excel 复制的多行贴进表格", on: "[data-grid]" },
  );
  var CELL = "input:not([type=hidden]):not([type=checkbox]):not([form]), select";

  function list(nodes) { return Array.prototype.slice.call(nodes); }
  function rowsOf(grid) { return list(grid.querySelectorAll("tbody tr")); }
  function cellsOf(row) { return list(row.querySelectorAll(CELL)); }
  function place(cell) {
    var row = cell.closest("tr"), grid = cell.closest("[data-grid]");
    return { grid: grid, row: rowsOf(grid).indexOf(row), column: cellsOf(row).indexOf(cell) };
  }
  function plain(text) { return (text || "").normalize("NFKC").replace(/\s+/g, ""); }
  /* What a hand would have set off. */
  function announce(cell) {
    cell.dispatchEvent(new Event("change", { bubbles: true }));
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  }

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
  function isCell(target) { return Boolean(target.matches && target.matches(CELL) && target.closest("[data-grid]")); }
  function filled(row) { return cellsOf(row).some(function (cell) { return cell.value.trim() !== ""; }); }
  /* Down, or up with Shift; below a filled last row a new one. */
  function enter(cell, upward) {
    var at = place(cell), row = cell.closest("tr");
    if (go(at.grid, at.row + (upward ? -1 : 1), at.column) || upward) return;
    if (row.querySelector("input[type=text]") && filled(row) && grow(at.grid)) go(at.grid, at.row + 1, at.column);
  }
  /* Rows down and columns right of an arrow that leaves the cell, else null: a select keeps its own up and down. */
  function stepOf(cell, key) {
    var choosing = cell.tagName === "SELECT";
    if (key === "ArrowDown") return choosing ? null : [1, 0];
    if (key === "ArrowUp") return choosing ? null : [-1, 0];
    if (key === "ArrowRight") return edge(cell, true) ? [0, 1] : null;
    if (key === "ArrowLeft") return edge(cell, false) ? [0, -1] : null;
    return null;
  }
  doc.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    var cell = event.target;
    if (!isCell(cell)) return;
    if (event.key === "Enter") {
      enter(cell, event.shiftKey);
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    var at = place(cell), step = stepOf(cell, event.key);
    if (step && go(at.grid, at.row + step[0], at.column + step[1])) event.preventDefault();
  }, true);

  /* A block from Excel: tabs between columns, lines between rows; rows are added as they are needed. */
  function blockOf(text) {
    var rest = text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""), rows = [[]], found, end;
    /* A cell with a line break or a tab in it comes in quotes, its own quotes doubled; any other comes as it is. */
    do {
      found = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(rest);
      end = found ? found[0].length : rest.search(/[\t\n]|$/);
      var cell = found ? found[1].replace(/""/g, '"') : rest.slice(0, end);
      rows[rows.length - 1].push(cell.replace(/\s*\n\s*/g, " ").trim());
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
    var hit = options.find(function (option) {
      return namesOf(option.text).indexOf(wanted) >= 0 || option.value === wanted;
    }) || options.find(function (option) {
      return option.value && wanted.length > 1 && plain(option.text).indexOf(wanted) >= 0;
    });
    if (hit) select.value = hit.value;
    return !!hit;
  }
  function put(cell, text) {
    var fits = true;
    if (cell.tagName === "SELECT") fits = choose(cell, text);
    else cell.value = text;
    cell.classList.toggle("grid-unread", !fits);
    if (fits) cell.removeAttribute("title");
    else cell.title = cell.closest("[data-grid]").dataset.unread.replace("%s", text);
    announce(cell);
    return fits;
  }
  /* A first line of headings says which column goes where; otherwise they follow each other. */
  function columnsOf(grid, first) {
    function short(text) { return plain(text).replace(/[（(].*$/, ""); }
    var heads = list(grid.querySelectorAll("thead th[data-column]"));
    heads = heads.map(function (head) { return short(head.dataset.column); });
    var found = first.map(function (text) { return short(text) ? heads.indexOf(short(text)) : -1; });
    var hits = found.filter(function (column) { return column >= 0; }).length;
    return hits > 0 && hits * 2 >= first.length ? found : null;
  }
  doc.addEventListener("paste", function (event) {
    var cell = event.target;
    if (!isCell(cell)) return;
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
    back.addEventListener("click", function () {
      box.checked = false;
      box.dispatchEvent(new Event("change", { bubbles: true }));
      box.closest("tr").querySelector(CELL).focus();
    });
    line.textContent = grid.dataset.removed + " ";
    line.appendChild(back);
  });

  /* An amount as YearAmountField of the server reads it, in fen: 1.2万, 3千, 2100×12, full-width digits; 0 where it
     refuses. Both are tested with tests/data/year_amounts.json. */
  var AMOUNT = /^(?:人民币|RMB|CNY)?¥?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?([万千])?[元圆]?[整正]?$/i;
  var FEN = { "万": 1e6, "千": 1e5 };
  function fen(text) {
    var parts = /^(.+?)(?:[×x*](\d{1,2})(?:个?月)?)?$/i.exec(plain(text).replace("。", "."));
    var found = parts && AMOUNT.exec(parts[1]), months = parts && parts[2] ? +parts[2] : 1;
    if (!found || months < 1 || months > 12) return 0;
    if (!found[3] && found[2] && found[2].length > 3) return 0;
    return Math.round(parseFloat(found[1].replace(/,/g, "") + (found[2] || "")) * (FEN[found[3]] || 100)) * months;
  }
  function countOf(text) { return /^\d+$/.test(plain(text)) ? +plain(text) : 0; }
  /* What the cells of these columns (names with blanks between) of some rows add up to. */
  function sumOf(rows, columns, read) {
    return rows.reduce(function (sum, row) {
      var gone = row.querySelector(".grid-remove input");
      if (gone && gone.checked) return sum;
      return columns.split(" ").reduce(function (part, column) {
        var cell = row.querySelector(".col-" + column + " input");
        return part + (cell ? read(cell.value) : 0);
      }, sum);
    }, 0);
  }
  function show(output, sum) {
    var format = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    output.textContent = (sum / 100).toLocaleString("en-US", format);
  }
  function total(grid) {
    var rows = rowsOf(grid);
    list(grid.querySelectorAll("[data-grid-total]")).forEach(function (foot) {
      show(foot, sumOf(rows, foot.dataset.gridTotal, fen));
    });
    list(grid.querySelectorAll("[data-grid-count]")).forEach(function (foot) {
      foot.textContent = sumOf(rows, foot.dataset.gridCount, countOf).toLocaleString("en-US");
    });
    rows.forEach(function (row) {
      var end = row.querySelector("[data-row-total]");
      if (end) show(end, sumOf([row], end.dataset.rowTotal, fen));
    });
  }
  list(doc.querySelectorAll("[data-grid]")).forEach(function (grid) {
    total(grid);
    grid.addEventListener("input", function () { total(grid); });
  });
})();
