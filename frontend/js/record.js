// Saying it aloud: a button that records, beside the file field that works without this script. What
// was recorded is put into that field, so that it is sent with the page, cleaned and kept like any file.
//
// <input type="file" name="recording" data-record> … <template data-record-words> words </template>
const KINDS = [["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
const MOST = 10 * 60 * 1000; // ten minutes are far below 25 MB

export function startRecording() {
  const field = document.querySelector("input[data-record]");
  const kind = KINDS.find(([type]) => globalThis.MediaRecorder?.isTypeSupported(type));
  if (!field || !kind || !navigator.mediaDevices || !globalThis.DataTransfer) return;
  const words = field.dataset;
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "govuk-button govuk-button--secondary", textContent: words.start,
  });
  const told = Object.assign(document.createElement("p"), { className: "govuk-body" });
  told.setAttribute("role", "status");
  const played = Object.assign(document.createElement("audio"), {
    controls: true, hidden: true, className: "sp-aloud__player",
  });
  played.setAttribute("aria-label", words.heard);
  field.before(button, told, played);

  let recorder = null;
  button.addEventListener("click", async () => {
    if (recorder) return recorder.stop();
    try {
      recorder = await begin(kind, (file) => {
        recorder = null;
        button.textContent = words.again;
        told.textContent = words.done;
        put(field, file);
        played.src = URL.createObjectURL(file);
        played.hidden = false;
      });
      button.textContent = words.stop;
      told.textContent = words.now;
    } catch {
      told.textContent = words.refused;
    }
  });
}

async function begin([type, ending], done) {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(sound, { mimeType: type, audioBitsPerSecond: 48000 });
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", () => {
    for (const track of sound.getTracks()) track.stop();
    done(new File(parts, `recording.${ending}`, { type }));
  });
  recorder.start();
  setTimeout(() => recorder.state === "recording" && recorder.stop(), MOST);
  return recorder;
}

function put(field, file) {
  const held = new DataTransfer();
  held.items.add(file);
  field.files = held.files;
}
