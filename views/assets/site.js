// Small helps only: every page works without this file.

// A button with data-copy="#id" copies what that element holds and says so.
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) break;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
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
