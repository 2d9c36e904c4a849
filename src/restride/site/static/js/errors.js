/** Move focus to the error summary, so that it is read and each line leads to its field. */
export function focusErrorSummary(root) {
  root.querySelector("#error-summary")?.focus();
}
