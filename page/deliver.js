async (parcel) => {
  // What was written goes from memory to the clipboard or to a file of the browser's: no copy of it stays on the server.
  if (!parcel) return;
  const say = (words) => {
    document.querySelector("#delivered").textContent = words;
  };
  if (parcel.file) {
    // a Word file is no text, and travels as letters
    const whole = parcel.base64 ? Uint8Array.from(atob(parcel.base64), (letter) => letter.charCodeAt(0)) : parcel.text;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([whole], { type: parcel.mime }));
    link.download = parcel.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(`Saved ${parcel.file}`);
    return;
  }
  try {
    const kinds = { "text/plain": new Blob([parcel.text], { type: "text/plain" }) };
    if (parcel.html) kinds["text/html"] = new Blob([parcel.html], { type: "text/html" });
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
    say(parcel.said);
  } catch {
    // Without https, from another machine, browsers have no clipboard but this old one.
    const field = document.createElement("textarea");
    field.value = parcel.text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    say(copied ? parcel.said : "The browser would not copy: save the text instead");
  }
}
