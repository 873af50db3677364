package till.demo;

import till.kiosk.Browser;

/// The simulator's page as tests handle it: the shelves, and the kiosk beside them.
record SimScreen(Browser browser) {

  private static final Assortment GOODS = Assortment.load();

  /// Scans what has this picture, or puts it on the scale.
  SimScreen tapOnShelf(String image) {
    browser.click(".good[data-item='" + GOODS.withImage(image).itemId() + "']");
    return this;
  }

  /// Waits until something is so in the kiosk beside the shelves.
  SimScreen inKiosk(String selector, String condition) {
    browser.waitFor(
        "((node) => node && (%s))(document.getElementById('kiosk').contentDocument.querySelector(\"%s\"))"
            .formatted(condition, selector));
    return this;
  }

  SimScreen clickInKiosk(String selector) {
    return inKiosk("#screen:not([inert]) " + selector + ":not([disabled])", "(node.click(), true)");
  }
}
