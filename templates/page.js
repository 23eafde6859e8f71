// Search, filters and keyboard shortcuts for codes.html.tmpl, which also works without them.
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const words = byId('words');
  const status = byId('status');
  const takesArguments = byId('arguments');
  const listed = document.querySelectorAll('nav li'); // in the same order as the articles
  const entries = [...document.querySelectorAll('article')].map((article, i) => ({
    article,
    link: listed[i],
    text: searchable(article),
  }));

  // The text to search: the code, its meaning, its RFCs with their titles, its grammar and arguments.
  function searchable(article) {
    const parts = article.querySelectorAll(
      'h3, .summary, .references dd, .abnf, .abnf + small, tbody');
    return [...parts].map((part) => part.textContent).join('\n').toLowerCase();
  }

  function wanted(entry) {
    const { dataset } = entry.article;
    return (!status.value || dataset.status === status.value)
      && (!takesArguments.value || dataset.arguments === takesArguments.value)
      && words.value.toLowerCase().split(/\s+/).every((word) => entry.text.includes(word));
  }

  function update() {
    let count = 0;
    for (const entry of entries) {
      const shown = wanted(entry);
      entry.article.hidden = entry.link.hidden = !shown;
      count += shown;
    }
    byId('nothing').hidden = count > 0;
    byId('count').textContent = count === entries.length ? `${count} codes`
      : count === 0 ? 'No code matches' : `${count} of ${entries.length} codes`;
  }

  function clear() {
    words.value = status.value = takesArguments.value = '';
    update();
  }

  // A link to a code must lead there even if the search has hidden the code.
  function reveal() {
    const target = document.querySelector('article:target');
    if (target && target.hidden) {
      clear();
      target.scrollIntoView();
    }
  }

  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input, select, textarea');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      words.focus();
      words.select();
    } else if (event.key === 'Escape') {
      clear();
    }
  });
  byId('search').addEventListener('submit', (event) => {
    event.preventDefault();
    const first = entries.find((entry) => !entry.article.hidden);
    if (first) {
      first.link.firstElementChild.click();
    }
  });
  byId('search').addEventListener('input', update);
  byId('all').addEventListener('click', () => {
    clear();
    words.focus();
  });
  window.addEventListener('hashchange', reveal);
  byId('search').hidden = false;
  update();
})();
