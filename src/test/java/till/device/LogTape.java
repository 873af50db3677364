package till.device;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// Everything that is logged while it is open, at any level, with what was thrown.
public final class LogTape implements AutoCloseable {

  private static final long WAIT_SECONDS_MAX = 60;
  private static final long LOOK_MILLIS = 5;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger till = (Logger) LoggerFactory.getLogger("till");
  private final Level before = till.getLevel();
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  public LogTape() {
    events.list = new CopyOnWriteArrayList<>();
    till.setLevel(Level.TRACE);
    root.addAppender(events);
    events.start();
  }

  public List<String> lines() {
    return events.list.stream()
        .map(event ->
            event.getLevel()
                + " "
                + event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                    ? ""
                    : ThrowableProxyUtil.asString(event.getThrowableProxy())))
        .toList();
  }

  /// Waits until something with these words in it has been logged.
  public void await(String words) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (lines().stream().noneMatch(line -> line.contains(words))) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("waited for \"" + words + "\", logged was " + lines());
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public void close() {
    root.detachAppender(events);
    till.setLevel(before);
  }
}
