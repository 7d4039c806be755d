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

// After a form came back with problems, the list of them is where reading goes on.
document.querySelector('.problems')?.focus();
