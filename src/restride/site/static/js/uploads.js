// Sending activity files: how far it is, what is too large before it is sent, and why it was refused.
const form = document.querySelector("[data-uploads]");

function tooLarge(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const large = size > Number(form.dataset.mostBytes);
  return large ? form.dataset.tooLarge.replace("{size}", Math.round(size / 1e6)) : "";
}

function start() {
  const state = form.querySelector("[data-uploads-state]");
  const words = form.querySelector("[data-uploads-words]");
  const bar = form.querySelector("progress");
  const why = form.querySelector("[data-uploads-why]");
  const button = form.querySelector("button[type=submit]");

  function refuse(sentence) {
    why.textContent = sentence;
    why.hidden = false;
    state.hidden = true;
    button.disabled = false;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const files = [...form.querySelector("input[type=file]").files];
    const large = tooLarge(files);
    why.hidden = true;
    if (large) {
      refuse(large);
      return;
    }
    button.disabled = true;
    state.hidden = false;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (sent) => {
      const percent = sent.lengthComputable ? Math.round((100 * sent.loaded) / sent.total) : 0;
      bar.value = percent;
      words.textContent = percent < 100 ? `Sending: ${percent} %` : "Sent. Reading the runs; a long history takes a minute.";
      if (percent >= 100) bar.removeAttribute("value");
    });
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 200 && answer && answer.go) {
        const here = window.location.pathname + window.location.hash;
        window.location.assign(answer.go);
        if (here === answer.go) window.location.reload();
        else if (answer.go.startsWith(window.location.pathname)) window.location.reload();
      } else {
        refuse((answer && answer.why) || "The site did not take the files. Load the page again and send them once more.");
      }
    });
    request.addEventListener("error", () => refuse("There is no connection. Nothing was kept; send it again later."));
    request.send(new FormData(form));
  });
}

if (form) start();
