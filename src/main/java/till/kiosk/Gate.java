package till.kiosk;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The door: by which name the server was called, from which page, and by whom.
///
/// A name that is not ours is a page that had its own name turned to our address (DNS rebinding).
/// Another page's request is refused by its origin.
final class Gate {

  private final String scheme;
  private final int port;

  /// A browser leaves it out.
  private final boolean isUsualPort;

  private final Set<String> names = new TreeSet<>();
  private final List<String> allowedOrigins;
  private final AccessTokens tokens;
  private final SessionCookies cookies;
  private final String cookieName;

  /// @param port the one that is listened on
  /// @param certified the names of the server's certificate; empty without TLS
  Gate(
      KioskSettings settings,
      int port,
      List<String> certified,
      AccessTokens tokens,
      SessionCookies cookies) {
    boolean tls = settings.tls().isPresent();
    this.scheme = tls ? "https://" : "http://";
    this.port = port;
    this.isUsualPort = port == (tls ? 443 : 80);
    for (String name : List.of("localhost", "127.0.0.1", "[::1]", inAddress(settings.host()))) {
      names.add(inOneForm(name));
    }
    certified.forEach(name -> names.add(inOneForm(name)));
    this.allowedOrigins =
        settings.allowedOrigins().stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    this.tokens = tokens;
    this.cookies = cookies;
    // cookies do not tell ports apart, and a workbench may hold two terminals
    this.cookieName = "tilld-" + port;
  }

  /// A host as it stands in an address: IPv6 in brackets.
  static String inAddress(String host) {
    String plain = host.toLowerCase(Locale.ROOT);
    return plain.contains(":") && !plain.startsWith("[") ? "[" + plain + "]" : plain;
  }

  /// An IPv6 address can be written in several ways.
  private static String inOneForm(String name) {
    if (!name.startsWith("[") || !name.endsWith("]")) {
      return name;
    }
    try {
      return "["
          + InetAddress.ofLiteral(name.substring(1, name.length() - 1)).getHostAddress()
          + "]";
    } catch (IllegalArgumentException _) {
      return name; // no address, and none of our names
    }
  }

  /// @throws FaultException when we are not called that
  void checkHost(Call call) {
    String host = call.header("Host").orElse("").toLowerCase(Locale.ROOT);
    if (!isOurs(host)) {
      throw Fault.HOST_NOT_ALLOWED.because(host);
    }
  }

  /// @param host with its port, in lower case
  private boolean isOurs(String host) {
    String end = ":" + port;
    boolean hasPort = host.endsWith(end);
    String name = inOneForm(hasPort ? host.substring(0, host.length() - end.length()) : host);
    return (hasPort || isUsualPort)
        && (names.contains(name) || names.contains(name.replaceFirst("^[^.:\\[]+\\.", "*.")));
  }

  private boolean isOwnOrigin(String origin) {
    return origin.startsWith(scheme) && isOurs(origin.substring(scheme.length()));
  }

  /// @throws FaultException when another page made this request, and says so
  void checkOrigin(Call call) {
    Optional<String> origin = call.header("Origin");
    if (origin.isPresent()
        && !isOwnOrigin(origin.get().toLowerCase(Locale.ROOT))
        && !isAllowed(origin.get())) {
      throw Fault.ORIGIN_NOT_ALLOWED.because(origin.get());
    }
  }

  /// For requests that change something, and for streams.
  ///
  /// @throws FaultException when a browser does not say which page made this request
  void checkPage(Call call) {
    if (call.header("Origin").isEmpty() && !isOwnPage(call)) {
      throw Fault.ORIGIN_NOT_ALLOWED.because("no Origin with a cookie");
    }
  }

  /// Without an origin: a program with a token, our own page, or a browser's plain GET of the same
  /// site.
  private static boolean isOwnPage(Call call) {
    Optional<String> site = call.header("Sec-Fetch-Site");
    return site.isPresent()
        ? site.get().equals("same-origin") || site.get().equals("none")
        : call.method().equals("GET") || call.header("Authorization").isPresent();
  }

  /// A front end of one's own, named in the configuration.
  boolean isAllowed(String origin) {
    return allowedOrigins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /// @throws FaultException when the request's sender may not do this
  void checkRole(Call call, Role needed) {
    Role role = role(call);
    if (!role.covers(needed)) {
      throw Fault.FORBIDDEN.because("needs " + needed.wireName() + ", this is " + role.wireName());
    }
  }

  /// What the request's sender may do.
  ///
  /// @throws FaultException when nobody knows them
  Role role(Call call) {
    return shown(call).orElseThrow(() -> Fault.UNAUTHORISED.because(""));
  }

  private Optional<Role> shown(Call call) {
    Optional<String> authorization = call.header("Authorization");
    if (authorization.isPresent()) {
      String shown = authorization.get();
      return shown.regionMatches(true, 0, "Bearer ", 0, 7)
          ? tokens.role(shown.substring(7).strip())
          : Optional.empty();
    }
    return call.cookie(cookieName).flatMap(cookies::role);
  }

  /// The header that gives a browser its cookie: not for scripts, not for other sites, and for
  /// longer than a screen lives (browsers cut it to 400 days).
  String cookieFor(Role role) {
    return cookieName
        + "="
        + cookies.issue(role)
        + "; Path=/; Max-Age=34560000; HttpOnly; SameSite=Strict"
        + (scheme.equals("https://") ? "; Secure" : "");
  }
}
