# Files of comma-separated values: what is dropped, and the record in the same form.

def text_or_null: if . == null or . == "" then null else . end;
def is_posting: .type != "planttwin.ProductionOrderClosed.v1";

def columns:
  ["Key", "Kind", "PostingDate", "Order", "Item", "Lot", "Quantity", "Unit", "Location"];
def line:
  .data as $data
  | [.idempotencykey, (.type | ltrimstr("planttwin.") | rtrimstr(".v1")), .postingdate,
     $data.order, $data.item, $data.lot, $data.quantity, $data.unit, $data.location];
def file($messages):
  {address: .settings.folder, key: .batch[0].partition,
   body: {separator: ";", rows: ([columns] + ($messages | map(line)))}};

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
