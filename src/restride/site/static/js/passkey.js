// A passkey: the button asks the device, and the form sends what it answered. What went wrong is said in the form.
const NOTHING = "it was cancelled, it took too long, or this device has none for this address.";
const SAID = {
  get: { NotAllowedError: `No passkey was used: ${NOTHING} Try again, or go another way.` },
  create: {
    NotAllowedError: "No passkey was made: it was cancelled, or it took too long. Try again.",
    InvalidStateError: "This device has a passkey for you already.",
  },
};
const SILENT = "The site did not answer. Wait a minute and try again.";
const AT_ALL = "Your device could not use a passkey here. Go another way.";

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (globalThis.webauthnJSON?.supported()) start(form);
}

function start(form) {
  const button = form.querySelector("button");
  form.hidden = false;
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say(form, "");
    try {
      const answer = await globalThis.webauthnJSON[form.dataset.passkey](await optionsOf(form));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (problem) {
      say(form, problem === SILENT ? SILENT : (SAID[form.dataset.passkey][problem.name] ?? AT_ALL));
      button.disabled = false;
    }
  });
}

/** What to ask the device for: it came with the page, or the form's address says it. */
async function optionsOf(form) {
  const given = form.querySelector("script[type='application/json']");
  if (given) return JSON.parse(given.textContent);
  const answer = await fetch(form.action, { headers: { accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) throw SILENT;
  return (await answer.json()).request_options;
}

function say(form, words) {
  const place = form.querySelector("[role=alert]");
  place.textContent = words;
  place.hidden = !words;
}
