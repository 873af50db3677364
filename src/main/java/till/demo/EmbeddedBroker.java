package till.demo;

import java.net.URI;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/// An MQTT 5 broker in this JVM: Artemis, on the loopback only and open to everybody there.
///
/// What it has said yes to survives a power cut: it syncs each message to a journal in its folder.
final class EmbeddedBroker implements AutoCloseable {

  /// Two files of this size are written at the start; messages here are small.
  private static final int JOURNAL_FILE_BYTES = 1024 * 1024;

  /// What clients are told not to exceed; a journal document has 192 KiB at most.
  private static final int PACKET_BYTES_MAX = 1024 * 1024;

  /// Beyond it the messages of one address wait on disk instead of in the heap.
  private static final long ADDRESS_BYTES_MAX = 4L * 1024 * 1024;

  /// How often wills and expired sessions are looked for. The default of 5 s makes a shop look dead
  /// for that long.
  private static final long SESSION_SCAN_MILLIS = 500;

  /// A document is offered until somebody takes it; by default it would be thrown away after ten
  /// times.
  private static final int FOR_EVER = -1;

  /// Named so that the broker does not complain of having none; nobody listens there.
  private static final SimpleString NOWHERE = SimpleString.of("nowhere");

  /// The broker stops accepting messages when its disk is fuller than this.
  private static final int DISK_PERCENT_MAX = 98;

  private final EmbeddedActiveMQ server;
  private final URI url;

  private EmbeddedBroker(EmbeddedActiveMQ server, URI url) {
    this.server = server;
    this.url = url;
  }

  /// Starts a broker that keeps its things in this folder.
  ///
  /// @param port a free one
  /// @throws IllegalStateException when it does not start
  static EmbeddedBroker start(Path folder, int port) {
    String address = "tcp://127.0.0.1:" + port;
    var server = new EmbeddedActiveMQ();
    try {
      server.setConfiguration(configuration(folder, address));
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("cannot start the broker at " + address, e);
    }
    return new EmbeddedBroker(server, URI.create("mqtt://127.0.0.1:" + port));
  }

  private static ConfigurationImpl configuration(Path folder, String address) throws Exception {
    var configuration = new ConfigurationImpl();
    configuration.setName("demo");
    configuration.setSecurityEnabled(false);
    configuration.setJMXManagementEnabled(false);
    configuration.setMessageCounterEnabled(false);
    configuration.setPersistenceEnabled(true);
    configuration.setJournalType(JournalType.NIO);
    configuration.setJournalFileSize(JOURNAL_FILE_BYTES);
    configuration.setJournalMinFiles(2);
    configuration.setJournalDirectory(folder.resolve("journal").toString());
    configuration.setBindingsDirectory(folder.resolve("bindings").toString());
    configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
    configuration.setPagingDirectory(folder.resolve("paging").toString());
    configuration.setNodeManagerLockDirectory(folder.resolve("lock").toString());
    configuration.setMaxDiskUsage(DISK_PERCENT_MAX);
    configuration.setMqttSessionScanInterval(SESSION_SCAN_MILLIS);
    configuration.addAcceptorConfiguration(
        "mqtt", address + "?protocols=MQTT;maximumPacketSize=" + PACKET_BYTES_MAX);
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setAutoCreateAddresses(true)
            .setAutoCreateQueues(true)
            .setAutoDeleteAddresses(true)
            .setAutoDeleteQueues(true)
            .setMaxSizeBytes(ADDRESS_BYTES_MAX)
            .setMaxDeliveryAttempts(FOR_EVER)
            .setDeadLetterAddress(NOWHERE)
            .setExpiryAddress(NOWHERE));
    return configuration;
  }

  /// Where clients connect: `mqtt://127.0.0.1:PORT`.
  URI url() {
    return url;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the broker at " + url, e);
    }
  }
}
