package till.kiosk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.lane.Lane;
import till.trust.Operators;

/// The local HTTP server: the API, the events and the pages, for screens on this board.
///
/// Each request waits its turn if nobody knows its connection, and passes the same door (host, then
/// origin, then route, then role) on a virtual thread of its own. Nothing here decides about a
/// sale.
public final class KioskServer implements AutoCloseable {

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors ";

  /// How long whoever asks has for the answer when the server ends: the lane has given it already.
  private static final long FAREWELL_MILLIS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(KioskServer.class);

  private final HttpServer server;
  private final Lane lane;
  private final ExecutorService threads;
  private final Newcomers newcomers = new Newcomers(System.nanoTime());
  private final Gate gate;
  private final Pages pages;
  private final EventStreams events;
  private final List<Route> routes;
  private final List<Guest> guests;
  private final String contentSecurityPolicy;
  private final URI address;

  private KioskServer(
      HttpServer server,
      KioskSettings settings,
      Gate gate,
      Pairing pairing,
      EventStreams events,
      List<Route> api,
      List<Guest> guests,
      Lane lane) {
    this.server = server;
    this.lane = lane;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    this.gate = gate;
    this.pages = new Pages(settings.webRoot());
    this.events = events;
    this.routes = new ArrayList<>(api);
    routes.add(Route.get("/v1/events", Role.KIOSK, (call, _) -> events.open(call)));
    routes.add(pairing.route());
    routes.addAll(pages.routes());
    this.guests = List.copyOf(guests);
    // only a guest's page, such as the demo's, may show the kiosk in a frame
    this.contentSecurityPolicy = CONTENT_SECURITY_POLICY + (guests.isEmpty() ? "'none'" : "'self'");
    this.address = URI.create(settings.origin(server.getAddress().getPort()));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /// Listens, makes the access tokens, and answers from then on.
  ///
  /// @param operators who may act with a PIN
  /// @param board what the front door knows of rooms that the kiosk does not look into; asked for
  ///   each time it is shown
  /// @param log the last lines of the log, the oldest first
  /// @param guests what others answer under paths of their own
  /// @param stateDirectory keeps the secret of paired browsers
  /// @param chance a secure generator
  /// @throws KioskException when it cannot listen there, or a directory cannot be written
  /// @throws KioskConfigException when the certificate or its key cannot be used
  public static KioskServer open(
      KioskSettings settings,
      Lane lane,
      Operators operators,
      Supplier<BoardView> board,
      Supplier<List<LogLine>> log,
      List<Guest> guests,
      Path stateDirectory,
      InstantSource clock,
      RandomGenerator chance) {
    return open(
        settings,
        lane,
        operators,
        board,
        log,
        guests,
        stateDirectory,
        clock,
        chance,
        Patience.NORMAL);
  }

  /// How long the server waits for others.
  record Patience(long answerMillis, long heartbeatMillis, long stallMillis) {
    static final Patience NORMAL =
        new Patience(
            LaneCommands.ANSWER_MILLIS, EventStreams.HEARTBEAT_MILLIS, EventStreams.STALL_MILLIS);
  }

  static KioskServer open(
      KioskSettings settings,
      Lane lane,
      Operators operators,
      Supplier<BoardView> board,
      Supplier<List<LogLine>> logTail,
      List<Guest> guests,
      Path stateDirectory,
      InstantSource clock,
      RandomGenerator chance,
      Patience patience) {
    Optional<KioskTls> tls = settings.tls().map(KioskTls::read);
    HttpServer http = listen(settings, tls);
    try {
      SessionCookies cookies = SessionCookies.open(stateDirectory, chance);
      AccessTokens tokens = AccessTokens.make(settings.tokenDirectory(), chance);
      var gate =
          new Gate(
              settings,
              http.getAddress().getPort(),
              tls.map(KioskTls::names).orElse(List.of()),
              tokens,
              cookies);
      var codes = new PairingCodes(settings.tokenDirectory(), clock);
      var json = new LaneJson(board.get().terminal());
      var acts = new OperatorActs(gate, operators);
      var api = new ArrayList<>(new Api(lane, json, board, acts).routes());
      api.addAll(new TechApi(lane, board, logTail, clock).routes());
      api.addAll(new LaneCommands(lane, json, acts, patience.answerMillis()).routes());
      var events =
          new EventStreams(
              lane,
              json,
              RecentEvents.open(lane, stateDirectory, chance),
              patience.heartbeatMillis(),
              patience.stallMillis());
      var kiosk =
          new KioskServer(
              http, settings, gate, new Pairing(codes, gate), events, api, guests, lane);
      http.start();
      log.info("kiosk at {}", kiosk.address);
      return kiosk;
    } catch (RuntimeException e) {
      http.stop(0);
      throw e;
    }
  }

  private static HttpServer listen(KioskSettings settings, Optional<KioskTls> tls) {
    String where = Gate.inAddress(settings.host()) + ":" + settings.port();
    ServerLimits.apply();
    try {
      InetAddress host = InetAddress.getByName(settings.host());
      if (!host.isLoopbackAddress() && tls.isEmpty()) {
        throw new KioskException(
            "the kiosk cannot listen on "
                + where
                + ": without TLS only loopback is allowed. Set [kiosk] tls_certificate and tls_key,"
                + " or listen to 127.0.0.1:"
                + settings.port());
      }
      var address = new InetSocketAddress(host, settings.port());
      if (tls.isEmpty()) {
        return HttpServer.create(address, 0);
      }
      HttpsServer server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(tls.get().configurator());
      return server;
    } catch (BindException e) {
      throw new KioskException(
          "the kiosk cannot listen on "
              + where
              + " ("
              + e.getMessage()
              + "): end the other program that does, or set another [kiosk] listen",
          e);
    } catch (IOException e) {
      throw new KioskException("the kiosk cannot listen on " + where + ": " + e, e);
    }
  }

  /// Where it answers, with the port that was chosen.
  public URI address() {
    return address;
  }

  /// What it answers.
  List<Route> routes() {
    return List.copyOf(routes);
  }

  /// How many screens listen to the events.
  int listening() {
    return events.listening();
  }

  /// Answers one request.
  ///
  /// @throws IOException when whoever asked has gone. The JDK's server has to hear of it: a
  ///   connection that is closed under it counts towards its most for ever, and so many screens
  ///   that are switched off while they listen would be the last
  private void handle(HttpExchange exchange) throws IOException {
    try {
      Optional<Call> call = Optional.empty();
      Answer answer;
      newcomers.awaitTurn(exchange.getRemoteAddress());
      try {
        call = Optional.of(Call.of(exchange));
        answer = answer(call.get());
      } catch (FaultException e) {
        answer = refusal(call, e);
      } catch (RuntimeException e) {
        log.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), e);
        answer = Answer.problem(Fault.INTERNAL, "", languages());
      }
      newcomers.answered(exchange.getRemoteAddress(), answer.status());
      send(exchange, answer);
      exchange.getResponseBody().close();
    } catch (IOException e) {
      log.debug("{} went away: {}", exchange.getRemoteAddress(), e.toString());
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the kiosk ends");
    }
  }

  private Answer answer(Call call) throws IOException {
    gate.checkHost(call);
    gate.checkOrigin(call);
    allowOrigin(call);
    if (call.method().equals("OPTIONS") && call.header("Origin").isPresent()) {
      return preflight(call);
    }
    Optional<Guest> guest = guest(call);
    if (guest.isPresent()) {
      return answer(call, guest.get());
    }
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.match(call.segments());
      if (variables.isPresent()) {
        if (route.method().equals(call.method())) {
          return answer(call, route, variables.get());
        }
        methods.add(route.method());
      }
    }
    if (!methods.isEmpty()) {
      return methodNotAllowed(methods);
    }
    return ownFile(call).orElseThrow(() -> Fault.NOT_FOUND.because(call.path()));
  }

  private Answer answer(Call call, Route route, Map<String, String> variables) throws IOException {
    if (call.method().equals("POST") || route.path().equals("/v1/events")) {
      gate.checkPage(call);
    }
    if (route.needs().isPresent()) {
      gate.checkRole(call, route.needs().get());
    }
    return route.resource().answer(call, variables);
  }

  private Optional<Answer> ownFile(Call call) throws IOException {
    if (call.isApi() || !call.method().equals("GET")) {
      return Optional.empty();
    }
    Optional<Answer> file = pages.ownFile(call);
    if (file.isPresent()) {
      gate.checkRole(call, Role.KIOSK);
    }
    return file;
  }

  private Optional<Guest> guest(Call call) {
    return guests.stream()
        .filter(
            guest -> call.path().equals(guest.path()) || call.path().startsWith(guest.path() + "/"))
        .findFirst();
  }

  private Answer answer(Call call, Guest guest) throws IOException {
    boolean post = call.method().equals("POST");
    if (!post && !call.method().equals("GET")) {
      return methodNotAllowed(Set.of("GET", "POST"));
    }
    if (post) {
      gate.checkPage(call);
    }
    gate.checkRole(call, Role.KIOSK);
    Response response =
        guest.answer(
            new GuestRequest(
                call.method(), call.path(), call.query(), post ? call.jsonBody() : new byte[0]));
    return Answer.of(response.status(), response.contentType(), response.body());
  }

  private Answer methodNotAllowed(Set<String> methods) {
    Set<String> all = new TreeSet<>(methods);
    if (all.contains("GET")) {
      all.add("HEAD");
    }
    String allowed = String.join(", ", all);
    return Answer.problem(Fault.METHOD_NOT_ALLOWED, allowed + " only", languages())
        .with("Allow", allowed);
  }

  /// What is read at the lane, best first.
  private List<String> languages() {
    return lane.view().customer().languages();
  }

  /// People who open a page get a page.
  private Answer refusal(Optional<Call> call, FaultException e) {
    boolean page = call.filter(asked -> !asked.isApi() && asked.method().equals("GET")).isPresent();
    boolean stranger = e.fault() == Fault.UNAUTHORISED;
    if (page && (stranger || e.fault() == Fault.FORBIDDEN)) {
      return Pages.pairing(call.orElseThrow().path(), e.fault().status(), !stranger);
    }
    Answer.Whole problem = Answer.problem(e.fault(), e.detail(), languages());
    return switch (e.fault()) {
      case UNAUTHORISED -> problem.with("WWW-Authenticate", "Bearer");
      default ->
          e.retryAfterSeconds().isPresent()
              ? problem.with("Retry-After", Long.toString(e.retryAfterSeconds().getAsLong()))
              : problem;
    };
  }

  /// Lets a front end of one's own, named in the configuration, read the answer.
  private void allowOrigin(Call call) {
    Optional<String> origin = call.header("Origin").filter(gate::isAllowed);
    if (origin.isPresent()) {
      var headers = call.exchange().getResponseHeaders();
      headers.set("Access-Control-Allow-Origin", origin.get());
      headers.set("Access-Control-Allow-Credentials", "true");
      headers.set("Vary", "Origin");
    }
  }

  private Answer preflight(Call call) {
    String origin = call.header("Origin").orElse("");
    if (!gate.isAllowed(origin)) {
      throw Fault.ORIGIN_NOT_ALLOWED.because(origin);
    }
    return Answer.of(204, "text/plain", new byte[0])
        .with("Access-Control-Allow-Methods", "GET, POST")
        .with("Access-Control-Allow-Headers", "authorization, content-type, last-event-id")
        .with("Access-Control-Max-Age", "600");
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", contentSecurityPolicy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    switch (answer) {
      case Answer.Whole whole -> {
        headers.set("Content-Type", whole.contentType());
        whole.headers().forEach(headers::set);
        if (head) {
          headers.set("Content-Length", String.valueOf(whole.body().length));
        }
        boolean empty = head || whole.body().length == 0;
        if (empty) {
          // the server ends these by itself, and keeps to itself what goes wrong in it
          exchange.getRequestBody().close();
        }
        exchange.sendResponseHeaders(whole.status(), empty ? -1 : whole.body().length);
        if (!empty) {
          exchange.getResponseBody().write(whole.body());
        }
      }
      case Answer.Streamed streamed -> {
        headers.set("Content-Type", streamed.contentType());
        exchange.sendResponseHeaders(streamed.status(), head ? -1 : 0);
        if (!head) {
          streamed.writer().writeTo(exchange.getResponseBody());
        }
      }
    }
  }

  /// Ends every stream, lets those who have been heard have their answer, and answers nobody any
  /// more.
  @Override
  public void close() {
    events.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
        log.info("somebody did not wait for an answer, or was still asking");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
