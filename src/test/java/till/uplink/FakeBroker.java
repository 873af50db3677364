package till.uplink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/// A broker that says what a test wants it to say. Speaks as much MQTT 5 as one client needs.
final class FakeBroker implements AutoCloseable {

  /// No answer to a PUBLISH.
  static final int SILENCE = -1;

  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;
  private static final int PINGREQ = 12;

  /// A PUBLISH as it came in.
  record Published(int connection, String topic, String payload) {}

  final BlockingQueue<Published> published = new LinkedBlockingQueue<>();
  final BlockingQueue<Integer> connections = new LinkedBlockingQueue<>();

  /// The properties of the CONNACK, in hex: `21FFFF` is a receive maximum of 65,535.
  volatile String connackProperties = "";

  volatile boolean isSilent;

  /// Accepts and closes at once, like a load balancer without a broker behind it.
  volatile boolean hangsUp;

  volatile int subscribeCode = 1;
  volatile ToIntFunction<Published> pubackCode = _ -> 0;

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private FakeBroker(ServerSocket server) {
    this.server = server;
  }

  static FakeBroker start() throws IOException {
    var broker = new FakeBroker(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(broker::accept);
    return broker;
  }

  UplinkSettings.Broker broker() {
    return new UplinkSettings.Broker(
        "fake", URI.create("mqtt://127.0.0.1:" + server.getLocalPort()), 1);
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

  private void accept() {
    for (int n = 1; ; n++) {
      try {
        Socket socket = server.accept();
        if (hangsUp) {
          socket.close();
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

  private void serve(Socket socket, int connection) {
    try {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        int header = in.readUnsignedByte();
        byte[] body = new byte[length(in)];
        in.readFully(body);
        if (!isSilent) {
          answer(socket, connection, header, body);
        }
      }
    } catch (EOFException | SocketException e) {
      // the client has gone
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(Socket socket, int connection, int header, byte[] body) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(body));
    switch (header >> 4) {
      case CONNECT -> {
        byte[] properties = HexFormat.of().parseHex(connackProperties);
        var connack = new ByteArrayOutputStream();
        connack.write(new byte[] {0, 0, (byte) properties.length});
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
        String topic = in.readUTF();
        int id = in.readUnsignedShort();
        in.skipNBytes(length(in));
        var message =
            new Published(connection, topic, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        int code = pubackCode.applyAsInt(message);
        if (code != SILENCE) {
          send(socket, 0x40, new byte[] {(byte) (id >> 8), (byte) id, (byte) code, 0});
        }
        published.add(message);
      }
      case PINGREQ -> send(socket, 0xD0, new byte[0]);
      default -> {} // DISCONNECT, PUBACK: nothing to say
    }
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
    packet.write(header);
    int length = body.length;
    for (; length > 0x7F; length >>= 7) {
      packet.write((length & 0x7F) | 0x80);
    }
    packet.write(length);
    packet.write(body);
    synchronized (socket) {
      socket.getOutputStream().write(packet.toByteArray());
    }
  }

  @Override
  public void close() {
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
