// Finds articles by words. Shards are scripts that call audarma(name, content): files may not be read from disk.
const shards = {}, waiting = {};
function audarma(name, content) { shards[name] = content; }
function load(name, file) {
  if (name in shards) return Promise.resolve(shards[name]);
  return waiting[name] ||= new Promise(done => {
    const script = document.createElement("script");
    script.src = `${FOLDER}/${file}.js`;
    script.onload = () => done(shards[name] || {});
    script.onerror = () => done(shards[name] = {}); // no word begins so
    document.head.append(script);
  });
}
const shardOf = word => [...word].slice(0, LETTERS).map(c => c.codePointAt(0).toString(16)).join("-");
const loadWords = word => load("w" + shardOf(word), shardOf(word));
const VOICED = { "п": "б", "к": "г", "қ": "ғ" };
// The beginnings of a stem's forms: кітап is кітаб- before a vowel, орын is орн-.
function beginnings(stem) {
  const last = stem.at(-1), found = [stem];
  if (VOICED[last]) found.push(stem.slice(0, -1) + VOICED[last]);
  if (/[а-яәғқңөұүһі]{2,}[ыіуү][бвгғджзйкқлмнңпрстфхчшщ]$/.test(stem)) found.push(stem.slice(0, -2) + last);
  return found;
}
async function articles(word) {
  const cyrillic = /[\u0400-\u04ff]/.test(word), found = new Set();
  for (const beginning of cyrillic ? beginnings(word) : [word])
    for (const [known, steps] of Object.entries(await loadWords(beginning)))
      if (known.startsWith(beginning)) { let at = 0; for (const step of steps) found.add(at += step); }
  return found;
}
// A link as a person reads it; bytes of a name that are no text stay as they are.
const readable = link => link.replace(/(?:%[0-9A-F]{2})+/g, bytes => { try { return decodeURIComponent(bytes); } catch { return bytes; } });
const query = document.getElementById("query"), list = document.getElementById("found"), said = document.getElementById("said");
const SHOWN = 100;
let turn = 0;
async function search() {
  const mine = ++turn, words = query.value.toLowerCase().match(/\p{L}{2,}/gu) || [];
  history.replaceState(null, "", words.length ? "#" + encodeURIComponent(query.value) : "#");
  let hits = null;
  for (const word of words) {
    const found = await articles(word);
    hits = hits ? new Set([...hits].filter(n => found.has(n))) : found;
  }
  const all = [...(hits || [])].sort((a, b) => a - b), lines = [];
  for (const n of all.slice(0, SHOWN)) {
    const part = await load("a" + Math.floor(n / LISTED), "articles-" + Math.floor(n / LISTED));
    lines.push(part[n % LISTED]);
  }
  if (mine !== turn) return;
  list.replaceChildren(...lines.filter(Boolean).map(([title, link, date]) => {
    const line = document.createElement("li"), anchor = document.createElement("a"), path = document.createElement("div");
    anchor.href = link; anchor.textContent = title;
    path.className = "path"; path.textContent = (date ? date + "  " : "") + readable(link);
    line.append(anchor, path);
    return line;
  }));
  said.textContent = !words.length ? "" : all.length > SHOWN ? `${all.length} articles, the first ${SHOWN}` : `${all.length} articles`;
}
query.addEventListener("input", search);
if (location.hash.length > 1) query.value = readable(location.hash.slice(1));
search();
