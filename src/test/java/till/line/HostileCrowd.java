package till.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import till.evidence.Evidence;
import till.kiosk.Role;

/// Many clients at one kiosk's port that mean no good, some of which never read. Each answer is
/// judged at once: nothing may fail inside, and nobody may get what is not theirs.
public final class HostileCrowd implements AutoCloseable {

  /// Connections that a client leaves hanging at once.
  private static final int HANGING_MAX = 2;

  /// A client that does not read holds on to its connection for so many inputs of the others.
  private static final int UNREAD_INPUTS = 300;

  private static final int UNREAD_BUFFER_BYTES = 2_048;
  private static final int ANSWER_MILLIS_MAX = 300_000;
  private static final int ANSWER_BYTES_MAX = 16 * 1024 * 1024;
  private static final int FAULTS_MAX = 20;

  /// What a request may meet before anybody looks at what it asks for.
  private static final List<Integer> AT_THE_DOOR = List.of(400, 403, 404, 405);

  private static final Pattern SALE =
      Pattern.compile("\"transaction\":\\{\"transactionId\":\"([^\"]+)\".*?\"total\":(-?[0-9]+)");

  private final ServedApi api;
  private final InetSocketAddress address;
  private final KioskClient good;
  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private final AtomicReference<HostileBodies.Sale> sale =
      new AtomicReference<>(HostileBodies.Sale.NONE);
  private final long pauseMillis;
  private final AtomicLong left;
  private final List<CompletableFuture<Void>> clients = new ArrayList<>();
  private final List<CompletableFuture<Void>> unreading = new ArrayList<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Long> answers = new TreeMap<>();
  private boolean leaving;

  /// @param inputs how many all of them send
  /// @param pauseMillis of each of them behind an input
  private HostileCrowd(ShopFloor floor, KioskClient good, long inputs, long pauseMillis) {
    this.pauseMillis = pauseMillis;
    this.api = ServedApi.of(good.bytes("/v1/openapi.json"));
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), floor.kioskPort);
    this.good = good;
    this.left = new AtomicLong(inputs);
    for (Role role : Role.values()) {
      tokens.put(role, token(floor.folder.resolve("tokens/" + role.wireName() + ".token")));
    }
  }

  private static String token(Path file) {
    try {
      String token = Files.readString(file).strip();
      Evidence.token(token);
      return token;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets them loose, each as fast as it can.
  ///
  /// @param good whose commands are sent again by others
  /// @param unreading how many more there are that never read
  /// @param inputs how many all of them send
  public static HostileCrowd start(
      ShopFloor floor, KioskClient good, int clients, int unreading, long inputs, Random chance) {
    return start(floor, good, clients, unreading, inputs, 0, chance);
  }

  /// The same with a pause of each of them behind each input.
  public static HostileCrowd start(
      ShopFloor floor,
      KioskClient good,
      int clients,
      int unreading,
      long inputs,
      long pauseMillis,
      Random chance) {
    var crowd = new HostileCrowd(floor, good, inputs, pauseMillis);
    for (int i = 0; i < clients; i++) {
      HostileInputs own = crowd.inputs(chance.nextLong());
      crowd.clients.add(Torture.start(() -> crowd.attack(own)));
    }
    for (int i = 0; i < unreading; i++) {
      HostileInputs own = crowd.inputs(chance.nextLong());
      crowd.unreading.add(Torture.start(() -> crowd.stare(own)));
    }
    return crowd;
  }

  private HostileInputs inputs(long seed) {
    return new HostileInputs(
        api, address.getPort(), tokens, sale::get, good::lastSent, new Random(seed));
  }

  private void attack(HostileInputs inputs) {
    Deque<Socket> hanging = new ArrayDeque<>();
    while (left.getAndDecrement() > 0) {
      send(inputs.next(), hanging);
      pause();
      while (hanging.size() > HANGING_MAX) {
        close(hanging.removeFirst());
      }
      synchronized (this) {
        notifyAll();
      }
    }
    hanging.forEach(HostileCrowd::close);
  }

  private void pause() {
    try {
      Thread.sleep(pauseMillis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(HostileInputs.Input input, Deque<Socket> hanging) {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      socket.connect(address);
      socket.getOutputStream().write(input.bytes());
      switch (input.ending()) {
        case READS -> {
          socket.shutdownOutput();
          judge(input, read(socket.getInputStream()));
          close(socket);
        }
        case HANGS -> hanging.addLast(socket);
        case GONE -> close(socket);
      }
    } catch (SocketTimeoutException _) {
      fault(input, "is never answered");
      close(socket);
    } catch (IOException e) {
      if (input.operation().isPresent()) {
        fault(input, "is thrown out: " + e);
      }
      close(socket);
    }
  }

  private static byte[] read(InputStream in) throws SocketTimeoutException {
    var read = new ByteArrayOutputStream();
    byte[] some = new byte[8_192];
    try {
      for (int n = in.read(some); n > 0 && read.size() < ANSWER_BYTES_MAX; n = in.read(some)) {
        read.write(some, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // what came until it broke off is the answer
    }
    return read.toByteArray();
  }

  /// A screen that is not looked at, and comes back when it was long enough.
  private void stare(HostileInputs inputs) {
    while (isGoingOn()) {
      Socket socket = new Socket();
      try {
        socket.setReceiveBufferSize(UNREAD_BUFFER_BYTES);
        socket.connect(address);
        socket.getOutputStream().write(inputs.unread());
        awaitInputs(left.get() - UNREAD_INPUTS);
      } catch (IOException _) {
        // thrown out
      } finally {
        close(socket);
      }
    }
  }

  private synchronized boolean isGoingOn() {
    return !leaving && left.get() > 0;
  }

  private synchronized void awaitInputs(long until) {
    try {
      while (isGoingOn() && left.get() > until) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void judge(HostileInputs.Input input, byte[] read) {
    String text = new String(read, StandardCharsets.ISO_8859_1);
    if (tokens.values().stream().anyMatch(text::contains)) {
      fault(input, "is told a token");
    }
    if (text.contains("\tat ") || text.contains("root:x:")) {
      fault(input, "is told what is inside: " + text);
    }
    List<HttpAnswer> all = HttpAnswer.all(text);
    if (all.isEmpty() && input.operation().isPresent()) {
      fault(input, "is not answered");
    }
    all.forEach(answer -> judge(input, answer));
    Matcher seen = SALE.matcher(text);
    if (seen.find()) {
      sale.set(new HostileBodies.Sale(seen.group(1), Long.parseLong(seen.group(2))));
    }
  }

  private void judge(HostileInputs.Input input, HttpAnswer answer) {
    synchronized (answers) {
      answers.merge(answer.status(), 1L, Long::sum);
    }
    if (answer.status() == 500) {
      fault(input, "is answered 500");
    }
    if (input.foreign() && (answer.status() < 400 || answer.body().contains("\"lane\""))) {
      fault(input, "is answered " + answer.status());
    }
    if (input.replay() && answer.status() == 422) {
      fault(input, "is not the same command any more");
    }
    input.operation().ifPresent(operation -> judge(input, operation, answer.status()));
  }

  private void judge(HostileInputs.Input input, ServedApi.Operation operation, int status) {
    boolean done = status < 400;
    if (done && (operation.isPost() || !operation.isOpenTo(input.shown()))) {
      fault(input, "is answered " + status);
    }
    if (!operation.statuses().contains(status) && !AT_THE_DOOR.contains(status)) {
      fault(input, "is answered " + status + ", which is not described");
    }
  }

  private void fault(HostileInputs.Input input, String what) {
    if (faults.size() < FAULTS_MAX) {
      String sent = new String(input.bytes(), StandardCharsets.ISO_8859_1);
      for (String token : tokens.values()) {
        sent = sent.replace(token, "TOKEN");
      }
      faults.add(
          input.kind() + " " + what + ", sent: " + sent.substring(0, Math.min(800, sent.length())));
    }
  }

  /// Waits until they have sent everything.
  ///
  /// @return what is against the answers they got
  public List<String> await() {
    clients.forEach(CompletableFuture::join);
    leave();
    return List.copyOf(faults);
  }

  /// How often each status was answered.
  Map<Integer, Long> answers() {
    synchronized (answers) {
      return new TreeMap<>(answers);
    }
  }

  private void leave() {
    synchronized (this) {
      leaving = true;
      notifyAll();
    }
    unreading.forEach(CompletableFuture::join);
  }

  /// Calls them off.
  @Override
  public void close() {
    left.set(0);
    await();
  }

  /// One answer of those that came over a connection.
  private record HttpAnswer(int status, String body) {

    private static final Pattern HEAD =
        Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[^\\r]*\\r\\n((?:[^\\r]+\\r\\n)*)\\r\\n");

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]{1,9})\\r");

    static List<HttpAnswer> all(String text) {
      var answers = new ArrayList<HttpAnswer>();
      Matcher head = HEAD.matcher(text);
      for (int at = 0; head.find(at); ) {
        Matcher length = LENGTH.matcher(head.group(2));
        int end =
            length.find()
                ? Math.min(text.length(), head.end() + Integer.parseInt(length.group(1)))
                : head.end();
        answers.add(
            new HttpAnswer(Integer.parseInt(head.group(1)), text.substring(head.end(), end)));
        at = end;
      }
      return answers;
    }
  }
}
