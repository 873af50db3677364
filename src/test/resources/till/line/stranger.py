"""A till's front end by somebody who has read nothing but the description that the daemon serves.

    stranger.py BASE_URL TOKEN_FILE

It sells, pays, loses answers and finds out what became of them, follows the events over restarts,
and holds every answer against the schema that the description gives for it. What takes a hand at
the counter it asks for: it prints `please WORD` and goes on when it reads a line. Each sale that
it made ends with a line `sold TRANSACTION_ID TOTAL`; the first thing that is not as described ends
it with a traceback.
"""

import http.client
import json
import re
import socket
import sys
import threading
import time
import urllib.parse
import uuid

PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.05

FORMATS = {
    "uuid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
}

TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


class NotAsDescribed(Exception):
    pass


def expect(true, *words):
    if not true:
        raise NotAsDescribed(" ".join(str(word) for word in words))


def await_(what, look):
    """Asks again and again until there is something true."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        seen = look()
        if seen:
            return seen
        time.sleep(PAUSE_SECONDS)
    raise NotAsDescribed("waited in vain for " + what)


def please(word):
    print("please", word, flush=True)
    expect(sys.stdin.readline(), "nobody to", word)


class Description:
    """The served document: its operations by their ids, and its schemas."""

    def __init__(self, document):
        self.document = document
        self.operations = {}
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                name = operation.get("operationId")
                expect(name, method, path, "has no operationId")
                expect(name not in self.operations, name, "is there twice")
                self.operations[name] = (method.upper(), path, operation)

    def resolved(self, node):
        while "$ref" in node:
            reference = node["$ref"]
            expect(reference.startswith("#/"), reference, "leads outside")
            node = self.document
            for step in reference[2:].split("/"):
                node = node[step.replace("~1", "/").replace("~0", "~")]
        return node

    def response(self, name, status):
        responses = self.operations[name][2]["responses"]
        expect(str(status) in responses, name, "answers", status, "which is not described")
        return self.resolved(responses[str(status)])

    def request_schema(self, name):
        body = self.operations[name][2]["requestBody"]
        return self.resolved(body["content"]["application/json"]["schema"])

    def hold(self, value, schema, at):
        """Members that are not described are none of our business; those that must be there are."""
        fault = self.fault(value, schema, at)
        expect(not fault, fault)

    def fault(self, value, schema, at):
        schema = self.resolved(schema)
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(TYPES[each](value) for each in types):
            return f"{at}: {value!r} is none of {types}"
        if "const" in schema and value != schema["const"]:
            return f"{at}: {value!r} is not {schema['const']!r}"
        if "enum" in schema and value not in schema["enum"]:
            return f"{at}: {value!r} is none of {schema['enum']}"
        for part in schema.get("allOf", []):
            fault = self.fault(value, part, at)
            if fault:
                return fault
        for word, good in (("anyOf", lambda n: n >= 1), ("oneOf", lambda n: n == 1)):
            if word in schema:
                faults = [self.fault(value, part, at) for part in schema[word]]
                if not good(sum(not fault for fault in faults)):
                    return f"{at}: not {word}: {faults}"
        if isinstance(value, str):
            return self.fault_of_text(value, schema, at)
        if isinstance(value, dict):
            return self.fault_of_members(value, schema, at)
        if isinstance(value, list) and "items" in schema:
            for n, item in enumerate(value):
                fault = self.fault(item, schema["items"], f"{at}/{n}")
                if fault:
                    return fault
        if TYPES["number"](value):
            if value < schema.get("minimum", value) or value > schema.get("maximum", value):
                return f"{at}: {value} is out of range"
        return ""

    @staticmethod
    def fault_of_text(value, schema, at):
        shape = FORMATS.get(schema.get("format"))
        if shape and not shape.fullmatch(value):
            return f"{at}: {value!r} is no {schema['format']}"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            return f"{at}: {value!r} does not match {schema['pattern']}"
        if len(value) > schema.get("maxLength", len(value)):
            return f"{at}: {len(value)} characters are too many"
        return ""

    def fault_of_members(self, value, schema, at):
        for name in schema.get("required", []):
            if name not in value:
                return f"{at}: {name} is missing"
        properties = schema.get("properties", {})
        others = schema.get("additionalProperties")
        for name, member in value.items():
            known = properties.get(name, others if isinstance(others, dict) else None)
            fault = known and self.fault(member, known, f"{at}/{name}")
            if fault:
                return fault
        return ""


class Till:
    """Asks the daemon for operations by their ids."""

    def __init__(self, base, token_file):
        self.host, self.port = urllib.parse.urlsplit(base).netloc.split(":")
        self.token_file = token_file
        self.view = None
        status, _, body = self.exchange("GET", "/v1/openapi.json", {}, None)
        expect(status == 200, "the description answers", status)
        self.description = Description(json.loads(body))

    def exchange(self, method, target, headers, body):
        connection = http.client.HTTPConnection(self.host, int(self.port), timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get_content_type(), answer.read()
        finally:
            connection.close()

    def headers(self, operation):
        """What gets us in, where the description asks for it. The token is another at each start."""
        security = operation.get("security", self.description.document["security"])
        if not security:
            return {}
        name = next(name for each in security for name in each
                    if self.scheme(name).get("scheme") == "bearer")
        expect(self.scheme(name)["type"] == "http", name)
        with open(self.token_file, encoding="ascii") as file:
            return {"Authorization": "Bearer " + file.read().strip()}

    def scheme(self, name):
        return self.description.document["components"]["securitySchemes"][name]

    def target(self, name, parameters):
        _, path, operation = self.description.operations[name]
        query = {}
        for parameter in operation.get("parameters", []):
            place, key = parameter["in"], parameter["name"]
            if key not in parameters:
                expect(not parameter.get("required"), name, "needs", key)
            elif place == "path":
                path = path.replace("{" + key + "}", urllib.parse.quote(str(parameters[key]), ""))
            elif place == "query":
                query[key] = parameters[key]
        expect("{" not in path, path, "has a parameter that is not described")
        return path + ("?" + urllib.parse.urlencode(query) if query else "")

    def ask(self, name, body=None, **parameters):
        """One exchange, held against the description."""
        method, _, operation = self.description.operations[name]
        headers = self.headers(operation)
        if body is not None:
            headers["Content-Type"] = "application/json"
        status, kind, content = self.exchange(
            method, self.target(name, parameters), headers, body)
        described = self.description.response(name, status).get("content", {})
        expect(kind in described, name, status, "is", kind, "which is not described")
        if not kind.endswith("json"):
            return status, content
        value = json.loads(content)
        self.description.hold(value, described[kind]["schema"], f"{name} {status}")
        if "lane" in value:
            self.view = value["lane"]
        return status, value

    def act(self, name, **members):
        """The bytes of a command: what the schema requires, and what we want to say."""
        schema = self.description.request_schema(name)
        sale = (self.view or {}).get("transaction") or {}
        known = {
            "commandId": str(uuid.uuid4()),
            "transactionId": sale.get("transactionId"),
            "expectedTotal": sale.get("total"),
        }
        body = {key: known[key] for key in schema["required"] if key in known and key not in members}
        body.update(members)
        unknown = set(body) - set(schema["properties"])
        expect(not unknown, name, "does not know", unknown)
        self.description.hold(body, schema, name)
        return json.dumps(body).encode()

    def insist(self, name, body):
        """Repeats a command as it is until there is an answer to it."""

        def once():
            try:
                status, value = self.ask(name, body)
                return None if status in (401, 503, 504) else (status, value)
            except (OSError, http.client.HTTPException):
                return None

        return await_(name + " to be answered", once)

    def do(self, name, **members):
        status, answer = self.insist(name, self.act(name, **members))
        expect(status == 200, name, status, answer.get("code"), answer.get("detail"))
        return answer

    def lane(self):
        _, self.view = self.ask("getLane")
        return self.view

    def hang_up_on(self, name, body):
        """Sends a command and is gone before there is an answer."""
        method, _, operation = self.description.operations[name]
        head = [f"{method} {self.target(name, {})} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        head += [f"{key}: {value}" for key, value in self.headers(operation).items()]
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}", "", ""]
        with socket.create_connection((self.host, int(self.port)), PATIENCE_SECONDS) as connection:
            connection.sendall("\r\n".join(head).encode() + body)

    def advice(self, name, status, code):
        """What the description says of a code."""
        text = self.description.response(name, status)["description"]
        expect(f"`{code}`" in text, name, status, "does not say what to do about", code)
        return text[text.index(f"`{code}`"):]


class Events:
    """A screen that follows the events, and comes back by itself when the stream breaks."""

    NAME = "followEvents"

    def __init__(self, till):
        self.till = till
        self.heard = []
        self.failure = None
        self.connection = None
        self.listens = threading.Event()
        self.listens.set()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            while True:
                self.listens.wait()
                try:
                    self.follow()
                except (OSError, http.client.HTTPException, ValueError, AttributeError):
                    pass  # the stream broke: a daemon that was killed, or we hung up
                time.sleep(PAUSE_SECONDS)
        except NotAsDescribed as e:
            self.failure = e

    def follow(self):
        description = self.till.description
        method, path, operation = description.operations[self.NAME]
        headers = self.till.headers(operation)
        if self.heard:
            header = next(each for each in operation["parameters"] if each["in"] == "header")
            headers[header["name"]] = self.heard[-1]["id"]
        self.connection = http.client.HTTPConnection(
            self.till.host, int(self.till.port), timeout=PATIENCE_SECONDS)
        self.connection.request(method, path, headers=headers)
        answer = self.connection.getresponse()
        described = description.response(self.NAME, answer.status)["content"]
        expect(answer.headers.get_content_type() in described, answer.headers)
        if answer.status == 200:
            self.read(answer, description, described["text/event-stream"]["x-event-data"])

    def read(self, answer, description, schema):
        event = {}
        for line in answer:
            name, _, value = line.decode().rstrip("\r\n").partition(": ")
            if name in ("id", "event", "data"):
                event[name] = value
            elif not name and "data" in event:
                try:
                    data = json.loads(event["data"])
                except ValueError as e:
                    raise NotAsDescribed("an event's data: " + event["data"]) from e
                description.hold(data, schema, "event " + event["event"])
                self.take({"id": event["id"], "kind": event["event"], "data": data})
                event = {}

    def take(self, event):
        expect(event["kind"] == event["data"]["kind"], event["kind"], "is called otherwise")
        if self.heard:
            before = self.heard[-1]["data"]["revision"]
            expect(event["data"]["revision"] >= before, "revision", before, "is followed by", event)
        expect(event["id"] not in [each["id"] for each in self.heard], "twice:", event)
        self.heard.append(event)

    def await_(self, what, wanted, start=0):
        def look():
            if self.failure:
                raise self.failure
            return next((each for each in self.heard[start:] if wanted(each)), None)

        return await_(what, look)

    def await_revision(self, revision):
        return self.await_(
            f"revision {revision}", lambda event: event["data"]["revision"] >= revision)

    def told(self, revision):
        """The ids of what it was told up to a revision, what it began with aside."""
        return [each["id"] for each in self.heard
                if each["kind"] != "reset" and each["data"]["revision"] <= revision]

    def resets(self):
        return sum(each["kind"] == "reset" for each in self.heard)

    def pause(self):
        self.listens.clear()
        self.connection.sock.shutdown(socket.SHUT_RDWR)

    def go_on(self):
        self.listens.set()


def lines(view):
    return (view["transaction"] or {"lines": []})["lines"]


def open_lane(till):
    def look():
        try:
            return till.ask("getReadiness")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    await_("a lane that is open", look)
    return till.lane()


def sell_with_a_lost_answer(till, events):
    status, found = till.ask("findItems", q="arti")
    expect(status == 200, "findItems", status)
    item = next(each for each in found["items"] if each["forSale"] and not each["weighed"])
    answer = till.do("addLine", itemId=item["itemId"])
    expect(len(lines(answer["lane"])) == 1, "one line, but", lines(answer["lane"]))
    expect(lines(answer["lane"])[0]["extendedAmount"] == item["unitPrice"], item)

    please("scan")
    scan = events.await_("a scan", lambda event: event["kind"] == "scan")["data"]
    expect(scan["facts"]["outcome"] == "accepted", scan["facts"])
    expect(len(lines(scan["lane"])) == 2, "two lines, but", lines(scan["lane"]))
    old_total = scan["lane"]["transaction"]["total"]

    till.lane()
    act = till.act("addLine", scan=scan["facts"]["data"], symbology=scan["facts"]["symbology"])
    till.hang_up_on("addLine", act)
    await_("the line that nobody answered for", lambda: len(lines(till.lane())) == 3)
    for _ in range(2):
        status, answer = till.insist("addLine", act)
        expect(status == 200, "a repeat is", status, answer)
        expect(answer["commandId"] == json.loads(act)["commandId"], answer["commandId"])
        expect(len(lines(answer["lane"])) == 3, "a repeat sold again:", lines(answer["lane"]))

    other = json.dumps({**json.loads(act), "quantity": "2"}).encode()
    status, answer = till.insist("addLine", other)
    expect((status, answer["code"]) == (422, "command-id-reused"), status, answer)
    expect(len(lines(till.lane())) == 3, "a reused id sold")
    return old_total


def pay_what_was_not_shown(till, old_total):
    stale = till.act("tender", type="Cash", expectedTotal=old_total)
    for _ in range(2):
        status, answer = till.insist("tender", stale)
        expect((status, answer["code"]) == (409, "stale"), status, answer)
    advice = till.advice("tender", 409, "stale")
    for word in ("`lane`", "`commandId`", "`transactionId`", "`total`"):
        expect(word in advice, word, "is not in", advice)
    expect(answer["lane"]["transaction"]["total"] != old_total, "the total is the old one")
    expect(answer["lane"]["transaction"]["tenders"] == [], "money was taken")


def check_sold(till, transaction, count, total):
    """The sale is over, and its document has it once."""
    view = till.lane()
    expect(view["transaction"] is None, "still open:", view["transaction"])
    expect(view["lastReceipt"]["transactionId"] == transaction, view["lastReceipt"])
    status, document = till.ask("getReceipt", number=view["lastReceipt"]["number"])
    expect(status == 200, "getReceipt", status)
    expect(document["transactionId"] == transaction, document)
    expect(len(document["lines"]) == count, document["lines"])
    expect([each["amount"] for each in document["tenders"]] == [total], document["tenders"])
    expect(document["total"] == total, document["total"], "is not", total)
    status, text = till.ask("getReceipt", number=f"{view['lastReceipt']['number']}.txt")
    expect(status == 200 and text, "the text of a receipt", status)
    print("sold", transaction, total, flush=True)


def restart():
    please("kill")
    please("start")


def sale_with_events(till):
    """Lost answers, an old total, and a daemon that is killed once the money is taken."""
    screens = [Events(till), Events(till)]
    for screen in screens:
        screen.await_("where to begin", lambda event: event["kind"] == "reset")
    old_total = sell_with_a_lost_answer(till, screens[0])

    screens[0].await_revision(till.lane()["revision"])
    screens[0].pause()
    revision = till.do("takeTotal")["lane"]["revision"]
    screens[1].await_revision(revision)
    screens[0].go_on()
    screens[0].await_revision(revision)
    expect_all_heard(screens, revision)

    pay_what_was_not_shown(till, old_total)
    sale = till.view["transaction"]
    act = till.act("tender", type="Cash")
    till.hang_up_on("tender", act)
    await_("the sale to be paid", lambda: till.lane()["transaction"] is None)
    restart()
    status, answer = till.insist("tender", act)
    expect(status == 200, "the repeat of a tender is", status, answer)
    check_sold(till, sale["transactionId"], 3, sale["total"])
    revision = till.lane()["revision"]
    for screen in screens:
        lane = screen.await_revision(revision)["data"]["lane"]
        expect(lane["lastReceipt"]["transactionId"] == sale["transactionId"],
               "the screen does not know the sale")
    expect_all_heard(screens, revision)
    return screens


def expect_all_heard(screens, revision):
    """Over restarts as well as over a stream that broke."""
    expect(screens[0].told(revision) == screens[1].told(revision), "one screen heard otherwise")
    expect([screen.resets() for screen in screens] == [1, 1], "a known event began anew")


def sale_in_the_dark(till):
    """Killed right behind a command: whether it was heard nobody knows."""
    open_lane(till)
    item = till.ask("findItems", q="arti")[1]["items"][0]
    till.do("addLine", itemId=item["itemId"])
    answer = killed_behind(till, "addLine", itemId=item["itemId"])
    expect(len(lines(answer["lane"])) == 2, "two lines, but", lines(answer["lane"]))
    sale = till.do("takeTotal")["lane"]["transaction"]
    killed_behind(till, "tender", type="Cash")
    check_sold(till, sale["transactionId"], 2, sale["total"])


def killed_behind(till, name, **members):
    act = till.act(name, **members)
    till.hang_up_on(name, act)
    restart()
    status, answer = till.insist(name, act)
    expect(status == 200, name, "after a kill is", status, answer)
    return answer


def main(base, token_file):
    till = Till(base, token_file)
    open_lane(till)
    screens = sale_with_events(till)
    sale_in_the_dark(till)
    revision = till.lane()["revision"]
    for screen in screens:
        screen.await_revision(revision)
    expect_all_heard(screens, revision)


if __name__ == "__main__":
    main(*sys.argv[1:])
