package till.kiosk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import till.Tools;
import tools.jackson.databind.JsonNode;

/// Looks with axe-core for what keeps people out who do not see, hear or reach as others do.
public final class Axe {

  /// Beside axe's own choice of rules: targets for a finger, and 7:1 where high contrast is chosen.
  /// What a frame shows is looked at on a page of its own. `minor` is left to taste.
  private static final String LOOK =
      """
      axe.run(document, {
        iframes: false,
        resultTypes: ['violations'],
        rules: {
          'target-size': {enabled: true},
          'color-contrast-enhanced': {
            enabled: document.documentElement.classList.contains('contrast')
              || matchMedia('(prefers-contrast: more)').matches,
          },
        },
      }).then(({violations}) => violations.filter(each => each.impact !== 'minor').flatMap(({id, impact, nodes}) =>
          nodes.map(({target, any, all, none}) => impact + ' ' + id + ' ' + target.join(' ') + ': '
            + [...any, ...all, ...none].map(each => each.message).join(' '))))
      """;

  private final Browser browser;
  private final String script;
  private final List<String> findings = new ArrayList<>();

  /// Where axe-core is missing the test is skipped, as with `Tools.needNpm`.
  ///
  /// @param browser shows from now on nothing that moves: colours are looked at when they are whole
  public Axe(Browser browser) {
    try {
      script = Files.readString(Tools.needNpm("axe-core", "axe.min.js"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.browser = browser.rest();
  }

  /// Looks at the page as it is now.
  ///
  /// @param state what to call it where something is found
  public Axe look(String state) {
    if (browser.evaluate("typeof axe").asString().equals("undefined")) {
      browser.evaluate(script + ";null");
    }
    for (JsonNode finding : browser.evaluate(LOOK)) {
      findings.add(state + ": " + finding.asString());
    }
    return this;
  }

  /// Looks at a page that has no modes of its own: as it is, with letters twice as large, and with
  /// more contrast, as browser and system are set for who needs that.
  public Axe lookInEachWay(String state) {
    look(state);
    browser.evaluate("document.documentElement.style.fontSize = '200%'");
    look(state + ", large");
    browser.evaluate("document.documentElement.style.fontSize = ''");
    browser.contrast(true);
    look(state + ", contrast");
    browser.contrast(false);
    return this;
  }

  /// State, impact, rule, element and why, of all that was found so far.
  public List<String> findings() {
    return List.copyOf(findings);
  }
}
