# A web service of SOAP 1.1: envelopes, postings, faults; its record comes as tables.

def envelope_namespace: "http://schemas.xmlsoap.org/soap/envelope/";
def namespace: "urn:planttwin:example:postings";
def text_or_null: if . == null or . == "" then null else . end;

# A call: the body is an object of one member.
def service(operation; content):
  {address: "/services/postings",
   headers: {"Content-Type": "text/xml; charset=utf-8", SOAPAction: "\"\(namespace)/\(operation)\""},
   body: {"s:Envelope": {"@xmlns:s": envelope_namespace, "s:Body": {(operation): content}}}};
def post($message):
  $message.data as $data
  | {"@xmlns": namespace, Key: $message.idempotencykey, Company: .settings.company,
     Kind: ($message.type | ltrimstr("planttwin.") | rtrimstr(".v1")),
     PostingDate: $message.postingdate, Order: $data.order, Item: $data.item, Lot: $data.lot,
     Quantity: {"@unit": $data.unit, "#text": $data.quantity}, Location: $data.location}
  | with_entries(select(.value != null));

# Of an answer; tables and what is no envelope have none.
def fault: try .body.Envelope.Body.Fault catch null;
def is_answer:
  (.body | type) == "array"
  or (try (.body.Envelope.Body | has("PostResponse") or has("FindResponse")) catch false);
# One element is read as a text, several as an array; without any the element around them is empty.
def found:
  .answer.body.Envelope.Body.FindResponse
  | if type != "object" then [] elif (.Document | type) == "array" then .Document
    else [.Document] end;

# --- The record: tables with a line of names

def table:
  .answer.body[0] as $names
  | .answer.body[1:][] | . as $row
  | [range($names | length) | {key: $names[.], value: $row[.]}] | from_entries;
def stock_row:
  {item: .Item, lot: (.Lot | text_or_null), location: .Location, status: "unrestricted",
   quantity: (.Quantity | tonumber)};
def document_row:
  {number: (.Number | tonumber), key: (.Key | text_or_null), type: .Kind,
   time: "\(.PostingDate)T00:00:00Z", posting_date: .PostingDate, user: .User,
   data: ({order: (.Order | text_or_null), operation: "", item: .Item, lot: (.Lot | text_or_null),
           quantity: (.Quantity | tonumber), unit: .Unit, location: (.Location | text_or_null),
           into_lot: "", from_lot: "", reason: ""} | with_entries(select(.value != null)))};
