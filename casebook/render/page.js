"use strict";
// Tables that are sorted by their heads: ascending, descending, as printed. The total stays at the foot.
(() => {
  const hint = document.body.dataset.sort;
  const words = new Intl.Collator("zh", { numeric: true });
  const orders = ["none", "ascending", "descending"];

  const compare = {
    text: (one, other) => words.compare(one, other),
    number: (one, other) => one - other,
  };
  const key = {
    text: (text) => text,
    number: (text) => Number(text.replaceAll(",", "").replace("%", "")),
  };
  const missing = (text) => text === "" || text === "—";

  function columnOf(head) {
    // Heads stand in two rows where columns are grouped: the column is the one that no head before it takes.
    const rows = [...head.closest("thead").rows];
    const taken = rows.map(() => []);
    for (const [number, row] of rows.entries()) {
      let place = 0;
      for (const cell of row.cells) {
        while (taken[number][place]) place += 1;
        if (cell === head) return place;
        for (let down = 0; down < cell.rowSpan; down += 1)
          for (let across = 0; across < cell.colSpan; across += 1) taken[number + down][place + across] = true;
      }
    }
    return -1;
  }

  function sort(table, original, head) {
    const order = orders[(orders.indexOf(head.ariaSort) + 1) % orders.length];
    for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.ariaSort = "none";
    head.ariaSort = order;
    const { kind } = head.dataset;
    const column = columnOf(head);
    const turn = order === "descending" ? -1 : 1;
    const keyed = original.map((row) => {
      const text = row.cells[column].textContent.trim();
      return { row, last: missing(text), key: key[kind](text) };
    });
    if (order !== "none")
      keyed.sort((one, other) => one.last - other.last || (one.last ? 0 : turn * compare[kind](one.key, other.key)));
    table.tBodies[0].append(...keyed.map((each) => each.row));
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    const original = [...table.tBodies[0].rows];
    for (const head of table.tHead.querySelectorAll("th[data-kind]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = hint;
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, original, head));
      head.append(button);
      head.ariaSort = "none";
    }
  }
})();
