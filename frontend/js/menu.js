// The account menu is a plain <details>. With script it also closes on Escape and on a click
// elsewhere, so that it never lies over a child's name while someone reads.
export function startMenus() {
  const menus = document.querySelectorAll("details[data-menu]");
  document.addEventListener("click", (event) => {
    // A dialog opened from the menu gives focus back to it, so it must still be there.
    if (event.target.closest("dialog")) return;
    menus.forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  menus.forEach((menu) =>
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    }),
  );
}
