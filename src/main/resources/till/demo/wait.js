// A button that waits does nothing, and keeps the focus of whoever pressed it.

export const wait = (button, waiting) => button.setAttribute('aria-disabled', String(waiting));

export const isWaiting = button => button.getAttribute('aria-disabled') === 'true';
