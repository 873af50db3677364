package till.line;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.EventSet;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Stops another JVM in the middle of its work, at a place and not at a time: what has come before
/// is done, what comes after is not.
final class Debugger implements AutoCloseable {

  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(60);

  private final VirtualMachine machine;

  private Debugger(VirtualMachine machine) {
    this.machine = machine;
  }

  /// What the other JVM's environment needs, so that this can attach to it.
  static Map<String, String> environment(int port) {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + port);
  }

  static Debugger attach(int port) throws IOException {
    AttachingConnector sockets =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(connector -> connector.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> where = sockets.defaultArguments();
    where.forEach((name, argument) -> {
      switch (name) {
        case "hostname" -> argument.setValue("127.0.0.1");
        case "port" -> argument.setValue(Integer.toString(port));
        default -> {} // may stay as it is
      }
    });
    try {
      return new Debugger(sockets.attach(where));
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// It is to stop where this method begins.
  void stopAt(String type, String method) {
    ReferenceType loaded = machine.classesByName(type).getFirst();
    Location begin = loaded.methodsByName(method).getFirst().location();
    machine.eventRequestManager().createBreakpointRequest(begin).enable();
  }

  /// Waits until it stands there, all of it.
  void awaitStop() throws InterruptedException {
    long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (System.nanoTime() - endNanos < 0) {
      EventSet events = machine.eventQueue().remove(PATIENCE_MILLIS);
      if (events != null) {
        if (events.stream().anyMatch(BreakpointEvent.class::isInstance)) {
          return;
        }
        events.resume();
      }
    }
    throw new AssertionError("it never comes there");
  }

  @Override
  public void close() {
    try {
      machine.dispose();
    } catch (VMDisconnectedException _) {
      // it was killed
    }
  }
}
