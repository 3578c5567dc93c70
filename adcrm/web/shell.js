(() => {
  const cookie = name => (document.cookie.match(new RegExp('(?:^|; )' + name + '=(\\w+)')) || [])[1];
  const theme = cookie('theme');
  if (theme) {
    const name = theme[0].toUpperCase() + theme.slice(1);
    const key = 'stActiveTheme-' + location.pathname + '-v2';
    localStorage.setItem(key, JSON.stringify(name));
  }
  const asked = (location.search.match(/[?&]lang=(\w+)/) || [])[1] || cookie('lang') || navigator.language.slice(0, 2);
  const locale = { zh: 'zh-CN', en: 'en-US' }[asked] || 'en-US';
  document.documentElement.lang = locale;
  Object.defineProperty(navigator, 'language', { get: () => locale });
  Object.defineProperty(navigator, 'languages', { get: () => [locale, locale.slice(0, 2)] });
  // A link to another page starts at that page's top; Streamlit keeps how far the page before was scrolled.
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const before = location.pathname;
    push(state, title, url);
    if (location.pathname !== before) document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);
  };
  if (locale !== 'zh-CN') return;
  const { words, patterns } = __WORDS__;
  const rules = patterns.map(([from, to]) => [new RegExp(from), to]);
  const translated = text => {
    if (Object.hasOwn(words, text)) return words[text];
    const rule = rules.find(([from]) => from.test(text));
    return rule ? text.replace(rule[0], rule[1]) : null;
  };
  const walk = node => {
    if (node.nodeType === 3) {
      const text = node.nodeValue.trim(), other = text && translated(text);
      if (other && other !== text) node.nodeValue = node.nodeValue.replace(text, other);
      return;
    }
    if (node.nodeType !== 1 || node.tagName === 'SCRIPT' || node.tagName === 'STYLE') return;
    for (const name of ['placeholder', 'aria-label', 'title', 'alt']) {
      const text = node.getAttribute(name), other = text && translated(text);
      if (other) node.setAttribute(name, other);
    }
    for (const child of node.childNodes) walk(child);
  };
  new MutationObserver(changes => changes.forEach(change =>
    change.type === 'childList' ? change.addedNodes.forEach(walk) : walk(change.target)
  )).observe(document, { childList: true, subtree: true, characterData: true });
})();
