package till.uplink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import till.evidence.Evidence;

/// A broker that says what a test wants it to say. Speaks as much MQTT 5 as one client needs.
final class FakeBroker implements AutoCloseable {

  /// No answer to a PUBLISH.
  static final int SILENCE = -1;

  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int SUBSCRIBE = 8;
  private static final int PINGREQ = 12;

  private static final int TOPIC_ALIAS = 0x23;
  private static final int USER_PROPERTY = 0x26;

  /// So small that a reader that stands still is soon felt at the other end.
  private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;

  /// A PUBLISH as it came in.
  ///
  /// @param topic in full, also where only its alias was sent
  /// @param alias 0 where there was none
  record Published(int connection, String topic, int alias, String payload) {}

  final BlockingQueue<Published> published = new LinkedBlockingQueue<>();
  final BlockingQueue<Integer> connections = new LinkedBlockingQueue<>();

  /// Connections on which a PINGREQ came.
  final BlockingQueue<Integer> pings = new LinkedBlockingQueue<>();

  /// Packet ids that were acknowledged.
  final BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();

  /// What a client must not do.
  final BlockingQueue<String> offences = new LinkedBlockingQueue<>();

  /// The properties of the CONNACK, in hex: `21FFFF` is a receive maximum of 65,535.
  volatile String connackProperties = "";

  volatile boolean isSilent;

  /// Accepts and closes, like a load balancer without a broker behind it.
  volatile boolean hangsUp;

  /// How long after it has accepted.
  volatile int hangsUpAfterMillis;

  /// Reads nothing more on a connection once somebody is subscribed on it.
  volatile boolean stalls;

  volatile boolean withholdsPings;

  volatile int connackCode;
  volatile int subscribeCode = 1;
  volatile ToIntFunction<Published> pubackCode = _ -> 0;

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private FakeBroker(ServerSocket server) {
    this.server = server;
  }

  static FakeBroker start() throws IOException {
    var server = new ServerSocket();
    server.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    var broker = new FakeBroker(server);
    Thread.ofVirtual().start(broker::accept);
    return broker;
  }

  UplinkSettings.Broker broker() {
    return broker("fake");
  }

  UplinkSettings.Broker broker(String id) {
    return new UplinkSettings.Broker(
        id, URI.create("mqtt://127.0.0.1:" + server.getLocalPort()), 1);
  }

  /// The next PUBLISH on this topic.
  Published next(String topic) throws InterruptedException {
    while (true) {
      Published next = published.poll(60, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was published on " + topic);
      }
      if (next.topic().equals(topic)) {
        return next;
      }
    }
  }

  /// Sends this to whoever connected last.
  void push(int header, byte[] body) throws IOException {
    send(sockets.getLast(), header, body);
  }

  /// Sends the header of a packet, and nothing of it, to whoever connected last.
  void begin(int header, int length) throws IOException {
    raw(header(header, length));
  }

  /// Sends these bytes to whoever connected last.
  void raw(byte[] bytes) throws IOException {
    Socket socket = sockets.getLast();
    synchronized (socket) {
      socket.getOutputStream().write(bytes);
    }
  }

  /// A PUBLISH with QoS 1 to whoever connected last.
  void deliver(String topic, int id, boolean isRepeated, String payload) throws IOException {
    var body = new ByteArrayOutputStream();
    var out = new DataOutputStream(body);
    out.writeUTF(topic);
    out.writeShort(id);
    out.write(0);
    out.write(payload.getBytes(StandardCharsets.UTF_8));
    push(isRepeated ? 0x3A : 0x32, body.toByteArray());
  }

  /// A DISCONNECT, with a server reference unless that is empty, to whoever connected last.
  void disconnect(int code, String reference) throws IOException {
    var body = new ByteArrayOutputStream();
    var out = new DataOutputStream(body);
    out.write(code);
    out.write(reference.isEmpty() ? 0 : 3 + reference.length());
    if (!reference.isEmpty()) {
      out.write(0x1C);
      out.writeUTF(reference);
    }
    push(0xE0, body.toByteArray());
  }

  /// Closes what whoever connected last is connected by, without a word.
  void drop() throws IOException {
    sockets.getLast().close();
  }

  private void accept() {
    for (int n = 1; ; n++) {
      try {
        Socket socket = server.accept();
        if (hangsUp) {
          hangUp(socket);
          continue;
        }
        sockets.add(socket);
        int connection = n;
        Thread.ofVirtual().start(() -> serve(socket, connection));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void hangUp(Socket socket) throws IOException {
    if (hangsUpAfterMillis == 0) {
      socket.close();
      return;
    }
    CompletableFuture.delayedExecutor(hangsUpAfterMillis, TimeUnit.MILLISECONDS)
        .execute(() -> {
          try {
            socket.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void serve(Socket socket, int connection) {
    Map<Integer, String> aliases = new HashMap<>();
    boolean isSubscribed = false;
    try {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        if (stalls && isSubscribed) {
          closed.await();
        }
        int header = in.readUnsignedByte();
        byte[] body = new byte[length(in)];
        in.readFully(body);
        Evidence.keep(Evidence.Kind.MQTT, body);
        if (!isSilent) {
          answer(socket, connection, aliases, header, body);
        }
        isSubscribed |= header >> 4 == SUBSCRIBE;
      }
    } catch (EOFException | SocketException e) {
      // the client has gone
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a fake broker", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(
      Socket socket, int connection, Map<Integer, String> aliases, int header, byte[] body)
      throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(body));
    switch (header >> 4) {
      case CONNECT -> {
        byte[] properties = HexFormat.of().parseHex(connackProperties);
        var connack = new ByteArrayOutputStream();
        connack.write(new byte[] {0, (byte) connackCode, (byte) properties.length});
        connack.write(properties);
        send(socket, 0x20, connack.toByteArray());
        connections.add(connection);
      }
      case SUBSCRIBE -> {
        int id = in.readUnsignedShort();
        in.skipNBytes(length(in));
        var suback = new ByteArrayOutputStream();
        new DataOutputStream(suback).writeShort(id);
        suback.write(0);
        while (in.available() > 0) {
          in.readUTF();
          in.readByte();
          suback.write(subscribeCode);
        }
        send(socket, 0x90, suback.toByteArray());
      }
      case PUBLISH -> {
        String name = in.readUTF();
        int id = in.readUnsignedShort();
        int alias = topicAlias(in.readNBytes(length(in)));
        String topic = topic(aliases, name, alias);
        if (topic.isEmpty()) {
          offences.add("a PUBLISH with the unknown alias " + alias);
          send(socket, 0xE0, new byte[] {(byte) 0x94, 0});
          return;
        }
        var message =
            new Published(
                connection, topic, alias, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        int code = pubackCode.applyAsInt(message);
        if (code != SILENCE) {
          send(socket, 0x40, new byte[] {(byte) (id >> 8), (byte) id, (byte) code, 0});
        }
        published.add(message);
      }
      case PUBACK -> acknowledged.add(in.readUnsignedShort());
      case PINGREQ -> {
        pings.add(connection);
        if (!withholdsPings) {
          send(socket, 0xD0, new byte[0]);
        }
      }
      default -> {} // DISCONNECT: nothing to say
    }
  }

  private static String topic(Map<Integer, String> aliases, String name, int alias) {
    if (alias > 0 && !name.isEmpty()) {
      aliases.put(alias, name);
    }
    return name.isEmpty() ? aliases.getOrDefault(alias, "") : name;
  }

  /// The topic alias among the properties of a PUBLISH, as far as a terminal sends some.
  private static int topicAlias(byte[] properties) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(properties));
    int alias = 0;
    while (in.available() > 0) {
      int property = in.readUnsignedByte();
      switch (property) {
        case 0x01 -> in.readByte();
        case 0x03 -> in.readUTF();
        case USER_PROPERTY -> {
          in.readUTF();
          in.readUTF();
        }
        case TOPIC_ALIAS -> alias = in.readUnsignedShort();
        default -> throw new IOException("a property that no terminal sends: " + property);
      }
    }
    return alias;
  }

  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.readUnsignedByte();
      length |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return length;
      }
    }
  }

  private static void send(Socket socket, int header, byte[] body) throws IOException {
    var packet = new ByteArrayOutputStream();
    packet.write(header(header, body.length));
    packet.write(body);
    synchronized (socket) {
      socket.getOutputStream().write(packet.toByteArray());
    }
  }

  private static byte[] header(int header, int bodyLength) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(header);
    int length = bodyLength;
    for (; length > 0x7F; length >>= 7) {
      bytes.write((length & 0x7F) | 0x80);
    }
    bytes.write(length);
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
