// Comforts of the user table: it is searched while one types, and boxes are counted. Everything works without them.
(() => {
  "use strict";

  const going = document.querySelector("form[data-goes-on]");
  if (going) going.requestSubmit();

  const filters = document.getElementById("filters");
  if (!filters) return;
  const told = document.getElementById("told");
  let waiting;
  let asking;

  const address = () => {
    const asked = [...new FormData(filters)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(asked).toString();
    return filters.action.split("?")[0] + (query ? "?" + query : "");
  };

  // The same page, of which only what was found is taken over: the field keeps its cursor.
  const search = async () => {
    if (asking) asking.abort();
    const own = asking = new AbortController();
    const wanted = address();
    let answer;
    try {
      answer = await fetch(wanted, { signal: own.signal, headers: { Accept: "text/html" } });
    } catch {
      return;
    }
    // Signed out meanwhile, for example: the page itself says what is to be done.
    if (!answer.ok) {
      location.assign(wanted);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (own.signal.aborted) return;
    document.getElementById("people").replaceWith(page.getElementById("people"));
    const columns = page.getElementById("column-choice");
    const open = document.getElementById("column-choice").open;
    document.getElementById("column-choice").replaceWith(columns);
    columns.open = open;
    told.textContent = page.getElementById("told").textContent;
    history.replaceState(null, "", wanted);
    begin();
  };
  const soon = (wait) => {
    clearTimeout(waiting);
    waiting = setTimeout(search, wait);
  };
  filters.addEventListener("input", (event) => soon(event.target.type === "search" ? 200 : 400));
  filters.addEventListener("change", (event) => {
    if (event.target.type !== "search") soon(0);
  });
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });

  const boxes = () => [...document.querySelectorAll("#bulk tbody input[type=checkbox]")];
  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    const words = document.getElementById("ticked");
    if (words) {
      words.textContent = ticked === 0 ? "" : ticked === 1 ? words.dataset.one : words.dataset.many.replace("#", ticked);
    }
    const all = document.getElementById("all");
    if (all) {
      all.checked = ticked > 0 && ticked === boxes().length;
      all.indeterminate = ticked > 0 && !all.checked;
    }
  };
  const begin = () => {
    const box = document.getElementById("all-box");
    if (!box) return;
    box.hidden = false;
    const group = document.getElementById("to_group");
    const action = document.getElementById("action");
    if (action) {
      const look = () => { group.closest(".field").hidden = !/^(join|leave)$/.test(action.value); };
      action.addEventListener("change", look);
      look();
    }
    document.getElementById("bulk").addEventListener("change", (event) => {
      if (event.target.id === "all") boxes().forEach((one) => { one.checked = event.target.checked; });
      count();
    });
    count();
  };
  begin();
})();
