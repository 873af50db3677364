package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import till.Tools;

/// What tshark, which nobody here wrote, reads in a capture.
///
/// @param troubles of any protocol: malformed messages, and whatever its experts find odd
/// @param misread the troubles that it has with a message it is known to misread
record Dissection(List<Message> messages, List<String> troubles, List<String> misread) {

  private static final String SERIAL =
      "uat:user_dlts:\"User 0 (DLT=147)\",\"zvt\",\"0\",\"\",\"0\",\"\"";

  /// An intermediate status that is numbered and states no time. On a serial line what tshark takes
  /// for it runs on into the end of the frame.
  private static final Pattern UNTIMED =
      Pattern.compile("(04ff09[0-9a-f]{2}06061f7303[0-9a-f]{6})[0-9a-f]*");

  /// One ZVT message.
  ///
  /// @param ours whether the register sent it; always false on a serial line, which has no ends
  /// @param control class and instruction
  /// @param bytes the whole of it, in hex
  /// @param terminalId empty when it says none, as the trace number
  record Message(
      boolean ours,
      int control,
      String bytes,
      OptionalLong amountMinor,
      String terminalId,
      String traceNumber) {

    /// Whether tshark 4.0 misreads it: an intermediate status without a time whose container (06)
    /// stands right behind the code, as in the specification's own examples of numbered messages
    /// (PA00P015 chapter 5.1). It takes the 06 for the time, and the container's length for a name.
    private boolean isMisread() {
      return UNTIMED.matcher(bytes).matches();
    }

    Message withoutFields() {
      return new Message(ours, control, bytes, OptionalLong.empty(), "", "");
    }
  }

  static Dissection ofTcp(Path capture) throws Exception {
    return read(capture, "-d", "tcp.port==" + Capture.TERMINAL_PORT + ",zvt");
  }

  static Dissection ofSerialLine(Path capture) throws Exception {
    return read(capture, "-o", SERIAL);
  }

  private static Dissection read(Path capture, String... how) throws Exception {
    var command = new ArrayList<String>();
    command.add(Tools.need("tshark").toString());
    command.addAll(List.of("-r", capture.toString(), "-T", "pdml"));
    command.addAll(List.of(how));
    // it warns of being root, on standard error
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Element root = parse(process);
    assertEquals(0, process.waitFor(), "tshark failed");
    var messages = new ArrayList<Message>();
    var troubles = new ArrayList<String>();
    var misread = new ArrayList<String>();
    all(root, "packet")
        .forEach(packet -> {
          List<Message> inside = messages(packet).toList();
          messages.addAll(inside);
          boolean excused = !inside.isEmpty() && inside.getLast().isMisread();
          troubles(packet).forEach(excused ? misread::add : troubles::add);
        });
    return new Dissection(messages, troubles, misread);
  }

  private static Stream<String> troubles(Element packet) {
    return Stream.concat(all(packet, "proto"), all(packet, "field"))
        .filter(named("_ws.malformed").or(named("_ws.expert.message")))
        .map(trouble -> trouble.getAttribute("show"));
  }

  private static Element parse(Process process)
      throws IOException, SAXException, ParserConfigurationException {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(process.getInputStream())
        .getDocumentElement();
  }

  private static Stream<Message> messages(Element packet) {
    boolean ours =
        shown(packet, "tcp.dstport")
            .filter(port -> port.equals(String.valueOf(Capture.TERMINAL_PORT)))
            .isPresent();
    return all(packet, "field")
        .filter(field -> field.getAttribute("show").equals("ZVT APDU"))
        .map(apdu -> message(ours, apdu));
  }

  private static Message message(boolean ours, Element apdu) {
    String control =
        value(apdu, "zvt.control_field")
            .orElseGet(
                () -> value(apdu, "zvt.ccrc").orElse("") + value(apdu, "zvt.aprc").orElse(""));
    return new Message(
        ours,
        HexFormat.fromHexDigits(control),
        UNTIMED.matcher(apdu.getAttribute("value")).replaceFirst("$1"),
        shown(apdu, "zvt.amount").stream().mapToLong(Long::parseLong).findFirst(),
        shown(apdu, "zvt.terminal_id").orElse(""),
        shown(apdu, "zvt.trace_number").orElse(""));
  }

  private static Optional<String> shown(Element in, String field) {
    return all(in, "field").filter(named(field)).findFirst().map(it -> it.getAttribute("show"));
  }

  private static Optional<String> value(Element in, String field) {
    return all(in, "field").filter(named(field)).findFirst().map(it -> it.getAttribute("value"));
  }

  private static Predicate<Element> named(String name) {
    return element -> element.getAttribute("name").equals(name);
  }

  private static Stream<Element> all(Element in, String tag) {
    NodeList found = in.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
  }
}
