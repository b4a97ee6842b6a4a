# Goods movements as XML documents: one document for a message, all of a batch in one envelope.

# The elements of a name: one is read as an object, several as an array, and where none are the
# element around them is an empty text.
def each(name):
  if type != "object" then empty else .[name] end
  | if type == "array" then .[] elif . == null then empty else . end;
def name_of: .type | ltrimstr("planttwin.") | rtrimstr(".v1");

# Movement types: out of stock to an order, back, from an order into stock, …
def movement_types:
  {MaterialIssued: "261", MaterialReturned: "262", ProductCompleted: "101", ByProduct: "531",
   Scrapped: "551", GoodsReceived: "501", Shipped: "601"};

# Dates without dashes.
def date: gsub("-"; "");

# One document. The short key stands where texts have 16 characters, for the audit to find it again.
def document($settings):
  name_of as $name | .data as $data
  | {"@BEGIN": "1",
     EDI_DC40: {"@SEGMENT": "1", MANDT: $settings.client, DIRECT: "2", IDOCTYP: "MBGMCR03",
                MESTYP: "MBGMCR", SNDPRN: $settings.sender, ARCKEY: .shortkey},
     E1GM_HEADER: {"@SEGMENT": "1", PSTNG_DATE: (.postingdate | date),
                   DOC_DATE: (.time[0:10] | date), REF_DOC_NO: .shortkey,
                   HEADER_TXT: .idempotencykey[0:60]},
     E1GM_ITEM: ({"@SEGMENT": "1", MATERIAL: $data.item,
                  PLANT: ($settings.plants[.plant] // $settings.plants["*"]),
                  STGE_LOC: ($data.location // ""), BATCH: ($data.lot // ""),
                  MOVE_TYPE: movement_types[$name], ENTRY_QNT: $data.quantity,
                  ENTRY_UOM: $data.unit, ORDERID: ($data.order // ""),
                  MOVE_REAS: ($data.reason // "")}
                 | with_entries(select(.value != "")))};
def documents:
  .settings as $settings | {DOCUMENTS: {IDOC: [.batch[].messages[0] | document($settings)]}};

# What has become of each, by the key that its control record has.
def statuses:
  [.answer.body.DOCUMENTS | each("STATUS")
   | {key: .ARCKEY, value: {status: .STATUS, code: (.CODE // ""), text: (.TEXT // "")}}]
  | from_entries;
def outcome:
  .statuses as $statuses
  | [.batch[] | {key, said: $statuses[.messages[0].shortkey]}
     | {key, text: (.said.text // "the answer does not name it"),
        is: (if .said == null then "unknown"
             elif .said.status == "53" or .said.status == "69" then "accepted"
             elif .said.status == "64" then "retry"
             else "rejected" end),
        code: (if .said.status == "64" then "being_processed" else .said.code // "" end)}];

# --- The record

def stock:
  .answer.body.STOCK | each("ROW")
  | {item: .MATNR, lot: (if .CHARG == "" then null else .CHARG end), location: .LGORT,
     status: "unrestricted", quantity: (.LABST | tonumber)};
def type_of: . as $type | movement_types | to_entries[] | select(.value == $type).key;
def text_or_null: if . == null or . == "" then null else . end;
def dashed: "\(.[0:4])-\(.[4:6])-\(.[6:8])";
def movements:
  .answer.body.MOVEMENTS | each("MOVEMENT") | (.BWART | type_of) as $type
  | {number: (.MBLNR | tonumber), key: (.BKTXT | text_or_null), type: $type,
     time: "\(.BUDAT | dashed)T00:00:00Z", posting_date: (.BUDAT | dashed), user: .USNAM,
     data: ({order: (.AUFNR | text_or_null), operation: "", item: .MATNR,
             lot: (.CHARG | text_or_null), quantity: (.ERFMG | tonumber), unit: .ERFME,
             location: (.LGORT | text_or_null), into_lot: "", from_lot: "", reason: ""}
            | with_entries(select(.value != null)))};
