# OData 2 in JSON: decimals are texts, dates are "/Date(…)/", results stand in "d".

def basic: "Basic " + ("\(.settings.user // "twin"):\(.secret.password // "")" | @base64);
def error_text: .body.error.message.value? // .text[0:300];
def text_or_null: if . == null or . == "" then null else . end;

def milliseconds: "\(.)T00:00:00Z" | fromdate * 1000;
def day: capture("^/Date\\((?<ms>-?[0-9]+)\\)/$").ms | tonumber / 1000 | todate | .[0:10];

def posting($message):
  $message.data as $data
  | {ExternalKey: $message.idempotencykey,
     Kind: ($message.type | ltrimstr("planttwin.") | rtrimstr(".v1")),
     PostingDate: "/Date(\($message.postingdate | milliseconds))/", OrderId: $data.order,
     Item: $data.item, Lot: $data.lot, Quantity: ($data.quantity | tostring), Unit: $data.unit,
     Location: $data.location}
  | with_entries(select(.value != null));

# A quote within a text is doubled.
def find($key):
  {method: "GET",
   address: "\(.settings.root)/Postings?$filter=ExternalKey%20eq%20'\($key | gsub("'"; "''") | @uri)'&$top=1"};

# --- Pages: by $skip and $top, and where the service has pages of its own, where it says

def page(set; more):
  {method: "GET",
   address: (.next // "\(.settings.root)/\(set)?$skip=\(.skip // 0)&$top=\(.settings.page)\(more)")};
def rows: .answer.body.d | if type == "object" then .results[] else .[] end;
# "__next" is an address with its host.
def next:
  ([rows] | length) as $count
  | (.answer.body.d | if type == "object" then .__next else null end) as $next
  | {next: (if $next == null then null else $next | sub("^https?://[^/]+"; "") end),
     skip: ((.skip // 0) + $count),
     more: ($next != null or $count == .settings.page)};

def stock_row:
  {item: .Item, lot: (.Lot | text_or_null), location: .Location, status: "unrestricted",
   quantity: (.Quantity | tonumber)};
def document_row:
  {number: .Number, key: (.ExternalKey | text_or_null), type: .Kind,
   time: "\(.PostingDate | day)T00:00:00Z", posting_date: (.PostingDate | day), user: .CreatedBy,
   data: ({order: (.OrderId | text_or_null), operation: "", item: .Item,
           lot: (.Lot | text_or_null), quantity: (.Quantity | tonumber), unit: .Unit,
           location: (.Location | text_or_null), into_lot: "", from_lot: "", reason: ""}
          | with_entries(select(.value != null)))};
