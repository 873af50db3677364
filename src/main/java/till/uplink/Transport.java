package till.uplink;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.common.MqttException;

/// The bytes between the socket and Paho's threads, which two things would be too much for.
///
/// A connection that ends before the first packet is out leaves Paho's connecting thread waiting
/// for ever, one for each attempt at a load balancer without a broker behind it: the end is told
/// once CONNECT has been sent. And a packet that Paho cannot read (correlation data from 32,768
/// bytes on is of a negative length to it) ends its thread without a word: whoever has a right to
/// publish could take the process down. It costs the connection instead.
final class Transport implements NetworkModule {

  /// Paho takes a third of a second from the connection to the first packet.
  private static final long START_SECONDS_MAX = 5;

  private final NetworkModule network;
  private final Thread.UncaughtExceptionHandler died;
  private final CountDownLatch spoken = new CountDownLatch(1);

  /// @param died hears of what has ended one of Paho's threads
  Transport(NetworkModule network, Consumer<Throwable> died) {
    this.network = network;
    this.died = (_, failure) -> died.accept(failure);
  }

  @Override
  public void start() throws IOException, MqttException {
    network.start();
  }

  @Override
  public void stop() throws IOException {
    network.stop();
  }

  @Override
  public String getServerURI() {
    return network.getServerURI();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(network.getInputStream()) {
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
    return new FilterOutputStream(network.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        Thread.currentThread().setUncaughtExceptionHandler(died);
        spoken.countDown();
        out.write(bytes, offset, length);
      }
    };
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
