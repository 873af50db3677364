package till.config;

import java.util.ArrayList;
import java.util.List;

/// What is noticed while a configuration is read: every setting, and every problem.
final class Notes {

  private final List<Setting> settings = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  void setting(String key, String shown, Place place) {
    settings.add(new Setting(key, shown, place));
  }

  void problem(String key, Place place, String text) {
    problems.add(new Problem(key, place, text));
  }

  List<Setting> settings() {
    return List.copyOf(settings);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
