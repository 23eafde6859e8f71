// Search, filters, order and keyboard shortcuts for codes.html.tmpl, which also works without them.
'use strict';
document.documentElement.classList.add('script'); // before the page is shown, so that nothing moves
document.addEventListener('DOMContentLoaded', () => {
  const byId = (id) => document.getElementById(id);
  const form = byId('search');
  const list = byId('list');
  const links = byId('links');
  const fields = form.elements;
  const tasks = [...fields.task.options].map((option) => option.value);
  const entries = [...list.children].map((article, i) => ({
    article,
    link: links.children[i],
    data: article.dataset,
    name: lower(article.id),
    constant: lower(article.querySelector('.constant').firstChild.textContent),
  }));
  let shown = entries; // in the order of the page

  function lower(text) { return text.toLowerCase(); }
  function split(text) { return text.split(' ').filter(Boolean); }

  // What a code is found by besides its names, the most typical first: "login", "bye", "rfc7162".
  function keys(entry) {
    const { tagged, untagged, command, capability, documents, retry } = entry.data;
    const again = retry === 'later' ? 'retry' : retry;
    entry.keys ??= [tagged, untagged, command, capability, documents, again]
      .map((words) => split(lower(words)));
    return entry.keys;
  }

  // The text of a code's card, without its heading and the reasons at its end.
  function text(entry) {
    entry.text ??= [...entry.article.children].filter((part) => !part.matches('.head, .readings'))
      .map((part) => lower(part.textContent)).join('\n');
    return entry.text;
  }

  // How well a word fits a code: 0 is best, Infinity is not at all.
  function distance(entry, word) {
    const { name, constant } = entry;
    if (word === name || word === constant) return 0;
    if (name.startsWith(word) || word.length > 4 && constant.startsWith(word)) return 1;
    if (name.includes(word)) return 2;
    const places = keys(entry).map((words) => words.indexOf(word)).filter((place) => place >= 0);
    if (places.length > 0) return 3 + Math.min(...places) / 100;
    if (keys(entry).flat().some((key) => key.startsWith(word))) return 4;
    return text(entry).includes(word) ? 5 : Infinity;
  }

  // The codes among candidates that fit the query, the best first. A line is searched for the code
  // in its brackets or, if there is none and not all words fit a code, for words that are codes.
  function search(candidates, query) {
    const bracket = query.match(/\[([^\s\]]+)/);
    const words = bracket ? [bracket[1]] : query.split(/\s+/).filter(Boolean);
    const rank = (entry) => words.reduce((sum, word) => sum + distance(entry, word), 0);
    const hits = candidates.map((entry) => [rank(entry), entry]).filter(([sum]) => sum < Infinity);
    if (hits.length === 0) {
      return candidates.filter((entry) => words.some((word) => distance(entry, word) === 0));
    }
    return hits.sort(([a], [b]) => a - b).map(([, entry]) => entry);
  }

  // Whether the filters let a code pass. A code of any command answers each, but not what comes
  // before login if a client meets it only after that.
  function wanted({ data }) {
    const has = (words, name) => !fields[name].value || split(words).includes(fields[name].value);
    const early = ['greeting', 'LOGIN', 'AUTHENTICATE', 'STARTTLS'].includes(fields.command.value);
    const any = split(data.command).includes('any') && (data.state === 'any' || !early);
    const types = data[fields.tagged.value] ?? `${data.tagged} ${data.untagged}`;
    return ['status', 'arguments', 'retry', 'capability'].every((name) => has(data[name], name))
      && (!fields.task.value || data.task === fields.task.value)
      && (any || has(data.command, 'command')) && has(types, 'type') && types !== '';
  }

  function found() {
    const query = lower(fields.q.value.trim());
    const hits = entries.filter(wanted);
    if (query) return search(hits, query);
    if (fields.order.value) {
      return hits.sort((a, b) => tasks.indexOf(a.data.task) - tasks.indexOf(b.data.task));
    }
    const named = (entry) => split(entry.data.command).includes(fields.command.value);
    return fields.command.value ? hits.sort((a, b) => named(b) - named(a)) : hits;
  }

  // Puts what is shown first in a parent, and hides the rest. Tasks get headings.
  function arrange(parent, part, tag) {
    parent.querySelectorAll('.task').forEach((heading) => heading.remove());
    const nodes = shown.map((entry) => entry[part]);
    const visible = new Set(nodes);
    for (const node of parent.children) {
      if (node.hidden === visible.has(node)) node.hidden = !node.hidden;
    }
    if (nodes.some((node, i) => node !== parent.children[i])) parent.prepend(...nodes);
    if (!fields.order.value || fields.q.value.trim()) return;
    shown.forEach(({ data, [part]: node }, i) => {
      if (data.task === shown[i - 1]?.data.task) return;
      const heading = document.createElement(tag);
      heading.className = 'task';
      heading.textContent = data.task;
      node.before(heading);
    });
  }

  function update() {
    const state = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const filters = [...state.keys()].filter((name) => name !== 'q' && name !== 'order');
    shown = found();
    arrange(list, 'article', 'h2');
    arrange(links, 'link', 'li');
    byId('nothing').hidden = shown.length > 0;
    byId('active').textContent = filters.length > 0 ? ` (${filters.length})` : '';
    byId('count').textContent = shown.length === entries.length ? `${shown.length} codes`
      : shown.length === 0 ? 'No code matches' : `${shown.length} of ${entries.length} codes`;
    document.body.classList.toggle('filtering', filters.length > 0 || state.has('q'));
    clearTimeout(update.timer); // browsers limit how often a page may change its address
    update.timer = setTimeout(() => {
      const address = `${location.pathname}?${state}`.replace(/\?$/, '');
      history.replaceState(null, '', address + location.hash);
    }, 300);
  }

  // Brings the first hit into view, below the search if that is at the top.
  function show() {
    const { top } = list.getBoundingClientRect();
    if (top < margin() || top > innerHeight / 2) list.scrollIntoView();
  }

  // The height of the search where it is a bar at the top, which covers what is below it.
  function margin() { return getComputedStyle(form).position === 'sticky' ? form.offsetHeight : 0; }

  function clear() {
    for (const field of fields) {
      if (field.name && field.name !== 'order') field.value = '';
    }
    update();
  }

  // Shows the code that the address names, in any case, even if the search has hidden it.
  function follow() {
    const entry = entries.find(({ link }) => lower(link.firstChild.hash) === lower(location.hash));
    if (!entry) return;
    const { article, link } = entry;
    if (article.hidden) clear();
    if (location.hash !== link.firstChild.hash) location.replace(link.firstChild.hash);
    article.scrollIntoView();
  }

  // Marks the code at the top of the window in the list.
  function mark() {
    const { left } = list.getBoundingClientRect();
    const article = document.elementFromPoint(left + 8, margin() + 40)?.closest('article');
    const link = article && entries.find((entry) => entry.article === article).link.firstChild;
    const marked = links.querySelector('[aria-current]');
    if (!link || link === marked) return;
    marked?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'location');
    const scroller = links.parentNode;
    scroller.scrollTop = link.offsetTop - scroller.clientHeight / 2;
  }

  async function copy(button) {
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    } catch {
      getSelection().selectAllChildren(code); // ready for the keyboard
    }
  }

  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input, select, textarea');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      fields.q.focus();
      fields.q.select();
    } else if (event.key === 'Escape') {
      clear();
    }
  });
  document.addEventListener('click', (event) => {
    if (event.target.matches('.copy')) copy(event.target);
    if (event.target.matches('.clear')) {
      clear();
      fields.q.focus();
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (shown.length === 0) return;
    fields.q.blur();
    shown[0].link.firstChild.click();
  });
  form.addEventListener('input', () => {
    update();
    show();
  });
  new ResizeObserver(() => {
    document.documentElement.style.scrollPaddingTop = `${margin() + 8}px`;
  }).observe(form);
  let frame = 0;
  addEventListener('scroll', () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(mark);
  }, { passive: true });
  addEventListener('hashchange', follow);
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (fields[name]?.name === name) fields[name].value = value;
  }
  if (location.search) {
    byId('filters').open = [...form.querySelectorAll('select')].some((field) => field.value);
    update();
  }
  follow();
});
