package till.device.scanner.label;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import till.device.scanner.label.ApplicationIdentifier.Characters;
import till.device.scanner.label.ApplicationIdentifier.Part;

/// The application identifiers (GS1 General Specifications 3, and 4.14 for what goes with what).
///
/// A row is `identifiers | value | rules`. `[0-5]` stands for one digit of several. A part of a
/// value is a kind of character (see `Characters`), a length or a longest length, a rule (see
/// `ValueRules`), and `?` where it may be absent. Rules: `with A/B` one of these is on the item
/// too, `A+B` meaning both; `not A/B` none of these is; `single` no other number of decimals of the
/// same quantity is; `key` stands first in a web address, `then A B` followed by these; `path` has
/// no place behind its question mark.
final class ApplicationIdentifiers {

  private static final String TABLE =
      """
      00                  | N18:check            | key
      01                  | N14:check            | not 02/37/255; key; then 22 10 21; then 235
      02                  | N14:check            | with 37
      03                  | N14:check            | not 01/02
      10                  | X..20                | with 01/02/03/8006/8026
      11 13 15 16         | N6:month             | with 01/02/03/8006/8026
      12                  | N6:month             | with 8020
      17                  | N6:month             | with 01/02/03/255/8006/8026
      20                  | N2                   | with 01/02/8006/8026
      21                  | X..20                | with 01/03/8006; not 235; path
      22                  | X..20                | with 01; path
      235                 | X..28                | with 01; path
      240 241             | X..30                | with 01/02/8006/8026
      242                 | N..6                 | with 01/02/8006/8026
      243                 | X..20                | with 01
      250                 | X..30                | with 01/8006; with 21
      251                 | X..30                | with 01/8006
      253                 | N13:check X..17?     | key
      254                 | X..20                | with 414; path
      255                 | N13:check N..12?     | not 01/02/415/8006/8020/8026; key
      30                  | N..8                 | with 01/02
      31[0-6][0-5]        | N6                   | with 01/02; single
      32[0-9][0-5]        | N6                   | with 01/02; single
      33[0-6][0-5]        | N6                   | with 00/01; single
      337[0-5]            | N6                   | with 01; single
      34[0-9][0-5]        | N6                   | with 00/01; single
      35[01267][0-5]      | N6                   | with 01/02; single
      35[345][0-5]        | N6                   | with 00/01; single
      36[01456][0-5]      | N6                   | with 01/02; single
      36[23789][0-5]      | N6                   | with 00/01; single
      37                  | N..8                 | with 00; with 02/8026
      390[0-9]            | N..15                | with 255/8020; not 391n/394n/8111; single
      391[0-9]            | N3:currency N..15    | with 8020; single
      392[0-9]            | N..15                | with 01; with 30/31nn/32nn/35nn/36nn; not 393n; single
      393[0-9]            | N3:currency N..15    | with 30/31nn/32nn/35nn/36nn; single
      394[0-3]            | N4                   | with 255; not 8111; single
      395[0-5]            | N6                   | with 30/31nn/32nn/35nn/36nn; not 392n/393n/8005; single
      400                 | X..30                |
      401                 | X..30:company        | key
      402                 | N17:check            | key
      403                 | X..30                | with 00
      410 411 412 413 416 | N13:check            |
      414                 | N13:check            | key; then 254; then 7040
      415                 | N13:check            | with 8020; key; then 8020
      417                 | N13:check            | key; then 7040
      420                 | X..20                | not 421
      421                 | N3:country X..9      | not 4307
      422                 | N3:country           | with 01/02/8006/8026; not 426
      423 425             | N3:country N3:country? N3:country? N3:country? N3:country? | with 01/02; not 426
      424                 | N3:country           | with 01/02; not 426
      426                 | N3:country           | with 01/02
      427                 | X..3                 | with 01/02; with 422
      430[01] 431[01] 4320 | X..35:percent       | with 00
      430[2456] 431[2456] | X..70:percent        | with 00
      4303                | X..70:percent        | with 4302
      4313                | X..70:percent        | with 4312
      4307 4317           | X2:alpha_2           | with 00
      4308 4319           | X..30                | with 00
      4309                | N10:latitude N10:longitude | with 00
      4318                | X..20                | with 00
      432[123]            | N1:flag              | with 00
      432[45]             | N6:month N4:time     | with 00
      4326                | N6:date              | with 00
      4330                | N6 X1:hyphen?        | with 00; not 4331
      4331                | N6 X1:hyphen?        | with 00; not 4330
      4332                | N6 X1:hyphen?        | with 00; not 4333
      4333                | N6 X1:hyphen?        | with 00; not 4332
      7001                | N13                  | with 01/02/8006/8026
      7002                | X..30                | with 01/02
      7003                | N6:date N4:time      | with 01/02
      7004                | N..4                 | with 01; with 10
      7005                | X..12                | with 01/02
      7006                | N6:date              | with 01/02
      7007                | N6:date N6:date?     | with 01/02
      7008                | X..3                 | with 01/02
      7009                | X..10                | with 01/02
      7010                | X..2                 | with 01/02
      7011                | N6:date N4:time?     | with 01/02
      7020                | X..20                | with 01/8006; with 416
      7021                | X..20                | with 01/8006
      7022                | X..20                | with 7021
      7023                | X..30:company        |
      703[0-9]            | N3:country_999 X..27 | with 01/02
      7040                | N1 X1 X1 X1:importer | path
      7041                | X..4                 | with 00; path
      71[0-6]             | X..20                | with 01
      723[0-9]            | X2 X..28             | with 01/8004
      7240                | X..20                | with 01/8006
      7241                | N2:medium            | with 8017/8018
      7242                | X..25                | with 8017/8018
      7250                | N8:birthday          | with 8018; not 7251
      7251                | N8:birthday N4:time  | with 8018; not 7250
      7252                | N1:sex               | with 8018
      7253 7254           | X..40:percent        | with 8017/8018; not 7256/7259
      7255                | X..10                | with 8017/8018; not 7256/7259
      7256                | X..90:percent        | with 8017/8018
      7257                | X..70:percent        | with 8018
      7258                | X3:place             | with 8018+7259
      7259                | X..40:percent        | with 8018; not 7256
      8001                | N4:positive N5:positive N3:positive N1:winding N1 | with 01
      8002                | X..20                |
      8003                | N1:zero N13:check X..16? | key
      8004                | X..30:company        | key; then 7040
      8005                | N6                   | with 01/02
      8006                | N14:check N4:piece   | not 01/37; key; then 22 10 21
      8007                | X..34:iban           | with 415
      8008                | N6:date N2:hour N2:minute? N2:second? | with 01/02
      8009                | X..50                | with 00/01
      8010                | Y..30:company        | key; then 8011
      8011                | N..12:bare           | with 8010; path
      8012                | X..20                | with 01/8006
      8013                | X..25:pair           | key
      8014                | X..25:pair           | with 01; path
      8017                | N18:check            | not 8018; key; then 8019
      8018                | N18:check            | not 8017; key; then 8019
      8019                | N..10                | with 8017/8018; path
      8020                | X..25                | with 415; path
      8026                | N14:check N4:piece   | with 37; not 02/8006
      8030                | Z..90                | with 00/01+21/253/255/8003/8004/8006+21/8010+8011/8017/8018
      8110                | X..70:coupon         |
      8111                | N4                   | with 255
      8112                | X..70:offer          |
      8200                | X..70                | with 01; path
      90                  | X..30                |
      9[1-9]              | X..90                |
      """;

  /// Digits of an identifier by its first two (General Specifications 7.8.1); two where neither
  /// says.
  private static final Pattern THREE_DIGITS = Pattern.compile("2[345]|4[0-2]|71");

  private static final Pattern FOUR_DIGITS = Pattern.compile("3[1-69]|43|7[02]|8[0-2]");

  private static final Pattern TWO_DIGITS = Pattern.compile("0[0-3]|1[0-35-7]|2[0-2]|3[07]|9[0-9]");

  private static final Pattern PART =
      Pattern.compile("([NXYZ])(\\.\\.)?([0-9]+)(:([a-z0-9_]+))?(\\?)?");

  private static final Pattern CHOICE = Pattern.compile("\\[([0-9]+)(?:-([0-9]))?]");

  private static final Map<String, ApplicationIdentifier> BY_DIGITS = read();

  private ApplicationIdentifiers() {}

  static Optional<ApplicationIdentifier> find(String ai) {
    return Optional.ofNullable(BY_DIGITS.get(ai));
  }

  /// How many digits an identifier has that begins with these two, known or not.
  ///
  /// @return empty where the standard has nothing that begins so
  static Optional<Integer> length(String firstTwo) {
    if (FOUR_DIGITS.matcher(firstTwo).matches()) {
      return Optional.of(4);
    }
    if (THREE_DIGITS.matcher(firstTwo).matches()) {
      return Optional.of(3);
    }
    return TWO_DIGITS.matcher(firstTwo).matches() ? Optional.of(2) : Optional.empty();
  }

  private static Map<String, ApplicationIdentifier> read() {
    var all = new HashMap<String, ApplicationIdentifier>();
    TABLE
        .lines()
        .forEach(line -> {
          String[] columns = line.split("\\|", -1);
          for (String ais : columns[0].strip().split(" ", -1)) {
            expanded(ais)
                .forEach(ai -> all.put(ai, row(ai, columns[1].strip(), columns[2].strip())));
          }
        });
    return Map.copyOf(all);
  }

  /// `31[0-6][0-5]` is 3100, 3101, ...
  private static Stream<String> expanded(String ais) {
    Matcher choice = CHOICE.matcher(ais);
    if (!choice.find()) {
      return Stream.of(ais);
    }
    String digits = choice.group(1);
    String last = choice.group(2);
    if (last != null) {
      digits = "0123456789".substring(digits.charAt(0) - '0', last.charAt(0) - '0' + 1);
    }
    return digits
        .chars()
        .mapToObj(
            digit -> ais.substring(0, choice.start()) + (char) digit + ais.substring(choice.end()))
        .flatMap(ApplicationIdentifiers::expanded);
  }

  private static ApplicationIdentifier row(String ai, String value, String rules) {
    var companions = new ArrayList<List<String>>();
    var strangers = new ArrayList<String>();
    var qualifiers = new ArrayList<List<String>>();
    boolean key = false;
    boolean attribute = true;
    for (String rule : rules.split(";", -1)) {
      String[] words = rule.strip().split(" ", -1);
      switch (words[0]) {
        case "with" -> companions.add(List.of(words[1].split("/", -1)));
        case "not" -> strangers.addAll(List.of(words[1].split("/", -1)));
        case "single" -> strangers.add(ai.substring(0, 3) + "n");
        case "then" -> qualifiers.add(List.of(words).subList(1, words.length));
        case "key" -> key = true;
        case "path" -> attribute = false;
        case "" -> {}
        default -> throw new IllegalStateException("not a rule of (" + ai + "): " + rule);
      }
    }
    return new ApplicationIdentifier(
        ai,
        Stream.of(value.split(" ", -1)).map(ApplicationIdentifiers::part).toList(),
        companions,
        strangers,
        key,
        qualifiers,
        attribute);
  }

  private static Part part(String text) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      throw new IllegalStateException("not a part of a value: " + text);
    }
    int max = Integer.parseInt(part.group(3));
    return new Part(
        Characters.valueOf(part.group(1)),
        part.group(2) == null ? max : 1,
        max,
        part.group(6) != null,
        Optional.ofNullable(part.group(5)).map(ValueRules::named));
  }
}
