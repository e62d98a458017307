/* The page of events. Everything shown comes from the JSON block and is put in place as text, never as markup. */
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const $ = (id) => document.getElementById(id);
  const { events, towns } = read("data");
  const TYPES = [
    ["Battles", "--battles"], ["Explosions/Remote violence", "--explosions"],
    ["Violence against civilians", "--civilians"], ["Riots", "--riots"], ["Protests", "--protests"],
    ["Strategic developments", "--strategic"],
  ];
  const toneName = (type) => (TYPES.find(([name]) => name === type) || ["", "--other"])[1];
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const state = { off: new Set(), country: "", text: "", from: null, to: null };
  const DAY = 86400000;
  const time = (iso) => Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10));

  /* An element with attributes and children; strings become text nodes. */
  function el(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "on") for (const [type, handler] of Object.entries(value)) node.addEventListener(type, handler);
      else if (key === "tone") node.style.setProperty("--tone", `var(${value})`);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }
  const words = (text, attributes = {}) => el("span", { dir: "auto", ...attributes }, text);
  const plural = (n, one, many) => `${n} ${n === 1 ? one : many || one + "s"}`;

  for (const event of events) {
    event.middle = event.date.start ? (time(event.date.start) + time(event.date.end)) / 2 : null;
    const inSources = event.sources.map((s) =>
      [s.publisher, s.title, s.document, ...s.text.flat().map((piece) => piece[0])].join(" "));
    event.search = [event.sub, event.type, event.notes, event.place.words, event.id, event.tags.join(" "),
      ...event.actors.filter(Boolean).map((a) => a.name), ...inSources].join(" ").toLocaleLowerCase();
  }

  /* ---- filters ---- */
  const fits = (event, ignorePeriod) =>
    !state.off.has(event.type) && (!state.country || event.place.country === state.country) &&
    (!state.text || state.text.split(/\s+/).every((word) => event.search.includes(word))) &&
    (ignorePeriod || state.from === null || (event.middle !== null && event.middle >= state.from && event.middle < state.to));

  function buildFilters() {
    const present = TYPES.map(([name]) => name).filter((name) => events.some((e) => e.type === name));
    for (const extra of new Set(events.map((e) => e.type))) if (!present.includes(extra)) present.push(extra);
    for (const name of present) {
      const number = events.filter((e) => e.type === name).length;
      const button = el("button", { type: "button", "aria-pressed": "true", tone: toneName(name) },
        el("span", { class: "dot" }), name, el("span", { class: "count" }, String(number)));
      button.addEventListener("click", () => {
        if (state.off.has(name)) state.off.delete(name); else state.off.add(name);
        update();
      });
      button.dataset.type = name;
      $("types").append(button);
    }
    const countries = [...new Set(events.map((e) => e.place.country))].sort((a, b) => a.localeCompare(b));
    for (const name of countries) {
      const number = events.filter((e) => e.place.country === name).length;
      $("country").append(el("option", { value: name }, `${name} (${number})`));
    }
    $("country").addEventListener("change", (e) => { state.country = e.target.value; update(); fitMap(); });
    $("text").addEventListener("input", (e) => { state.text = e.target.value.trim().toLocaleLowerCase(); update(); });
    $("filters").addEventListener("submit", (e) => e.preventDefault());
    $("period").addEventListener("click", () => { state.from = state.to = null; update(); $("clear").focus(); });
    $("clear").addEventListener("click", () => {
      state.off.clear(); state.country = state.text = ""; state.from = state.to = null;
      $("country").value = ""; $("text").value = ""; update(); fitMap(); $("text").focus();
    });
  }

  function update() {
    const shown = events.filter((event) => fits(event));
    for (const event of events) event.card.hidden = !shown.includes(event);
    $("count").textContent = shown.length === events.length ? plural(events.length, "event")
      : `${shown.length} of ${plural(events.length, "event")}`;
    $("none").hidden = shown.length > 0;
    for (const button of $("types").children) button.setAttribute("aria-pressed", String(!state.off.has(button.dataset.type)));
    $("period").hidden = state.from === null;
    if (state.from !== null) {
      const text = periodWords(state.from, state.to);
      $("period").textContent = `${text} ×`;
      $("period").setAttribute("aria-label", `Period ${text}: remove this filter`);
    }
    $("clear").hidden = !(state.off.size || state.country || state.text || state.from !== null);
    showSpots(shown);
    drawTimeline();
  }

  /* ---- map ---- */
  let map, landLayer, spots, rings;
  const labels = [];

  /* TopoJSON: quantised deltas to rings of [latitude, longitude]. */
  function decode(topology) {
    const { scale, translate } = topology.transform;
    const arcs = topology.arcs.map((arc) => {
      let x = 0, y = 0;
      return arc.map(([dx, dy]) => {
        x += dx; y += dy;
        return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
      });
    });
    const ring = (indices) => {
      const points = [];
      for (const index of indices) {
        const part = index < 0 ? arcs[~index].slice().reverse() : arcs[index];
        points.push(...(points.length ? part.slice(1) : part));
      }
      for (let i = 1; i < points.length; i++) {  // a ring that crosses the date line goes on beyond 180 degrees
        const turns = Math.round((points[i][1] - points[i - 1][1]) / 360);
        if (turns) points[i] = [points[i][0], points[i][1] - 360 * turns];
      }
      return points;
    };
    return topology.objects.countries.geometries.map((g) => ({
      ...g.properties,
      polygons: (g.type === "Polygon" ? [g.arcs] : g.arcs).map((polygon) => polygon.map(ring)),
    }));
  }

  function buildMap() {
    map = L.map("map", { attributionControl: false, zoomControl: true, minZoom: 1, maxZoom: 11, worldCopyJump: false,
      scrollWheelZoom: false, zoomSnap: .5, maxBounds: [[-75, -220], [88, 220]] });
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("mouseout blur", () => map.scrollWheelZoom.disable());
    const countries = decode(read("world"));
    map.createPane("land").style.zIndex = 250;
    map.createPane("labels").style.zIndex = 350;  // under the events
    const canvas = L.canvas({ padding: .6, pane: "land" });
    landLayer = L.layerGroup(countries.map((c) => L.polygon(c.polygons, { renderer: canvas, pane: "land", interactive: false, weight: .8, smoothFactor: .6 })));
    landLayer.addTo(map);
    for (const c of countries) labels.push(label(c.y, c.x, c.n, "land-label", labelZoom(c), 11));
    for (const [name, lat, lon, capital] of towns) labels.push(label(lat, lon, name, capital ? "town-label capital" : "town-label", capital ? 4.5 : 6, 12));
    rings = L.layerGroup().addTo(map);
    spots = L.layerGroup().addTo(map);
    for (const event of events) makeSpot(event);
    paintLand();
    fitMap();
    map.on("zoomend", () => { showLabels(); spread(); });
    map.on("moveend", showLabels);
    showLabels();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { paintLand(); paintSpots(); drawTimeline(); });
    $("fit").addEventListener("click", fitMap);
  }

  /* The zoom from which a country is as wide on screen as its name. */
  const labelZoom = (c) => Math.max(1, Math.log2((c.n.length * 7.2 + 6) / (0.71 * Math.sqrt(Math.max(c.r, .02)) * 1.5)));

  function label(lat, lon, text, name, from, to) {
    const icon = L.divIcon({ className: name, html: el("span", { dir: "auto" }, text), iconSize: [0, 0] });
    return { marker: L.marker([lat, lon], { icon, pane: "labels", interactive: false, keyboard: false }), from, to, text };
  }

  /* Labels of what is in view and large enough; where two collide, the one that shows earlier wins. */
  function showLabels() {
    const zoom = map.getZoom(), bounds = map.getBounds().pad(.1), taken = [];
    for (const item of [...labels].sort((a, b) => a.from - b.from)) {
      let on = zoom >= item.from && zoom <= item.to && bounds.contains(item.marker.getLatLng());
      if (on) {
        const p = map.latLngToContainerPoint(item.marker.getLatLng()), half = item.text.length * 3.6 + 4;
        on = !taken.some((t) => Math.abs(t.x - p.x) < t.half + half && Math.abs(t.y - p.y) < 15);
        if (on) taken.push({ x: p.x, y: p.y, half });
      }
      if (on) item.marker.addTo(map); else item.marker.remove();
    }
  }

  const radiusOf = (size) => 5.5 + 1.5 * Math.sqrt(Math.min(size || 0, 300));

  function makeSpot(event) {
    const { lat, lon, radius, exact } = event.place;
    if (lat === null || lat === undefined) return;
    event.spot = L.circleMarker([lat, lon], { radius: radiusOf(event.toll.size), className: "spot", weight: 1.5, fillOpacity: .82 });
    event.spot.bindTooltip(el("div", {}, el("b", {}, event.sub), el("br"),
      words(`${event.date.words}, ${event.place.name}`), el("br"), words(event.toll.words)), { direction: "top" });
    event.spot.on("click", () => openCard(event, true));
    event.spot.on("mouseover", () => event.card.classList.add("near"));
    event.spot.on("mouseout", () => event.card.classList.remove("near"));
    if (!exact && radius) event.ring = L.circle([lat, lon], { radius: radius * 1000, interactive: false, weight: 1.2, dashArray: "5 5", fillOpacity: .05 });
  }

  function paintLand() {
    landLayer.eachLayer((layer) => layer.setStyle({ fillColor: css("--land"), fillOpacity: 1, color: css("--border") }));
  }

  function paintSpots() {
    for (const event of events) {
      const colour = css(toneName(event.type));
      if (event.spot) event.spot.setStyle({ color: css("--panel"), fillColor: colour });
      if (event.ring) event.ring.setStyle({ color: colour, fillColor: colour });
    }
  }

  function showSpots(shown) {
    spots.clearLayers(); rings.clearLayers();
    for (const event of [...shown].sort((a, b) => (b.toll.size || 0) - (a.toll.size || 0))) {
      if (event.ring) event.ring.addTo(rings);
      if (!event.spot) continue;
      event.spot.addTo(spots);
      const path = event.spot.getElement();
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "button");
      path.setAttribute("aria-label", `${event.sub}, ${event.date.words}, ${event.place.words}, ${event.toll.words}: open the card`);
      path.onkeydown = (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); e.stopPropagation(); openCard(event, true); } };
    }
    paintSpots();
    spread();
  }

  /* Events at one point are set around it, some pixels apart, so that each can be reached. */
  function spread() {
    const groups = new Map();
    for (const event of events) {
      if (!event.spot || !spots.hasLayer(event.spot)) continue;
      const p = map.project([event.place.lat, event.place.lon]);
      const key = `${Math.round(p.x / 9)}:${Math.round(p.y / 9)}`;
      groups.set(key, [...(groups.get(key) || []), event]);
    }
    for (const group of groups.values()) group.forEach((event, number) => {
      const p = map.project([event.place.lat, event.place.lon]);
      if (group.length > 1) {
        const angle = (number / group.length) * 2 * Math.PI, far = 7 + 1.6 * group.length;
        p.x += far * Math.cos(angle); p.y += far * Math.sin(angle);
      }
      event.spot.setLatLng(map.unproject(p));
    });
  }

  function fitMap() {
    const points = events.filter((e) => e.spot && fits(e)).map((e) => [e.place.lat, e.place.lon]);
    if (points.length) map.fitBounds(points, { padding: [34, 34], maxZoom: 7, animate: false });
    else map.setView([15, 15], 2, { animate: false });
  }

  function buildSizes() {
    for (const [size, text] of [[0, "no deaths stated"], [10, "10"], [50, "50 deaths"]]) {
      const dot = el("i"), across = `${2 * radiusOf(size)}px`;
      dot.style.width = dot.style.height = across;
      $("sizes").append(el("li", {}, dot, text));
    }
    const dot = el("i", { class: "rough" });
    dot.style.width = dot.style.height = "20px";
    $("sizes").append(el("li", {}, dot, "rough place"));
    const missing = events.filter((e) => !e.spot).length;
    if (missing) $("sizes").append(el("li", {}, `${plural(missing, "event")} without a point`));
  }

  /* ---- timeline ---- */
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const dayWords = (t) => { const d = new Date(t); return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`; };
  const periodWords = (from, to) => to - from <= DAY ? dayWords(from) : `${dayWords(from)} – ${dayWords(to - DAY)}`;
  let scale = null;

  /* Buckets that hold all events that fit the other filters: days, weeks, months or years, whichever gives at most some 120 bars. */
  function makeScale(shown) {
    const times = shown.map((e) => e.middle).filter((t) => t !== null);
    if (!times.length) return null;
    const first = Math.min(...times), last = Math.max(...times), days = (last - first) / DAY;
    const unit = days <= 75 ? "day" : days <= 700 ? "week" : days <= 4000 ? "month" : "year";
    const floor = (t) => {
      const d = new Date(t), y = d.getUTCFullYear(), m = d.getUTCMonth(), day = d.getUTCDate();
      if (unit === "day") return Date.UTC(y, m, day);
      if (unit === "week") return Date.UTC(y, m, day - ((d.getUTCDay() + 6) % 7));
      return unit === "month" ? Date.UTC(y, m, 1) : Date.UTC(y, 0, 1);
    };
    const next = (t) => {
      const d = new Date(t);
      if (unit === "day") return t + DAY;
      if (unit === "week") return t + 7 * DAY;
      return unit === "month" ? Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1) : Date.UTC(d.getUTCFullYear() + 1, 0, 1);
    };
    const buckets = [];
    for (let t = floor(first); t <= last; t = next(t)) buckets.push({ from: t, to: next(t) });
    while (buckets.length < 12) {  // a few empty ones, so that a short period does not give giant bars
      const end = buckets[buckets.length - 1].to;
      buckets.push({ from: end, to: next(end) });
      if (buckets.length < 12) { const start = floor(buckets[0].from - DAY); buckets.unshift({ from: start, to: buckets[0].from }); }
    }
    return { unit, buckets };
  }

  const svg = (name, attributes, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };

  function drawTimeline() {
    const box = $("timeline");
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.from : null;
    const shown = events.filter((event) => event.middle !== null && fits(event, true));
    scale = makeScale(shown);
    if (!scale) { box.replaceChildren(el("p", { class: "small" }, "No dated event fits.")); return; }
    const width = Math.max(280, box.clientWidth - 26), height = 118, base = 96, top = 12;
    for (const bucket of scale.buckets) bucket.events = shown.filter((e) => e.middle >= bucket.from && e.middle < bucket.to);
    const most = Math.max(1, ...scale.buckets.map((b) => b.events.length));
    const step = width / scale.buckets.length;
    const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" });
    root.append(svg("line", { class: "axis", x1: 0, x2: width, y1: base + .5, y2: base + .5 }));
    const peak = svg("text", { x: 0, y: 10 });
    peak.textContent = `highest: ${plural(most, "event")} in a ${scale.unit}`;
    root.append(peak);
    let tabbable = false;
    scale.buckets.forEach((bucket, i) => {
      const x = i * step;
      if (bucket.events.length) {
        const inside = state.from === null || (bucket.from < state.to && bucket.to > state.from);
        const bar = svg("g", { class: inside ? "bar" : "bar off", role: "button", tabindex: tabbable ? "-1" : "0",
          "aria-label": `${periodWords(bucket.from, bucket.to)}: ${plural(bucket.events.length, "event")}` });
        tabbable = true;
        bar.dataset.from = bucket.from;
        bar.append(svg("rect", { class: "hit", x, y: top, width: step, height: base - top }));
        let y = base;
        for (const [type, tone] of [...TYPES, [null, "--other"]]) {
          const number = bucket.events.filter((e) => (type ? e.type === type : toneName(e.type) === tone)).length;
          if (!number) continue;
          const tall = (number / most) * (base - top - 6);
          y -= tall;
          bar.append(svg("rect", { x: x + Math.min(2, step * .12), y, width: Math.max(1.5, step - Math.min(4, step * .24)), height: Math.max(1.5, tall - .6), fill: css(tone) }));
        }
        bar.append(Object.assign(svg("title", {}), { textContent: bar.getAttribute("aria-label") }));
        root.append(bar);
      }
    });
    ticks(root, width, step, base);
    brushable(root, width);
    box.replaceChildren(root);
    if (focused) { const bar = box.querySelector(`[data-from="${focused}"]`); if (bar) bar.focus(); }
  }

  /* No label leaves the year open: a long run of months is marked at its Januaries only, else the year stands wherever it changes. */
  function ticks(root, width, step, base) {
    const years = scale.unit === "year" || (scale.unit === "month" && scale.buckets.length > 24);
    let free = 0, told = null;
    scale.buckets.forEach((bucket, i) => {
      const d = new Date(bucket.from), month = MONTHS[d.getUTCMonth()], year = d.getUTCFullYear();
      if (years && i && scale.unit === "month" && d.getUTCMonth()) return;
      const text = years ? (scale.unit === "month" && d.getUTCMonth() ? `${month} ${year}` : String(year))
        : `${scale.unit === "month" ? "" : `${d.getUTCDate()} `}${month}${year === told ? "" : ` ${year}`}`;
      const x = i * step;
      if (x < free || x + text.length * 6.2 > width) return;
      free = x + text.length * 6.2 + 16;
      told = year;
      const node = svg("text", { x, y: base + 16 });
      node.textContent = text;
      root.append(svg("line", { class: "axis", x1: x + .5, x2: x + .5, y1: base, y2: base + 4 }), node);
    });
  }

  function choose(from, to) {
    const same = state.from === from && state.to === to;
    state.from = same ? null : from; state.to = same ? null : to;
    update();
  }

  function brushable(root, width) {
    const at = (e) => {
      const box = root.getBoundingClientRect();
      const n = Math.floor(((e.clientX - box.left) / box.width) * scale.buckets.length);
      return Math.max(0, Math.min(scale.buckets.length - 1, n));
    };
    let start = null, brush = null;
    root.addEventListener("pointerdown", (e) => { start = at(e); });
    root.addEventListener("pointermove", (e) => {
      if (start === null || (at(e) === start && !brush)) return;
      const step = width / scale.buckets.length, left = Math.min(start, at(e)), right = Math.max(start, at(e)) + 1;
      if (!brush) { brush = svg("rect", { class: "brush", y: 0, height: 118 }); root.append(brush); root.setPointerCapture(e.pointerId); }
      brush.setAttribute("x", left * step); brush.setAttribute("width", (right - left) * step);
    });
    root.addEventListener("pointerup", (e) => {
      if (start === null) return;
      const left = Math.min(start, at(e)), right = Math.max(start, at(e)), dragged = brush !== null;
      start = brush = null;
      if (dragged || scale.buckets[left].events.length) choose(scale.buckets[left].from, scale.buckets[right].to);
    });
    root.addEventListener("pointercancel", () => { start = null; if (brush) brush.remove(); brush = null; });
    root.addEventListener("keydown", (e) => {
      const bars = [...root.querySelectorAll(".bar")], here = bars.indexOf(document.activeElement);
      if (here < 0) return;
      const move = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (move && bars[here + move]) { e.preventDefault(); bars[here + move].focus(); }
      if (e.key === "Enter" || e.key === " ") {
        e.preventDefault();
        const bucket = scale.buckets.find((b) => String(b.from) === bars[here].dataset.from);
        choose(bucket.from, bucket.to);
      }
      if (e.key === "Escape") { state.from = state.to = null; update(); }
    });
  }

  /* ---- cards ---- */
  function buildCard(event, number) {
    const [one, two] = event.actors;
    const bodyId = `body-${number}`;
    const who = el("span", { class: "who" },
      one ? words(one.name) : two ? words("unnamed", { class: "rough" }) : null,
      two ? el("span", { class: "arrow", "aria-label": "and" }, "→") : null, two ? words(two.name) : null);
    const toll = el("span", { class: "toll" }, words(event.toll.words),
      event.toll.others.length ? el("small", { dir: "auto" }, ` · ${event.toll.others.join(", ")}`) : null);
    const sources = event.sources.length === 1 ? "1 source" : `${event.sources.length} documents, ${event.independent} independent`;
    const head = el("button", { type: "button", class: "head", "aria-expanded": "false", "aria-controls": bodyId },
      el("span", { class: "line" }, el("span", { class: "title" }, event.sub), el("span", { class: "kind" }, event.type), toll),
      el("span", { class: "line" }, el("span", { class: "when" }, event.date.words), event.date.exact ? null : el("span", { class: "rough" }, event.date.precision),
        words(event.place.words), event.place.exact || !event.place.precision ? null : el("span", { class: "rough" }, event.place.precision)),
      who,
      el("span", { class: "line count-line" }, el("span", {}, sources), el("span", {}, `confidence ${event.confidence.toFixed(2)}`),
        el("span", { class: "badges" }, event.badges.map((b) => el("span", { class: `badge ${b.word.split(" ")[0]}`, title: b.why }, b.word)))));
    const body = el("div", { class: "body", id: bodyId, hidden: true });
    const card = el("article", { class: "card", id: `event-${number}`, tone: toneName(event.type) }, el("h3", {}, head), body);
    head.addEventListener("click", () => toggle(event));
    card.addEventListener("mouseenter", () => pick(event, true));
    card.addEventListener("mouseleave", () => pick(event, head.getAttribute("aria-expanded") === "true"));
    Object.assign(event, { card, head, body });
    $("list").append(card);
  }

  const pick = (event, on) => { const path = event.spot && event.spot.getElement(); if (path) path.classList.toggle("picked", on); };

  function toggle(event, on = event.head.getAttribute("aria-expanded") !== "true") {
    if (on && !event.body.childElementCount) fillBody(event);
    event.head.setAttribute("aria-expanded", String(on));
    event.body.hidden = !on;
    pick(event, on);
    if (on) history.replaceState(null, "", `#${encodeURIComponent(event.id)}`);
  }

  function openCard(event, focus) {
    toggle(event, true);
    event.card.scrollIntoView({ block: "start", behavior: "auto" });
    if (focus) event.head.focus({ preventScroll: true });
  }

  function fillBody(event) {
    // Of what is pointed at and what has the focus the later one wins; both win over the field that was opened.
    const lit = { pointer: null, focus: null, opened: null, latest: "pointer" };
    const paint = () => {
      const numbers = lit[lit.latest] || lit.pointer || lit.focus || lit.opened || [];
      for (const mark of event.body.querySelectorAll("mark"))
        mark.classList.toggle("on", mark.dataset.values.split(" ").some((n) => numbers.includes(+n)));
    };
    const set = (how, numbers) => { lit[how] = numbers; if (numbers) lit.latest = how; paint(); };
    const reveal = () => {
      const first = event.body.querySelector("mark.on");
      if (!first) return;
      const hiddenIn = first.closest("details"); if (hiddenIn) hiddenIn.open = true;
      first.scrollIntoView({ block: "nearest" });
    };
    const hover = (numbers) => ({ mouseenter: () => set("pointer", numbers), mouseleave: () => set("pointer", null),
      focus: () => set("focus", numbers), blur: () => set("focus", null) });
    const pin = (numbers) => { set("opened", numbers); reveal(); };

    const fields = event.fields.map((field, i) => fieldRow(event, field, i, hover(field.values), (open) => {
      set("opened", open ? field.values : null);
      if (open) reveal();
    }));
    const left = el("div", {}, el("section", {}, el("h4", {}, "Fields"), fields),
      saysSection(event, hover, pin), flagSection(event, hover, pin), restSection(event));
    const right = el("section", { class: "words", tabindex: "0", "aria-label": "What the sources say" }, el("h4", {}, "What the sources say"), sourceBlocks(event, (numbers) => {
      for (const row of event.body.querySelectorAll(".field"))
        row.classList.toggle("lit", numbers.some((n) => row.dataset.values.split(" ").includes(String(n))));
    }));
    event.body.append(el("p", { class: "note", dir: "auto" }, event.notes), el("div", { class: "two" }, left, right),
      el("p", { class: "id" }, event.id));
  }

  function fieldRow(event, field, i, handlers, onToggle) {
    const rivals = field.values.filter((n) => !event.values[n].chosen).length;
    const parts = [el("span", { class: "name" }, field.label), words(field.value)];
    if (rivals) parts.push(el("span", { class: "more" }, `${plural(rivals, "rival value")} not chosen`));
    if (!field.values.length) return el("div", { class: "field bare", "data-values": "" }, ...parts);
    const list = el("ul", { class: "values", hidden: true, id: `${event.body.id}-${i}` }, field.values.map((n) => valueRow(event.values[n])));
    const button = el("button", { type: "button", class: "field", "aria-expanded": "false", "aria-controls": list.id,
      "data-values": field.values.join(" "), on: handlers }, ...parts);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      for (const other of event.body.querySelectorAll(".field[aria-expanded='true']")) {
        other.setAttribute("aria-expanded", "false");
        other.nextElementSibling.hidden = true;
      }
      button.setAttribute("aria-expanded", String(open));
      list.hidden = !open;
      onToggle(open);
    });
    return [button, list];
  }

  function valueRow(value) {
    const stance = { asserted: "", hedged: ", with a hedge", denied: ", as a denial" }[value.stance] || "";
    const speaker = (value.speaker ? `said by ${value.speaker}` : "told by the text itself") + stance;
    const because = value.reasons.length ? `; because ${value.reasons.join(", ")}` : "";
    return el("li", { class: value.chosen ? null : "rival" },
      words(value.value), value.chosen ? "" : value.counted ? " (not chosen)" : " (not counted: only a copy or machine paraphrase says it)",
      el("span", { class: "how", dir: "auto" }, `${speaker}; read by ${value.author}; rule ${value.rule}${because}`));
  }

  function saysSection(event, hover, pin) {
    const rows = event.values.map((value, n) => [value, n]).filter(([value]) => value.field === "says");
    if (!rows.length) return null;
    const verb = { claim: "claims responsibility", denial: "denies responsibility", accusation: "accuses", confirmation: "confirms the event" };
    return el("section", { class: "says" }, el("h4", {}, "Who says who did it"), el("ul", {}, rows.map(([value, n]) =>
      el("li", {}, el("button", { type: "button", on: { ...hover([n]), click: () => pin([n]) } },
        el("b", { dir: "auto" }, value.by), ` ${value.kind === "confirmation" && value.of ? "confirms the responsibility of" : verb[value.kind] || value.kind}`,
        value.of ? words(value.kind === "accusation" ? ` ${value.of}` : `: ${value.of}`) : null,
        value.via.length ? words(`, via ${value.via.join(" → ")}`, { class: "rough" }) : null)))));
  }

  function flagSection(event, hover, pin) {
    const rows = event.values.map((value, n) => [value, n]).filter(([value]) => value.field === "flag");
    if (!rows.length) return null;
    return el("section", { class: "flags" }, el("h4", {}, "To look at"), el("ul", {}, rows.map(([value, n]) =>
      el("li", {}, el("button", { type: "button", on: { ...hover([n]), click: () => pin([n]) } },
        el("code", {}, value.code), " ", words(value.sentence))))));
  }

  function restSection(event) {
    const rows = event.others.map((o) => `${o.field}: ${o.value}, probability ${Math.round(o.confidence * 100)} %`);
    rows.push(...event.linked.map((link) => `${link.kind} ${link.id}`));
    if (event.tags.length) rows.push(`tags: ${event.tags.join(", ")}`);
    if (!rows.length) return null;
    return el("section", { class: "rest" }, el("h4", {}, "Other readings and links"), el("ul", {}, rows.map((row) => el("li", { dir: "auto" }, row))));
  }

  function sourceBlocks(event, onMark) {
    const blocks = [], seen = new Map();
    for (const source of event.sources) seen.set(source.story, (seen.get(source.story) || 0) + 1);
    let last = null;
    for (const source of event.sources) {
      const number = seen.get(source.story);
      if (number > 1 && source.story !== last) blocks.push(el("p", { class: "story" }, `${number} copies of one report count once:`));
      last = source.story;
      blocks.push(sourceBlock(event, source, Boolean(source.copy) || (number > 1 && !source.independent), onMark));
    }
    return blocks;
  }

  function sourceBlock(event, source, isCopy, onMark) {
    const name = source.publisher || source.document;
    const about = [source.published, source.publisher ? source.document : null, source.language,
      source.grade ? `grade ${source.grade}` : null, isCopy ? source.copy || "copy" : null].filter(Boolean).join(" · ");
    const title = source.url ? el("a", { href: source.url, rel: "noopener noreferrer nofollow", target: "_blank" }, name) : name;
    const quotes = source.text.map((pieces) => el("blockquote", { dir: "auto", lang: source.language }, pieces.map((piece) => textPiece(event, piece, onMark))));
    const text = isCopy && quotes.length ? el("details", {}, el("summary", {}, "its words"), quotes) : quotes;
    return el("article", { class: isCopy ? "source copy" : "source" },
      el("header", {}, el("b", { dir: "auto" }, title), words(about)),
      source.title ? el("p", { class: "headline", dir: "auto" }, source.title) : null, text);
  }

  /* Words that only support values which were not chosen; flags and attributions have no say. */
  const isRival = (values) => {
    const weighed = values.filter((v) => v.field !== "flag" && v.field !== "says");
    return weighed.length > 0 && weighed.every((v) => !v.chosen);
  };

  function textPiece(event, [text, numbers], onMark) {
    if (!numbers.length) return text;
    const values = numbers.map((n) => event.values[n]);
    const about = [...new Set(values.map((v) => (v.field === "says" ? `${v.kind} by ${v.by}` : v.field === "flag" ? `flag ${v.code}` : `${v.label}${v.chosen ? "" : " (not chosen)"}`)))].join(", ");
    return el("mark", { class: isRival(values) ? "rival" : null, "data-values": numbers.join(" "), title: about,
      on: { mouseenter: () => onMark(numbers), mouseleave: () => onMark([]) } }, text);
  }

  /* ---- start ---- */
  $("filters").hidden = $("app").hidden = false;
  events.forEach(buildCard);
  buildFilters();
  buildMap();
  buildSizes();
  update();
  const bar = $("filters");  // what is below the bar must know how high it is
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  let waiting = null;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(drawTimeline, 120); });
  const wanted = decodeURIComponent(location.hash.slice(1));
  const linked = events.find((event) => event.id === wanted);
  if (linked) openCard(linked, false);
})();
