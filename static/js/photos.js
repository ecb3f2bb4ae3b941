// Makes photos small on the device before they are sent; when and where they were taken stays in them.
import { say } from "./desk.js";

const SIDE = 1600;
const QUALITY = 0.85;
const SMALL_ALREADY = 600_000; // bytes
const HEAD = 262_144; // bytes in which a camera says when and where
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const ORIENTATION = 0x0112;

/** The part of a JPEG that says when, where and which way up; upright from now on. Nothing where there is none. */
function exifOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 4 < view.byteLength && view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda;) {
    const end = at + 2 + view.getUint16(at + 2);
    if (view.getUint8(at + 1) === 0xe1 && EXIF.every((one, place) => bytes[at + 4 + place] === one)) {
      return end <= bytes.length ? upright(bytes.slice(at, end)) : null;
    }
    at = end;
  }
  return null;
}

function upright(segment) {
  const view = new DataView(segment.buffer);
  const start = 10; // marker, length and name come before the table
  const little = view.getUint16(start) === 0x4949;
  const table = start + view.getUint32(start + 4, little);
  const count = view.getUint16(table, little);
  for (let entry = table + 2; entry < table + 2 + count * 12; entry += 12) {
    if (view.getUint16(entry, little) === ORIENTATION) view.setUint16(entry + 8, 1, little);
  }
  return segment;
}

async function drawn(file, picture, scale) {
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  const exif = exifOf(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  return exif ? [blob.slice(0, 2), exif, blob.slice(2)] : [blob];
}

/** The photo with no side longer than 1600 pixels; as it is where this browser cannot read it: the desk says if it cannot either. */
async function small(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL_ALREADY) return file;
    const parts = await drawn(file, picture, scale);
    picture.close();
    const name = `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
    return new File(parts, name, { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file;
  }
}

/** A field for photos: each time some are taken they are added to those there are. */
class Shots {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=file]");
    this.files = [];
    this.busy = Promise.resolve();
    this.pending = 0;
    box.classList.add("scripted");
    this.input.addEventListener("change", () => {
      const taken = [...this.input.files];
      this.pending += 1;
      this.tell(box.dataset.shrinking);
      this.busy = this.busy.then(() => this.add(taken)).finally(() => { this.pending -= 1; });
    });
  }

  async add(taken) {
    for (const file of taken.slice(0, Number(this.box.dataset.most) - this.files.length)) this.files.push(await small(file));
    this.show();
  }

  show() {
    const ready = new DataTransfer();
    for (const file of this.files) ready.items.add(file);
    this.input.files = ready.files;
    const size = Math.round(this.files.reduce((sum, file) => sum + file.size, 0) / 1024);
    this.tell(this.files.length ? this.box.dataset.ready.replace("{count}", this.files.length).replace("{size}", size) : "");
    const list = this.box.querySelector("[data-shots]");
    for (const old of list.querySelectorAll("img")) URL.revokeObjectURL(old.src);
    list.replaceChildren(...this.files.map((file, place) => this.shot(file, place)));
    list.hidden = !this.files.length;
  }

  shot(file, place) {
    const item = document.createElement("li");
    const picture = document.createElement("img");
    const away = document.createElement("button");
    picture.src = URL.createObjectURL(file);
    picture.alt = this.box.dataset.shown.replace("{number}", place + 1);
    away.type = "button";
    away.textContent = "×";
    away.setAttribute("aria-label", this.box.dataset.remove.replace("{number}", place + 1));
    away.addEventListener("click", () => { this.files.splice(place, 1); this.show(); this.input.focus(); });
    item.append(picture, away);
    return item;
  }

  tell(text) {
    const told = this.box.querySelector("[data-photos-said]");
    told.textContent = text;
    told.hidden = !text;
    if (text) say(text);
  }
}

for (const form of document.querySelectorAll("form")) {
  const fields = [...form.querySelectorAll("[data-photos]")].map((box) => new Shots(box));
  // A form sent while photos are still being made small would send them large.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !fields.some((one) => one.pending)) return;
    event.preventDefault();
    const by = event.submitter;
    Promise.all(fields.map((one) => one.busy)).then(() => setTimeout(() => form.requestSubmit(by)));
  });
}
