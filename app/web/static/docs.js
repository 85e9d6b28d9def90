"use strict";

SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#viewer",
  deepLinking: false,
  displayRequestDuration: true,
  validatorUrl: null,
});

// The viewer leaves its form fields without names and its examples out of reach of the keyboard.
function mend() {
  for (const field of document.querySelectorAll("tr[data-param-name] :is(input, select, textarea):not([aria-label])")) {
    field.setAttribute("aria-label", field.closest("tr").dataset.paramName);
  }
  for (const field of document.querySelectorAll(".swagger-ui :is(select, textarea):not([aria-label], [id], tr *)")) {
    field.setAttribute("aria-label", "Body or media type");
  }
  for (const example of document.querySelectorAll(".microlight:not([tabindex])")) {
    example.tabIndex = 0;
  }
}

new MutationObserver(mend).observe(document.getElementById("viewer"), { childList: true, subtree: true });
