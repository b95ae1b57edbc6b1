/** Shows the notice for as long as there is no network. */
export function followConnection(notice) {
  const show = () => {
    notice.hidden = navigator.onLine;
  };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}
