(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const cards = new Map([...document.querySelectorAll(".card")].map((card) => [card.dataset.f, card]));
  const others = [...document.querySelectorAll("[data-f]:not(.card)")];
  const marks = [...document.querySelectorAll("[data-m]")].map((mark) => ({
    mark,
    of: mark.dataset.m.split(" ").map((one) => ({ id: one.replace("r", ""), related: one.endsWith("r") })),
  }));
  const order = ["related", "info", "warning", "error"];
  const chosen = (name) => new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));

  const show = () => {
    const levels = chosen("level");
    const rules = chosen("rule");
    const on = new Set();
    for (const [id, card] of cards) {
      const shown = levels.has(card.dataset.level) && rules.has(card.dataset.rule);
      card.toggleAttribute("data-off", !shown);
      if (shown) on.add(id);
    }
    for (const other of others) other.toggleAttribute("data-off", !on.has(other.dataset.f));
    for (const { mark, of } of marks) {
      let best = -1;
      for (const { id, related } of of) {
        if (!on.has(id)) continue;
        const rank = related ? 0 : order.indexOf(cards.get(id).dataset.level);
        if (rank > best) {
          best = rank;
          mark.setAttribute("href", `#n${id}`);
        }
      }
      mark.className = `m ${best < 0 ? "off" : order[best]}`;
    }
  };

  const light = (event, lit) => {
    const at = event.target.closest?.("[data-m], .card");
    if (!at) return;
    const ids = at.dataset.m ? at.dataset.m.split(" ").map((one) => one.replace("r", "")) : [at.dataset.f];
    for (const id of ids) cards.get(id)?.classList.toggle("lit", lit);
    for (const { mark, of } of marks) if (of.some((one) => ids.includes(one.id))) mark.classList.toggle("lit", lit);
  };

  form.hidden = false;
  form.addEventListener("change", show);
  form.addEventListener("click", (event) => {
    const all = event.target.dataset?.all;
    if (all === undefined) return;
    for (const box of form.querySelectorAll("input[name=rule]")) box.checked = all !== "";
    show();
  });
  document.addEventListener("mouseover", (event) => light(event, true));
  document.addEventListener("mouseout", (event) => light(event, false));
})();
