// Search: loaded only when a reader turns to it. Names (exact, partial, pinyin, nearly right) come from one small file,
// everything else from Pagefind; both lie inside the site.
const root = new URL("../../", import.meta.url);
const FACETS = ["type", "year", "meeting", "theme", "modality", "kind"];
// Words of a question that say nothing of what is sought.
const IDLE = new Set(("a an and are at be been by did do does for from had has have how in is it its many much of on or that the their there these " +
  "they this to was were what when where which who whom whose why will with").split(" "));
const MOST_LOADED = 60;
const FAILED = "Search could not be loaded; try again, or use the index tables.";
let namesOnce;
const engines = {};

const chinese = (text) => /[\u4e00-\u9fff]/.test(text);

// Chinese as the index holds it, in overlapping pairs: 生产力 is 生产 产力.
function pairs(text) {
  return text.replace(/[\u4e00-\u9fff]+/g, (run) => run.length < 2 ? ` ${run} ` : ` ${[...run].slice(1).map((next, at) => run[at] + next).join(" ")} `).trim();
}

function plain(text) {
  return text.replace(/\bR&D\b/gi, "research development").normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[’‘]/g, "'").replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
}

function names() {
  namesOnce = namesOnce || fetch(new URL("search/names.json", root)).then((answer) => answer.json()).then((groups) => groups.flatMap(([folder, type, rows]) => rows.map(([title, id, ways, date]) => {
    const forms = [title, ...ways].map(plain);
    const slug = id || title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return { title, url: `${folder}/${slug}/`, type, date: date || "", forms, squeezed: forms.map((form) => form.replaceAll(" ", "")) };
  })));
  return namesOnce;
}

function engine(language) {
  engines[language] = engines[language] || import(new URL(`search/${language}/pagefind.js`, root)).then(async (found) => {
    await found.options({ excerptLength: 22, ranking: { termFrequency: 0.6, pageLength: 0.6, termSaturation: 1.2 } });
    await found.init();
    return found;
  });
  return engines[language];
}

// Damerau-Levenshtein distance (optimal string alignment), given up beyond a limit.
function distance(one, two, limit) {
  if (Math.abs(one.length - two.length) > limit) { return limit + 1; }
  let before = [], last = Array.from({ length: two.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= two.length; j += 1) {
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) { cost = Math.min(cost, before[j - 2] + 1); }
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) { return limit + 1; }
    before = last;
    last = row;
  }
  return last[two.length];
}

function nameScore(record, sought, tight) {
  let score = 0;
  record.forms.forEach((form, index) => {
    const squeezed = record.squeezed[index];
    const own = index === 0 ? 1 : 0;
    if (form === sought || squeezed === tight) { score = Math.max(score, 100 + own); return; }
    if (tight.length < (chinese(tight) ? 2 : 3)) { return; }
    if (form.startsWith(sought + " ") || (chinese(form) && form.startsWith(sought))) { score = Math.max(score, 60 + own); }
    else if ((" " + form + " ").includes(" " + sought + " ") || (chinese(form) && form.includes(sought))) { score = Math.max(score, 50 + own); }
    else if (form.includes(sought)) { score = Math.max(score, 30 + own); }
    else if (tight.length >= 5 && !chinese(tight)) {
      const limit = tight.length >= 9 ? 2 : 1;
      const off = distance(squeezed, tight, limit);
      if (off <= limit) { score = Math.max(score, 90 - 10 * off); }
    }
  });
  return score;
}

async function byName(query, filters) {
  if (FACETS.some((name) => name !== "type" && (filters[name] || []).length)) { return []; }
  const sought = plain(query), tight = sought.replaceAll(" ", "");
  if (!tight) { return []; }
  return (await names()).map((record) => ({ ...record, score: nameScore(record, sought, tight) }))
    .filter((record) => record.score && (!(filters.type || []).length || filters.type.includes(record.type)))
    .sort((one, two) => two.score - one.score || one.title.length - two.title.length);
}

function pagefindFilters(filters) {
  const found = {};
  FACETS.forEach((name) => { if ((filters[name] || []).length) { found[name] = { any: filters[name] }; } });
  return found;
}

// All words first; where that finds nothing, the words that each find something, fewest results kept.
async function byContent(query, filters) {
  const language = chinese(query) ? "zh" : "en";
  const found = await engine(language);
  const options = { filters: pagefindFilters(filters) };
  if (!query.trim()) { return (await found.search(null, options)).results; }
  const words = plain(query).split(" ").filter((word) => !IDLE.has(word));
  const sought = (words.length ? words : plain(query).split(" ")).map(pairs);
  // A single Chinese string is sought as one phrase.
  if (language === "zh" && sought.length === 1) { return (await found.search(sought[0].includes(" ") ? `"${sought[0]}"` : sought[0], options)).results; }
  const whole = await found.search(sought.join(" "), options);
  if (whole.results.length || words.length < 2) { return whole.results; }
  const hits = new Map();
  for (const word of sought) {
    (await found.search(word, options)).results.forEach((result, rank) => {
      const known = hits.get(result.id) || { result, words: 0, score: 0 };
      known.words += 1;
      known.score += result.score / (1 + rank / 50);
      hits.set(result.id, known);
    });
  }
  return [...hits.values()].sort((one, two) => two.words - one.words || two.score - one.score).map((known) => known.result);
}

function shown(data) {
  return { title: data.meta.title, url: data.meta.url, type: data.meta.type, date: data.meta.date || "", meeting: data.meta.meeting || "", lead: data.meta.lead || "", content: data.content };
}

// Results in order, `most` of them at the most, and how many there are in all.
export async function find(query, filters = {}, most = 10) {
  const [named, contents] = await Promise.all([query.trim() ? byName(query, filters) : [], byContent(query, filters)]);
  const sought = pairs(query.trim().toLowerCase());
  const list = [], seen = new Map();
  const add = ({ title, url, type, date = "", meeting = "", lead = "" }) => {
    const known = seen.get(url);
    if (known) { known.lead = known.lead || lead; known.date = known.date || date; return; }
    const item = { title, url, type, date, meeting, lead };
    seen.set(url, item);
    list.push(item);
  };
  const nearly = contents.length ? 100 : 70;
  named.filter((record) => record.score >= nearly || (record.score >= 70 && !contents.length)).forEach(add);
  // A string as typed outranks a passage that only holds its words.
  const exact = [], rest = [];
  const limit = Math.min(contents.length, Math.max(MOST_LOADED, most));
  for (let at = 0; at < limit && exact.length < most; at += 10) {
    const loaded = await Promise.all(contents.slice(at, at + 10).map((result) => result.data()));
    loaded.map(shown).forEach((item) => (sought && item.content.toLowerCase().includes(sought) ? exact : rest).push(item));
    if (!chinese(query) && exact.length + rest.length >= Math.max(most, 20)) { break; }
  }
  // A meeting that the words describe (its name, its date) comes before passages told at it.
  const words = plain(query).split(" ").filter((word) => !IDLE.has(word));
  if (words.length > 1 && !chinese(query) && !FACETS.some((name) => (filters[name] || []).length)) {
    const described = (record) => record.type === "Meeting" && words.every((word) => plain(`${record.title} ${record.date}`).includes(word));
    (await names()).filter(described).slice(0, 3).forEach(add);
  }
  const partly = named.filter((record) => record.score < nearly);
  if (chinese(query)) { [...partly.filter((record) => record.score >= 30), ...exact, ...rest].forEach(add); }
  else {
    const [strong, weak] = [partly.filter((record) => record.score >= 50), partly.filter((record) => record.score < 50)];
    strong.slice(0, 1).forEach(add);
    exact.forEach(add);
    rest.slice(0, Math.max(0, 2 - list.length)).forEach(add);
    strong.slice(1).forEach(add);
    rest.forEach(add);
    weak.forEach(add);
  }
  return { results: list.slice(0, most), total: Math.max(list.length, contents.length) };
}

export function address(url) {
  const [page, anchor] = url.split("#");
  return new URL(page + (anchor ? "#" + anchor : ""), root).href;
}

function element(name, text, kind) {
  const made = document.createElement(name);
  if (text) { made.textContent = text; }
  if (kind) { made.className = kind; }
  return made;
}

function line(item) {
  const link = element("a", "", "hit");
  link.href = address(item.url);
  link.append(element("span", item.type, "hit__type"), element("span", item.title, "hit__title"));
  const about = [item.date, item.meeting].filter(Boolean).join(" · ");
  if (about) { link.append(element("span", about, "hit__about")); }
  if (item.lead && item.lead !== item.title) { link.append(element("span", item.lead, "hit__lead")); }
  return link;
}

// The box in the header: results below it as one types; arrows move, Enter opens, Esc closes.
export function attach(form) {
  const input = form.querySelector("input");
  const panel = form.querySelector("[data-search-panel]");
  const said = form.querySelector("[data-search-status]");
  let turn = 0;
  const close = () => { panel.hidden = true; };
  const open = () => { panel.hidden = false; };
  // Whoever steps into the results keeps those: a search still under way may not replace them.
  const settle = () => { clearTimeout(attach.wait); turn += 1; open(); };
  const search = async () => {
    const mine = turn += 1;
    if (!input.value.trim()) { close(); said.textContent = ""; return; }
    const { results, total } = await find(input.value, {}, 8).catch(() => ({ results: [], total: NaN }));
    if (mine !== turn) { return; }
    if (Number.isNaN(total)) { said.textContent = FAILED; panel.replaceChildren(element("p", FAILED)); open(); return; }
    const list = element("ul");
    results.forEach((item) => { const entry = element("li"); entry.append(line(item)); list.append(entry); });
    const more = element("a", results.length ? "All results, with filters" : "Nothing found; search with filters", "hit hit--more");
    more.href = new URL("search/index.html", root).href + "?q=" + encodeURIComponent(input.value);
    panel.replaceChildren(list, more);
    said.textContent = results.length ? `${total} ${total === 1 ? "result" : "results"}; use the arrow keys` : "No results";
    open();
  };
  input.addEventListener("input", () => { clearTimeout(attach.wait); attach.wait = setTimeout(search, 120); });
  form.addEventListener("keydown", (event) => {
    const links = [...panel.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !panel.hidden) { event.preventDefault(); close(); input.focus(); }
    else if (event.key === "ArrowDown" && input.value && links.length) { event.preventDefault(); settle(); links[Math.min(at + 1, links.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && !panel.hidden && at >= 0) { event.preventDefault(); (at ? links[at - 1] : input).focus(); }
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) { close(); } });
  form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) { close(); } });
  input.addEventListener("focus", () => { if (input.value && panel.childElementCount) { open(); } });
  if (input.value) { search(); }
}

// The search page: facets without typing, the whole state in the address.
export function page(main) {
  const form = main.querySelector("form");
  const input = form.querySelector("input[type=search]");
  const results = main.querySelector("[data-results]");
  const said = main.querySelector("[data-results-status]");
  const more = main.querySelector("[data-results-more]");
  const asked = new URLSearchParams(location.search);
  input.value = asked.get("q") || "";
  form.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = asked.getAll(box.name).includes(box.value); });
  let most = 20, turn = 0;
  const run = async () => {
    const mine = turn += 1;
    const filters = {};
    const state = new URLSearchParams();
    if (input.value.trim()) { state.set("q", input.value); }
    form.querySelectorAll("input[type=checkbox]:checked").forEach((box) => { (filters[box.name] = filters[box.name] || []).push(box.value); state.append(box.name, box.value); });
    history.replaceState(history.state, "", location.pathname + (state.toString() ? "?" + state : ""));
    const found = await find(input.value, filters, most).catch(() => null);
    if (mine !== turn) { return; }
    if (!found) { said.textContent = FAILED; return; }
    results.replaceChildren(...found.results.map((item) => { const entry = element("li"); entry.append(line(item)); return entry; }));
    said.textContent = found.total ? `${found.total} found` : "Nothing found. Try fewer words, or fewer filters.";
    more.hidden = found.results.length >= found.total;
  };
  const fresh = () => { most = 20; run(); };
  form.addEventListener("submit", (event) => { event.preventDefault(); fresh(); });
  input.addEventListener("input", () => { clearTimeout(page.wait); page.wait = setTimeout(fresh, 150); });
  form.addEventListener("change", fresh);
  more.addEventListener("click", () => { most += 20; run(); });
  run();
}
