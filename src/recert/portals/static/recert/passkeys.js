// Passkeys: asks the device, puts its answer into the form, sends the form. Nothing else.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(options) {
    const made = await navigator.credentials.create({ publicKey: {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: ids(options.excludeCredentials),
    } });
    return { ...named(made), response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    } };
  }

  async function ask(options) {
    const given = await navigator.credentials.get({ publicKey: {
      ...options, challenge: bytes(options.challenge), allowCredentials: ids(options.allowCredentials),
    } });
    const answer = given.response;
    return { ...named(given), response: {
      clientDataJSON: text(answer.clientDataJSON),
      authenticatorData: text(answer.authenticatorData),
      signature: text(answer.signature),
      userHandle: answer.userHandle ? text(answer.userHandle) : null,
    } };
  }

  const named = (credential) => ({
    id: credential.id, rawId: text(credential.rawId), type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  async function options(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${response.status}`);
    return (await response.json()).request_options.publicKey;
  }

  async function send(form) {
    const words = form.querySelector("[data-passkey-failed]");
    words.hidden = true;
    try {
      const answer = await (form.dataset.passkey === "make" ? make : ask)(await options(form));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      words.hidden = false;
      words.focus();
    }
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    document.querySelectorAll("[data-without-passkey]").forEach((words) => { words.hidden = true; });
    form.addEventListener("submit", (event) => { event.preventDefault(); if (form.reportValidity()) send(form); });
  });
})();
