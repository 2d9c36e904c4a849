// What the runner says is kept on the phone first, then sent; without a connection it waits.
import { forgetEntry, keepEntry, newId, waitingEntries } from "./queue.js";

/** What a form says, with the phone's own id and clock. */
export function entryOf(form, submitter, who) {
  const fields = Object.fromEntries(new FormData(form, submitter));
  delete fields.csrfmiddlewaretoken;
  const id = newId();
  const said_at = new Date().toISOString();
  return { id, at: Date.now(), who, url: form.getAttribute("action"), fields: { ...fields, said_at, client_id: id } };
}

export { keepEntry, waitingEntries };

/**
 * Send what waits, oldest first; stop at the first that does not get through.
 * Returns the state («sent», «kept», «signIn»), the ids that arrived, the clinic's answers by id, and what it refused
 * with its sentence.
 */
export async function sendAll(who) {
  const sent = { state: "sent", ids: [], answers: {}, refused: [] };
  for (const entry of await waitingEntries(who).catch(() => [])) {
    sent.state = await sendOne(entry, sent);
    if (sent.state !== "sent") break;
  }
  return sent;
}

async function sendOne(entry, sent) {
  let response;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams(entry.fields),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
    });
  } catch {
    return "kept";
  }
  if (response.status === 422) {
    const { why } = await response.json();
    await forgetEntry(entry.id);
    sent.refused.push({ id: entry.id, day: entry.fields.day, why });
    return "sent";
  }
  if (response.ok) {
    sent.answers[entry.id] = await response.json();
    await forgetEntry(entry.id);
    sent.ids.push(entry.id);
    return "sent";
  }
  return response.status >= 500 ? "kept" : "signIn";
}

function token() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
