# Tryton 6.0 over JSON-RPC: the calls of mapping.json, step by step.

# --- Calls, answers and typed values

def rpc(method; parameters):
  {address: "/\(.settings.database)/", body: {id: 1, method: method, params: parameters}};
# A call of a model. The user's context comes last.
def model(method; parameters):
  rpc("model." + method; parameters + [.context // .session.context]);
def search_read(name; domain; fields):
  model(name + ".search_read"; [domain, 0, null, [["id", "ASC"]], fields]);
def result: .answer.body.result;

def decimal: {__class__: "Decimal", decimal: tostring};
def seconds: {__class__: "timedelta", seconds: .};
def number: if type == "object" then .decimal | tonumber else . end;
def date: split("-") | map(tonumber) | {__class__: "date", year: .[0], month: .[1], day: .[2]};
def two_digits: tostring | if length < 2 then "0" + . else . end;
def date_text: if . == null then null else "\(.year)-\(.month | two_digits)-\(.day | two_digits)" end;
# Quantities are floating-point numbers there.
def rounded: . * 1000000 | round | . / 1000000;

def by(key): reduce .[] as $row ({}; .[$row | key] = $row);

# --- Log-in

def bearer: "Session " + ("\(.settings.login):\(.uid):\(.token)" | @base64);
def log_in: rpc("common.db.login"; [.settings.login, {password: .secret.password}]);
def preferences:
  rpc("model.res.user.get_preferences"; [true, {}]) + {headers: {Authorization: bearer}};
def logged_in(call): call + {headers: {Authorization: bearer}};
# The places of the one warehouse, by our names, and those that Tryton has anyway.
def places: logged_in(search_read("stock.location"; []; ["code", "type"]));
def warehouses:
  logged_in(search_read("stock.location"; [["type", "=", "warehouse"]];
                        ["storage_location", "production_location"]));
def company:
  logged_in(model("company.company.search_read"; [[], 0, 1, null, ["currency"]]));
def centers: logged_in(search_read("production.work.center"; []; ["name"]));
def operations: logged_in(search_read("production.routing.operation"; []; ["name"]));
def party:
  logged_in(search_read("party.party"; [["code", "=", "PLANTTWIN"]]; ["addresses"]));
def session:
  {uid, context, authorization: bearer, company: .company.id, currency: .company.currency,
   warehouse: .warehouse.id, storage: .warehouse.storage_location,
   production: .warehouse.production_location, party,
   centers: (.centers | by(.name) | map_values(.id)),
   operations: (.operations | by(.name) | map_values(.id)),
   supplier: ([.places[] | select(.type == "supplier").id][0]),
   customer: ([.places[] | select(.type == "customer").id][0]),
   lost: ([.places[] | select(.type == "lost_found").id][0]),
   places: (.places | map(select(.code != null)) | by(.code) | map_values(.id))};

# --- What an order is: all that was reported of it

# Of the messages of a consignment those of a type, their data alone.
def of_type($type): [.messages[] | select(.type == "planttwin." + $type + ".v1") | .data];
# What lies in one place under one lot is one move; what was returned was not consumed.
def moves: group_by([.item, .lot, .location])
  | map(.[0] + {quantity: (map(.quantity) | add | rounded)}) | map(select(.quantity != 0));
def issues:
  of_type("MaterialIssued") + (of_type("MaterialReturned") | map(.quantity = -.quantity)) | moves;
def products: of_type("ProductCompleted") + of_type("ByProduct") | moves;
def scrap: of_type("Scrapped") | map(select(.location == null)) | moves;

# An order of the plant is known by a reference of ours, one that Tryton has planned by its number.
def is_planned: startswith("MO-");
def order($run):
  {key, order: .partition, planned: (.partition | is_planned),
   known_by: (if .partition | is_planned then .partition[3:] else "\($run)/\(.partition)" end),
   released: of_type("ProductionOrderReleased")[0], issues: issues, products: products,
   scrap: scrap, operations: of_type("OperationCompleted"),
   date: (.messages[-1].postingdate | date)};
def orders: .settings.run.id as $run | [.batch[] | order($run)];

def lot_name: "\(.item)/\(.lot)";
def with_lot: map(select(.lot != null)) | map({item, lot}) | unique;

# --- Posting orders: every step is for the orders in the state for it

def product_codes:
  [orders[] | .released.item, (.issues, .products, .scrap)[].item | select(. != null)] | unique;
def read_products:
  product_codes as $codes | search_read("product.product"; [["code", "in", $codes]];
                                        ["code", "default_uom"]);
def lot_numbers: [orders[] | (.issues, .products)[].lot | select(. != null)] | unique;
def search_lots:
  lot_numbers as $numbers | search_read("stock.lot"; [["number", "in", $numbers]];
                                        ["number", "product.code"]);
def keep_lots:
  {lots: (result | map({key: "\(."product.".code)/\(.number)", value: .id}) | from_entries)};
# Lots that come of an order are made known; one that goes into it has to be known.
def new_lots:
  .lots as $known
  | [orders[] | .products[]] | with_lot | map(select($known[lot_name] == null));
def create_lots:
  . as $c | new_lots as $new
  | model("stock.lot.create";
          [[$new[] | {number: .lot, product: $c.products[.item].id}]]);
def keep_new_lots:
  new_lots as $new | result as $ids
  | {lots: (.lots + ([range($new | length) | {key: ($new[.] | lot_name), value: $ids[.]}]
                     | from_entries))};

# Why an order can't be posted, as far as can be said before.
def fault_of($c):
  ([.released.item, (.issues, .products, .scrap)[].item
    | select(. != null and $c.products[.] == null)] | first // null) as $item
  | ([.operations[] | select($c.session.operations[.operation] == null
                             or $c.session.centers[.work_center] == null)
      | "\(.operation) at \(.work_center)"] | first // null) as $work
  | ([.issues[] | select(.lot != null and $c.lots[lot_name] == null) | lot_name] | first // null)
    as $lot
  | ([(.issues, .products)[].location | select($c.session.places[.] == null)] | first // null)
    as $place
  | if $item != null then {code: "unknown_item", text: "Tryton has no product \($item)"}
    elif $work != null
    then {code: "unknown_work_center", text: "Tryton has no operation \($work)"}
    elif $place != null then {code: "unknown_location", text: "Tryton has no location \($place)"}
    elif $lot != null then {code: "unknown_lot", text: "Tryton has no lot \($lot)"}
    elif .planned and $c.found[.known_by] == null
    then {code: "unknown_order", text: "Tryton has no production \(.known_by)"}
    else null end;

def search_productions:
  [orders[] | select(.planned | not) | .known_by] as $references
  | [orders[] | select(.planned) | .known_by] as $numbers
  | search_read("production"; ["OR", [["reference", "in", $references]],
                               [["number", "in", $numbers]]];
                ["reference", "number", "state", "inputs", "outputs", "works"]);
def keep_found:
  . as $c
  | [orders[] | select(.planned) | .known_by] as $numbers
  | {found: (result
      | map({key: (if .number as $n | $numbers | index($n) then .number else .reference end),
             value: {id, state, inputs, outputs, works}})
      | map(select(.key != null)) | from_entries)};

# Orders of which nothing is wrong, with what Tryton has of them.
def good: . as $c | orders[] | select(fault_of($c) == null)
  | . + ($c.found[.known_by] // {id: null, state: "new"});
def in_state($states): [good | select(.state as $s | $states | index($s))];
def ids($states): [in_state($states)[].id];
# What becomes of the state of those for which a call was made.
def moved($states; $state):
  ids($states) as $ids
  | {found: (.found | map_values(if .id as $id | $ids | index($id) then .state = $state else . end))};

def move($c; $from; $to):
  {product: $c.products[.item].id, uom: $c.products[.item].default_uom, quantity: .quantity,
   from_location: $from, to_location: $to, company: $c.session.company,
   currency: $c.session.currency,
   lot: (if .lot == null then null else $c.lots[lot_name] end)};
def inputs($c): [.issues[] | move($c; $c.session.places[.location]; $c.session.production)];
# Scrap of what is in process goes to lost and found, and bears no cost.
def outputs($c):
  [(.products[] | move($c; $c.session.production; $c.session.places[.location])
                  + {unit_price: (0 | decimal)}),
   (.scrap[] | . + {lot: null} | move($c; $c.session.production; $c.session.lost))];
# A cycle for each completion of an operation, with its machine time.
def works($c):
  [.operations | group_by([.operation, .work_center])[]
   | {operation: $c.session.operations[.[0].operation],
      work_center: $c.session.centers[.[0].work_center], company: $c.session.company,
      cycles: [["create", [.[] | {duration: (.machine_time_s | seconds)}]]]}];
# Without bill of material and routing nothing is exploded, and no work is made up.
def new_production($c):
  {product: $c.products[.released.item].id, uom: $c.products[.released.item].default_uom,
   quantity: .released.quantity, warehouse: $c.session.warehouse,
   location: $c.session.production, reference: .known_by, company: $c.session.company,
   planned_date: .date, planned_start_date: .date, effective_date: .date,
   effective_start_date: .date, inputs: [["create", inputs($c)]],
   outputs: [["create", outputs($c)]], works: [["create", works($c)]]};
def create_productions:
  . as $c | model("production.create"; [[in_state(["new"])[] | new_production($c)]]);
def keep_created:
  in_state(["new"]) as $new | result as $ids
  | {found: (.found + ([range($new | length)
      | {key: $new[.].known_by, value: {id: $ids[.], state: "draft"}}] | from_entries))};

# Tryton has exploded an order of its own by the bill of material: what really went in replaces it.
# So it does where Tryton has cut a move in two because there was stock for a part of it only.
def to_fill:
  . as $c
  | [in_state(["request", "draft", "waiting"])[]
     | select(.planned or (.inputs != null and (.inputs | length) != (inputs($c) | length)))];
def fill:
  . as $c
  | model("production.write"; [to_fill[]
      | [.id], ({inputs: [["delete", .inputs], ["create", inputs($c)]]}
                + if .planned then
                    {routing: null, effective_date: .date, effective_start_date: .date,
                     outputs: [["delete", .outputs], ["create", outputs($c)]],
                     works: [["delete", .works], ["create", works($c)]]}
                  else {} end)]);

def search_cycles:
  ids(["running"]) as $ids
  | search_read("production.work.cycle"; [["work.production", "in", $ids],
                                          ["state", "in", ["draft", "running"]]]; ["state"]);

def check_states:
  [orders[].known_by as $known | .found[$known] | select(. != null).id] as $ids
  | search_read("production"; [["id", "in", $ids]]; ["state"]);
def outcome:
  . as $c
  | [orders[] | fault_of($c) as $fault | ($c.found[.known_by].id) as $id | ($c.states // {}) as $states
     | {key} + (if $fault != null then {is: "rejected"} + $fault
                elif $c.deficit then {is: "rejected", code: "deficit", text: "not enough stock"}
                elif $states[$id | tostring] == "done" then {is: "accepted"}
                else {is: "retry", code: "state", text: "the production is \($states[$id | tostring])"}
                end)];

# --- Goods in, goods out: a shipment for each posting, whose reference is our key

def posting: .messages[0] | . as $m | .data
  + {key: $m.idempotencykey, date: ($m.postingdate | date)};
def postings: [.batch[] | posting];
def read_goods:
  ([postings[].item] | unique) as $codes
  | search_read("product.product"; [["code", "in", $codes]]; ["code", "default_uom", "cost_price"]);
def search_goods_lots:
  ([postings[].lot | select(. != null)] | unique) as $numbers
  | search_read("stock.lot"; [["number", "in", $numbers]]; ["number", "product.code"]);
# Goods that come in bring their lots with them.
def new_goods_lots:
  .lots as $known | .products as $products
  | postings | map(select($products[.item] != null)) | with_lot
  | map(select($known[lot_name] == null));
def create_goods_lots:
  . as $c | new_goods_lots as $new
  | model("stock.lot.create"; [[$new[] | {number: .lot, product: $c.products[.item].id}]]);
def keep_goods_lots:
  new_goods_lots as $new | result as $ids
  | {lots: (.lots + ([range($new | length) | {key: ($new[.] | lot_name), value: $ids[.]}]
                     | from_entries))};
def search_shipments(name):
  [postings[].key] as $keys
  | search_read("stock.shipment." + name; [["reference", "in", $keys]]; ["reference", "state"]);
def keep_shipments: {shipments: (result | reverse | by(.reference))};
def goods_fault($c):
  if $c.products[.item] == null
  then {code: "unknown_item", text: "Tryton has no product \(.item)"}
  elif $c.session.places[.location] == null
  then {code: "unknown_location", text: "Tryton has no location \(.location)"}
  elif .lot != null and $c.lots[lot_name] == null
  then {code: "unknown_lot", text: "Tryton has no lot \(.lot) of \(.item)"}
  else null end;
def good_goods: . as $c | postings | map(select(goods_fault($c) == null));
def goods_to_ship: . as $c | good_goods | map(select($c.shipments[.key] == null));
def goods_move($c; $from; $to):
  {product: $c.products[.item].id, uom: $c.products[.item].default_uom, quantity,
   from_location: $from, to_location: $to, company: $c.session.company,
   currency: $c.session.currency, unit_price: $c.products[.item].cost_price,
   lot: (if .lot == null then null else $c.lots[lot_name] end)};
def shipment($c): {reference: .key, company: $c.session.company, warehouse: $c.session.warehouse,
                   planned_date: .date, effective_date: .date};
def create_receipts:
  . as $c | model("stock.shipment.in.create"; [[goods_to_ship[]
    | shipment($c) + {supplier: $c.session.party.id,
        incoming_moves: [["create",
          [goods_move($c; $c.session.supplier; $c.session.places[.location])]]]}]]);
def create_deliveries:
  . as $c | model("stock.shipment.out.create"; [[goods_to_ship[]
    | shipment($c) + {customer: $c.session.party.id,
        delivery_address: $c.session.party.addresses[0],
        outgoing_moves: [["create",
          [goods_move($c; $c.session.places[.location]; $c.session.customer)]]]}]]);
def keep_new_shipments:
  goods_to_ship as $new | result as $ids
  | {shipments: (.shipments + ([range($new | length)
      | {key: $new[.].key, value: {id: $ids[.], state: "draft"}}] | from_entries))};
def shipment_ids($states):
  [.shipments[] | select(.state as $s | $states | index($s)).id];
# A warning is for a person who knows: no purchase stands behind a receipt. It is confirmed once.
def warning: .answer.body.error // null | if . == null then null else .[1][0] end;
def confirm:
  model("res.user.warning.create"; [[{user: .session.uid, name: .warning, always: false}]]);
def goods_outcome:
  . as $c
  | [postings[] | goods_fault($c) as $fault
     | {key} + (if $fault != null then {is: "rejected"} + $fault
                elif $c.shipments[.key].state == "done" then {is: "accepted"}
                else {is: "retry", code: "deficit", text: "the shipment is \($c.shipments[.key].state)"}
                end)];

# --- Reading the record

def user_of($c): if . == $c.session.uid then $c.settings.login else "#\(.)" end;
# The plant's name of an order.
def name_of_order($c):
  ($c.settings.run.id + "/") as $prefix
  | if .reference == null or .reference == "" then "MO-\(.number)"
    elif .reference | startswith($prefix) then .reference[($prefix | length):]
    else .reference end;
def day: if . == null then null else "\(date_text)T00:00:00Z" end;

def pages: 500;
def highest(name):
  model(name + ".search_read"; [[], 0, 1, [["id", "DESC"]], ["id"]]);
def keep_highest: (result[0].id // 0);
def moves_page:
  model("stock.move.search_read"; [[["id", ">", (.last_move // .after.move // 0)],
    ["state", "=", "done"]], 0, pages, [["id", "ASC"]],
    ["product.code", "quantity", "uom.symbol", "lot.number", "from_location.code",
     "from_location.type", "to_location.code", "to_location.type", "production_input.reference",
     "production_input.number", "production_output.reference", "production_output.number",
     "production_output.product", "product", "shipment.reference", "effective_date", "create_uid"]]);
def goods:
  {item: ."product.".code, lot: ."lot.".number, quantity: .quantity} | map_values(select(. != null));
def move_body($c):
  (goods + {unit: ."uom.".symbol}) as $goods
  | if ."production_input." != null then
      (."production_input." | name_of_order($c)) as $order
      | {type: "MaterialIssued",
         data: ($goods + {order: $order, operation: "", into_lot: $order,
                          location: ."from_location.".code})}
    elif ."production_output." != null and ."to_location.".type == "lost_found" then
      (."production_output." | name_of_order($c)) as $order
      | {type: "Scrapped",
         data: ($goods + {order: $order, operation: "", lot: $order, reason: ""})}
    elif ."production_output." != null then
      (."production_output." | name_of_order($c)) as $order
      | (."production_output.".product == .product) as $is_product
      | {type: (if $is_product then "ProductCompleted" else "ByProduct" end),
         data: ($goods + {order: $order, from_lot: $order, location: ."to_location.".code}
                + (if $is_product then {} else {operation: ""} end))}
    elif ."from_location.".type == "supplier" then
      {type: "GoodsReceived", data: ($goods + {location: ."to_location.".code})}
    elif ."to_location.".type == "customer" then
      {type: "Shipped", data: ($goods + {location: ."from_location.".code, delivery: ""})}
    else
      {type: "Scrapped",
       data: ($goods + {location: ."from_location.".code, status: "unrestricted", reason: ""})}
    end;
def move_documents:
  . as $c | result[]
  | move_body($c) + {number: (.id * 4), key: (."shipment." // {}).reference,
                     time: (.effective_date | day), posting_date: (.effective_date | date_text),
                     user: (.create_uid | user_of($c))};
def productions_page:
  model("production.search_read"; [[["id", ">", (.last_production // .after.production // 0)],
    ["state", "in", ["running", "done"]]], 0, pages, [["id", "ASC"]],
    ["reference", "number", "product.code", "quantity", "uom.symbol", "state", "effective_date",
     "create_uid"]]);
def production_documents:
  . as $c | result[]
  | {key: null, time: (.effective_date | day), user: (.create_uid | user_of($c))} as $head
  | name_of_order($c) as $order
  | ($head + {number: (.id * 4 + 1), type: "ProductionOrderReleased",
              data: {order: $order, item: ."product.".code, quantity: .quantity,
                     unit: ."uom.".symbol}}),
    (select(.state == "done")
     | $head + {number: (.id * 4 + 2), type: "ProductionOrderClosed", data: {order: $order}});
def cycles_page:
  model("production.work.cycle.search_read"; [[["id", ">", (.last_cycle // .after.cycle // 0)],
    ["state", "=", "done"]], 0, pages, [["id", "ASC"]],
    ["duration", "create_uid", "work.operation.name", "work.work_center.name",
     "work.production.reference", "work.production.number", "work.production.product.code",
     "work.production.uom.symbol"]]);
def cycle_documents:
  . as $c | result[] | select(.duration.seconds > 0) | ."work." as $work
  | ($work."production." | name_of_order($c)) as $order
  | {number: (.id * 4 + 3), key: null, time: null,
     user: (.create_uid | user_of($c)), type: "OperationCompleted",
     data: {order: $order, operation: $work."operation.".name,
            work_center: $work."work_center.".name, item: $work."production."."product.".code,
            lot: $order, quantity: 0, scrapped: 0,
            unit: $work."production."."uom.".symbol,
            machine_time_s: .duration.seconds}};

# Stock place by place: lots where Tryton follows them, products where it does not.
def our_places: [.session.places | to_entries[] | select(.key | IN("IN", "OUT", "STO", "WH", "SUP", "CUS", "PROD") | not)];
def at_place(at; call):
  (our_places[at].value) as $place | call | .body.params[-1] += {locations: [$place], with_childs: false};
def lots_at_place:
  at_place(.place // 0; search_read("stock.lot"; [["quantity", "!=", 0]];
                       ["number", "product.code", "quantity"]));
def products_at_place:
  at_place(.product_place // 0; search_read("product.product"; [["quantity", "!=", 0]];
                       ["code", "quantity", "template.lot_required"]));
def next_place: {place: ((.place // 0) + 1)};
def more_places: .place < (our_places | length);
def next_product_place: {product_place: ((.product_place // 0) + 1)};
def more_product_places: .product_place < (our_places | length);
def lot_rows:
  our_places[.place - 1].key as $location | result[]
  | {item: ."product.".code, lot: .number, location: $location, status: "unrestricted",
     quantity: (.quantity | rounded)};
def product_rows:
  our_places[.product_place - 1].key as $location | result[] | select((."template.".lot_required // []) == [])
  | {item: .code, lot: null, location: $location, status: "unrestricted",
     quantity: (.quantity | rounded)};
def items: search_read("product.product"; [["code", "!=", null]]; ["code", "default_uom.digits"]);
def item_rows:
  result[] | {item: .code, decimals: ."default_uom.".digits, other_units: []};

# --- Alignment: what the plant is made of, and what lies in it. Every step is for what is missing.

def user_context: {context: result};
def create_party($name): model("party.party.create"; [[{name: $name}]]);
def create_currency:
  model("currency.currency.create"; [[{name: .master.currency, symbol: .master.currency,
    code: .master.currency, rounding: (0.01 | decimal), digits: 2,
    rates: [["create", [{date: {__class__: "date", year: 2000, month: 1, day: 1},
                         rate: (1 | decimal)}]]]}]]);
def join_company:
  model("res.user.write"; [[.session.uid], {companies: [["add", [.company.id]]],
    company: .company.id, employees: [["add", [.employee]]], employee: .employee}]);

def places_of:
  .master as $master | result as $places | ([$places[].code] | map(select(. != null))) as $known
  | ([$places[] | select(.type == "warehouse")][0]) as $warehouse
  | {warehouse: $warehouse, lost: ([$places[] | select(.type == "lost_found").id][0]),
     supplier: ([$places[] | select(.type == "supplier").id][0]),
     new_places: [$master.locations[].id | select(. as $one | $known | index($one) | not)]};
def create_places:
  . as $c | model("stock.location.create"; [[.new_places[]
      | {name: ., code: ., type: "storage", parent: $c.warehouse.storage_location}]]);
def missing_items: (.products | map(.code)) as $known
  | [.master.items[] | select(.id as $id | $known | index($id) | not)];
# The plant's units are known by their symbols; one that Tryton lacks counts pieces.
def missing_units: .uoms as $known
  | [.master.items[] | select($known[.unit] == null)] | unique_by(.unit);
def coarse_units: .uoms as $known
  | [.master.items[] | select($known[.unit] != null and $known[.unit].digits < .decimals)]
  | group_by(.unit) | map(max_by(.decimals));
def fineness: . as $digits | [range($digits)] | reduce .[] as $i (1; . / 10);
def create_units:
  . as $c | model("product.uom.create"; [[missing_units[]
    | {name: .unit, symbol: .unit, category: $c.uoms["u"].category, factor: 1, rate: 1,
       digits: .decimals, rounding: (.decimals | fineness)}]]);
def refine_units:
  . as $c | model("product.uom.write"; [coarse_units[]
    | [$c.uoms[.unit].id], {digits: .decimals, rounding: (.decimals | fineness)}]);
def check_items:
  (. + {products: result}) as $c
  | if $c.push or ($c | missing_items) == [] then {products: result}
    else error("Tryton has no product for " + ([$c | missing_items[].id] | join(", ")))
    end;
def create_templates:
  . as $c | model("product.template.create"; [[missing_items[]
    | {name, code: .id, type: "goods", default_uom: $c.uoms[.unit].id, list_price: (0 | decimal),
       cost_price_method: "fixed", producible: .made,
       lot_required: (if .control == "none" then [] else ["storage"] end),
       products: [["create", [{cost_price: (.cost | decimal)}]]]}]]);

def missing_centers: (.centers | map(.name)) as $known
  | [.master.work_centers[] | select(.id as $id | $known | index($id) | not)];
def create_centers:
  . as $c | model("production.work.center.create"; [[missing_centers[]
      | {name: .id, company: $c.company.id, warehouse: $c.warehouse.id, cost_method: "hour",
         cost_price: (.cost_per_h | decimal)}]]);
# Operations are known by their numbers; where they are done is said with each.
def missing_operations: (.operations | map(.name)) as $known
  | [.master.routings[].operations[].number] | unique
  | map(select(. as $number | $known | index($number) | not));
def create_operations:
  model("production.routing.operation.create"; [[missing_operations[] | {name: .}]]);
def missing_boms: (.boms | map(.name)) as $known
  | [.master.boms[] | select(.item as $item | $known | index($item) | not)];
def bom_line($c): ($c.products | by(.code))[.item] as $product
  | {product: $product.id, quantity: .quantity, uom: $product.default_uom};
def create_boms:
  . as $c | model("production.bom.create"; [[missing_boms[]
    | {name: .item, inputs: [["create", [.inputs[] | bom_line($c)]]],
       outputs: [["create", [({item, quantity}, .by_products[]) | bom_line($c)]]]}]]);
def products_without_bom: (.product_boms | map(.product)) as $done | (.products | by(.code)) as $products
  | [.master.boms[] | select($products[.item].id as $id | $done | index($id) | not)];
def assign_boms:
  . as $c | (.boms | by(.name)) as $boms | (.products | by(.code)) as $products
  | model("product.product.write"; [products_without_bom[]
      | [$products[.item].id], {boms: [["create", [{bom: $boms[.item].id}]]]}]);

def missing_opening_lots: .lots as $known
  | [.opening[]] | with_lot | map(select($known[lot_name] == null));
def create_opening_lots:
  . as $c | (.products | by(.code)) as $products
  | model("stock.lot.create"; [[missing_opening_lots[]
      | {number: .lot, product: $products[.item].id}]]);
def keep_opening_lots:
  missing_opening_lots as $new | result as $ids
  | {lots: (.lots + ([range($new | length) | {key: ($new[.] | lot_name), value: $ids[.]}]
                     | from_entries))};
# Only into a Tryton where nothing has moved yet: a record in use keeps its stock. The move has an
# origin, itself a move, lest it warn of having none.
def opening_to_move:
  if .any_moves then [] else [.opening[] | select(.quantity != 0)] end;
def create_opening:
  . as $c | (.products | by(.code)) as $products
  | model("stock.move.create"; [[opening_to_move[]
      | {product: $products[.item].id, uom: $products[.item].default_uom, quantity,
         from_location: $c.supplier, to_location: $c.place_ids[.location],
         lot: (if .lot == null then null else $c.lots[lot_name] end), company: $c.company.id,
         currency: $c.company.currency,
         unit_price: ($products[.item].cost_price // (0 | decimal))}]]);

def order_points: .settings.order_points // [];
def missing_order_points: .points as $known
  | [order_points[] | select(.item as $item | $known | index($item) | not)];
def create_order_points:
  . as $c | (.products | by(.code)) as $products
  | model("stock.order_point.create"; [[missing_order_points[]
      | {product: $products[.item].id, warehouse_location: $c.warehouse.id, type: "production",
         min_quantity: .min, target_quantity: .target, company: $c.company.id}]]);

# --- Orders that Tryton has planned

def poll_productions:
  search_read("production"; [["state", "in", ["request", "draft", "waiting"]],
                             ["id", ">", (.polled.last // 0)]];
              ["number", "reference", "product.code", "quantity", "uom.symbol"]);
def order_messages:
  . as $c | result[] | select(.reference == null or .reference == "")
  | {type: "ProductionOrderReleased", key: "\($c.settings.run.id)/MO-\(.number)",
     data: {order: "MO-\(.number)", item: ."product.".code, quantity: .quantity,
            unit: ."uom.".symbol}};
