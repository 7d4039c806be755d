// Small helps only: every page works without this file.

// A form with data-preview="#id" keeps that element's text in step with what is typed: the server writes it anew.
let stale = null;
let running = Promise.resolve();
const catchUp = () => {
  const update = stale;
  stale = null;
  if (update) running = running.then(update).catch(() => {});
  return running;
};
for (const form of document.querySelectorAll('form[data-preview]')) {
  const update = async () => {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    document.querySelector(form.dataset.preview).value = fresh.querySelector(form.dataset.preview).value;
    const likeness = fresh.querySelector('#likeness');
    if (likeness) document.querySelector('#likeness')?.replaceWith(likeness);
    for (const link of document.querySelectorAll('a[href^="mailto:"][role="button"]'))
      link.href = fresh.querySelector('a[href^="mailto:"][role="button"]')?.href ?? link.href;
  };
  let waiting;
  form.addEventListener('input', () => {
    stale = update;
    clearTimeout(waiting);
    waiting = setTimeout(catchUp, 300);
  });
}

// A button with data-copy="#id" copies what that element holds and says so.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) break;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await catchUp();
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText('value' in source ? source.value : source.textContent.trim());
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}

// A form with data-challenge="<address>" asks there whether it is to prove that no program fills it in, and proves it by
// a second of work. Whatever goes wrong, the form is sent as it is.
const solve = ({ challenge, guesses }, tell) => {
  const { parameters } = challenge;
  const workers = Array.from({ length: Math.max(1, Math.min(8, (navigator.hardwareConcurrency ?? 2) - 1)) });
  let tried = 0;
  return new Promise((solved, failed) => {
    setTimeout(failed, 60_000, new Error('This takes too long.'));
    for (const n of workers.keys()) {
      const worker = new Worker('/assets/solver.js');
      workers[n] = worker;
      worker.onerror = failed;
      worker.onmessage = ({ data }) => {
        if (data.solution) return solved(btoa(JSON.stringify({ challenge, solution: data.solution })));
        tried += data.guesses;
        tell(Math.min(0.99, tried / guesses));
      };
      worker.postMessage({ parameters, first: n, step: workers.length });
    }
  }).finally(() => {
    for (const worker of workers) worker?.terminate();
  });
};
for (const form of document.querySelectorAll('form[data-challenge]')) {
  const field =
    form.elements.challenge ??
    form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'challenge' }));
  const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0 });
  bar.setAttribute('aria-label', 'Progress of the check');
  const words = Object.assign(document.createElement('p'), { className: 'checking' });
  words.setAttribute('role', 'status');
  let proof = null;
  const prove = async () => {
    const answer = await fetch(form.dataset.challenge, { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    const asked = answer.ok ? await answer.json() : { required: false };
    if (!asked.required) return { value: '', until: 0 };
    return { value: await solve(asked, (share) => (bar.value = share)), until: Date.parse(asked.expires) - 30_000 };
  };
  // What needs time begins with the first field; whether it is still right is seen when the form is sent.
  form.addEventListener('focusin', () => (proof ??= prove().catch(() => null)), { once: true });
  let state = 'open';
  form.addEventListener('submit', async (event) => {
    if (state === 'proven') return;
    event.preventDefault();
    if (state === 'proving') return;
    state = 'proving';
    // Only a wait that is noticed is spoken of.
    const patience = setTimeout(() => {
      words.replaceChildren('Checking that you are not a program… ', bar);
      form.append(words);
    }, 300);
    const early = await proof;
    const right = early && early.until > Date.now() ? early : await prove().catch(() => null);
    field.value = right?.value ?? '';
    clearTimeout(patience);
    state = 'proven';
    form.requestSubmit(event.submitter);
  });
  // Whoever comes back to the page by the browser's button may send the form again.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    [state, proof] = ['open', null];
    words.remove();
  });
}

// A file chosen in what has data-file-into="#id" is read into that field.
for (const chooser of document.querySelectorAll('[data-file-into]')) {
  chooser.hidden = false;
  chooser.querySelector('input[type="file"]').addEventListener('change', async ({ target }) => {
    const [file] = target.files;
    if (file && file.size <= 1_000_000) document.querySelector(chooser.dataset.fileInto).value = await file.text();
    target.setCustomValidity(file && file.size > 1_000_000 ? 'This file is too large.' : '');
    target.reportValidity();
  });
}

// After a form came back with problems, the list of them is where reading goes on.
document.querySelector('.problems')?.focus();

// What has data-live="<address>" is fetched anew from there while somebody looks at it, every so many data-seconds; less
// often while that fails.
const LIVE_MS = 15_000;
for (const region of document.querySelectorAll('[data-live]')) {
  const every = Number(region.dataset.seconds) * 1000 || LIVE_MS;
  let wait = every;
  let known;
  let timer;
  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(refresh, wait);
  };
  const refresh = async () => {
    try {
      const answer = await fetch(region.dataset.live, {
        headers: known ? { 'If-None-Match': known } : {},
        signal: AbortSignal.timeout(LIVE_MS),
      });
      if (answer.status !== 304) {
        if (!answer.ok) throw new Error(answer.statusText);
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        region.replaceChildren(...fresh.body.childNodes);
        known = answer.headers.get('etag');
      }
      wait = every;
    } catch {
      wait = Math.min(wait * 2, 40 * LIVE_MS);
    }
    plan();
  };
  document.addEventListener('visibilitychange', plan);
  plan();
}

// A button that prints.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// A list with boxes to tick: how many are, and one box for all of them.
for (const form of document.querySelectorAll('form:has([data-ticked])')) {
  const boxes = [...form.querySelectorAll('tbody [type="checkbox"]')];
  const all = form.querySelector('[data-tick-all]');
  const words = form.querySelector('[data-ticked]');
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    words.textContent = ticked > 0 ? `${ticked} ticked` : '';
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener('change', tell);
  tell();
}

// A list that is walked by keys, as the line above it tells; the button there turns them off for good. What is typed
// into a field stays there.
for (const help of document.querySelectorAll('[data-keys]')) {
  const rows = [...document.querySelectorAll('#keys tbody tr')];
  const button = help.querySelector('button');
  let on = localStorage.getItem('keys') !== 'off';
  let at = -1;
  const tell = () => {
    button.textContent = on ? 'Turn keys off' : 'Turn keys on';
  };
  const go = (to) => {
    rows[at]?.classList.remove('here');
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add('here');
    rows[at].querySelector('a').focus();
    rows[at].scrollIntoView({ block: 'nearest' });
  };
  const typing = (node) => node.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');
  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => rows[at]?.querySelector('[type="checkbox"]')?.click(),
    '/': () => document.querySelector('[data-search]').focus(),
  };
  // Arrows scroll the page until somebody walks the list.
  const arrows = { ArrowDown: keys.j, ArrowUp: keys.k };
  help.hidden = false;
  button.addEventListener('click', () => {
    on = !on;
    localStorage.setItem('keys', on ? 'on' : 'off');
    tell();
  });
  document.addEventListener('focusin', ({ target }) => {
    const row = rows.indexOf(target.closest('#keys tbody tr'));
    rows[at]?.classList.remove('here');
    if (row >= 0) [at] = [row];
    if (row >= 0) rows[at].classList.add('here');
  });
  document.addEventListener('keydown', (event) => {
    if (!on || event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const walking = event.target.closest('#keys tbody tr') !== null;
    const deed = keys[event.key] ?? (walking ? arrows[event.key] : undefined);
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  tell();
}
