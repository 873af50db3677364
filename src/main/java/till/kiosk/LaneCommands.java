package till.kiosk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import till.lane.Command;
import till.lane.Lane;
import till.lane.Reply;
import till.lane.Request;
import till.sale.Actor;
import till.sale.CashKind;
import till.sale.Denomination;
import till.sale.Input;
import till.sale.Money;
import till.sale.PrintJob;
import till.sale.Problem;
import till.sale.ReceiptChoice;
import till.sale.Workstation;
import tools.jackson.databind.node.ObjectNode;

/// The POSTs that the lane decides: each becomes a command, and the lane's verdict the answer.
///
/// Nothing is decided here that a repeat could find different: the lane knows which ids it has
/// seen.
final class LaneCommands {

  /// How long a client waits for the lane before it is told to try again.
  static final long ANSWER_MILLIS = 10_000;

  private static final int ID_CHARACTERS_MAX = 64;

  /// More than any language tag in use has.
  private static final int LANGUAGE_CHARACTERS_MAX = 35;

  private final Lane lane;
  private final LaneJson json;
  private final OperatorActs operators;
  private final long answerMillis;
  private final GoodsRequests goods = new GoodsRequests(this::money);
  private final ReturnRequests returns = new ReturnRequests(this::money);

  LaneCommands(Lane lane, LaneJson json, OperatorActs operators, long answerMillis) {
    this.lane = lane;
    this.json = json;
    this.operators = operators;
    this.answerMillis = answerMillis;
  }

  /// What a request has to say of the sale it is about.
  private enum Sight {
    /// It is about no sale, or it may be the one that opens it.
    NONE,
    /// It names the sale its sender saw.
    SALE,
    /// The sale that it names is not the open one.
    OTHER,
    /// It names the sale and the total its sender saw.
    TOTAL
  }

  /// Turns a body into what the lane is asked.
  private interface Reading {
    Request request(Fields fields, Map<String, String> variables);
  }

  List<Route> routes() {
    return List.of(
        route(
            "/v1/transaction/lines",
            Role.KIOSK,
            Sight.NONE,
            (fields, _) -> GoodsRequests.enter(fields)),
        route(
            "/v1/transaction/lines/{n}/void",
            Role.KIOSK,
            Sight.SALE,
            (_, variables) -> GoodsRequests.voidLine(variables)),
        route(
            "/v1/transaction/lines/{n}/quantity", Role.KIOSK, Sight.SALE, GoodsRequests::quantity),
        route("/v1/transaction/lines/{n}/adjust", Role.ATTENDANT, Sight.SALE, goods::adjustLine),
        route(
            "/v1/transaction/adjust",
            Role.ATTENDANT,
            Sight.SALE,
            (fields, _) -> goods.adjustTransaction(fields)),
        route("/v1/transaction/suspend", Role.KIOSK, Sight.SALE, new Input.SuspendTransaction()),
        route(
            "/v1/transaction/retrieve",
            Role.KIOSK,
            Sight.OTHER,
            (fields, _) -> new Request.Retrieve(fields.text("transactionId", ID_CHARACTERS_MAX))),
        route("/v1/returns", Role.KIOSK, Sight.OTHER, (fields, _) -> returns.returns(fields)),
        route(
            "/v1/transactions/{id}/post-void",
            Role.ATTENDANT,
            Sight.OTHER,
            (_, variables) -> new Request.PostVoid(variables.getOrDefault("id", ""))),
        route("/v1/transaction/total", Role.KIOSK, Sight.SALE, new Input.TakeTotal()),
        route("/v1/transaction/resume", Role.KIOSK, Sight.SALE, new Input.ResumeEntry()),
        route("/v1/transaction/cancel", Role.KIOSK, Sight.SALE, new Input.CancelTransaction()),
        route("/v1/transaction/tender", Role.KIOSK, Sight.TOTAL, (fields, _) -> tender(fields)),
        route(
            "/v1/transaction/language",
            Role.KIOSK,
            Sight.SALE,
            (fields, _) -> direct(new Input.ChooseLanguage(language(fields)))),
        route("/v1/transaction/extend", Role.KIOSK, Sight.SALE, new Input.Extend()),
        route("/v1/transaction/tender/abort", Role.KIOSK, Sight.SALE, new Input.AbortPayment()),
        route(
            "/v1/transaction/tender/resolve",
            Role.ATTENDANT,
            Sight.SALE,
            (fields, _) -> direct(resolvePayment(fields))),
        route(
            "/v1/payment/reconcile",
            Role.TECHNICIAN,
            Sight.NONE,
            (_, _) -> new Request.ReconcilePayments()),
        route(
            "/v1/devices/{name}/check",
            Role.TECHNICIAN,
            Sight.NONE,
            (_, variables) -> new Request.CheckDevice(variables.getOrDefault("name", ""))),
        route("/v1/assistance", Role.KIOSK, Sight.NONE, (fields, _) -> direct(assistance(fields))),
        route(
            "/v1/problems/{id}/clear",
            Role.ATTENDANT,
            Sight.NONE,
            (fields, variables) -> direct(clearProblem(fields, variables))),
        route(
            "/v1/print-jobs/{id}/resolve",
            Role.ATTENDANT,
            Sight.NONE,
            (fields, variables) -> direct(resolve(fields, variables))),
        route(
            "/v1/receipts/{number}/copy",
            Role.ATTENDANT,
            Sight.NONE,
            (_, variables) -> new Request.CopyReceipt(receiptNumber(variables))),
        route("/v1/lane/open", Role.ATTENDANT, Sight.NONE, new Input.OpenLane()),
        route("/v1/lane/pause", Role.ATTENDANT, Sight.NONE, new Input.PauseLane()),
        route("/v1/lane/resume", Role.ATTENDANT, Sight.NONE, new Input.ResumeLane()),
        route("/v1/lane/close", Role.ATTENDANT, Sight.NONE, new Input.CloseLane()),
        route(
            "/v1/business-day/open",
            Role.ATTENDANT,
            Sight.NONE,
            (fields, _) -> openBusinessDay(fields)),
        route("/v1/business-day/close", Role.ATTENDANT, Sight.NONE, new Input.CloseBusinessDay()),
        route("/v1/operator/sign-on", Role.ATTENDANT, Sight.NONE, (fields, _) -> signOn(fields)),
        route("/v1/operator/sign-off", Role.ATTENDANT, Sight.NONE, new Input.SignOff()),
        route("/v1/training/on", Role.ATTENDANT, Sight.NONE, new Input.TrainingOn()),
        route("/v1/training/off", Role.ATTENDANT, Sight.NONE, new Input.TrainingOff()),
        route(
            "/v1/drawer/open",
            Role.ATTENDANT,
            Sight.NONE,
            (fields, _) -> direct(new Input.OpenDrawer(reason(fields)))),
        cash(CashKind.LOAN),
        cash(CashKind.PICKUP),
        cash(CashKind.PAY_IN),
        cash(CashKind.PAY_OUT),
        cash(CashKind.COUNT));
  }

  private Route cash(CashKind kind) {
    return route(
        "/v1/till/" + kind.wireName(),
        Role.ATTENDANT,
        Sight.NONE,
        (fields, _) -> moveCash(kind, fields));
  }

  private Route route(String path, Role role, Sight sight, Input input) {
    return route(path, role, sight, (_, _) -> direct(input));
  }

  /// @param role that may do this: whoever the token or cookie says, or the operator in the body
  private Route route(String path, Role role, Sight sight, Reading reading) {
    return Route.post(
        path,
        Role.KIOSK,
        (call, variables) -> {
          byte[] body = call.jsonBody();
          Fields fields = Fields.of(body);
          Optional<Actor> actor = operators.actor(call, fields, role);
          return ask(
              new Command(
                  fields.uuid("commandId"),
                  digest(call.path(), fields.without("operator", "pin").orElse(body)),
                  actor,
                  seenSale(fields, sight),
                  seenTotal(fields, sight),
                  reading.request(fields, variables)));
        });
  }

  /// The same command is the same bytes for the same address, but for the PIN: a digest that is
  /// kept would give four digits away to whoever tries all.
  private static String digest(String path, byte[] body) {
    MessageDigest digest = Digests.sha256();
    digest.update((path + "\n").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(body));
  }

  private static Optional<String> seenSale(Fields fields, Sight sight) {
    Optional<String> sale =
        sight == Sight.OTHER ? Optional.empty() : fields.text("transactionId", ID_CHARACTERS_MAX);
    if (sale.isEmpty() && sight != Sight.OTHER && sight != Sight.NONE) {
      throw Fields.wrong("transactionId", "the sale that this is about");
    }
    return sale;
  }

  private Optional<Money> seenTotal(Fields fields, Sight sight) {
    Optional<Money> total = fields.amount("expectedTotal").map(this::money);
    if (total.isEmpty() && sight == Sight.TOTAL) {
      throw Fields.wrong("expectedTotal", "the total that was shown, in minor units");
    }
    return total;
  }

  private static Request direct(Input input) {
    return new Request.Direct(input);
  }

  private Request tender(Fields fields) {
    Optional<Money> amount = fields.amount("amount").map(this::money);
    Input tender =
        switch (fields.text("type", ID_CHARACTERS_MAX).orElse("")) {
          case "Cash" -> new Input.TenderCash(amount);
          case "CreditDebit" -> new Input.TenderCard(amount);
          case "Voucher" -> new Input.TenderVoucher(amount);
          default -> throw Fields.wrong("type", "CreditDebit, Cash or Voucher");
        };
    return direct(
        fields
            .text("receipt", ID_CHARACTERS_MAX)
            .map(LaneCommands::receiptChoice)
            .<Input>map(choice -> new Input.TenderWithReceipt(tender, choice))
            .orElse(tender));
  }

  private static ReceiptChoice receiptChoice(String word) {
    return switch (word) {
      case "paper" -> ReceiptChoice.PAPER;
      case "none" -> ReceiptChoice.NONE;
      default -> throw Fields.wrong("receipt", "paper or none");
    };
  }

  private static String language(Fields fields) {
    return fields
        .text("language", LANGUAGE_CHARACTERS_MAX)
        .orElseThrow(() -> Fields.wrong("language", "one of the shop's languages"));
  }

  private static Input resolvePayment(Fields fields) {
    boolean paid =
        switch (fields.text("outcome", ID_CHARACTERS_MAX).orElse("")) {
          case "approved" -> true;
          case "declined" -> false;
          default -> throw Fields.wrong("outcome", "approved or declined");
        };
    return new Input.ResolvePayment(paid, reason(fields));
  }

  /// A customer wants help; somebody of the shop wants to look.
  private static Input assistance(Fields fields) {
    return switch (fields.text("kind", ID_CHARACTERS_MAX).orElse("assistance")) {
      case "assistance" -> new Input.CallAssistance();
      case "basket-check" -> new Input.CheckBasket();
      default -> throw Fields.wrong("kind", "assistance or basket-check");
    };
  }

  private static Input clearProblem(Fields fields, Map<String, String> variables) {
    Problem.Decision decision =
        switch (fields.text("decision", ID_CHARACTERS_MAX).orElse("")) {
          case "approve" -> Problem.Decision.APPROVED;
          case "refuse" -> Problem.Decision.REFUSED;
          default -> throw Fields.wrong("decision", "approve or refuse");
        };
    return new Input.ClearProblem(variables.getOrDefault("id", ""), decision, reason(fields));
  }

  /// In somebody's own words, for the journal.
  private static String reason(Fields fields) {
    return fields.text("reason", Workstation.REASON_CHARACTERS_MAX).orElse("");
  }

  private static Input resolve(Fields fields, Map<String, String> variables) {
    PrintJob.Decision decision =
        switch (fields.text("decision", ID_CHARACTERS_MAX).orElse("")) {
          case "copy" -> PrintJob.Decision.COPY;
          case "abandon" -> PrintJob.Decision.ABANDON;
          case "printed" -> PrintJob.Decision.PRINTED;
          default -> throw Fields.wrong("decision", "copy, abandon or printed");
        };
    return new Input.ResolvePrintJob(variables.getOrDefault("id", ""), decision);
  }

  private static long receiptNumber(Map<String, String> variables) {
    String number = variables.getOrDefault("number", "");
    if (!number.matches("[0-9]{1,18}")) {
      throw Fault.NOT_FOUND.because("a receipt is asked for by its number");
    }
    return Long.parseLong(number);
  }

  private Request openBusinessDay(Fields fields) {
    return direct(
        new Input.OpenBusinessDay(
            fields
                .date("businessDay")
                .or(lane::today)
                .orElseThrow(() ->
                    Fields.wrong(
                        "businessDay", "the date: the clock of this board has not been set"))));
  }

  /// The operator in the body is who signs on: a role alone is nobody.
  private static Request signOn(Fields fields) {
    if (fields.object("operator").isEmpty()) {
      throw Fields.wrong("operator", "who signs on: id and pin");
    }
    return direct(new Input.SignOn());
  }

  private Request moveCash(CashKind kind, Fields fields) {
    List<Denomination> denominations =
        fields.objects("denominations", Denomination.KINDS_MAX).stream()
            .map(this::denomination)
            .toList();
    Money amount =
        fields
            .amount("amount")
            .map(this::money)
            .orElseThrow(() -> Fields.wrong("amount", "a whole number of minor units"));
    return direct(new Input.MoveCash(kind, amount, reason(fields), denominations));
  }

  private Denomination denomination(Fields fields) {
    Optional<Long> value = fields.amount("value");
    Optional<Long> pieces = fields.amount("pieces");
    if (value.isEmpty() || pieces.filter(LaneCommands::isCountable).isEmpty()) {
      throw Fields.wrong("denominations", "value (in minor units) and pieces of each kind");
    }
    return new Denomination(money(value.get()), pieces.get().intValue());
  }

  private static boolean isCountable(long pieces) {
    return pieces >= 0 && pieces <= Denomination.PIECES_MAX;
  }

  private Money money(long minor) {
    return new Money(minor, lane.view().currency());
  }

  private Answer ask(Command command) throws IOException {
    Optional<CompletableFuture<Reply>> reply = lane.submit(command);
    if (reply.isEmpty()) {
      throw Fault.BUSY.because("").retryAfter(1);
    }
    try {
      return answer(command, reply.get().get(answerMillis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw Fault.NO_ANSWER.because("");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the lane could not answer " + command.commandId(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the lane was asked", e);
    }
  }

  private Answer answer(Command command, Reply reply) {
    ObjectNode members = Answer.object().put("commandId", command.commandId());
    return switch (reply) {
      case Reply.Accepted accepted -> {
        members.put("outcome", "accepted");
        members.set("lane", json.of(accepted.view()));
        yield Answer.json(200, members);
      }
      case Reply.Refused refused -> {
        members.put("outcome", "refused");
        members.set("lane", json.of(refused.view()));
        yield Answer.problem(
            409,
            refused.reason().code(),
            refused.reason().text(refused.view().customer().languages()),
            refused.detail(),
            members);
      }
      case Reply.IdReused reused -> {
        Fault fault = Fault.COMMAND_ID_REUSED;
        members.set("lane", json.of(reused.view()));
        yield Answer.problem(
            fault.status(),
            fault.code(),
            fault.title(reused.view().customer().languages()),
            "",
            members);
      }
    };
  }
}
