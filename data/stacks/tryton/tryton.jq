# Tryton 6.0 over JSON-RPC: the calls of mapping.json, step by step.

# --- Calls, answers and typed values

def rpc(method; parameters):
  {address: "/\(.settings.database)/", body: {id: 1, method: method, params: parameters}};
# A call of a model. The user's context comes last; warnings, which are for people, are passed over.
def model(method; parameters):
  rpc("model." + method;
      parameters + [(.context // .session.context) + {_skip_warnings: true}]);
def search_read(name; domain; fields):
  model(name + ".search_read"; [domain, 0, null, [["id", "ASC"]], fields]);
def result: .answer.body.result;

def decimal: {__class__: "Decimal", decimal: tostring};
def seconds: {__class__: "timedelta", seconds: .};
def number: if type == "object" then .decimal | tonumber else . end;
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
def lines:
  logged_in(search_read("production.work.center"; [["name", "=", "LINE"]]; ["name"]));
def session:
  {uid, context, authorization: bearer, company: .company.id, currency: .company.currency,
   warehouse: .warehouse.id, storage: .warehouse.storage_location,
   production: .warehouse.production_location, line,
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

# An order of the plant is known by a reference of ours, one that Tryton has planned by its number.
def is_planned: startswith("MO-");
def order($run):
  {key, order: .partition, planned: (.partition | is_planned),
   known_by: (if .partition | is_planned then .partition[3:] else "\($run)/\(.partition)" end),
   released: of_type("ProductionOrderReleased")[0], issues: issues, products: products,
   operations: of_type("OperationCompleted")};
def orders: .settings.run.id as $run | [.batch[] | order($run)];

def lot_name: "\(.item)/\(.lot)";
def with_lot: map(select(.lot != null)) | map({item, lot}) | unique;

# --- Posting orders: every step is for the orders in the state for it

def product_codes: [orders[] | .released.item, .issues[].item, .products[].item] | unique;
def read_products:
  product_codes as $codes | search_read("product.product"; [["code", "in", $codes]];
                                        ["code", "default_uom"]);
def read_boms:
  product_codes as $codes
  | search_read("product.product-production.bom"; [["product.code", "in", $codes]];
                ["product.code", "bom", "routing"]);
def keep_boms: {boms: (result | by(."product."."code"))};

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
  ([.released.item, .issues[].item, .products[].item
    | select(. != null and $c.products[.] == null)] | first // null) as $item
  | ([.issues[] | select(.lot != null and $c.lots[lot_name] == null) | lot_name] | first // null)
    as $lot
  | ([(.issues, .products)[].location | select($c.session.places[.] == null)] | first // null)
    as $place
  | if $item != null then {code: "unknown_item", text: "Tryton has no product \($item)"}
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
                ["reference", "number", "state", "inputs", "outputs"]);
def keep_found:
  . as $c
  | [orders[] | select(.planned) | .known_by] as $numbers
  | {found: (result
      | map({key: (if .number as $n | $numbers | index($n) then .number else .reference end),
             value: {id, state, inputs, outputs}})
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
def outputs($c):
  [.products[] | move($c; $c.session.production; $c.session.places[.location])
                 + {unit_price: (0 | decimal)}];
def new_production($c):
  {product: $c.products[.released.item].id, uom: $c.products[.released.item].default_uom,
   bom: $c.boms[.released.item].bom, routing: $c.boms[.released.item].routing,
   work_center: $c.session.line, quantity: .released.quantity, warehouse: $c.session.warehouse,
   location: $c.session.production, reference: .known_by, company: $c.session.company,
   inputs: [["create", inputs($c)]], outputs: [["create", outputs($c)]]};
def create_productions:
  . as $c | model("production.create"; [[in_state(["new"])[] | new_production($c)]]);
def keep_created:
  in_state(["new"]) as $new | result as $ids
  | {found: (.found + ([range($new | length)
      | {key: $new[.].known_by, value: {id: $ids[.], state: "draft"}}] | from_entries))};

# Tryton has exploded an order of its own by the bill of material: what really went in replaces it.
def planned_ones: [in_state(["request", "draft", "waiting"])[] | select(.planned)];
def fill_planned:
  . as $c
  | model("production.write"; [planned_ones[]
      | [.id], {work_center: $c.session.line,
                inputs: [["delete", .inputs], ["create", inputs($c)]],
                outputs: [["delete", .outputs], ["create", outputs($c)]]}]);

def read_works:
  ids(["running"]) as $ids
  | search_read("production.work"; [["production", "in", $ids]];
                ["production", "operation.name", "cycles"]);
# A cycle for each completion of an operation, with its machine time; an operation that no lot has
# come to gets an empty one, for Tryton closes no order without.
def cycles_of($order):
  . as $work | (."operation.".name | split(":")[1]) as $number
  | [$order.operations[] | select(.operation == $number) | .machine_time_s]
  | if . == [] then [0] else . end | map({work: $work.id, duration: seconds});
def cycles_to_make:
  (in_state(["running"]) | map({key: (.id | tostring), value: .}) | from_entries) as $orders
  | [.works[] | select(.cycles == []) | cycles_of($orders[.production | tostring])[]];
def create_cycles: model("production.work.cycle.create"; [cycles_to_make]);
# Those of earlier, too, which an answer that was lost has left behind.
def open_cycles: [.works[].cycles[]] + (.new_cycles // []);

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

# --- Goods in, goods out: a move each, with a note that has our key

def posting: .messages[0] | . as $m | .data
  + {key: $m.idempotencykey, type: ($m.type | split(".")[1])};
def postings: [.batch[] | posting];
def read_goods:
  ([postings[].item] | unique) as $codes
  | search_read("product.product"; [["code", "in", $codes]]; ["code", "default_uom", "cost_price"]);
def search_goods_lots:
  ([postings[].lot | select(. != null)] | unique) as $numbers
  | search_read("stock.lot"; [["number", "in", $numbers]]; ["number", "product.code"]);
def new_goods_lots:
  .lots as $known | .products as $products
  | postings | map(select(.type == "GoodsReceived" and $products[.item] != null)) | with_lot
  | map(select($known[lot_name] == null));
def create_goods_lots:
  . as $c | new_goods_lots as $new
  | model("stock.lot.create"; [[$new[] | {number: .lot, product: $c.products[.item].id}]]);
def keep_goods_lots:
  new_goods_lots as $new | result as $ids
  | {lots: (.lots + ([range($new | length) | {key: ($new[.] | lot_name), value: $ids[.]}]
                     | from_entries))};
def search_notes:
  [postings[].key] as $keys
  | search_read("ir.note"; [["message", "in", $keys]]; ["message", "resource"]);
def keep_notes:
  {noted: (result | map({key: .message, value: (.resource | split(",")[1] | tonumber)})
           | from_entries)};
def goods_fault($c):
  if $c.products[.item] == null
  then {code: "unknown_item", text: "Tryton has no product \(.item)"}
  elif $c.session.places[.location] == null
  then {code: "unknown_location", text: "Tryton has no location \(.location)"}
  elif .lot != null and $c.lots[lot_name] == null
  then {code: "unknown_lot", text: "Tryton has no lot \(.lot) of \(.item)"}
  else null end;
def good_goods: . as $c | postings | map(select(goods_fault($c) == null));
def goods_to_make: . as $c | good_goods | map(select($c.noted[.key] == null));
def goods_move($c):
  $c.session.places[.location] as $place
  | (if .type == "GoodsReceived" then [$c.session.supplier, $place]
     elif .type == "Shipped" then [$place, $c.session.customer]
     else [$place, $c.session.lost] end) as $way
  | {product: $c.products[.item].id, uom: $c.products[.item].default_uom, quantity,
     from_location: $way[0], to_location: $way[1], company: $c.session.company,
     currency: $c.session.currency,
     lot: (if .lot == null then null else $c.lots[lot_name] end),
     unit_price: (if .type == "Scrapped" then null else $c.products[.item].cost_price end)};
def create_goods: . as $c | model("stock.move.create"; [[goods_to_make[] | goods_move($c)]]);
def keep_goods:
  goods_to_make as $new | result as $ids
  | {made: [range($new | length) | {key: $new[.].key, id: $ids[.]}]};
def create_notes:
  model("ir.note.create"; [[.made[] | {resource: "stock.move,\(.id)", message: .key}]]);
def noted_now: {noted: (.noted + (.made | map({key: .key, value: .id}) | from_entries))};
def goods_ids: [good_goods[].key as $key | .noted[$key]] | map(select(. != null));
def open_goods: search_read("stock.move"; [["id", "in", goods_ids], ["state", "in", ["draft", "assigned"]]]; ["state"]);
def check_goods: search_read("stock.move"; [["id", "in", goods_ids]]; ["state"]);
def goods_outcome:
  . as $c
  | [postings[] | goods_fault($c) as $fault
     | {key} + (if $fault != null then {is: "rejected"} + $fault
                elif $c.states[$c.noted[.key] | tostring] == "done" then {is: "accepted"}
                else {is: "retry", code: "state", text: "the move is not done"} end)];

# --- Reading the record

def search_notes_of(moves):
  search_read("ir.note"; [["resource", "in", [moves[] | "stock.move,\(.id)"]]];
              ["message", "resource"]);
def unit_of($c): . as $symbol
  | ($c.settings.units | to_entries | map(select(.value == $symbol).key) | first) // $symbol;
def user_of($c): if . == $c.session.uid then $c.settings.login else "#\(.)" end;
# The plant's name of an order.
def name_of_order($c):
  ($c.settings.run.id + "/") as $prefix
  | if .reference == null or .reference == "" then "MO-\(.number)"
    elif .reference | startswith($prefix) then .reference[($prefix | length):]
    else .reference end;
def day: "\(. // {year: 1970, month: 1, day: 1} | date_text)T00:00:00Z";

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
     "production_output.product", "product", "effective_date", "create_uid"]]);
def goods: {item: ."product.".code, lot: ."lot.".number, quantity: .quantity};
def move_body($c):
  (goods + {unit: (."uom.".symbol | unit_of($c))}) as $goods
  | if ."production_input." != null then
      (."production_input." | name_of_order($c)) as $order
      | {type: "MaterialIssued",
         data: ($goods + {order: $order, operation: "", into_lot: $order,
                          location: ."from_location.".code})}
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
  . as $c
  | (.notes | map({key: .resource, value: .message}) | from_entries) as $keys
  | .moves[]
  | move_body($c) + {number: (.id * 4), key: $keys["stock.move,\(.id)"],
                     time: (.effective_date | day), user: (.create_uid | user_of($c))};
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
                     unit: (."uom.".symbol | unit_of($c))}}),
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
  | {number: (.id * 4 + 3), key: null, time: "1970-01-01T00:00:00Z",
     user: (.create_uid | user_of($c)), type: "OperationCompleted",
     data: {order: $order, operation: ($work."operation.".name | split(":")[1]),
            work_center: $work."work_center.".name, item: $work."production."."product.".code,
            lot: $order, quantity: 0, scrapped: 0,
            unit: ($work."production."."uom.".symbol | unit_of($c)),
            machine_time_s: .duration.seconds}};

# Stock place by place: lots where Tryton follows them, products where it does not.
def our_places: [.session.places | to_entries[] | select(.key | IN("IN", "OUT", "STO", "WH", "SUP", "CUS", "PROD") | not)];
def at_place(call):
  (our_places[.place // 0].value) as $place
  | call | .body.params[-1] += {locations: [$place], with_childs: false};
def lots_at_place:
  at_place(search_read("stock.lot"; [["quantity", "!=", 0]];
                       ["number", "product.code", "quantity"]));
def products_at_place:
  at_place(search_read("product.product"; [["quantity", "!=", 0]];
                       ["code", "quantity", "template.lot_required"]));
def next_place: {place: ((.place // 0) + 1)};
def more_places: .place < (our_places | length);
def place_name: our_places[(.place // 1) - 1].key;
def lot_rows:
  place_name as $location | result[]
  | {item: ."product.".code, lot: .number, location: $location, status: "unrestricted",
     quantity: (.quantity | rounded)};
def product_rows:
  place_name as $location | result[] | select((."template.".lot_required // []) == [])
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
def missing(known; wanted): known as $known | [wanted | select(. as $one | $known | index($one) | not)];

def create_places:
  . as $c | model("stock.location.create"; [[.new_places[]
      | {name: ., code: ., type: "storage", parent: $c.warehouse.storage_location}]]);
def uom_of($c): ($c.settings.units[.] // .) as $symbol | $c.uoms[$symbol].id;
def missing_items: (.products | map(.code)) as $known
  | [.master.items[] | select(.id as $id | $known | index($id) | not)];
def check_units: . as $c
  | [.master.items[] | select((.unit | uom_of($c)) == null)] | first // null
  | if . == null then $c
    else error("Tryton has no unit \"\(.unit)\", in which \(.id) is counted: name one in \"units\"")
    end;
def check_items:
  if .master.push or missing_items == [] then .
  else error("Tryton has no product for " + ([missing_items[].id] | join(", ")))
  end;
def create_templates:
  check_units | . as $c | model("product.template.create"; [[missing_items[]
    | {name, code: .id, type: "goods", default_uom: (.unit | uom_of($c)), list_price: (0 | decimal),
       cost_price_method: "fixed", producible: .made,
       lot_required: (if .control == "none" then [] else ["supplier", "customer", "storage",
                                                         "production"] end),
       products: [["create", [{suffix_code: "", active: true}]]]}]]);
def set_costs:
  (.products | by(.code)) as $products
  | model("product.product.write"; [.master.items[]
      | [$products[.id].id], {cost_price: (.cost | decimal)}]);

def missing_centers: (.centers | map(.name)) as $known
  | [.master.work_centers[] | select(.id as $id | $known | index($id) | not)];
def create_categories:
  model("production.work.center.category.create"; [[missing_centers[] | {name: .id}]]);
def create_line:
  model("production.work.center.create"; [[{name: "LINE", company: .company.id,
                                            warehouse: .warehouse.id}]]);
def create_centers:
  . as $c | missing_centers as $new
  | model("production.work.center.create"; [[range($new | length) | . as $i
      | {name: $new[$i].id, parent: $c.line, category: $c.categories[$i], company: $c.company.id,
         warehouse: $c.warehouse.id, cost_method: "hour",
         cost_price: ($new[$i].cost_per_h | decimal)}]]);
# An operation of a routing is named after what it makes, its number and its name.
def operations: [.master.routings[] | . as $routing | .operations[]
  | . + {title: "\($routing.item):\(.number):\(.name)", item: $routing.item}];
def missing_routings: (.routings | map(.name)) as $known
  | [.master.routings[] | select(.item as $item | $known | index($item) | not)];
def operations_to_make: [missing_routings[].item] as $items
  | [operations[] | select(.item as $item | $items | index($item))];
def create_operations:
  (.centers | by(.name)) as $centers
  | model("production.routing.operation.create"; [[operations_to_make[]
      | {name: .title, work_center_category: $centers[.work_center].category}]]);
def missing_boms: (.boms | map(.name)) as $known
  | [.master.boms[] | select(.item as $item | $known | index($item) | not)];
def bom_line($c): ($c.products | by(.code))[.item] as $product
  | {product: $product.id, quantity: .quantity, uom: $product.default_uom};
def create_boms:
  . as $c | model("production.bom.create"; [[missing_boms[]
    | {name: .item, inputs: [["create", [.inputs[] | bom_line($c)]]],
       outputs: [["create", [({item, quantity}, .by_products[]) | bom_line($c)]]]}]]);
def create_routings:
  . as $c | (.boms | by(.name)) as $boms
  | model("production.routing.create"; [[missing_routings[] | . as $routing
    | {name: .item,
       boms: (if $boms[.item] == null then [] else [["add", [$boms[.item].id]]] end),
       steps: [["create", [range($c.new_operations | length) as $i
         | $c.operations_made[$i] | select(.item == $routing.item)
         | {operation: $c.new_operations[$i], sequence: (.number | tonumber)}]]]}]]);
def products_without_bom: (.product_boms | map(.product)) as $done | (.products | by(.code)) as $products
  | [.master.boms[] | select($products[.item].id as $id | $done | index($id) | not)];
def assign_boms:
  . as $c | (.boms | by(.name)) as $boms | (.routings | by(.name)) as $routings
  | (.products | by(.code)) as $products
  | model("product.product.write"; [products_without_bom[]
      | [$products[.item].id],
        {boms: [["create", [{bom: $boms[.item].id, routing: $routings[.item].id}]]]}]);

def opening_lots: [.opening[] | select(.lot != null)];
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
# Only into places where Tryton has nothing yet: a record in use keeps its stock.
def opening_to_move:
  . as $c | [.opening[] | select(.status == "unrestricted")]
  | if $c.any_moves then [] else . end;
def create_opening:
  . as $c | (.products | by(.code)) as $products
  | model("stock.move.create"; [[opening_to_move[]
      | {product: $products[.item].id, uom: $products[.item].default_uom, quantity,
         from_location: $c.supplier, to_location: $c.place_ids[.location],
         lot: (if .lot == null then null else $c.lots[lot_name] end), company: $c.company.id,
         currency: $c.company.currency, unit_price: ($products[.item].cost_price // (0 | decimal))}]]);

# --- Orders that Tryton has planned

def order_points: [.settings.order_points // [] | .[]];
def poll_productions:
  search_read("production"; [["state", "in", ["request", "draft", "waiting"]],
                             ["id", ">", (.polled.last // 0)]];
              ["number", "reference", "product.code", "quantity", "uom.symbol"]);
def order_messages:
  . as $c | result[] | select(.reference == null or .reference == "")
  | {type: "ProductionOrderReleased", key: "\($c.settings.run.id)/MO-\(.number)",
     data: {order: "MO-\(.number)", item: ."product.".code, quantity: .quantity,
            unit: (."uom.".symbol | unit_of($c))}};
