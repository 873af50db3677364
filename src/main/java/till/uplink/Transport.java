package till.uplink;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/// The socket below Paho's threads, which some things would be too much for.
///
/// Paho's own tries one of a name's addresses only, sends small packets late (an acknowledgement
/// behind a document would wait some 40 ms for the other side's delayed TCP acknowledgement), and
/// has no names for TLS but plain ones.
///
/// A connection that ends before the first packet is out leaves Paho's connecting thread waiting
/// for ever, one for each attempt at a load balancer without a broker behind it: the end is told
/// once CONNECT has been sent. And a packet that Paho cannot read (correlation data from 32,768
/// bytes on is of a negative length to it) ends its thread without a word: whoever has a right to
/// publish could take the process down. It costs the connection instead.
final class Transport implements NetworkModule {

  /// For all addresses of a name together, and once more for TLS.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// Of a name that has more the others are not tried.
  private static final int ADDRESSES_MAX = 5;

  /// Paho looks after other things between two reads.
  private static final int READ_MILLIS = 1_000;

  /// Paho takes a third of a second from the connection to the first packet.
  private static final long START_SECONDS_MAX = 5;

  private final String host;
  private final int port;
  private final Optional<SSLSocketFactory> tls;
  private final long packetBytesMax;
  private final Thread.UncaughtExceptionHandler died;
  private final CountDownLatch spoken = new CountDownLatch(1);

  // closed is the one below, whatever TLS still has to say
  private volatile boolean stopped;
  private volatile @Nullable Socket tcp;
  private volatile @Nullable Socket socket;
  private volatile @Nullable Thread sender;

  /// @param host a name, or an address as it stands in a URL
  /// @param tls where the connection is to be secured
  /// @param packetBytesMax of what the other side may send
  /// @param died hears of what has ended one of Paho's threads
  Transport(
      String host,
      int port,
      Optional<SSLSocketFactory> tls,
      long packetBytesMax,
      Consumer<Throwable> died) {
    this.host = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    this.port = port;
    this.tls = tls;
    this.packetBytesMax = packetBytesMax;
    this.died = (_, failure) -> died.accept(failure);
  }

  @Override
  public void start() throws IOException {
    Socket connected = connect(List.of(InetAddress.getAllByName(host)));
    try {
      socket = tls.isPresent() ? secure(tls.get(), connected) : connected;
      connected.setSoTimeout(READ_MILLIS);
    } catch (IOException | RuntimeException e) {
      connected.close();
      throw e;
    }
  }

  /// To the first address that takes a connection.
  ///
  /// @throws IOException the last one's failure when none does
  Socket connect(List<InetAddress> addresses) throws IOException {
    List<InetAddress> tried = addresses.subList(0, Math.min(ADDRESSES_MAX, addresses.size()));
    int millis = (int) CONNECT_TIMEOUT.toMillis() / tried.size();
    IOException failure = null;
    for (InetAddress address : tried) {
      var connected = new Socket();
      tcp = connected;
      try {
        if (stopped) {
          throw new SocketException("stopped");
        }
        connected.setTcpNoDelay(true);
        connected.connect(new InetSocketAddress(address, port), millis);
        return connected;
      } catch (IOException e) {
        connected.close();
        failure = e;
      }
    }
    throw failure == null ? new SocketException("no address") : failure;
  }

  private Socket secure(SSLSocketFactory factory, Socket connected) throws IOException {
    var secured = (SSLSocket) factory.createSocket(connected, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    connected.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
    secured.startHandshake();
    return secured;
  }

  /// Until when the broker's certificate is valid; nothing where it showed none.
  Optional<Instant> peerExpiry() throws IOException {
    if (!(socket instanceof SSLSocket secured)) {
      return Optional.empty();
    }
    Certificate peer = secured.getSession().getPeerCertificates()[0];
    return peer instanceof X509Certificate certificate
        ? Optional.of(certificate.getNotAfter().toInstant())
        : Optional.empty();
  }

  /// Without TLS's own goodbye, which would wait for a writer that waits for ever.
  @Override
  public void stop() throws IOException {
    stopped = true;
    Socket open = tcp;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String getServerURI() {
    return host + ":" + port;
  }

  private Socket opened() throws SocketException {
    Socket open = socket;
    if (open == null) {
      throw new SocketException("not connected");
    }
    return open;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(new PacketLimit(opened().getInputStream(), packetBytesMax)) {
      @Override
      public int read() throws IOException {
        return told(in::read);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return told(() -> in.read(bytes, offset, length));
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(opened().getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        Thread.currentThread().setUncaughtExceptionHandler(died);
        sender = Thread.currentThread();
        try {
          out.write(bytes, offset, length);
        } finally {
          spoken.countDown();
        }
      }
    };
  }

  /// Who has written last: Paho's sending thread, once it has sent something.
  Optional<Thread> sender() {
    return Optional.ofNullable(sender);
  }

  private interface Reading {
    int read() throws IOException;
  }

  private int told(Reading reading) throws IOException {
    Thread.currentThread().setUncaughtExceptionHandler(died);
    int read;
    try {
      read = reading.read();
    } catch (IOException e) {
      awaitFirstPacket();
      throw e;
    }
    if (read < 0) {
      awaitFirstPacket();
    }
    return read;
  }

  private void awaitFirstPacket() throws IOException {
    try {
      boolean _ = spoken.await(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted at the end of a connection", e);
    }
  }
}
