// Offers the moving figure on an exercise's page. What draws it comes when it is asked for.
const viewer = document.querySelector("[data-viewer]");
const offer = document.querySelector("[data-offer]");

if (viewer && "WebGL2RenderingContext" in window) {
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", async () => {
    offer.hidden = true;
    viewer.hidden = false;
    viewer.querySelector('[data-do="play"]').focus();
    try {
      await (await import("./viewer.js")).open(viewer);
    } catch {
      viewer.hidden = true; // the still pictures say it all
    }
  });
}
